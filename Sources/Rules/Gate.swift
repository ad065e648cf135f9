import Policies
import Posts
import Timeline

/// Whoever asks answers first.
///
/// People who wrote to an account and wait for days are not in the mood to be sold to. While somebody has waited
/// longer than `reply_within`, asks are refused. When planning, whoever waits now is taken to be answered within
/// `reply_within` from now, so no ask is planned before that.
///
/// Example: with `gate: { reply_within: 24h }` and a question from 08:00 yesterday, an ask is held back at 08:01.
public struct Gate: Rule {
    /// `gate`
    public static let name: RuleName = "gate"

    /// How long somebody may wait.
    let replyWithin: Minutes
    /// Since when somebody has waited.
    let waitingSince: Instant
    /// When planning starts, which takes it that whoever waits is answered in time; nil when sending.
    let plannedFrom: Instant?

    /// Asked where the policy has a `gate:` and somebody waits.
    public static func checks(on account: AccountCase) -> [Gate] {
        guard let gate = account.settings.gate, let waitingSince = account.waitingSince else { return [] }
        return [
            Gate(
                replyWithin: gate.replyWithin, waitingSince: waitingSince,
                plannedFrom: account.purpose == .planning ? account.now : nil)
        ]
    }

    /// Refuses an ask while an answer is owed.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard candidate.subject.kind.side == .ask else { return nil }
        if let plannedFrom {
            let open = plannedFrom + replyWithin
            guard candidate.at < open else { return nil }
            return GatePlanRefusal(at: candidate.at, waitingSince: waitingSince, open: open)
        }
        guard candidate.at - waitingSince > replyWithin else { return nil }
        return GateRefusal(at: candidate.at, waitingSince: waitingSince, replyWithin: replyWithin)
    }

    /// Whether it is an ask.
    public func aspect(of subject: Subject, within past: Past) -> Int { subject.kind.side == .ask ? 1 : 0 }

    /// Sending and planning.
    public static let examples: [RuleExample] = [
        .holds("with `reply_within: 24h`, an ask sent when somebody has waited for exactly 24h") {
            $0.settings.gate = GateSettings(replyWithin: .hours(24))
            $0.purpose = .sending
            $0.waitingSince = "2026-11-22T12:00"
            $0.candidate = .init("own", at: "2026-11-23T12:00")
        },
        .breaks("with `reply_within: 24h`, an ask sent a minute later") {
            $0.settings.gate = GateSettings(replyWithin: .hours(24))
            $0.purpose = .sending
            $0.waitingSince = "2026-11-22T12:00"
            $0.candidate = .init("own", at: "2026-11-23T12:01")
        },
        .breaks("with `reply_within: 24h` and somebody waiting, an ask planned for less than 24h from now") {
            $0.settings.gate = GateSettings(replyWithin: .hours(24))
            $0.now = "2026-11-23T08:00"
            $0.waitingSince = "2026-11-23T07:00"
            $0.candidate = .init("own", at: "2026-11-24T07:59")
        },
        .holds("with `reply_within: 24h` and somebody waiting, a curated post") {
            $0.settings.gate = GateSettings(replyWithin: .hours(24))
            $0.waitingSince = "2026-11-20T07:00"
            $0.candidate = .init("curated", at: "2026-11-23T09:00")
        },
    ]
}

/// Somebody has waited too long.
public struct GateRefusal: Refusal, Hashable {
    /// When the ask would go out.
    public let at: Instant
    /// Since when somebody has waited.
    public let waitingSince: Instant
    /// How long somebody may wait.
    public let replyWithin: Minutes

    /// `gate`
    public var rule: RuleName { Gate.name }

    /// `somebody has waited for an answer since 09:00, more than 24h`
    public func sentence(in zone: Zone) -> String {
        "somebody has waited for an answer since \(waitingSince.clock(in: zone, seenFrom: at)), more than \(replyWithin)"
    }
}

/// Somebody waits, and may still wait when the ask would go out.
public struct GatePlanRefusal: Refusal, Hashable {
    /// When the ask would go out.
    public let at: Instant
    /// Since when somebody has waited.
    public let waitingSince: Instant
    /// From when on asks are planned again.
    public let open: Instant

    /// `gate`
    public var rule: RuleName { Gate.name }

    /// `somebody has waited for an answer since 07:00, so no ask is planned before 2026-11-24 08:00`
    public func sentence(in zone: Zone) -> String {
        "somebody has waited for an answer since \(waitingSince.clock(in: zone, seenFrom: at)),"
            + " so no ask is planned before \(open.clock(in: zone, seenFrom: at))"
    }
}
