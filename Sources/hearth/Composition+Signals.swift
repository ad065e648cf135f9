import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C as a request: the first one is noted, the second one ends the process as usual.
///
/// `@unchecked Sendable`: its variable is only touched on its serial queue.
final class Interruption: @unchecked Sendable {
    private let queue = DispatchQueue(label: "interruption")
    private let source: any DispatchSourceSignal
    private var isAsked = false

    /// Whether somebody has pressed Ctrl-C.
    var hasHappened: Bool { queue.sync { isAsked } }

    /// Listens from now on; nil where Ctrl-C is ignored already, as it is for jobs in the background of a script.
    init?() {
        let before = signal(SIGINT, SIG_IGN)
        // Function pointers cannot be compared, but this one is a number.
        if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: queue)
        source.setEventHandler { [weak self] in
            self?.isAsked = true
            signal(SIGINT, SIG_DFL)
        }
        source.activate()
    }

    /// Listens no longer.
    func end() {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }
}
