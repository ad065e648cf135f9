import Testing

@testable import Networks

@Suite struct LinkScannerTests {
    private func links(_ text: String) -> [String] { LinkScanner.links(in: text).map { String(text[$0]) } }

    @Test(arguments: [
        ("https://a.example", ["https://a.example"]),
        (
            "See https://a.example/b, and http://c.example/d?e=f#g.",
            ["https://a.example/b", "http://c.example/d?e=f#g"]
        ),
        ("(https://a.example/b)", ["https://a.example/b"]),
        (
            "https://de.wikipedia.org/wiki/Herd_(K%C3%BCche)",
            ["https://de.wikipedia.org/wiki/Herd_(K%C3%BCche)"]
        ),
        ("(see https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("“https://a.example/b”", ["https://a.example/b"]),
        ("HTTPS://A.EXAMPLE/x!", ["HTTPS://A.EXAMPLE/x"]),
        ("https://bücher.example/straße", ["https://bücher.example/straße"]),
        ("https://a.example:8080/", ["https://a.example:8080/"]),
        ("🎉 https://a.example/🎉 ok", ["https://a.example/🎉"]),
        ("one\nhttps://a.example/b\ntwo", ["https://a.example/b"]),
    ])
    func `an address runs to the white space, without what ends the sentence`(
        _ text: String, _ found: [String]
    ) {
        #expect(links(text) == found)
    }

    @Test(arguments: [
        "", "example.org", "node.js", "https://", "https://localhost/x", "https:// a.example",
        "xhttps://a.example",
        "ftp://a.example", "https://a..example", "https://user@a.example/", "https://.",
    ])
    func `anything else is plain text`(_ text: String) {
        #expect(links(text).isEmpty)
    }
}
