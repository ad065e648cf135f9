import HTTP

/// A message on its way: what was decided once and for all before the first call, and what was learned since.
public struct Errand: Sendable, Hashable {
    /// What goes out.
    public var message: Message
    /// Names this delivery for ever: 24 characters a to z and 2 to 7, the same for every attempt.
    public var key: String
    /// When it was first begun, in microseconds since the epoch; never changes afterwards.
    public var begunMicroseconds: Int
    /// When its message was written as it stands, in microseconds since the epoch: what others see as its time. Later than
    /// the beginning where the post was planned anew; never changes once a call may have published it.
    public var composedMicroseconds: Int
    /// What earlier steps brought, by the names the network chose: media ids, ids of published parts.
    public var handles: [String: String]
    /// Ids that the network gave to other deliveries of the account: a post by one of them that is older than this errand
    /// is not what is looked for, however alike. Empty where nobody has asked the ledger.
    public var others: Set<String>
    /// The calls whose outcome is looked for; nil where the network has answered that they did nothing.
    public var calls: Calls?

    /// Calls of one step of which nobody knows what came.
    public struct Calls: Sendable, Hashable {
        /// When the first and the last of them were made.
        public var span: ClosedRange<EpochSeconds>
        /// Ids that the network gave to what came of other calls.
        public var known: Set<String>

        /// Calls made within `span`.
        public init(span: ClosedRange<EpochSeconds>, known: Set<String>) {
            self.span = span
            self.known = known
        }
    }

    /// An errand.
    ///
    /// - Parameter composedMicroseconds: The beginning, if it is left out.
    public init(
        message: Message, key: String, begunMicroseconds: Int, composedMicroseconds: Int? = nil,
        handles: [String: String] = [:], others: Set<String> = [], calls: Calls? = nil
    ) {
        self.message = message
        self.key = key
        self.begunMicroseconds = begunMicroseconds
        self.composedMicroseconds = composedMicroseconds ?? begunMicroseconds
        self.handles = handles
        self.others = others
        self.calls = calls
    }

    /// Takes over what a step brought for the errand.
    public mutating func keep(_ findings: Meaning.Findings) {
        handles.merge(findings.handles) { _, new in new }
    }

    /// Drops the handles that are no longer good.
    public mutating func forget(_ forgotten: Meaning.Forgotten) {
        for name in forgotten.handles { handles[name] = nil }
    }
}

/// One request of an errand.
public struct Step: Sendable, Hashable {
    /// What performing it does to the world.
    public enum Effect: Sendable, Hashable {
        /// Nothing that anybody sees; may be repeated.
        case prepares
        /// Something others can see.
        case publishes
    }
    /// Names it within the errand, such as `media.0` or `part.1`.
    public var name: String
    /// What performing it does.
    public var effect: Effect
    /// The request.
    public var request: Request

    /// A step.
    public init(_ name: String, _ effect: Effect, _ request: Request) {
        self.name = name
        self.effect = effect
        self.request = request
    }
}

/// What to do next.
public enum Next: Sendable, Hashable {
    /// Perform this and ask again.
    case perform(Step)
    /// Nothing can be done for this many seconds, such as while the server works on a picture.
    case wait(seconds: Int)
    /// All is done; for `find`, there was something to find and it was found.
    case done(Receipt)
    /// `find` only: it was not published.
    case absent
    /// `find` only: this network cannot tell.
    case cannotTell(String)
    /// It can never be done as it stands.
    case impossible([Complaint])
}

/// Proof that something was published.
public struct Receipt: Sendable, Hashable {
    /// The id that the network gave it.
    public var id: String
    /// Where it can be seen.
    public var url: String?

    /// A receipt.
    public init(id: String, url: String? = nil) {
        self.id = id
        self.url = url
    }
}
