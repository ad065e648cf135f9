/// Where a delivery stands.
///
/// `planned -> sending -> posted` is the good way; everything else waits for something named here.
public enum DeliveryState: String, Hashable, Sendable, CaseIterable, Codable {
    /// It may be sent, at its slot or after a wait; parts of a thread may be out already.
    case planned
    /// A publishing call is about to be made or under way; found at the start of a tick it means nobody knows.
    case sending
    /// It is out: never changes again.
    case posted
    /// A publishing call was made and nobody knows whether it took effect.
    case unknown
    /// Nothing happens until a person has put something right: credentials, configuration.
    case held
    /// Its slot went by, or a rule refused it when it was due; the planner gives it another.
    case missed
    /// The network refuses the message; another attempt needs another message.
    case rejected
    /// Only a person can say whether it is out.
    case needsResolve = "needs_resolve"
    /// Its last moment went by.
    case expired
    /// A person dropped it.
    case cancelled

    /// Whether the message is, or may be, seen by others: rules count it as posted.
    public var isInDoubt: Bool { self == .sending || self == .unknown || self == .needsResolve }

    /// Whether a person must do something before anything happens.
    public var needsPerson: Bool { self == .needsResolve || self == .held || self == .rejected }

    /// A step from one state to another.
    public struct Edge: Hashable, Sendable {
        /// From where.
        public var source: DeliveryState
        /// To where.
        public var target: DeliveryState

        /// From `source` to `target`.
        public init(_ source: DeliveryState, _ target: DeliveryState) {
            self.source = source
            self.target = target
        }
    }

    /// Every legal step; the database holds the same list and refuses all others.
    public static let edges: [Edge] = legal.flatMap { source, targets in targets.map { Edge(source, $0) } }

    private static let legal: [(DeliveryState, [DeliveryState])] = [
        (
            .planned,
            [.sending, .posted, .held, .missed, .rejected, .needsResolve, .expired, .cancelled]
        ),
        (.sending, [.planned, .posted, .unknown, .held, .rejected, .needsResolve]),
        (.unknown, [.planned, .sending, .posted, .missed, .needsResolve, .cancelled]),
        (.held, [.planned, .missed, .expired, .cancelled]),
        (.missed, [.planned, .expired, .cancelled]),
        (.rejected, [.planned, .missed, .cancelled]),
        (.needsResolve, [.planned, .posted, .missed, .cancelled]),
        (.expired, [.planned, .cancelled]),
    ]

    /// Whether a delivery may go from here to `target` at once; staying is no step.
    public func mayBecome(_ target: DeliveryState) -> Bool {
        DeliveryState.edges.contains(Edge(self, target))
    }
}
