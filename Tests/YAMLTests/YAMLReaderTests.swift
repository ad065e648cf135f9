import Diagnostics
import Testing

@testable import YAML

/// The first line of a refusal as people see it: `line:column-endColumn code: message`.
func refusal(_ text: String, file: String = "a.yaml", firstLine: Int = 1) -> String? {
    do throws(SyntaxError) {
        _ = try YAMLNode.parse(text, file: file, firstLine: firstLine)
        return nil
    } catch {
        return summary(error)
    }
}

func summary(_ error: SyntaxError) -> String {
    let diagnostic = error.diagnostic
    let place = error.location
    let end = place.endColumn.map { "-\($0)" } ?? ""
    let notes = diagnostic.notes.map { " (\($0))" }.joined()
    return "\(place.line ?? 0):\(place.column ?? 0)\(end) \(diagnostic.code): \(diagnostic.message)\(notes)"
}

@Suite struct YAMLReaderTests {
    private func texts(_ node: YAMLNode) -> [String] {
        switch node.content {
        case .scalar(let text, _): [text]
        case .sequence(let items): items.flatMap(texts)
        case .mapping(let entries): entries.flatMap { [$0.key] + texts($0.value) }
        }
    }

    @Test func `values stay as they were written`() throws {
        let written = [
            "12:30", "no", "on", "0123", "1e3", "2026-11-24", "1.10", "0x1F", "~", "true", "1_000", ".inf",
        ]
        for value in written {
            let node = try YAMLNode.parse("at: \(value)", file: "a")
            #expect(node["at"]?.content == .scalar(text: value, style: .plain))
        }
    }

    @Test func `front matter counts lines as its file does`() throws {
        let node = try YAMLNode.parse("kind: curated\ntopics: [a, 'b c']\n", file: "a", firstLine: 2)
        let entries = try #require(node.entries)
        #expect(entries[0].keyMark == YAMLMark(line: 2, column: 1, endColumn: 5))
        #expect(entries[0].value.mark == YAMLMark(line: 2, column: 7, endColumn: 14))
        #expect(entries[1].value.mark == YAMLMark(line: 3, column: 9, endColumn: 19))
        #expect(entries[1].value.items?[1].mark == YAMLMark(line: 3, column: 13, endColumn: 18))
        #expect(entries[1].value.items?[1].content == .scalar(text: "b c", style: .quoted))
        #expect(node.mark == YAMLMark(line: 2, column: 1, endLine: 3, endColumn: 19))
    }

    @Test func `columns count Unicode scalars, not bytes`() throws {
        let node = try YAMLNode.parse("é: 日本 # x\nb: 👩‍👩‍👧", file: "a")
        #expect(node.entries?[0].value.mark == YAMLMark(line: 1, column: 4, endColumn: 6))
        #expect(node.entries?[1].value.mark == YAMLMark(line: 2, column: 4, endColumn: 9))
    }

    @Test func `a block ends with its last child, not where the next token begins`() throws {
        let node = try YAMLNode.parse("pace:\n  min: 2\n\n\nmix:\n- a\n-\n\n", file: "a")
        #expect(node["pace"]?.mark == YAMLMark(line: 2, column: 3, endLine: 2, endColumn: 9))
        #expect(node["mix"]?.items?.count == 2)
        #expect(node["mix"]?.items?[1].content == .scalar(text: "", style: .plain))
    }

    @Test func `CRLF, a lone CR and a byte order mark are accepted`() throws {
        let node = try YAMLNode.parse("\u{FEFF}a: 1\r\nb: 2\rc: |\r\n  x\r\n  y\r\n", file: "a")
        #expect(texts(node) == ["a", "1", "b", "2", "c", "x\ny\n"])
        #expect(node.entries?.map(\.keyMark.line) == [1, 2, 3])
        #expect(node.entries?[0].keyMark.column == 1)
    }

    @Test(arguments: [
        "", "\n\n", "# only a comment\n", "---\n", "---\n# x\n", "\u{FEFF}", "~\n".replacing("~", with: ""),
    ])
    func `an empty document is an empty mapping`(_ text: String) throws {
        #expect(try YAMLNode.parse(text, file: "a", firstLine: 3).content == .mapping([]))
        #expect(try YAMLNode.parse(text, file: "a", firstLine: 3).mark == YAMLMark(line: 3, column: 1))
    }

