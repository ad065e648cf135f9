import HTTP
import Testing

@Suite struct MaskedRequestTests {
    @Test func `a JSON request reads like this`() {
        let request = Request(
            url: "https://api.telegram.example/bot123:abcdef/sendMessage?access_token=zzz&x=1",
            headers: [
                .bearer(Secret("tok-12345")), Header("Idempotency-Key", "k1"), Header("Cookie", "sid=9"),
            ],
            json:
                #"{"status":"Hi, \"you\": {a}","media_ids":["1","2"],"none":[],"deep":{"token":"tok-12345"}}"#,
            secrets: [Secret("123:abcdef")])
        #expect(
            request.masked == #"""
                POST https://api.telegram.example/bot***/sendMessage?access_token=***&x=1
                Authorization: ***
                Idempotency-Key: k1
                Cookie: ***
                Content-Type: application/json

                {
                  "status": "Hi, \"you\": {a}",
                  "media_ids": [
                    "1",
                    "2"
                  ],
                  "none": [],
                  "deep": {
                    "token": "***"
                  }
                }
                """#)
        #expect(request.description == request.masked)
    }

    @Test func `a form reads a pair a line, and a request without a body ends with its headers`() {
        let form = Request(url: "https://a.example/x", form: [("status", "Hello & bye"), ("k", "1")])
        #expect(
            form.masked == """
                POST https://a.example/x
                Content-Type: application/x-www-form-urlencoded

                status=Hello+%26+bye
                k=1
                """)
        #expect(Request(method: "GET", url: "https://a.example/").masked == "GET https://a.example/")
    }

    @Test func `media are shown by length and type`() {
        let request = Request(
            method: "POST", url: "https://a.example/media",
            body: .multipart([
                .init(name: "description", value: "A cat"),
                .init(
                    name: "file", filename: "cat.png", contentType: "image/png",
                    bytes: [UInt8](repeating: 7, count: 12_345)),
                .init(name: "payload_json", contentType: "application/json", bytes: Array("{\"a\":1}".utf8)),
            ]))
        #expect(
            request.masked == """
                POST https://a.example/media
                Content-Type: multipart/form-data

                -- name=description
                A cat

                -- name=file filename=cat.png
                <12345 bytes image/png>

                -- name=payload_json
                {
                  "a": 1
                }
                """)
        let raw = Request(
            method: "POST", url: "https://a.example/", headers: [Header("Content-Type", "image/png")],
            body: .bytes([1, 2, 3]))
        #expect(raw.masked.hasSuffix("\n\n<3 bytes image/png>"))
    }

    @Test func `a terminal is not given orders`() {
        let request = Request(
            method: "POST", url: "https://a.example/", headers: [Header("Content-Type", "text/plain")],
            body: .bytes(Array("a\u{1B}[2Jb\r\u{202E}c\u{85}".utf8)))
        #expect(request.masked.hasSuffix("a\\u{1B}[2Jb\\u{D}\\u{202E}c\\u{85}"))
    }

    @Test(arguments: ["{", "{]", "[1", "\"a", "{\"a\":\"b}"])
    func `broken JSON is shown as it is`(text: String) {
        #expect(Request(url: "https://a.example/", json: text).masked.hasSuffix("\n\n\(text)"))
    }
}
