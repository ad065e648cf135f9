import Testing

@testable import Diagnostics

@Suite struct DiagnosticSinkTests {
    @Test func `findings stay in order and only errors are counted`() {
        let sink = DiagnosticSink()
        #expect(!sink.hasErrors)
        sink.report(Diagnostic(.warning, code: "a", "one"))
        #expect(sink.errorCount == 0 && !sink.hasErrors)
        sink.report([Diagnostic(.error, code: "b", "two"), Diagnostic(.warning, code: "c", "three")])
        #expect(sink.errorCount == 1 && sink.hasErrors)
        #expect(sink.diagnostics.map(\.code) == ["a", "b", "c"])
    }
}
