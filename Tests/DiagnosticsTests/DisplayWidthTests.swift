import Testing

@testable import Diagnostics

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("hello", 5), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｆｕｌｌ", 8), ("ﾊﾝｶｸ", 4), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤", 1), ("❤️", 2), ("1️⃣", 2),
        ("1", 1), ("…", 1), ("a\u{200D}b", 2), ("\u{200B}", 0), ("、。", 4), ("𠀀", 2), ("Ωж", 2), ("\u{AD}", 0),
    ])
    func `a text takes the columns a terminal gives it`(_ text: String, _ columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test func `padding counts columns, not characters`() {
        #expect(DisplayWidth.padded("日本", to: 6) == "日本  ")
        #expect(DisplayWidth.padded("long", to: 3) == "long")
    }

    @Test func `clipping never takes more columns than there are`() {
        #expect(DisplayWidth.clipped("hello", to: 5) == "hello")
        #expect(DisplayWidth.clipped("hello!", to: 5) == "hell…")
        #expect(DisplayWidth.clipped("日本語", to: 5) == "日本…")
        #expect(DisplayWidth.clipped("日本語", to: 4) == "日…")
        #expect(DisplayWidth.clipped("日本語", to: 1) == "…")
        #expect(DisplayWidth.clipped("日本語", to: 0) == "")
    }
}
