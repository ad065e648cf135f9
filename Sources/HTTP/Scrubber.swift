/// Replaces secrets in texts by `***`, in every form in which they may have travelled.
///
/// Looked for are the text itself, its Base64 (both alphabets, also in the middle of a longer Base64 text, as in
/// Basic authentication), its percent-encoded and its JSON-escaped form. Of secrets shorter than
/// `shortest` bytes nothing is scrubbed: they would tear ordinary words apart, and are no secrets.
public struct Scrubber: Sendable {
    /// Secrets with fewer UTF-8 bytes are not looked for.
    public static let shortest = 4

    /// The forms to look for, longest first, so that no form is cut by a shorter one inside it.
    private let forms: [[UInt8]]

    /// A scrubber for these secrets.
    public init(_ secrets: some Sequence<Secret>) {
        var found: Set<[UInt8]> = []
        for secret in secrets {
            let text = secret.reveal()
            guard text.utf8.count >= Scrubber.shortest else { continue }
            found.formUnion(Scrubber.forms(of: text))
        }
        forms = found.sorted { a, b in
            a.count != b.count ? a.count > b.count : a.lexicographicallyPrecedes(b)
        }
    }

    /// `text` with every form of every secret replaced by `***`.
    public func scrub(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let scrubbed = scrub(bytes)
        return scrubbed == bytes ? text : String(decoding: scrubbed, as: UTF8.self)
    }

    /// `bytes` with every form of every secret replaced by `***`.
    public func scrub(_ bytes: [UInt8]) -> [UInt8] {
        forms.reduce(bytes) { bytes, form in
            form.count <= bytes.count ? Scrubber.replace(form, in: bytes) ?? bytes : bytes
        }
    }

    private static func forms(of text: String) -> [[UInt8]] {
        var forms = [
            text,
            PercentEncoding.encode(text, hex: PercentEncoding.upper, space: nil),
            PercentEncoding.encode(text, hex: PercentEncoding.lower, space: nil),
            PercentEncoding.encode(text, hex: PercentEncoding.upper, space: UInt8(ascii: "+")),
            JSONText.quoted(text, escapingSlash: false),
            JSONText.quoted(text, escapingSlash: true),
        ].map { Array($0.utf8) }
        for alphabet in [Base64.Alphabet.standard, .url] {
            for padded in [true, false] {
                forms.append(Array(Base64.encode(Array(text.utf8), alphabet: alphabet, padded: padded).utf8))
            }
            // Inside a longer Base64 text the secret starts at one of three places of a group; its first and last
            // characters there mix with the neighbours' bits, the ones between do not.
            for offset in 0..<3 {
                let shifted = [UInt8](repeating: 0, count: offset) + Array(text.utf8)
                let encoded = Array(Base64.encode(shifted, alphabet: alphabet, padded: false).utf8)
                let head = offset == 0 ? 0 : offset + 1
                let tail = shifted.count % 3 == 0 ? 0 : 1
                let core = Array(encoded.dropFirst(head).dropLast(tail))
                if core.count >= shortest { forms.append(core) }
            }
        }
        return forms
    }

    private static func replace(_ form: [UInt8], in bytes: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var index = 0
        var changed = false
        let last = bytes.count - form.count
        while index < bytes.count {
            if index <= last, bytes[index] == form[0], bytes[index..<(index + form.count)].elementsEqual(form)
            {
                out += Array(Secret.mask.utf8)
                index += form.count
                changed = true
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return changed ? out : nil
    }
}
