import Diagnostics
import Testing

@testable import YAML

@Suite struct FieldValueTests {
    /// What reading one value answered and the messages that it reported.
    private struct Outcome<T: Equatable>: Equatable {
        var value: T?
        var messages: [String]

        init(_ value: T?, _ messages: [String] = []) {
            self.value = value
            self.messages = messages
        }
    }

    private func outcome<T>(
        _ value: String, syntax: FieldSyntax = .yaml, _ read: (FieldValue) -> T?
    ) throws -> Outcome<T> {
        let text = syntax == .json ? "{\"k\": \(value)}" : "k: \(value)"
        let source = SourceText(text, file: "p")
        let sink = DiagnosticSink()
        let node = try syntax == .json ? JSONReader.parse(source) : YAMLNode.parse(source)
        let fields = try #require(FieldReader(node, in: source, reporting: sink, syntax: syntax))
        let answer = fields.value("k").flatMap(read)
        return Outcome(answer, sink.diagnostics.map { $0.message + ($0.help.map { " | \($0)" } ?? "") })
    }

    @Test(arguments: [("0", 0), ("-1", -1), ("42", 42), ("-0", 0), ("9223372036854775807", Int.max)])
    func `whole numbers are read`(_ text: String, _ expected: Int) throws {
        #expect(try outcome(text) { $0.int() } == Outcome(expected))
    }

    @Test(arguments: [
        "0123", "1e3", "+1", "1_000", "0x1F", "12:30", "1.0", "--1", "½", "٣", "9223372036854775808",
    ])
    func `what only resembles a whole number is refused`(_ text: String) throws {
        #expect(
            try outcome(text) { $0.int() } == Outcome(nil, ["'k' takes a whole number, not '\(text)'"]))
    }

    @Test func `a number in quotes is a text`() throws {
        #expect(
            try outcome("'4'") { $0.int() }
                == Outcome(
                    nil,
                    [
                        "'k' takes a whole number, not '4' | remove the quotes"
                    ]))
    }

    @Test func `the limits of a range are part of it`() throws {
        #expect(try outcome("1") { $0.int(in: 1...5) } == Outcome(1))
        #expect(try outcome("5") { $0.int(in: 1...5) } == Outcome(5))
        #expect(
            try outcome("6") { $0.int(in: 1...5) }
                == Outcome(
                    nil,
                    [
                        "'k' takes a whole number from 1 to 5, not '6'"
                    ]))
        #expect(
            try outcome("0") { $0.int(in: 1...Int.max) }
                == Outcome(
                    nil,
                    [
                        "'k' takes a whole number of at least 1, not '0'"
                    ]))
        #expect(
            try outcome("2.5") { $0.decimal(in: 1...2) }
                == Outcome(
                    nil,
                    [
                        "'k' takes a number from 1.0 to 2.0, not '2.5'"
                    ]))
        #expect(try outcome("2.0") { $0.decimal(in: 1...2) } == Outcome(2))
    }

    @Test(arguments: [
        "1.", ".5", "1e3", "nan", "inf", ".inf", "1.5.2", "01.5", String(repeating: "9", count: 400),
    ])
    func `what is no plain decimal number is refused`(_ text: String) throws {
        #expect(try outcome(text) { $0.decimal() }.messages.count == 1)
    }

    @Test(arguments: [
        ("yes", "write true"), ("On", "write true"), ("True", "write true"), ("no", "write false"),
        ("off", "write false"),
        ("FALSE", "write false"),
    ])
    func `only true and false are truths`(_ text: String, _ help: String) throws {
        #expect(
            try outcome(text) { $0.bool() }
                == Outcome(
                    nil,
                    [
                        "'k' takes true or false, not '\(text)' | \(help)"
                    ]))
    }

    @Test func `a truth in quotes or of another kind is refused`() throws {
        #expect(
            try outcome("'true'") { $0.bool() }
                == Outcome(
                    nil,
                    [
                        "'k' takes true or false, not 'true' | write true without quotes"
                    ]))
        #expect(
            try outcome("[true]") { $0.bool() } == Outcome(nil, ["'k' takes true or false, not a list"]))
        #expect(try outcome("false") { $0.bool() } == Outcome(false))
    }

    @Test func `a choice names the words and the nearest`() throws {
        let words = ["public", "unlisted", "followers"]
        #expect(
            try outcome("publik") { $0.choice(among: words) }
                == Outcome(
                    nil,
                    [
                        "'k' takes 'public', 'unlisted' or 'followers', not 'publik' | did you mean 'public'?"
                    ]))
        #expect(
            try outcome("x") { $0.choice(among: ["only"]) } == Outcome(nil, ["'k' takes 'only', not 'x'"]))
        #expect(try outcome("unlisted") { $0.choice(among: words) } == Outcome("unlisted"))
    }

    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func `an empty value in YAML is an error`(_ text: String) throws {
        let help =
            text.isEmpty
            ? "give it a value or remove it" : "remove it, or put '\(text)' in quotes if it is a text"
        #expect(try outcome(text) { $0.string() } == Outcome(nil, ["'k' is empty | \(help)"]))
    }

    @Test func `a quoted empty text, a quoted null and a block are texts`() throws {
        #expect(try outcome("''") { $0.string() } == Outcome(""))
        #expect(try outcome("'null'") { $0.string() } == Outcome("null"))
        #expect(try outcome("|\n  x\n") { $0.string() } == Outcome("x\n"))
    }

    @Test func `null in JSON is an absent key, in a table a text`() throws {
        #expect(try outcome("null", syntax: .json) { $0.string() } == Outcome(nil))
        #expect(try outcome("\"null\"", syntax: .json) { $0.string() } == Outcome("null"))
        #expect(try outcome("null", syntax: .csv) { $0.string() } == Outcome("null"))
    }

    @Test func `a cell of a table holds a list`() throws {
        #expect(
            try outcome("a; b ;;c d", syntax: .csv) { $0.strings() } == Outcome(["a", "b", "c d"]))
        #expect(try outcome("a; b", syntax: .yaml) { $0.strings() } == Outcome(["a; b"]))
    }

    @Test func `an empty entry of a list is reported and left out`() throws {
        #expect(
            try outcome("[a, ~]") { $0.strings() }
                == Outcome(
                    ["a"],
                    [
                        "an entry of 'k' is empty | remove it, or put '~' in quotes if it is a text"
                    ]))
    }

    @Test func `a mapping is no list of texts`() throws {
        #expect(
            try outcome("{a: 1}") { $0.strings() }
                == Outcome(
                    nil,
                    [
                        "'k' takes one text or a list of texts, not a mapping"
                    ]))
    }

    @Test func `a long text is shortened in the message`() throws {
        let text = String(repeating: "x", count: 50)
        #expect(
            try outcome(text) { $0.int() }
                == Outcome(
                    nil,
                    [
                        "'k' takes a whole number, not '\(String(repeating: "x", count: 40))…'"
                    ]))
    }
}
