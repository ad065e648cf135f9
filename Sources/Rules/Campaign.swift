import Policies
import Posts
import Timeline

/// A campaign has a beginning, an end and a measure.
///
/// A campaign that nobody ends becomes the account's whole voice. A post with a campaign's label goes out within
/// `from` <= t < `to` (a date includes its whole day) and while fewer than `max` posts with the label have gone out
/// on the account, in all its history. A campaign that the policy does not name restricts nothing.
///
/// Example: with `spring-sale: { to: 2026-12-02, max: 4 }` its fifth post is refused, and so is any on the 3rd.
public struct Campaign: Rule {
    /// `campaign`
    public static let name: RuleName = "campaign"

    /// The campaign.
    let campaign: CampaignName
    /// Its first instant.
    let start: Instant?
    /// The first instant after it.
    let end: Instant?
    /// How many posts it may have on the account.
    package let max: Int?
    /// Whether a subject has its label.
    package let members: [Bool]

    /// One check per campaign of the policy that posts or history of the account name.
    public static func checks(on account: AccountCase) -> [Campaign] {
        account.settings.campaigns.sorted { $0.key < $1.key }.compactMap { name, limits in
            let members = account.members(of: Selector([.campaign(name)]))
            guard members.contains(true) else { return nil }
            let zone = account.settings.zone
            return Campaign(
                campaign: name, start: limits.from?.start(in: zone), end: limits.to?.end(in: zone),
                max: limits.max, members: members)
        }
    }

    /// Refuses what lies outside the campaign's window or exceeds its measure.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard members[candidate.subject.index] else { return nil }
        if let start, candidate.at < start {
            return CampaignEarlyRefusal(campaign: campaign, at: candidate.at, start: start)
        }
        if let end, candidate.at >= end {
            return CampaignLateRefusal(campaign: campaign, at: candidate.at, end: end)
        }
        guard let max else { return nil }
        var count = 0
        for index in past.postings.indices where members[past.postings[index].index] { count += 1 }
        return count < max ? nil : CampaignMaxRefusal(campaign: campaign, count: count, max: max)
    }

    /// Whether it has the label.
    public func aspect(of subject: Subject, within past: Past) -> Int { members[subject.index] ? 1 : 0 }

    /// The last minute of a campaign, the first after it, and its measure.
    public static let examples: [RuleExample] = [
        .holds("with `spring-sale: { to: 2026-12-02 }`, a post of it on the 2nd at 23:59") {
            $0.settings.campaigns = ["spring-sale": CampaignLimits(to: .date(end))]
            $0.candidate = .init("promo", at: "2026-12-02T23:59", campaign: "spring-sale")
        },
        .breaks("with `spring-sale: { to: 2026-12-02 }`, a post of it on the 3rd at 00:00") {
            $0.settings.campaigns = ["spring-sale": CampaignLimits(to: .date(end))]
            $0.candidate = .init("promo", at: "2026-12-03T00:00", campaign: "spring-sale")
        },
        .breaks("with `spring-sale: { max: 1 }`, a second post of it") {
            $0.settings.campaigns = ["spring-sale": CampaignLimits(max: 1)]
            $0.past = [.init("promo", at: "2026-11-25T09:00", campaign: "spring-sale")]
            $0.candidate = .init("promo", at: "2026-12-01T09:00", campaign: "spring-sale")
        },
    ]

    private static let end = LocalDate(parsing: "2026-12-02") ?? LocalDate(dayNumber: 0)
}

/// The campaign has not begun.
public struct CampaignEarlyRefusal: Refusal, Hashable {
    /// The campaign.
    public let campaign: CampaignName
    /// When the post would go out.
    public let at: Instant
    /// The campaign's first instant.
    public let start: Instant

    /// `campaign`
    public var rule: RuleName { Campaign.name }

    /// `spring-sale begins at 2026-11-25 00:00`
    public func sentence(in zone: Zone) -> String {
        "\(campaign) begins at \(start.clock(in: zone, seenFrom: at))"
    }
}

/// The campaign is over.
public struct CampaignLateRefusal: Refusal, Hashable {
    /// The campaign.
    public let campaign: CampaignName
    /// When the post would go out.
    public let at: Instant
    /// The first instant after the campaign.
    public let end: Instant

    /// `campaign`
    public var rule: RuleName { Campaign.name }

    /// `spring-sale ended at 00:00`
    public func sentence(in zone: Zone) -> String {
        "\(campaign) ended at \(end.clock(in: zone, seenFrom: at))"
    }
}

/// The campaign has had its posts.
public struct CampaignMaxRefusal: Refusal, Hashable {
    /// The campaign.
    public let campaign: CampaignName
    /// How many posts of it have gone out.
    public let count: Int
    /// How many may.
    public let max: Int

    /// `campaign`
    public var rule: RuleName { Campaign.name }

    /// `spring-sale has 4 posts already, at most 4`
    public func sentence(in zone: Zone) -> String {
        "\(campaign) has \(posts(count)) already, at most \(max)"
    }
}
