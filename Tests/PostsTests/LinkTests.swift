import Posts
import Testing

struct LinkTests {
    @Test(arguments: [
        ("https://www.W3.org/WAI/", "www.w3.org", "w3.org"),
        ("http://user:pass@a.example:8080/x?y#z", "a.example", "a.example"),
        ("https://a.example?x=https://b.example", "a.example", "a.example"),
        ("https://[::1]:80/", "[::1]", "[::1]"),
        ("https://www.www.example", "www.www.example", "www.example"),
        ("https://www.Hearth.example./x", "www.hearth.example", "hearth.example"),
        ("https://hearth.example.:443?x", "hearth.example", "hearth.example"),
    ])
    func `a link's host is its source without www`(link: String, host: String, source: String) {
        #expect(Link.host(link) == host)
        #expect(Link.source(link) == source)
    }

    @Test(arguments: ["", "no link", "https:///path", "https://./path", "mailto:a@b.example"])
    func `what has no host has no source`(link: String) {
        #expect(Link.host(link) == nil)
        #expect(Link.source(link) == nil)
    }

    @Test(arguments: [
        ("https://a.example/@me/1", true), ("HTTP://localhost:9/x", true), ("not a url", false),
        ("ftp://a.example/", false), ("https://a.example/a b", false), ("https://me@a.example/", false),
    ])
    func `an address of the web is absolute, and for everybody`(text: String, isOne: Bool) {
        #expect(Link.isWebAddress(text) == isOne)
    }

    @Test(arguments: [
        ("https://A.example/x?y", "https://a.example"), ("https://a.example:444#z", "https://a.example:444"),
        ("http://a.example", "http://a.example"), ("no link", nil),
    ])
    func `an origin is scheme, host and port`(link: String, origin: String?) {
        #expect(Link.origin(link) == origin)
    }

    @Test(arguments: [
        ("https://a.example/?ref=1&tag", ["ref", "tag"]), ("https://a.example/#?ref=1", []),
        ("https://a.example", []),
        ("https://a.example/?re%66=1&a%20b=2&c+d=3", ["ref", "a b", "c d"]),
        ("https://a.example/?100%=1&%zz=2&%+5=3", ["100%", "%zz", "% 5"]),
    ])
    func `names of parameters are decoded`(link: String, names: [String]) {
        #expect(Link.parameterNames(link) == names)
    }
}
