import Testing

@testable import Networks

@Suite struct ServiceAddressTests {
    @Test(arguments: [
        ("https://social.example", "https://social.example", "social.example"),
        ("https://Social.Example/", "https://Social.Example", "social.example"),
        ("https://example.org/mastodon//", "https://example.org/mastodon", "example.org"),
        ("http://127.0.0.1:8125", "http://127.0.0.1:8125", "127.0.0.1"),
        ("http://localhost:3000", "http://localhost:3000", "localhost"),
        ("http://[::1]:3000", "http://[::1]:3000", "[::1]"),
    ])
    func `an address is read with its host`(_ text: String, _ base: String, _ host: String) throws {
        let address = try ServiceAddress(text, key: "url")
        #expect(address.base == base)
        #expect(address.host == host)
    }

    @Test(arguments: [
        "social.example", "", "https://", "ftp://social.example", "http://social.example",
        "http://127.0.0.1.example.org", "http://127.example.org", "http://localhost.example",
        "https://a:b@social.example",
        "http://localhost@evil.example", "https://social.example/?x=1", "https://social.example/#x",
        "https://sociäl.example", "https://social.example/a b", "https://social.example\r\nHost: x",
    ])
    func `what is none is refused and its key named`(_ text: String) {
        let fault = #expect(throws: AccountFault.self) { try ServiceAddress(text, key: "url") }
        #expect(fault?.key == "url")
    }

    @Test func `a query stands only where it is allowed`() throws {
        #expect(
            try ServiceAddress("https://a.example/in?k=1", key: "url", allowsQuery: true).base
                == "https://a.example/in?k=1")
    }

    @Test func `the path of an address is what stands behind its host`() {
        #expect(ServiceAddress.path(of: "https://a.example/nodeinfo/2.0?x=1#y") == "/nodeinfo/2.0?x=1")
        #expect(ServiceAddress.path(of: "https://a.example") == nil)
        #expect(ServiceAddress.path(of: "nodeinfo/2.0") == nil)
    }
}
