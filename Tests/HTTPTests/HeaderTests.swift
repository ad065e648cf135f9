import HTTP
import Testing

@Suite struct HeaderTests {
    @Test func `Basic authentication joins user and password`() {
        // RFC 7617, section 2.
        let header = Header.basic(user: "Aladdin", password: Secret("open sesame"))
        #expect(header.value == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(header.description == "Authorization: ***")
    }

    @Test func `names are found in any case of letters, values in their order`() {
        let headers = [Header("Link", "a"), Header("X-Id", "1"), Header("LINK", "b")]
        #expect(headers.first(named: "link") == "a")
        #expect(headers.all(named: "Link") == ["a", "b"])
        #expect(headers.first(named: "x") == nil)
        #expect(headers.all(named: "x").isEmpty)
    }

    @Test(arguments: ["authorization", "Cookie", "SET-COOKIE", "X-Api-Key", "Proxy-Authorization"])
    func `headers known to carry credentials are masked, flagged or not`(name: String) {
        #expect("\(Header(name, "canary"))" == "\(name): ***")
    }

    @Test func `a flagged header is masked, its prefix too`() {
        let header = Header("X-Hub", prefix: "v1 ", secret: Secret("canary"))
        #expect(header.value == "v1 canary")
        #expect(String(reflecting: header) == "X-Hub: ***")
        #expect(String(reflecting: Header("X-Hub", "shown")) == "X-Hub: shown")
    }
}
