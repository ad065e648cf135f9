import Diagnostics
import Testing

@testable import YAML

@Suite struct SyntaxErrorTests {
    private func shown(_ text: String) -> String? {
        do throws(SyntaxError) {
            _ = try YAMLNode.parse(text, file: "queue/a.md", firstLine: 2)
            return nil
        } catch {
            return DiagnosticPrinter().text(error.diagnostic)
        }
    }

    @Test func `a syntax error prints like every other finding`() {
        #expect(
            shown("kind: promo\nvia: @w3c\n") == """
                queue/a.md:3:6: error: a text cannot begin with '@' [syntax]
                    via: @w3c
                         ^
                  help: put the text in quotes

                """)
        #expect(
            shown("kind: promo\ntopics: [a]\nkind: own\n") == """
                queue/a.md:4:1: error: duplicate key 'kind' [duplicate-key]
                    kind: own
                    ^~~~
                  note: first used in queue/a.md:2:1

                """)
        #expect(
            shown("text: x\u{0}y") == """
                queue/a.md:2:8: error: the control character U+0000 is not allowed [control-character]
                    text: x\\u{0}y
                           ^
                  help: remove it

                """)
    }
}
