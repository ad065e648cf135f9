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

    @Test(arguments: [
        ("pay\u{200B}pal", "pay\\u{200B}pal"),
        ("\u{FEFF}a\u{2060}b\u{2064}", "\\u{FEFF}a\\u{2060}b\\u{2064}"),
        ("a\u{E0041}\u{E007F}", "a\\u{E0041}\\u{E007F}"),
        ("a\u{1F3F4}x\u{E0041}", "a\u{1F3F4}x\\u{E0041}"),
    ])
    func `what nobody sees is shown`(_ text: String, _ expected: String) {
        #expect(TerminalText.escaped(text) == expected)
    }

    @Test func `tags that make a flag stay, as do joiners`() {
        let text = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} نامه\u{200C}ای 👩‍👩‍👧"
        #expect(TerminalText.escaped(text) == text)
    }

    @Test func `line breaks can be kept, carriage returns never`() {
        #expect(TerminalText.escaped("a\nb\r\u{8}", keepingLineBreaks: true) == "a\nb\\r\\u{8}")
    }

    @Test func `JSON keeps its meaning, with nothing in it that a terminal would obey`() {
        let json = "{\n\"a\":\"é\u{9B}31m\u{202E}\u{7F}\u{200B}\u{E0041}\"}"
        let safe = TerminalText.escapedJSON(json)
        #expect(safe == "{\n\"a\":\"é\\u009b31m\\u202e\\u007f\\u200b\\udb40\\udc41\"}")
        #expect(TerminalText.escapedJSON("{\"a\": 1}\n") == "{\"a\": 1}\n")
    }
}
