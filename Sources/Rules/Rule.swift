import Policies
import Posts
import Timeline

/// The name of a rule, as policies, reports and JSON write it.
public struct RuleName: Name {
    /// Lower case, such as `goodwill`.
    public var rawValue: String
    /// Lower case, such as `goodwill`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An admission check that looks back.
///
/// Given what an account has already posted, may this post go out on it at this instant? Planner, publisher and
/// verifier all ask the same question; nothing else defines what a valid plan is.
public protocol Rule: Sendable {
    /// Its name, one of a kind in the registry.
    static var name: RuleName { get }

    /// The checks this rule makes on one account: none if the policy does not ask for it, one per entry otherwise.
    static func checks(on account: AccountCase) -> [Self]

    /// Cases in which it holds and in which it breaks; tests run them.
    static var examples: [RuleExample] { get }

    /// Whether it may be broken.
    var level: Level { get }

    /// Why the candidate is not admitted after `past`, or nil if it is.
    ///
    /// Looks at nothing but its arguments. `past` holds the postings on the account up to the candidate's
    /// instant, the candidate itself not included.
    func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)?

    /// What the rule sees of `subject` while no more has gone out than `past` holds, as a number.
    ///
    /// Two subjects with the same aspect are refused alike, though perhaps with other words, at every instant and after
    /// every past that `past` begins with and that has its `elsewhere`. Thus thousands of posts are asked about in a
    /// few questions. The number means nothing beyond one check.
    func aspect(of subject: Subject, within past: Past) -> Int
}

extension Rule {
    /// Never broken, unless an entry of the policy says otherwise.
    public var level: Level { .must }

    /// Every subject for itself.
    public func aspect(of subject: Subject, within past: Past) -> Int { subject.index }
}

/// Why a rule did not admit a post, with the numbers that decided.
public protocol Refusal: Sendable {
    /// The rule that refused.
    var rule: RuleName { get }

    /// One sentence in lower case without a full stop; instants are shown on the wall clock of `zone`.
    func sentence(in zone: Zone) -> String
}

/// A post that asks to be admitted on an account at an instant.
public struct Candidate: Sendable {
    /// Which of the account's subjects.
    public let subject: Subject
    /// When.
    public let at: Instant
    /// What the account's wall clock shows then.
    public let local: LocalDateTime

    /// `subject` at `at`, which the wall clock shows as `local`.
    public init(subject: Subject, at: Instant, local: LocalDateTime) {
        self.subject = subject
        self.at = at
        self.local = local
    }
}
