import Posts

/// A class of posts, as a rule's `of:` names it: any of its terms matches.
public struct Selector: Hashable, Sendable {
    /// One word after `of:`.
    public enum Term: Hashable, Sendable {
        /// Posts of this (effective) kind.
        case kind(KindName)
        /// Posts on this side.
        case side(Side)
        /// Posts with this origin.
        case origin(Origin)
        /// Posts with this intent.
        case intent(Intent)
        /// Posts of this campaign, compared exactly.
        case campaign(CampaignName)
        /// Posts with this topic, compared exactly.
        case topic(String)
    }

    /// The terms as written; none matches everything.
    public var terms: [Term]

    /// Posts that any of `terms` matches.
    public init(_ terms: [Term]) { self.terms = terms }

    /// Every post.
    public static let everything = Selector([])

    /// Whether a post with this effective kind, campaign and topics is of the class.
    public func matches(kind: Kind, campaign: CampaignName?, topics: [String]) -> Bool {
        terms.isEmpty
            || terms.contains { term in
                switch term {
                case .kind(let name): kind.name == name
                case .side(let side): kind.side == side
                case .origin(let origin): kind.origin == origin
                case .intent(let intent): kind.intent == intent
                case .campaign(let name): campaign == name
                case .topic(let topic): topics.contains(topic)
                }
            }
    }
}

extension Selector: CustomStringConvertible {
    /// `ask`, `origin:own` or `ask, quote`, as a policy writes it; `every post` for all.
    public var description: String {
        if terms.isEmpty { return "every post" }
        return terms.map { term in
            switch term {
            case .kind(let name): name.rawValue
            case .side(let side): side.rawValue
            case .origin(let origin): "origin:\(origin.rawValue)"
            case .intent(let intent): "intent:\(intent.rawValue)"
            case .campaign(let name): "campaign:\(name)"
            case .topic(let topic): "topic:\(topic)"
            }
        }.joined(separator: ", ")
    }
}
