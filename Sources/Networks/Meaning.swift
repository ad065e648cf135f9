/// What a response means.
public enum Meaning: Sendable, Hashable {
    /// The step did its work; keep these and ask `next` again.
    case keep(Findings)
    /// The server documents that it did nothing; try again, not before so many seconds.
    case later(seconds: Int?, why: String)
    /// What was kept is no longer good (an expired session, an upload that is gone): forget it and ask `next`
    /// again.
    case forget(Forgotten, why: String)
    /// The server refuses this message for good.
    case refused(why: String)
    /// The account cannot post until a person does something: credentials, suspension, address.
    case held(why: String)
    /// Nobody can know whether it took effect.
    case unknown(why: String)
    /// `find`: it is not there. `inbox`: the server has none.
    case absent
    /// `inbox` only: since when (epoch seconds) the one who has waited longest has waited; nil if nobody
    /// waits.
    case waiting(since: EpochSeconds?)

    /// What a step brought.
    public struct Findings: Sendable, Hashable {
        /// For the errand.
        public var handles: [String: String]
        /// For the account, plain.
        public var facts: [String: String]
        /// For the account, secret; replaces the session whole unless empty.
        public var session: [String: String]

        /// What a step brought.
        public init(
            handles: [String: String] = [:], facts: [String: String] = [:], session: [String: String] = [:]
        ) {
            self.handles = handles
            self.facts = facts
            self.session = session
        }
    }

    /// The same, unless what is to be kept holds what no id, address or token has: a control character, at which a text
    /// would be cut, or more bytes than `longestText`. Then it was no answer.
    public func checked(after step: Step) -> Meaning {
        guard case .keep(let findings) = self else { return self }
        let texts = [findings.handles, findings.facts, findings.session].flatMap(\.values)
        let isSound = texts.allSatisfy { text in
            text.utf8.count <= Meaning.longestText && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        }
        if isSound { return self }
        let why = "the answer to \(step.name) holds what cannot be kept"
        return step.effect == .publishes ? .unknown(why: why) : .later(seconds: nil, why: why)
    }

    /// Bytes of the longest text that is kept: far above any id or token.
    static let longestText = 16 * 1024

    /// What is no longer good.
    public struct Forgotten: Sendable, Hashable {
        /// Handles of the errand.
        public var handles: [String]
        /// Whether the short-lived token is to be renewed.
        public var accessToken: Bool
        /// Whether the whole session is lost.
        public var session: Bool

        /// What to forget.
        public init(handles: [String] = [], accessToken: Bool = false, session: Bool = false) {
            self.handles = handles
            self.accessToken = accessToken
            self.session = session
        }
    }
}
