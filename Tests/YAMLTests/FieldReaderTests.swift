import Diagnostics
import Testing

@testable import YAML

/// Reads a text with `read` and answers what was printed.
func printed(
    _ text: String, syntax: FieldSyntax = .yaml, _ read: (FieldReader) -> Void
) throws -> String {
    let source = SourceText(text, file: "p.yaml")
    let sink = DiagnosticSink()
    let node = try syntax == .json ? JSONReader.parse(source) : YAMLNode.parse(source)
    if let fields = FieldReader(node, in: source, reporting: sink, syntax: syntax) {
        read(fields)
        fields.finish()
    }
    return sink.diagnostics.map { DiagnosticPrinter().text($0) }.joined()
}

@Suite struct FieldReaderTests {
    private enum Visibility: String, CaseIterable { case everyone = "public", unlisted, followers }

    @Test func `well-formed fields are read without a word`() throws {
        let text = """
            kind: no
            priority: 4
            steady: 1.5
            draft: true
            topics: [a, b]
            accounts: mastodon
            lag: 12:30
            visibility: unlisted
            hours: {from: "07"}
            mix: [{of: ask}, {of: promo}]
            campaigns: {spring: {max: 4}, "2026": {max: 1}}
            """
        let found = try printed(text) { fields in
            #expect(fields.string("kind") == "no")
            #expect(fields.int("priority", in: 1...5) == 4)
            #expect(fields.decimal("steady") == 1.5)
            #expect(fields.bool("draft") == true)
            #expect(fields.strings("topics") == ["a", "b"])
            #expect(fields.strings("accounts") == ["mastodon"])
            #expect(fields.custom("lag", expected: "a time") { $0 } == "12:30")
            #expect(fields.choice("visibility", as: Visibility.self) == .unlisted)
            #expect(fields.mapping("hours") { $0.string("from") } == "07")
            #expect(fields.each("mix") { $0.string("of") } == ["ask", "promo"])
            let named = fields.named("campaigns") ?? []
            #expect(named.map(\.name) == ["spring", "2026"])
            #expect(named.compactMap { $0.value.mapping()?.int("max") } == [4, 1])
            #expect(fields.string("absent") == nil && fields.int("gone") == nil && fields.each("none") == nil)
        }
        #expect(found == "")
    }

