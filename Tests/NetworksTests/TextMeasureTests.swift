import Testing

@testable import Networks

@Suite struct TextMeasureTests {
    private let mastodon = TextMeasure.graphemes(urlLength: 23)

    @Test(arguments: [
        ("", 0), ("abc", 3), ("👩‍👩‍👧‍👦 é 🇩🇪", 5), ("e\u{301}", 1), ("a\r\nb", 3),
        ("https://a.example", 23), ("https://a.example/\(String(repeating: "x", count: 500))", 23),
        ("See https://a.example/b, please", 4 + 23 + 8), ("https://a.example https://b.example", 47),
        ("@bob@far.example hi", 7), ("@bob hi", 7), ("hi @bob@far.example.", 8), ("a@b.example", 11),
        ("mail me@far.example", 19), ("@bob@", 5), ("@@bob@far.example", 5), ("(@bob@far.example)", 6),
        ("@bob.b-c@far.example:", 9), ("https://a.example/@bob@far.example", 23),
    ])
    func `Mastodon counts characters, addresses as 23, mentions without their server`(
        _ text: String, _ length: Int
    ) {
        #expect(mastodon.length(of: text) == length)
    }

    @Test func `an address counts what the server says`() {
        #expect(TextMeasure.graphemes(urlLength: 25).length(of: "https://a.example") == 25)
    }

    @Test(arguments: [("👩‍👩‍👧‍👦", 7), ("e\u{301}", 2), ("https://a.example/long", 22), ("@bob@far.example", 16)])
    func `GoToSocial counts code points and shortens nothing`(_ text: String, _ length: Int) {
        #expect(TextMeasure.codePoints.length(of: text) == length)
    }
}
