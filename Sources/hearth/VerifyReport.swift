import Policies
import Posts
import Rules
import Timeline

/// What a replay found, for people and programs.
struct VerifyReport: Encodable {
    struct Refused: Encodable {
        let post: String
        let account: String
        let at: String
        let rule: String
        let message: String
    }
    struct Short: Encodable {
        let account: String
        let floor: String
        let amount: Int
    }

    let valid: Bool
    let placements: Int
    let refused: [Refused]
    let broken: [Refused]
    let shortfalls: [Short]
    let floorShortfall: Int
    let score: Int

    enum CodingKeys: String, CodingKey {
        case valid, placements, refused, broken, shortfalls, score
        case floorShortfall = "floor_shortfall"
    }

    init(_ judgement: Judgement, policy: Policy) {
        func refused(_ placement: Placement, _ refusal: any Refusal) -> Refused {
            let zone = policy.account(placement.account)?.settings.zone ?? .utc
            return Refused(
                post: placement.post.rawValue, account: placement.account.rawValue, at: placement.at.rfc3339,
                rule: refusal.rule.rawValue, message: refusal.sentence(in: zone))
        }
        valid = judgement.isValid
        placements = judgement.verdicts.count
        self.refused = judgement.verdicts.flatMap { verdict in
            verdict.refusals.map { refused(verdict.placement, $0) }
        }
        broken = judgement.verdicts.flatMap { verdict in
            verdict.broken.map { refused(verdict.placement, $0.refusal) }
        }
        shortfalls = judgement.shortfalls.map { shortfall in
            let floor = if case .pace = shortfall.lack { "pace" } else { "silence" }
            return Short(account: shortfall.account.rawValue, floor: floor, amount: shortfall.amount)
        }
        floorShortfall = judgement.floorShortfall
        score = judgement.score.total
    }

    /// One line per refusal, then the sums.
    var text: String {
        var lines = refused.map { "\($0.at) \($0.account) \($0.post): \($0.rule): \($0.message)" }
        lines.append(
            valid
                ? "valid: every rule admits all \(placements) placements"
                : "not valid: \(refused.count) refusals among \(placements) placements")
        lines.append("floor shortfall \(floorShortfall), score \(score), \(broken.count) wishes broken")
        return lines.joined(separator: "\n") + "\n"
    }
}
