/// What is known about an account from earlier answers.
public struct Memory: Sendable, Hashable {
    /// Plain facts, kept in the ledger: limits, our own id, the software of the server.
    public var facts: [String: String]
    /// Tokens of a session, kept in a file that only the owner can read; never in the ledger.
    public var session: [String: String]

    /// The key of a session under which every network keeps its short-lived token.
    public static let accessToken = "accessToken"

    /// What is known.
    public init(facts: [String: String] = [:], session: [String: String] = [:]) {
        self.facts = facts
        self.session = session
    }

    /// Takes over what a step brought for the account.
    public mutating func keep(_ findings: Meaning.Findings) {
        facts.merge(findings.facts) { _, new in new }
        if !findings.session.isEmpty { session = findings.session }
    }

    /// Drops the parts of the session that are no longer good.
    public mutating func forget(_ forgotten: Meaning.Forgotten) {
        if forgotten.accessToken { session[Memory.accessToken] = nil }
        if forgotten.session { session = [:] }
    }
}

extension Memory {
    /// A number among the facts.
    func number(_ name: String) -> Int? { facts[name].flatMap { Int($0) } }

    /// Whether the time kept as the fact `name` lies within the last `seconds` before `clock`, or just ahead
    /// of it: a clock that was set back must not make old facts look new for ever.
    func isFresh(_ name: String, within seconds: Int, clock: EpochSeconds) -> Bool {
        guard let then = number(name) else { return false }
        return clock - then < seconds && then - clock < 3_600
    }
}
