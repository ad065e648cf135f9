import Policies
import Posts
import Timeline

/// All that judges placements on one account, made once and asked often.
public struct Bench: Sendable {
    /// A check that may be broken, and what that costs.
    public struct Breakable: Sendable {
        /// The check.
        public let rule: any Rule
        /// What a refusal costs, in the unit of reach.
        public let weight: Int
    }

    /// What the rules know.
    public let account: AccountCase
    /// The account's slots.
    public let calendar: SlotCalendar
    /// The checks that are never broken, in the order of the registry.
    public let musts: [any Rule]
    /// The checks that may be broken, in the order of the registry.
    public let shoulds: [Breakable]
    /// The floors its policy asks for, in the order of the registry.
    public let floors: [any Floor]
    /// What besides reach counts in the score.
    public let weights: ScoreWeights
    /// The reach of its posts.
    public let reach: Reach

    /// The bench of an account that had `past` when the horizon began, which ends at `end`.
    public init(account: AccountCase, past: Past, end: Instant) {
        self.account = account
        let calendar = SlotCalendar(settings: account.settings, now: account.now, end: end)
        var musts: [any Rule] = []
        var shoulds: [Breakable] = []
        for rule in account.checks() {
            switch rule.level {
            case .must: musts.append(rule)
            case .should(let weight): shoulds.append(Breakable(rule: rule, weight: weight))
            }
        }
        self.calendar = calendar
        self.musts = musts
        self.shoulds = shoulds
        floors = FloorRegistry.all.compactMap { $0.init(on: account, calendar: calendar, past: past) }
        weights = ScoreWeights(settings: account.settings, calendar: calendar)
        reach = Reach(audience: account.settings.audience)
    }

    /// Every refusal of a rule that must not be broken.
    public func refusals(of candidate: Candidate, after past: Past) -> [any Refusal] {
        musts.compactMap { $0.refusal(of: candidate, after: past) }
    }

    /// Every entry that `candidate` would break.
    public func broken(by candidate: Candidate, after past: Past) -> [Verdict.Broken] {
        shoulds.compactMap { entry in
            entry.rule.refusal(of: candidate, after: past).map { .init(refusal: $0, weight: entry.weight) }
        }
    }
}
