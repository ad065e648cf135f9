import Diagnostics
import Testing

@testable import YAML

@Suite struct SourceTextTests {
    private func refusal(_ bytes: [UInt8]) -> String? {
        do throws(SyntaxError) {
            _ = try SourceText(bytes: bytes, file: "a")
            return nil
        } catch {
            return summary(error)
        }
    }

    @Test func `LF, CRLF and CR end lines, nothing else does`() {
        let source = SourceText("a\r\nb\rc\n\nd\u{2028}e\u{85}f\u{B}g", file: "a")
        #expect(source.lines == ["a", "b", "c", "", "d\u{2028}e\u{85}f\u{B}g"])
        #expect(SourceText("", file: "a").lines == [""])
        #expect(SourceText("x\n", file: "a").lines == ["x", ""])
    }

    @Test func `an excerpt keeps the numbers of its lines`() {
        let source = SourceText("---\r\nkind: x\r\nlink: y\r\n---\r\nbody", file: "a")
        let front = source.excerpt(2..<4)
        #expect(front.text == "kind: x\nlink: y")
        #expect(front.firstLine == 2)
        #expect(front.line(3) == "link: y")
        #expect(front.line(1) == nil && front.line(4) == nil)
        #expect(source.excerpt(2..<2).text.isEmpty)
        #expect(source.excerpt(5..<99).lines == ["body"])
        #expect(source.excerpt(50..<99).text.isEmpty)
    }

    @Test func `a byte order mark is dropped, valid UTF-8 read`() throws {
        #expect(try SourceText(bytes: [0xEF, 0xBB, 0xBF, 0x61], file: "a").text == "a")
        #expect(try SourceText(bytes: Array("é日👩‍👧".utf8), file: "a").text == "é日👩‍👧")
        #expect(try SourceText(bytes: [], file: "a").lines == [""])
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], "1:2 invalid-utf8: byte 0xFF is not UTF-8"),
            ([0x61, 0x0A, 0xC3, 0xA9, 0x80], "2:2 invalid-utf8: byte 0x80 is not UTF-8"),
            ([0x61, 0x0D, 0x0A, 0xC3], "2:1 invalid-utf8: byte 0xC3 is not UTF-8"),
            ([0xC0, 0x80], "1:1 invalid-utf8: byte 0xC0 is not UTF-8"),
            ([0x61, 0xED, 0xA0, 0x80], "1:2 invalid-utf8: byte 0xED is not UTF-8"),
            ([0xF0, 0x9F, 0x91, 0xA9, 0xF0, 0x9F, 0x91], "1:2 invalid-utf8: byte 0xF0 is not UTF-8"),
            ([0xF4, 0x90, 0x80, 0x80], "1:1 invalid-utf8: byte 0xF4 is not UTF-8"),
            ([0xE0, 0x9F, 0xBF], "1:1 invalid-utf8: byte 0xE0 is not UTF-8"),
            ([0xFF, 0xFE, 0x61, 0x00], "1:1 invalid-utf8: the file is UTF-16"),
        ] as [([UInt8], String)])
    func `the first byte that is not UTF-8 is named with its place`(_ bytes: [UInt8], _ expected: String) {
        #expect(refusal(bytes) == expected)
    }

    @Test func `the check agrees with the standard library on random bytes`() {
        let pieces: [[UInt8]] = [
            [0x41], [0x0A], [0xC3, 0xA9], [0xE6, 0x97, 0xA5], [0xF0, 0x9F, 0x91, 0xA9], [0x80], [0xC3],
            [0xED, 0xA0],
            [0xF4, 0x90], [0xE2, 0x82], [0xBF],
        ]
        let dice = Dice(seed: 2)
        for _ in 0..<2_000 {
            let bytes = (0..<dice.number(0...6)).flatMap { _ in dice.pick(pieces) }
            let valid = String(validating: bytes, as: UTF8.self) != nil
            #expect((UTF8Check.validPrefix(of: bytes) == bytes.count) == valid)
        }
    }
}
