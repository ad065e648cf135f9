import Ledger

/// Whether the wall clock can be believed, and how long nothing has run, by the heartbeats.
///
/// Nothing is sent on a clock that jumped: a plan made for other times would go out in a burst, or never.
public enum TickClock: Hashable, Sendable {
    /// It runs true.
    case accepted(isRecovery: Bool)
    /// It stands before the last tick, by so many seconds.
    case behind(seconds: Int)
    /// It is ahead of where it should be by the clock that never jumps, by so many seconds.
    case ahead(seconds: Int)

    /// Seconds that a clock may be set back.
    static let tolerance = 120
    /// Seconds that a clock may be set ahead.
    static let leap = 600
    /// Seconds that a clock set ahead must have run true to be believed.
    static let probation = 24 * 3600
    /// Seconds without a tick, over a restart of the machine, after which a person confirms the clock: a machine whose battery
    /// is empty starts at any time.
    static let longestAbsence = 7 * 86_400
    /// Seconds for which a person's word about the clock holds.
    static let wordHolds = 86_400
    /// Seconds without a tick that are never a downtime.
    static let shortestDowntime = 3600

    /// Ticks on a believed clock that show how far apart they are as a rule.
    static let usual = 10

    /// Looks at the clock.
    ///
    /// - Parameters:
    ///   - ticks: Heartbeats, newest first: the latest ``usual`` on a believed clock, and those between.
    ///   - now: Epoch seconds.
    ///   - boot: Milliseconds since the machine started.
    ///   - confirmed: When a person last said that the clock is right. It is used up by the next tick that believes it.
    ///   - isSynchronised: Whether the system knows its clock to be right; nil if it does not say. Asked only where a leap
    ///     ahead is in doubt: machines without a clock of their own, and those that were paused, are set right by one.
    static func look(
        _ ticks: [TickRecord], now: Int, boot: Int, bootID: String,
        confirmed: LedgerDatabase.ClockWord? = nil,
        isSynchronised: () -> Bool? = { nil }
    ) -> TickClock {
        guard let last = ticks.first(where: \.isAccepted) else { return .accepted(isRecovery: false) }
        if let confirmed, (-tolerance...wordHolds).contains(now - confirmed.at), last.id <= confirmed.tick {
            return .accepted(isRecovery: true)
        }
        let passed = now - last.started
        if passed < -tolerance { return .behind(seconds: -passed) }
        if last.bootID == bootID, !bootID.isEmpty {
            let drift = passed - (boot - last.bootMilliseconds) / 1000
            if drift > leap, !hasServedProbation(ticks, since: last, now: now, boot: boot, bootID: bootID) {
                return isSynchronised() == true ? .accepted(isRecovery: true) : .ahead(seconds: drift)
            }
        } else if !bootID.isEmpty, passed > longestAbsence || wasAhead(ticks, since: last, now: now),
            !hasServedProbation(ticks, since: last, now: now, boot: boot, bootID: bootID)
        {
            return isSynchronised() == true ? .accepted(isRecovery: true) : .ahead(seconds: passed)
        }
        return .accepted(isRecovery: passed > max(shortestDowntime, 3 * interval(ticks)))
    }

    /// The usual number of seconds between two ticks: the median of the latest few, or the shorter of the latest two if that
    /// is more. A timer that was made slower is a downtime twice and no more, and a few ticks by hand do not make it one.
    static func interval(_ ticks: [TickRecord]) -> Int {
        let starts = ticks.lazy.filter(\.isAccepted).map(\.started).prefix(usual)
        let gaps = zip(starts, starts.dropFirst()).map { $0 - $1 }
        return max(gaps.prefix(2).min() ?? 0, gaps.count < 3 ? 0 : gaps.sorted()[gaps.count / 2])
    }

    /// Whether it was ahead before the machine was started again, and has not been set back since: a restart makes no
    /// wrong clock right.
    private static func wasAhead(_ ticks: [TickRecord], since last: TickRecord, now: Int) -> Bool {
        ticks.prefix { $0.id > last.id }.contains {
            $0.started >= last.started - tolerance && now >= $0.started - tolerance
        }
    }

    /// Whether the clock that was not believed has run true for a day since, in this run of the machine.
    private static func hasServedProbation(
        _ ticks: [TickRecord], since last: TickRecord, now: Int, boot: Int, bootID: String
    ) -> Bool {
        let doubted = ticks.prefix { !$0.isAccepted && $0.bootID == bootID && $0.id > last.id }
        guard let first = doubted.last, (boot - first.bootMilliseconds) / 1000 >= probation else {
            return false
        }
        return doubted.allSatisfy {
            abs((now - $0.started) - (boot - $0.bootMilliseconds) / 1000) <= tolerance
        }
    }
}
