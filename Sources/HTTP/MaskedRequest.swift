extension Request: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The request for people: method, URL, headers and body, with every secret as `***`.
    ///
    /// Text bodies are written out (JSON indented, forms a pair a line), others as `<12345 bytes image/png>`;
    /// control characters are written as escapes. This is what `--dry-run` prints.
    public var masked: String {
        let scrubber = Scrubber(everySecret)
        var lines = ["\(method) \(scrubber.scrub(Request.maskQuery(of: url)))"]
        for header in headers {
            lines.append(header.isMasked ? header.description : scrubber.scrub(header.description))
        }
        switch body {
        case .none: break
        case .bytes(let bytes):
            let type = headers.first(named: "Content-Type")
            lines += ["", scrubber.scrub(BodyText.describe(bytes, type: type))]
        case .multipart(let parts):
            lines.append("Content-Type: multipart/form-data")
            for part in parts {
                var head = "name=\(part.name)"
                if let filename = part.filename { head += " filename=\(filename)" }
                lines += ["", scrubber.scrub("-- \(head)")]
                lines.append(scrubber.scrub(BodyText.describe(part.bytes, type: part.contentType)))
            }
        }
        return BodyText.visible(lines.joined(separator: "\n"))
    }

    /// The secrets that are named, the values of secret headers, and of these each word but the first, such as `Bearer`.
    var everySecret: [Secret] {
        secrets
            + headers.filter(\.isSecret).flatMap { header in
                [Secret(header.value)]
                    + header.value.split(separator: " ").dropFirst().map { Secret(String($0)) }
            }
    }

    /// The same as `masked`.
    public var description: String { masked }
    /// The same as `masked`.
    public var debugDescription: String { masked }
    /// A mirror without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Query parameters that carry credentials by their name.
    private static let secretParameters: Set<String> = [
        "access_token", "refresh_token", "token", "api_key", "apikey", "key", "client_secret", "password",
        "secret",
        "sig", "signature", "code", "auth",
    ]

    private static func maskQuery(of url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return url }
        let pairs = url[url.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = pairs.map { pair -> String in
            let name = pair.prefix { $0 != "=" }
            return secretParameters.contains(name.lowercased()) ? "\(name)=\(Secret.mask)" : String(pair)
        }
        return url[...mark] + shown.joined(separator: "&")
    }
}

/// Bodies as text for people.
enum BodyText {
    /// The body if it is text, else its length and type.
    static func describe(_ bytes: [UInt8], type: String?) -> String {
        let media = type?.prefix { $0 != ";" }.lowercased() ?? ""
        guard isText(media), let text = String(validating: bytes, as: UTF8.self) else {
            return "<\(bytes.count) bytes\(media.isEmpty ? "" : " \(media)")>"
        }
        if media.hasSuffix("json") { return JSONText.indented(text) ?? text }
        if media == "application/x-www-form-urlencoded" {
            return text.split(separator: "&").joined(separator: "\n")
        }
        if media.isEmpty, text.unicodeScalars.contains(where: { $0.value < 9 }) {
            return "<\(bytes.count) bytes>"
        }
        return text
    }

    private static func isText(_ media: String) -> Bool {
        media.isEmpty || media.hasPrefix("text/") || media.hasSuffix("json") || media.hasSuffix("xml")
            || media == "application/x-www-form-urlencoded"
    }

    /// `text` with control characters, except line feed and tab, and with characters that turn the direction of
    /// writing as `\u{XX}`: a terminal must not obey what a service or a post wrote.
    static func visible(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 9, 10: out.unicodeScalars.append(scalar)
            case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F:
                out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
