import HTTP
import Testing

@Suite struct MultipartTests {
    let parts: [Request.Part] = [
        .init(name: "status", value: "Grüße"),
        .init(name: "fi\"le", filename: "a\r\nb.png", contentType: "image/png", bytes: [0, 255, 13, 10]),
    ]

    @Test func `parts are written as browsers write them`() throws {
        let encoded = Multipart.encode(parts)
        let boundary = try #require(encoded.contentType.split(separator: "=").last)
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="status"\r
            \r
            Grüße\r
            --\(boundary)\r
            Content-Disposition: form-data; name="fi%22le"; filename="a%0D%0Ab.png"\r
            Content-Type: image/png\r
            \r

            """
        #expect(encoded.bytes == Array(head.utf8) + [0, 255, 13, 10] + Array("\r\n--\(boundary)--\r\n".utf8))
        #expect(encoded.contentType.hasPrefix("multipart/form-data; boundary=hearth-"))
        #expect(boundary.utf8.count <= 70)
    }

    @Test func `the same parts give the same bytes, in this version and in the next`() {
        #expect(Multipart.encode(parts) == Multipart.encode(parts))
        // A frozen request in a ledger must still be what a newer version would send: change this with care.
        #expect(
            Multipart.encode(parts).contentType
                == "multipart/form-data; boundary=hearth-3c731cdd716691660a6acfce7f635bac")
    }

    @Test func `other parts give another boundary`() {
        var seen: Set<String> = []
        for length in 0..<40 {
            seen.insert(
                Multipart.encode([.init(name: "a", bytes: [UInt8](repeating: 0, count: length))]).contentType)
        }
        seen.insert(Multipart.encode([.init(name: "b", bytes: [])]).contentType)
        seen.insert(Multipart.encode([.init(name: "a", filename: "", bytes: [1])]).contentType)
        seen.insert(Multipart.encode(parts.reversed()).contentType)
        #expect(seen.count == 43)
    }

    @Test func `freezing writes the body out and says its type once`() {
        let request = Request(
            method: "POST", url: "https://a.example/",
            headers: [Header("content-type", "text/plain"), Header("X", "1")],
            body: .multipart(parts))
        let frozen = request.frozen()
        let encoded = Multipart.encode(parts)
        #expect(frozen.headers == [Header("X", "1"), Header("Content-Type", encoded.contentType)])
        #expect(frozen.body == .bytes(encoded.bytes))
        #expect(frozen.frozen() == frozen)
    }

    @Test func `a request without parts is frozen already`() {
        let request = Request(url: "https://a.example/", json: "{}")
        #expect(request.frozen() == request)
    }

    @Test func `no parts are a body too`() {
        #expect(Multipart.encode([]).bytes.count > 4)
    }
}
