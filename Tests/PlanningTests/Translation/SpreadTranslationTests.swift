import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct SpreadTranslationTests {
    @Test func `only what shares the hour of the wall clock counts`() {
        func penalties(over: Int) -> [Int?] {
            let lane = TranslatedLane.hourly(TranslatedLane.posts, past: [TranslatedLane.line(-23)]) {
                $0.spread = [SpreadLimit(of: .everything, atMost: 1, over: .hours(over))]
            }
            return lane.penalties([("p0", 0), ("p1", 1), ("p2", 24), ("p2", 25)])
        }
        // The history's post was at 09:00, a day before the second slot.
        #expect(penalties(over: 25) == [0, nil, nil, 0])
        #expect(penalties(over: 24) == [0, 0, 0, 0])
    }

    @Test func `what may be broken costs its weight`() {
        let lane = TranslatedLane.hourly(TranslatedLane.posts) {
            $0.spread = [SpreadLimit(of: .everything, atMost: 0, over: .hours(1), level: .should(weight: 3))]
        }
        #expect(lane.penalties([("p0", 0)]) == [3])
    }
}