    @Test(arguments: [
        ("a: &x 1", "1:4 yaml-anchor: anchors (&name) are not allowed"),
        ("a: 1\nb: *x", "2:4-6 yaml-alias: aliases (*name) are not allowed"),
        ("a: !!str 1", "1:4 yaml-tag: tags (!name) are not allowed"),
        ("a: ! 1", "1:4 yaml-tag: tags (!name) are not allowed"),
        ("a: !t &x 1", "1:4 yaml-tag: tags (!name) are not allowed"),
        ("a: &x !t 1", "1:4 yaml-anchor: anchors (&name) are not allowed"),
        ("&x a: 1", "1:1 yaml-anchor: anchors (&name) are not allowed"),
        ("*x : 1", "1:1-3 yaml-alias: aliases (*name) are not allowed"),
        ("a: &x [1]", "1:4 yaml-anchor: anchors (&name) are not allowed"),
        ("a: &x\n  b: 1", "1:4 yaml-anchor: anchors (&name) are not allowed"),
        ("base: 1\n<<: {b: 1}", "2:1-3 yaml-merge: merge keys (<<) are not allowed"),
        ("? [x, y]\n: 1", "1:3-4 yaml-key: a list or mapping cannot be a key"),
        ("{a: 1}: 2", "1:1-2 yaml-key: a list or mapping cannot be a key"),
        ("? \n: 2", "1:2 empty-key: the name before ':' or of a column is empty"),
        ("'': 2", "1:1-3 empty-key: the name before ':' or of a column is empty"),
        ("a: 1\nb: 2\n'a': 3", "3:1-4 duplicate-key: duplicate key 'a' (first used in a.yaml:1:1)"),
        ("m: {x: 1, x: 2}", "1:11-12 duplicate-key: duplicate key 'x' (first used in a.yaml:1:5)"),
        ("a: 1\n---\nb: 2", "2:1-4 second-document: a second document begins here"),
        ("a: 1\n...\nb: 2", "3:1 syntax: expected the end of the document"),
    ])
    func `what does not belong into a queue or policy is refused where it stands`(
        _ text: String, _ expected: String
    ) {
        #expect(refusal(text) == expected)
    }

    @Test(arguments: [
        ("a: 1\n b: 2", "2:3 syntax: a key or ': ' is not allowed here"),
        ("title: Swift: a language", "1:13 syntax: a key or ': ' is not allowed here"),
        ("via: @w3c", "1:6 syntax: a text cannot begin with '@'"),
        ("a:\n\tb: 1", "2:1 syntax: a tab cannot be used for indentation"),
        ("a: 1\nb\nc: 2", "2:1 syntax: expected ': ' after a key"),
        ("a: 1\nb:2\nc: 2", "2:1 syntax: there is no space behind the ':' of 'b'"),
        ("b:2\nc: 2", "1:1 syntax: there is no space behind the ':' of 'b'"),
        ("a: 1\nb:2", "2:1 syntax: there is no space behind the ':' of 'b'"),
        ("a: 'never\nb: 2\n", "1:4 unclosed-quote: this quote is never closed"),
        ("a: \"x\\qy\"", "1:6 syntax: unknown escape in a double-quoted text"),
        ("a: [1, 2\nb: 3", "2:2 syntax: expected ',' or ']' (the list begins at a.yaml:1:4)"),
        ("a: {b: 1\nc: 3}", "2:2 syntax: expected ',' or '}' (the mapping begins at a.yaml:1:4)"),
        ("a: - b", "1:4 syntax: a list entry is not allowed here"),
        ("  a: 1\nb: 2", "2:1 syntax: expected the end of the document"),
        (
            "a:\n  - b\n  c: 1",
            "3:3 syntax: expected a key or '- ' that lines up with those above (the list begins at a.yaml:2:3)"
        ),
    ])
    func `a broken grammar is explained in plain words`(_ text: String, _ expected: String) {
        #expect(refusal(text) == expected)
    }

