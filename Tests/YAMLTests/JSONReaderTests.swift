import Diagnostics
import Foundation
import Testing

@testable import YAML

@Suite struct JSONReaderTests {
    private func refusal(_ text: String) -> String? {
        do throws(SyntaxError) {
            _ = try JSONReader.parse(text, file: "a.json")
            return nil
        } catch {
            return summary(error)
        }
    }

    @Test func `values keep their places and numbers their text`() throws {
        let node = try JSONReader.parse(
            "{\"é\": 1.50,\r\n  \"b\": [true, null, \"x\"]}", file: "a", firstLine: 7)
        let entries = try #require(node.entries)
        #expect(entries[0].key == "é")
        #expect(entries[0].keyMark == YAMLMark(line: 7, column: 2, endColumn: 5))
        #expect(
            entries[0].value
                == YAMLNode(
                    .scalar(text: "1.50", style: .plain), at: YAMLMark(line: 7, column: 7, endColumn: 11)))
        let items = try #require(entries[1].value.items)
        #expect(items.map(\.text) == ["true", "null", "x"])
        #expect(
            items[2]
                == YAMLNode(
                    .scalar(text: "x", style: .quoted), at: YAMLMark(line: 8, column: 21, endColumn: 24)))
        #expect(node.mark == YAMLMark(line: 7, column: 1, endLine: 8, endColumn: 26))
    }

    @Test(arguments: [
        ("\"\\u00e9\\uD83D\\uDC69\\n\\t\\/\\\\\\\"\"", "é👩\n\t/\\\""),
        ("\"\\uFFFD\\u2028\"", "\u{FFFD}\u{2028}"),
        ("-0", "-0"), ("1E+400", "1E+400"), ("0.10", "0.10"), (" \t\r\n7 ", "7"), ("\u{FEFF}1", "1"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ])
    func `a scalar is read as RFC 8259 says`(_ text: String, _ expected: String) throws {
        #expect(try JSONReader.parse(text, file: "a").text == expected)
    }

    @Test(arguments: [
        ("", "1:1 syntax: expected a value, found nothing"),
        ("{\"a\": }", "1:7 syntax: expected a value, found '}'"),
        ("{\"a\": 1,}", "1:9 syntax: expected a key in double quotes, found '}'"),
        ("{a: 1}", "1:2 syntax: expected a key in double quotes, found 'a'"),
        ("{\"a\" 1}", "1:6 syntax: expected ':' after the key, found '1'"),
        ("{\"a\": 1", "1:8 syntax: expected ',' or '}', found nothing"),
        ("[1\n2]", "2:1 syntax: expected ',' or ']', found '2'"),
        ("[1,]", "1:4 syntax: expected a value, found ']'"),
        ("1 2", "1:3 syntax: expected nothing more after the value, found '2'"),
        ("012", "1:2 syntax: a number cannot begin with 0"),
        ("1.", "1:3 syntax: expected a digit, found nothing"),
        ("-", "1:2 syntax: expected a digit, found nothing"),
        (".5", "1:1 syntax: expected a value, found '.'"),
        ("+1", "1:1 syntax: expected a value, found '+'"),
        ("1e", "1:3 syntax: expected a digit, found nothing"),
        ("NaN", "1:1 syntax: expected a value, found 'N'"),
        ("nullx", "1:1 syntax: expected a value, found 'n'"),
        ("True", "1:1 syntax: expected a value, found 'T'"),
        ("'a'", "1:1 syntax: expected a value, found '''"),
        ("[1] // no", "1:5 syntax: expected nothing more after the value, found '/'"),
        ("\"\\x41\"", "1:3 syntax: unknown escape: '\\' before 'x'"),
        ("\"\\u12G4\"", "1:6 syntax: expected four hexadecimal digits after '\\u', found 'G'"),
        ("\"\\uD83D\"", "1:2-8 syntax: half of a surrogate pair is no character"),
        ("\"\\uDC69\"", "1:2-8 syntax: half of a surrogate pair is no character"),
        ("\"\\uD83D\\u0041\"", "1:2-14 syntax: half of a surrogate pair is no character"),
        ("\"\\uD83D\\n\"", "1:2-9 syntax: half of a surrogate pair is no character"),
        ("\"a\tb\"", "1:3 syntax: a tab inside a string must be written '\\t'"),
        ("{\"a\": \"never\n}", "1:7 unclosed-quote: this quote is never closed"),
        ("\"x", "1:1 unclosed-quote: this quote is never closed"),
        ("\"x\\", "1:4 syntax: expected an escape, found nothing"),
        ("\"\0\"", "1:2 control-character: the control character U+0000 is not allowed"),
        ("\"ab\\u0000\"", "1:4-10 control-character: the control character U+0000 is not allowed"),
        ("\"\\b\"", "1:2-4 control-character: the control character U+0008 is not allowed"),
        (
            "{\"a\": 1,\n \"\\u0061\": 2}",
            "2:2-10 duplicate-key: duplicate key 'a' (first used in a.json:1:2)"
        ),
    ])
    func `what is not JSON is refused where it stands`(_ text: String, _ expected: String) {
        #expect(refusal(text) == expected)
    }

    @Test func `depth 32 is read and depth 33 refused`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(refusal(nested(32)) == nil)
        #expect(refusal(nested(33)) == "1:33 too-deep: lists and mappings are nested more than 32 deep")
        #expect(refusal(String(repeating: "[", count: 1_000_000))?.contains("too-deep") == true)
    }

    @Test func `a file above its limit is refused, a plan may have a higher one`() throws {
        let source = SourceText("[\"\(String(repeating: "x", count: 1 << 20))\"]", file: "a")
        #expect(
            throws: SyntaxError(.tooLarge(bytes: 1_048_580, limit: 1_048_576), at: SourceLocation(file: "a"))
        ) {
            try JSONReader.parse(source)
        }
        #expect(try JSONReader.parse(source, limit: 2 << 20).items?.count == 1)
    }

    @Test func `a broken line of JSON Lines takes only itself out`() {
        let source = SourceText("{\"a\":1}\n\n{\"b\":}\r\n \t\n{\"c\":\"\u{2028}\"}\n", file: "q.jsonl")
        let (nodes, errors) = JSONReader.parseLines(source)
        #expect(nodes.map { $0.entries?.first?.key } == ["a", "c"])
        #expect(nodes.map(\.mark.line) == [1, 5])
        #expect(errors.map(summary) == ["3:6 syntax: expected a value, found '}'"])
        #expect(errors.first?.sourceLine == "{\"b\":}")
    }

    @Test func `random documents agree with Foundation`() throws {
        let dice = Dice(seed: 4)
        for _ in 0..<400 {
            let value = randomValue(dice, depth: 0)
            let data = try JSONSerialization.data(withJSONObject: [value], options: .fragmentsAllowed)
            let node = try JSONReader.parse(String(decoding: data, as: UTF8.self), file: "a")
            #expect(describe(node) == describe([value]))
        }
    }

    @Test func `random breakage is refused exactly when Foundation refuses it`() throws {
        let seed = Array(#"{"a": [1, -2.5e3, true], "b\u00e9": {"c": null, "d": "x\n"}}"#.utf8)
        let bytes = Array(#"{}[]",:0123456789.-+eEtrfalsn\u/ "#.utf8)
        let dice = Dice(seed: 5)
        var refused = 0
        for _ in 0..<4_000 {
            var broken = seed
            for _ in 0...dice.number(0...2) {
                let place = dice.number(0...broken.count - 1)
                if dice.flip() {
                    broken.remove(at: place)
                } else {
                    broken[place] = dice.pick(bytes)
                }
            }
            let text = String(decoding: broken, as: UTF8.self)
            let ours = refusal(text)
            // Foundation lets the last of two equal keys win and reads control characters; these are ours to refuse.
            if ours?.contains("duplicate-key") == true || ours?.contains("control-character") == true {
                continue
            }
            let theirs = try? JSONSerialization.jsonObject(with: Data(broken), options: .fragmentsAllowed)
            // Numbers too large for a Double are an error there and text here.
            if ours == nil, theirs == nil, text.contains("e") { continue }
            #expect((ours == nil) == (theirs != nil), "\(text): \(ours ?? "read")")
            if ours != nil { refused += 1 }
        }
        #expect(refused > 1_000)
    }

    private func randomValue(_ dice: Dice, depth: Int) -> Any {
        switch dice.number(0...(depth < 4 ? 6 : 4)) {
        case 0: return dice.number(-1_000_000...1_000_000)
        case 1: return dice.flip()
        case 2: return NSNull()
        case 3, 4: return randomText(dice)
        case 5: return (0..<dice.number(0...4)).map { _ in randomValue(dice, depth: depth + 1) }
        default:
            let keys = Set((0..<dice.number(0...4)).map { _ in randomText(dice) })
            return Dictionary(
                uniqueKeysWithValues: keys.sorted().map { ($0, randomValue(dice, depth: depth + 1)) })
        }
    }

    private func randomText(_ dice: Dice) -> String {
        dice.text("ab\"\\/\n\r\té日👩\u{2028}\u{85}{}[]:, ", upTo: 8)
    }

    /// A form in which both readers' values can be compared; order of keys does not count.
    private func describe(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, let style): return style == .quoted ? "s<\(text)>" : text
        case .sequence(let items): return "[" + items.map(describe).joined(separator: ",") + "]"
        case .mapping(let entries):
            return "{" + entries.map { "\($0.key)=\(describe($0.value))" }.sorted().joined(separator: ",")
                + "}"
        }
    }

    private func describe(_ value: Any) -> String {
        switch value {
        case let text as String: return "s<\(text)>"
        case let items as [Any]: return "[" + items.map(describe).joined(separator: ",") + "]"
        case let entries as [String: Any]:
            return "{" + entries.map { "\($0.key)=\(describe($0.value))" }.sorted().joined(separator: ",")
                + "}"
        case let truth as Bool: return "\(truth)"
        case let number as Int: return "\(number)"
        default: return "null"
        }
    }
}
