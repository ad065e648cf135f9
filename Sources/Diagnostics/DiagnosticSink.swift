/// Collects findings while a file is read, so that one pass reports all of them.
///
/// A reference: readers of nested parts share one sink. Not thread-safe; each reading has its own.
public final class DiagnosticSink {
    /// Everything reported so far, in the order of reporting.
    public private(set) var diagnostics: [Diagnostic] = []
    /// How many of them are errors; compare before and after reading a part to learn whether it is sound.
    public private(set) var errorCount = 0

    /// An empty sink.
    public init() {}

    /// Adds one finding.
    public func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        if diagnostic.isError { errorCount += 1 }
    }

    /// Adds several findings in their order.
    public func report(_ several: some Sequence<Diagnostic>) {
        for diagnostic in several { report(diagnostic) }
    }

    /// True once an error was reported.
    public var hasErrors: Bool { errorCount > 0 }
}
