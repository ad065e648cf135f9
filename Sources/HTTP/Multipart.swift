#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `multipart/form-data` as bytes (RFC 7578), the same bytes for the same parts.
///
/// libcurl has an encoder of its own, but it draws a random boundary, so a request could not be repeated byte for
/// byte. Here the boundary is made from the content, and made again until no part contains it.
public enum Multipart: Sendable {
    /// A body and the `Content-Type` that names its boundary.
    public struct Encoded: Sendable, Hashable {
        /// `multipart/form-data; boundary=…`
        public var contentType: String
        /// The body.
        public var bytes: [UInt8]
    }

    /// The parts in their order, as browsers write them: UTF-8 names, with `"`, CR and LF percent-encoded.
    public static func encode(_ parts: [Request.Part]) -> Encoded {
        let boundary = boundary(for: parts)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(64) { $0 + $1.bytes.count + 256 })
        for part in parts {
            var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(escaped(part.name))\""
            if let filename = part.filename { head += "; filename=\"\(escaped(filename))\"" }
            head += "\r\n"
            if let type = part.contentType { head += "Content-Type: \(type)\r\n" }
            bytes += Array((head + "\r\n").utf8)
            bytes += part.bytes
            bytes += Array("\r\n".utf8)
        }
        bytes += Array("--\(boundary)--\r\n".utf8)
        return Encoded(contentType: "multipart/form-data; boundary=\(boundary)", bytes: bytes)
    }

    /// The escapes of the HTML standard, which services expect.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "%22"
            case "\r": out += "%0D"
            case "\n": out += "%0A"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func boundary(for parts: [Request.Part]) -> String {
        var digest = Digest()
        for part in parts {
            for text in [part.name, part.filename ?? "", part.contentType ?? ""] {
                digest.add(Array(text.utf8))
            }
            digest.add(part.bytes)
        }
        while true {
            let boundary = "hearth-" + digest.text
            if !parts.contains(where: { contains(boundary, in: $0.bytes) }) { return boundary }
            digest.add([0])
        }
    }

    private static func contains(_ text: String, in bytes: [UInt8]) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.withUnsafeBytes { hay in
            guard let start = hay.baseAddress else { return false }
            var place = 0
            while hay.count - place >= wanted.count,
                let hit = memchr(start + place, Int32(wanted[0]), hay.count - wanted.count - place + 1)
            {
                if memcmp(hit, wanted, wanted.count) == 0 { return true }
                place = UnsafeRawPointer(hit) - start + 1
            }
            return false
        }
    }

    /// FNV-1a over words of eight bytes, two lanes: it only has to differ for different contents.
    private struct Digest {
        private var lanes: (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142)

        mutating func add(_ bytes: [UInt8]) {
            mix(UInt64(bytes.count))
            bytes.withUnsafeBytes { raw in
                let words = raw.count / 8
                for word in 0..<words {
                    mix(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)))
                }
                for index in (words * 8)..<raw.count { mix(UInt64(raw[index])) }
            }
        }

        private mutating func mix(_ word: UInt64) {
            lanes.0 = (lanes.0 ^ word) &* 0x0000_0100_0000_01b3
            lanes.0 ^= lanes.0 >> 29
            lanes.1 = (lanes.1 &+ word) &* 0x9e37_79b9_7f4a_7c15
            lanes.1 ^= lanes.1 >> 32
        }

        var text: String { hex(lanes.0) + hex(lanes.1) }

        private func hex(_ lane: UInt64) -> String {
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
    }
}
