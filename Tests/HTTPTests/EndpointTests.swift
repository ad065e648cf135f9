import Testing

@testable import HTTP

@Suite struct EndpointTests {
    func fault(_ url: String, _ policy: AddressPolicy = .publicOnly) -> RequestFault? {
        do {
            _ = try Endpoint(url, policy: policy)
            return nil
        } catch {
            return error
        }
    }

    @Test func `an https URL is taken as it stands`() throws {
        let endpoint = try Endpoint("https://Social.Example:8443/api/v1/x%20y?a=b%26c", policy: .publicOnly)
        #expect(endpoint.host == "social.example")
        #expect(endpoint.url.hasSuffix("/api/v1/x%20y?a=b%26c"))
        #expect(!endpoint.isPlain)
    }

    @Test func `numbers in a host are read as libcurl connects to them`() throws {
        #expect(try Endpoint("https://0x7f.1/", policy: .publicOnly).host == "127.0.0.1")
        #expect(try Endpoint("https://[::1]/", policy: .publicOnly).host == "::1")
    }

    @Test(arguments: [
        "https://api.good@evil.example/", "https://user:pass@example.org/", "https://:p@example.org/",
    ])
    func `user info is refused`(url: String) {
        #expect(fault(url) == .userInfo)
    }

    @Test(arguments: ["ftp", "gopher", "ldap", "smtp", "telnet", "ws"])
    func `schemes other than https are refused`(scheme: String) {
        let found = fault("\(scheme)://example.org/")
        #expect(found == .scheme(scheme))
    }

    @Test func `http is refused unless the host was named as loopback`() {
        #expect(fault("http://example.org/") == .plainHTTP(host: "example.org"))
        #expect(fault("http://127.0.0.1/") == .plainHTTP(host: "127.0.0.1"))
        #expect(fault("http://127.0.0.1/", .init(loopbackHosts: ["127.0.0.1"])) == nil)
        #expect(fault("http://[::1]:80/", .init(loopbackHosts: ["[::1]"])) == nil)
        #expect(fault("HTTP://localhost/", .init(loopbackHosts: ["localhost"])) == nil)
        #expect(fault("http://localhost.evil.example/", .init(loopbackHosts: ["localhost"])) != nil)
    }

    @Test(arguments: [
        "", "file:///etc/passwd", "example.org", "//example.org/", "https://", "https://exa mple.org/",
        "https://a/b\r\nX: y",
        "https://example.org/\0.evil/", "https://example.org/\u{7F}", "https://ex\u{E4}mple.org/",
        "https://a:99999/",
        "https://[::1/", "https://" + String(repeating: "a", count: 8_000),
    ])
    func `what is no URL is refused`(url: String) {
        guard case .badURL? = fault(url) else {
            Issue.record("\(String(describing: fault(url)))")
            return
        }
    }
}
