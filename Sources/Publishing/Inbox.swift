import Networks

extension Publisher {
    /// What is known about who waits for an answer.
    enum InboxState: Hashable {
        /// Since when the one who has waited longest has waited, in epoch seconds; nil if nobody does.
        case known(EpochSeconds?)
        /// The network has no such thing.
        case cannotTell
        /// It could not be found out; what was known before stays.
        case failed(String)
        /// The network wants to hear nothing for so many seconds.
        case later(seconds: Int, String)
    }

    /// Asks the network who waits for an answer.
    func inbox(_ line: inout AccountLine) async throws -> InboxState {
        for _ in 0..<10 where hasTime {
            guard let next = line.network.inbox(memory: line.memory, clock: surroundings.now) else {
                return .cannotTell
            }
            guard case .perform(let step) = next, step.effect == .prepares else { return .cannotTell }
            switch try await line.perform(step, errand: nil) {
            case .meaning(.waiting(let since)): return .known(since)
            case .meaning(.keep), .meaning(.forget): continue
            case .meaning(.later(let seconds?, let why)): return .later(seconds: seconds, why)
            case .meaning(.later(nil, let why)), .meaning(.refused(let why)), .meaning(.held(let why)),
                .meaning(.unknown(let why)):
                return .failed(why)
            case .meaning(.absent): return .cannotTell
            case .notSent(let why), .unknown(let why): return .failed(why)
            }
        }
        return .failed("asking did not come to an end")
    }
}
