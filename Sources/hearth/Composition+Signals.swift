import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C, or another signal, as a request: the first one is noted, the second one ends the process as usual.
///
/// `@unchecked Sendable`: its variable is only touched on its serial queue.
final class Interruption: @unchecked Sendable {
    private let queue = DispatchQueue(label: "interruption")
    private var sources: [any DispatchSourceSignal] = []
    private var first: Int32?

    /// Whether somebody has pressed Ctrl-C.
    var hasHappened: Bool { heard != nil }

    /// The first signal that came.
    var heard: Int32? { queue.sync { first } }

    /// Listens from now on, but not for signals that are ignored already, as Ctrl-C is for jobs in the background of a
    /// script; nil if none is left.
    init?(_ signals: [Int32] = [SIGINT]) {
        let wanted = signals.filter { number in
            let before = signal(number, SIG_IGN)
            // Function pointers cannot be compared, but this one is a number.
            return unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
        }
        if wanted.isEmpty { return nil }
        sources = wanted.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [weak self] in
                if self?.first == nil { self?.first = number }
                for number in wanted { signal(number, SIG_DFL) }
            }
            source.activate()
            return source
        }
        self.wanted = wanted
    }

    private var wanted: [Int32] = []

    /// Listens no longer.
    func end() {
        for source in sources { source.cancel() }
        for number in wanted { signal(number, SIG_DFL) }
    }
}
