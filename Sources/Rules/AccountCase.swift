import Policies
import Posts
import Timeline

/// All that the rules of one account may know besides its past.
public struct AccountCase: Sendable {
    /// The account and its settings.
    public let account: Account
    /// The minute planning starts from.
    public let now: Instant
    /// Whether the account is on hold.
    public let isHeld: Bool
    /// Since when somebody has waited for an answer.
    public let waitingSince: Instant?
    /// Why the rules are asked.
    public let purpose: Problem.Purpose
    /// Every post that may go to the account and every line of its history; a subject stands at its `index`.
    public let subjects: [Subject]

    /// A case; `Docket` makes them, tests may too.
    public init(
        account: Account, now: Instant, isHeld: Bool = false, waitingSince: Instant? = nil,
        purpose: Problem.Purpose = .planning, subjects: [Subject] = []
    ) {
        self.account = account
        self.now = now
        self.isHeld = isHeld
        self.waitingSince = waitingSince
        self.purpose = purpose
        self.subjects = subjects
    }

    /// The sections that hold for the account.
    public var settings: Settings { account.settings }

    /// `subject` at `at`.
    public func candidate(_ subject: Subject, at: Instant) -> Candidate {
        Candidate(subject: subject, at: at, local: settings.zone.local(at: at))
    }

    /// For every subject, whether it is of the class: rules look members up instead of asking a selector again.
    public func members(of selector: Selector) -> [Bool] { subjects.map { $0.isOf(selector) } }

    /// All checks of all rules, in the order of the registry.
    public func checks() -> [any Rule] {
        RuleRegistry.all.flatMap { type in checks(of: type) }
    }

    private func checks<R: Rule>(of type: R.Type) -> [any Rule] { R.checks(on: self) }
}
