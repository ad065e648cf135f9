import Testing

@testable import Diagnostics

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain é 日本 👩‍👩‍👧", "plain é 日本 👩‍👩‍👧"),
        ("a\u{1B}[31mred", "a\\u{1B}[31mred"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("x\u{0}y\u{7F}\u{9B}", "x\\u{0}y\\u{7F}\\u{9B}"),
        ("\u{202A}\u{202E}abc\u{2066}\u{2069}", "\\u{202A}\\u{202E}abc\\u{2066}\\u{2069}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
    ])
    func `what could forge other text is escaped`(_ text: String, _ expected: String) {
        #expect(TerminalText.escaped(text) == expected)
    }

    @Test func `the neighbours of the bidirectional controls stay`() {
        let text = "\u{200D}\u{200F}\u{2027}\u{202F}\u{2065}\u{206A}"
        #expect(TerminalText.escaped(text) == text)
    }

    @Test func `line breaks can be kept, carriage returns never`() {
        #expect(TerminalText.escaped("a\nb\r\u{8}", keepingLineBreaks: true) == "a\nb\\r\\u{8}")
    }
}
