import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct CampaignTranslationTests {
    @Test func `history counts, and a campaign beyond its measure refuses nothing else`() {
        let sale = ["a", "b", "c"].map { id in Build.post(PostID(id)) { $0.campaign = "sale" } }
        let past = [TranslatedLane.line(-9) { $0.campaign = "sale" }]
        let two = TranslatedLane.hourly(sale + TranslatedLane.posts, past: past) {
            $0.campaigns = ["sale": CampaignLimits(max: 3)]
        }
        #expect(two.penalties([("a", 0), ("b", 1), ("c", 2), ("p0", 3)]) == [0, 0, nil, 0])
    }
}
