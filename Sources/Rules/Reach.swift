import Policies
import Timeline

/// How many a post is likely to reach on an account, in the unit of the score.
///
/// round_half_up(value x audience x freshness / 100): the value is 40, 60, 100, 160 or 250 for priority 1 to 5, the
/// audience 0 to 1000 by local hour of the week, the freshness 2^(-age / half-life). A fresh post of priority 3
/// reaches the audience itself.
public struct Reach: Sendable {
    private static let values = [40, 60, 100, 160, 250]
    private let audience: Audience

    /// Reach on an account with this audience.
    public init(audience: Audience) { self.audience = audience }

    /// What a post of this priority is worth, in per cent of one of priority 3.
    public static func value(ofPriority priority: Int) -> Int { values[min(5, max(1, priority)) - 1] }

    /// The reach of `subject` at `at`, which the account's wall clock shows as `local`.
    public func of(_ subject: Subject, at: Instant, local: LocalDateTime) -> Int {
        let full = Reach.value(ofPriority: subject.priority) * audience.value(at: local)
        // floor(x / 100 + 1 / 2) is floor((floor(x) + 50) / 100), so rounding x down first changes nothing.
        return (Reach.freshness(of: subject, at: at).floor(times: full) + 50) / 100
    }

    /// How fresh `subject` is at `at`: fully without a half-life or without anything to age from.
    public static func freshness(of subject: Subject, at: Instant) -> Freshness {
        guard let halfLife = subject.halfLife, let from = subject.freshFrom else { return .full }
        return Freshness(age: at - from, halfLife: halfLife)
    }
}
