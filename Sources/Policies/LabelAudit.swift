import Posts

/// Checks a label against the link it stands on: value is checked, not believed.
///
/// A post that claims to be somebody else's work, or to give, but links to a host of ours or carries an affiliate
/// parameter, counts as `own`, or as `promo` where the host is one of our shops.
public struct LabelAudit: Hashable, Sendable {
    /// Why a label does not hold.
    public enum Finding: Hashable, Sendable {
        /// The link's host is, or lies below, this host of ours.
        case ownHost(String)
        /// The link's host is, or lies below, this shop of ours.
        case shopHost(String)
        /// The link carries this affiliate parameter.
        case affiliateParameter(String)

        /// Such as `labelled 'curated', counts as 'own': its link leads to the own host 'hearth.example'`.
        public func sentence(label: KindName, counted: KindName) -> String {
            let why =
                switch self {
                case .ownHost(let host): "its link leads to the own host '\(host)'"
                case .shopHost(let host): "its link leads to the shop '\(host)'"
                case .affiliateParameter(let name): "its link carries the affiliate parameter '\(name)'"
                }
            return "labelled '\(label)', counts as '\(counted)': \(why)"
        }
    }

    /// The code of a diagnostic about a label that does not hold.
    public static let code = "label-does-not-hold"

    /// The kind that counts.
    public var kind: Kind
    /// Why it is not the label's; nil when the label holds.
    public var finding: Finding?

    /// The kind that counts for a post labelled `label` with `link`; nil if the policy knows no such kind.
    public init?(label: KindName, link: String?, policy: Policy) {
        guard let labelled = policy.kinds[label] else { return nil }
        kind = labelled
        guard labelled.origin == .thirdParty || labelled.side == .give, let link,
            let found = LabelAudit.finding(link: link, ours: policy.ours)
        else { return }
        let name: KindName = if case .shopHost = found { "promo" } else { "own" }
        // A policy may change these rows, but cannot remove them.
        guard let counted = policy.kinds[name], counted != labelled else { return }
        kind = counted
        finding = found
    }

    private static func finding(link: String, ours: Ours) -> Finding? {
        if let host = Link.host(link) {
            if let shop = ours.shop.first(where: { isHost(host, atOrBelow: $0) }) { return .shopHost(shop) }
            if let own = ours.hosts.first(where: { isHost(host, atOrBelow: $0) }) { return .ownHost(own) }
        }
        let names = Link.parameterNames(link)
        return ours.affiliateParameters.first { names.contains($0) }.map { .affiliateParameter($0) }
    }

    private static func isHost(_ host: String, atOrBelow ours: String) -> Bool {
        host == ours || host.hasSuffix("." + ours)
    }
}