    @Test(arguments: [
        ("a: x\0y", "1:5 control-character: the control character U+0000 is not allowed"),
        ("a: 1\r\nb: é\u{1B}[2J", "2:5 control-character: the control character U+001B is not allowed"),
        ("a: \u{7F}", "1:4 control-character: the control character U+007F is not allowed"),
        ("a: \u{9B}", "1:4 control-character: the control character U+009B is not allowed"),
        ("a: \"x\\0y\"", "1:4-10 control-character: the control character U+0000 is not allowed"),
        ("\"a\\e\": 1", "1:1-6 control-character: the control character U+001B is not allowed"),
        ("a: x\u{2028}b: y", "1:5 line-separator: the invisible line separator U+2028 is not allowed"),
        ("a: x\u{2029}", "1:5 line-separator: the invisible line separator U+2029 is not allowed"),
        ("a: x\u{85}", "1:5 line-separator: the invisible line separator U+0085 is not allowed"),
    ])
    func `characters that nobody sees are refused where they stand`(_ text: String, _ expected: String) {
        #expect(refusal(text) == expected)
    }

    @Test func `depth 32 is read and depth 33 refused, in both styles`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(refusal(nested(32)) == nil)
        #expect(refusal(nested(33)) == "1:33 too-deep: lists and mappings are nested more than 32 deep")
        let block = (0..<33).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(refusal(block) == "33:33 too-deep: lists and mappings are nested more than 32 deep")
    }

    @Test func `a size of one MiB is read and one byte more refused`() {
        let most = "a: " + String(repeating: "x", count: (1 << 20) - 3)
        #expect(refusal(most) == nil)
        #expect(
            refusal(most + "x")
                == "0:0 too-large: the file has 1048577 bytes, more than the 1048576 that are read")
    }

    @Test func `bombs are refused in a moment`() {
        let clock = ContinuousClock()
        let names = (1...9).map {
            "a\($0): [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ","))]\n"
        }
        let bomb = "a0: &a0 lol\n" + names.joined()
        let took = clock.measure {
            #expect(refusal(bomb)?.hasPrefix("1:5 yaml-anchor") == true)
            #expect(refusal(String(repeating: "[", count: 1_000_000))?.contains("too-deep") == true)
            #expect(refusal(String(repeating: "{a: ", count: 250_000))?.contains("too-deep") == true)
            #expect(refusal(String(repeating: "- ", count: 500_000))?.contains("too-deep") == true)
            #expect(refusal(String(repeating: "? ", count: 500_000))?.contains("yaml-key") == true)
            let keys = (0..<20_000).map { "k\($0): 1\n" }.joined()
            #expect(refusal(keys + "k7: 2")?.hasPrefix("20001:1-3 duplicate-key") == true)
            #expect(refusal(String(repeating: "\0", count: 1_000_000))?.hasPrefix("1:1 control") == true)
        }
        #expect(took < .seconds(5))
    }

    @Test func `a million graphemes are one text`() throws {
        let text = String(repeating: "a", count: 1_000_000)
        #expect(try YAMLNode.parse("t: '\(text)'", file: "a")["t"]?.text == text)
        let families = String(repeating: "👩‍👩‍👧", count: 40_000)
        #expect(try YAMLNode.parse("t: \(families)", file: "a")["t"]?.text == families)
    }

    @Test func `the refusal carries its source line`() {
        #expect(
            throws: SyntaxError(
                .alias, at: SourceLocation(file: "q.md", line: 5, column: 4, endColumn: 6),
                sourceLine: "b: *x")
        ) {
            try YAMLNode.parse("a: 1\nb: *x\n", file: "q.md", firstLine: 4)
        }
    }

    @Test func `random text never traps`() {
        let dice = Dice(seed: 1)
        for _ in 0..<3_000 {
            _ = refusal(dice.text("ab:-[]{},&*!|>'\"%@`#? \n\t\r0\u{85}é\u{2028}\\\u{0}~<", upTo: 40))
        }
    }

    @Test(
        arguments: [
            ("[", "a,"), ("[", "\"\","), ("", "#\n"), ("a: '", "''"), ("", "\n"), ("a: |\n", " \n"),
            ("a: >\n", " x\n"),
            ("a: ", "x\n "), ("a: \"", "\\x41"), ("", "- a\n"), ("", "x"), ("", "[]: "), ("", "?"),
            ("{", "?,"),
            ("a: ", "\t"), ("", "%YAML 1.1\n"), ("", "--- "), ("", "...\n"),
        ])
    func `a megabyte of anything is settled in a moment`(_ start: String, _ part: String) {
        let text = start + String(repeating: part, count: 1_000_000 / part.utf8.count)
        #expect(ContinuousClock().measure { _ = refusal(text) } < .seconds(5))
    }
}
