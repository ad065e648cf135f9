import HTTP
import Testing

@Suite struct EncodingTests {
    /// The vectors of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `Base64 is that of the standard`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.encode(Array(text.utf8), padded: false) == String(encoded.prefix { $0 != "=" }))
    }

    @Test func `the two alphabets differ in two characters`() {
        #expect(Base64.encode([0xFB, 0xFF, 0xBF]) == "+/+/")
        #expect(Base64.encode([0xFB, 0xFF, 0xBF], alphabet: .url) == "-_-_")
    }

    @Test func `a path segment keeps the unreserved characters only`() {
        #expect(PercentEncoding.encode("Az09-._~") == "Az09-._~")
        #expect(PercentEncoding.encode("!room:a/b c#é") == "%21room%3Aa%2Fb%20c%23%C3%A9")
    }

    @Test func `a form keeps the order of its pairs`() {
        #expect(
            PercentEncoding.form([("b", "x y"), ("a[]", "1&2=3"), ("b", "")]) == "b=x+y&a%5B%5D=1%262%3D3&b=")
    }

    @Test func `Basic authentication joins user and password`() {
        // RFC 7617, section 2.
        let header = Header.basic(user: "Aladdin", password: Secret("open sesame"))
        #expect(header.value == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(header.description == "Authorization: ***")
    }
}
