import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct CampaignTests {
    let sale: CampaignName = "spring-sale"

    func scene(from: String? = nil, to: String? = nil, max: Int? = nil) -> RuleVerifier {
        verify(Campaign.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.campaigns = [
                sale: CampaignLimits(
                    from: from.flatMap(Stamp.init(parsing:)), to: to.flatMap(Stamp.init(parsing:)), max: max)
            ]
        }
    }

    @Test func `dates include their first and last local minute`() {
        scene(from: "2026-11-25", to: "2026-12-02")
            .refuses(
                Posting("promo", at: "2026-11-24T23:59", campaign: sale),
                "spring-sale begins at 2026-11-25 00:00"
            )
            .admits(Posting("promo", at: "2026-11-25T00:00", campaign: sale))
            .admits(Posting("promo", at: "2026-12-02T23:59", campaign: sale))
            .refuses(Posting("promo", at: "2026-12-03T00:00", campaign: sale), "spring-sale ended at 00:00")
    }

    @Test func `a time at its end is exclusive`() {
        scene(to: "2026-12-02T12:00")
            .admits(Posting("promo", at: "2026-12-02T11:59", campaign: sale))
            .refuses(Posting("promo", at: "2026-12-02T12:00", campaign: sale), "spring-sale ended at 12:00")
    }

    @Test func `all history with the label counts`() {
        let past = [
            Posting("promo", at: "2020-01-01T09:00", campaign: sale),
            Posting("curated", at: "2026-11-01T09:00", campaign: sale),
            Posting("promo", at: "2026-11-02T09:00", campaign: "other"),
        ]
        let next = Posting("promo", at: "2026-11-23T09:00", campaign: sale)
        scene(max: 3).given(past).admits(next)
        scene(max: 2).given(past).refuses(next, "spring-sale has 2 posts already, at most 2")
    }

    @Test func `a campaign that the policy does not name restricts nothing`() {
        scene(to: "2026-01-01", max: 0).admits(Posting("promo", at: "2026-11-23T09:00", campaign: "other"))
            .admits(Posting("promo", at: "2026-11-23T09:00"))
    }
}
