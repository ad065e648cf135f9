import Testing

@testable import Preview

struct WrappingTests {
    @Test(arguments: [
        ("", 10, []), ("   ", 10, []), ("one two", 7, ["one two"]), ("one two", 6, ["one", "two"]),
        ("one  two   three", 8, ["one  two", "three"]), ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("ab cdefgh", 5, ["ab", "cdefg", "h"]), ("日本語", 4, ["日本", "語"]), ("日本語", 5, ["日本", "語"]),
        ("日本", 1, ["日", "本"]), ("a ", 1, ["a"]),
    ])
    func `text is broken at spaces, and within words that are too long`(
        text: String, width: Int, lines: [String]
    ) {
        #expect(Wrapping.lines(text, width: width) == lines)
    }

    @Test func `further lines begin behind their own indentation`() {
        #expect(
            Wrapping.lines("one two three", width: 9, first: "- ", rest: "  ") == ["- one two", "  three"])
        #expect(Wrapping.lines("one two", width: 8, first: "", rest: "    ") == ["one", "    two"])
    }
}
