import Policies
import Posts
import Timeline

/// What an account posts in a month costs no more than its budget.
///
/// Some networks charge for posts that programs send, and a link can make a post many times dearer. The prices of
/// everything posted on the account in the candidate's calendar month, in UTC as networks bill, the candidate
/// included, add up to the budget at most.
///
/// Example: with `budget: 20 USD` and 19.90 USD spent in November, a post at 0.20 USD is refused until 1 December.
public struct Budget: Rule {
    /// `budget`
    public static let name: RuleName = "budget"

    /// The most a month may cost.
    package let budget: Money

    /// Asked where the account has a budget and anything costs.
    public static func checks(on account: AccountCase) -> [Budget] {
        guard let budget = account.account.budget, account.subjects.contains(where: { $0.price > 0 }) else {
            return []
        }
        return [Budget(budget: budget)]
    }

    /// Refuses what the rest of the month's budget does not cover.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        let month = Budget.month(of: candidate.at)
        var spent = 0
        var index = past.postings.count - 1
        while index >= 0, past.postings[index].at >= month {
            spent += past.postings[index].subject.price
            index -= 1
        }
        let price = candidate.subject.price
        guard spent + price > budget.millionths else { return nil }
        return BudgetRefusal(month: month, spent: spent, price: price, budget: budget)
    }

    /// What it costs.
    public func aspect(of subject: Subject, within past: Past) -> Int { subject.price }

    /// The first instant of the month in UTC.
    package static func month(of at: Instant) -> Instant {
        let date = at.utc.date
        return Instant(minutes: (date.dayNumber - date.fields.day + 1) * 1440)
    }

    /// A month that is spent, and the next one.
    public static let examples: [RuleExample] = [
        .holds("with `budget: 1 USD` and 0.80 USD spent in November, a post at 0.20 USD") {
            $0.budget = Money(currency: "USD", millionths: 1_000_000)
            $0.past = [.init("curated", at: "2026-11-01T00:00", price: 800_000)]
            $0.candidate = .init("curated", at: "2026-11-30T23:59", price: 200_000)
        },
        .breaks("with `budget: 1 USD` and 0.90 USD spent in November, a post at 0.20 USD") {
            $0.budget = Money(currency: "USD", millionths: 1_000_000)
            $0.past = [.init("curated", at: "2026-11-01T00:00", price: 900_000)]
            $0.candidate = .init("curated", at: "2026-11-30T23:59", price: 200_000)
        },
        .holds("with `budget: 1 USD` and 0.90 USD spent in November, a post at 0.20 USD on 1 December") {
            $0.budget = Money(currency: "USD", millionths: 1_000_000)
            $0.past = [.init("curated", at: "2026-11-30T23:59", price: 900_000)]
            $0.candidate = .init("curated", at: "2026-12-01T00:00", price: 200_000)
        },
    ]
}

/// The month's budget is spent.
public struct BudgetRefusal: Refusal, Hashable {
    /// The first instant of the month, in UTC.
    public let month: Instant
    /// What the month has cost so far, in millionths.
    public let spent: Int
    /// What the post costs, in millionths.
    public let price: Int
    /// What the month may cost.
    public let budget: Money

    /// `budget`
    public var rule: RuleName { Budget.name }

    /// `2026-11 has cost 19.90 USD and this costs 0.20, at most 20`
    public func sentence(in zone: Zone) -> String {
        let name = month.utc.date.description.prefix(7)
        return "\(name) has cost \(BudgetRefusal.text(spent)) \(budget.currency)"
            + " and this costs \(BudgetRefusal.text(price)), at most \(BudgetRefusal.text(budget.millionths))"
    }

    /// `20`, `19.90` or `0.015`.
    static func text(_ millionths: Int) -> String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        if rest == 0 { return "\(whole)" }
        var digits = String(1_000_000 + abs(rest)).dropFirst()
        while digits.count > 2, digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
