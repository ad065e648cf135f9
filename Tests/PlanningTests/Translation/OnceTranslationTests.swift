import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct OnceTranslationTests {
    @Test func `equal TranslatedLane.posts are one group, whatever each of them allows`() {
        let twins: [Post] = [("a", 10, nil), ("b", 30, 2), ("c", nil, nil)].map {
            (id: PostID, every: Int?, times: Int?) in
            Build.post(id) {
                $0.body = ["same"]
                $0.evergreen = every.map { Evergreen(every: .hours($0), times: times) }
            }
        }
        let lane = TranslatedLane.hourly(twins, days: 4)
        #expect(Set(lane.lane.items.map(\.group)).count == 1)
        // In 96 hours one every ten: the slower twin must not be bounded by its own pace.
        #expect(lane.lane.items.map(\.uses) == [10, 2, 1])
        #expect(lane.lane.items.map(\.every) == [600, 1800, 0])
        #expect(lane.lane.constraints.isEmpty && !lane.lane.asks)
    }
}
