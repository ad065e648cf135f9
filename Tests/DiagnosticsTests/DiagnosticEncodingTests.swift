import Foundation
import Testing

@testable import Diagnostics

@Suite struct DiagnosticEncodingTests {
    private func json(_ diagnostic: Diagnostic) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(diagnostic), as: UTF8.self)
    }

    @Test func `every key is written in snake case`() throws {
        let place = SourceLocation(file: "queue/a.md", line: 4, column: 7, endColumn: 9)
        let full = Diagnostic(
            .warning, code: "odd", "it's odd", at: place, sourceLine: "x", notes: ["n"], help: "h")
        #expect(
            try json(full) == """
                {"code":"odd","column":7,"end_column":9,"file":"queue/a.md","help":"h","line":4,\
                "message":"it's odd","notes":["n"],"severity":"warning"}
                """)
    }

    @Test func `what is not known is null`() throws {
        #expect(
            try json(Diagnostic(.error, code: "c", "m")) == """
                {"code":"c","column":null,"end_column":null,"file":null,"help":null,"line":null,\
                "message":"m","notes":[],"severity":"error"}
                """)
    }
}
