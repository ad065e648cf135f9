import Testing

@testable import Networks

@Suite struct TIDTests {
    @Test(arguments: [
        (0, 0, "2222222222222"), (0, 1023, "22222222222zz"), (1, 0, "2222222222322"),
        (1 << 53 - 1, 1023, "bzzzzzzzzzzzz"),
    ])
    func `a moment on a clock has one text`(_ microseconds: Int, _ clock: Int, _ text: String) {
        #expect(TID.text(microseconds: microseconds, clock: clock) == text)
        #expect(TID.isValid(text))
    }

    @Test func `texts sort as their moments do`() {
        let moments = [1, 31, 32, 1_023, 1_024, 1_795_425_300_250_000, 1_795_425_300_250_001]
        let texts = moments.map { TID.text(microseconds: $0, clock: 5) }
        #expect(texts == texts.sorted())
        #expect(Set(texts).count == moments.count)
    }

    @Test func `what the protocol calls valid is valid, what it calls invalid is not`() {
        for line in Contracts.lines("bluesky/interop-test-files/syntax/tid_syntax_valid.txt") ?? [] {
            #expect(TID.isValid(line), "\(line)")
        }
        for line in Contracts.lines("bluesky/interop-test-files/syntax/tid_syntax_invalid.txt") ?? [] {
            #expect(!TID.isValid(line), "\(line)")
        }
    }
}