    @Test func `every mistake of a file is reported in one pass`() throws {
        let text = """
            kind: [a]
            priority: high
            draft: yes
            topics: [ok, {x: 1}]
            prioritee: 4
            lag: soon
            hours: 7
            warning:
            """
        let found = try printed(text) { fields in
            #expect(fields.string("kind") == nil)
            #expect(fields.int("priority", in: 1...5) == nil)
            #expect(fields.bool("draft") == nil)
            #expect(fields.strings("topics") == ["ok"])
            #expect(fields.custom("lag", expected: "a duration such as 30m, 2h or 14d") { Int($0) } == nil)
            #expect(fields.mapping("hours") == nil)
            #expect(fields.string("warning") == nil)
        }
        #expect(
            found == """
                p.yaml:1:7: error: 'kind' takes one text, not a list [invalid-value]
                    kind: [a]
                          ^~~
                p.yaml:2:11: error: 'priority' takes a whole number from 1 to 5, not 'high' [invalid-value]
                    priority: high
                              ^~~~
                p.yaml:3:8: error: 'draft' takes true or false, not 'yes' [invalid-value]
                    draft: yes
                           ^~~
                  help: write true
                p.yaml:4:14: error: an entry of 'topics' takes one text, not a mapping [invalid-value]
                    topics: [ok, {x: 1}]
                                 ^~~~~~
                p.yaml:6:6: error: 'lag' takes a duration such as 30m, 2h or 14d, not 'soon' [invalid-value]
                    lag: soon
                         ^~~~
                p.yaml:7:8: error: 'hours' takes a mapping (lines of 'key: value'), not '7' [invalid-value]
                    hours: 7
                           ^
                p.yaml:8:1: error: 'warning' is empty [empty-value]
                    warning:
                    ^~~~~~~
                  help: give it a value or remove it
                p.yaml:5:1: error: unknown key 'prioritee' [unknown-key]
                    prioritee: 4
                    ^~~~~~~~~
                  help: did you mean 'priority'?

                """)
    }

    @Test func `an unknown key far from all names those that are known`() throws {
        let found = try printed("colour: red\nkind: a\n") { fields in
            _ = fields.string("kind")
            fields.allow("note", "at")
        }
        #expect(
            found == """
                p.yaml:1:1: error: unknown key 'colour' [unknown-key]
                    colour: red
                    ^~~~~~
                  help: known here: kind, note, at

                """)
    }

    @Test func `an empty value is reported once, however often it is asked for`() throws {
        let found = try printed("at:\n") { fields in
            #expect(fields.has("at"))
            #expect(
                fields.value("at")?.node == nil && fields.string("at") == nil && fields.mapping("at") == nil)
            fields.require("at")
        }
        #expect(found.split(separator: "\n").filter { $0.contains("error:") }.count == 1)
    }

    @Test func `a missing key is reported at its mapping`() throws {
        let found = try printed("accounts:\n  x: {network: x}\n") { fields in
            for account in fields.named("accounts") ?? [] {
                guard let inner = account.value.mapping() else { continue }
                #expect(!inner.require("network", "token", help: "write env:NAME"))
                inner.finish()
            }
            #expect(fields.require("accounts"))
        }
        #expect(
            found == """
                p.yaml:2:6: error: the key 'token' is missing [missing-key]
                      x: {network: x}
                         ^
                  help: write env:NAME

                """)
    }

    @Test func `an own finding stands at the value, or at the mapping`() throws {
        let found = try printed("from: 9\nto: 7\n") { fields in
            fields.allow("from")
            fields.warning("odd", "'to' is before 'from'", at: "to", notes: ["from is 9"])
            fields.error("lonely", "nothing else here")
            _ = fields.value("to")
        }
        #expect(
            found == """
                p.yaml:2:5: warning: 'to' is before 'from' [odd]
                    to: 7
                        ^
                  note: from is 9
                p.yaml:1:1: error: nothing else here [lonely]
                    from: 9
                    ^

                """)
    }

    @Test func `a document that is no mapping is refused once`() throws {
        let found = try printed("- a\n- b\n") { _ in Issue.record("a reader of a list") }
        #expect(
            found == """
                p.yaml:1:1: error: the file takes a mapping (lines of 'key: value'), not a list [invalid-value]
                    - a
                    ^

                """)
    }

    @Test func `nested readers report their own unknown keys`() throws {
        let found = try printed("mix:\n  - {of: ask, ovr: 7d}\n  - 3\n") { fields in
            let read = fields.each("mix") { entry -> String? in
                _ = entry.string("over")
                return entry.string("of")
            }
            #expect(read == ["ask"])
        }
        #expect(found.contains("p.yaml:2:15: error: unknown key 'ovr' [unknown-key]"))
        #expect(found.contains("help: did you mean 'over'?"))
        #expect(found.contains("p.yaml:3:5: error: an entry of 'mix' takes a mapping"))
    }

    @Test func `sixty thousand unknown keys in one line are reported in a moment`() throws {
        let text = "{" + (0..<60_000).map { "k\($0): 1" }.joined(separator: ", ") + "}"
        let source = SourceText(text, file: "p.yaml")
        let sink = DiagnosticSink()
        let fields = try #require(FieldReader(try YAMLNode.parse(source), in: source, reporting: sink))
        _ = fields.string("priority")
        fields.finish()
        #expect(sink.errorCount == 60_000)
        let report = DiagnosticPrinter().report(sink.diagnostics)
        #expect(report.contains("p.yaml: 59950 more, not shown"))
    }
}
