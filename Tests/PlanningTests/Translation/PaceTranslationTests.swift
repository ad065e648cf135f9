import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct PaceTranslationTests {
    @Test func `a week is seven targets, or what the four before let expect`() {
        let pace = PaceSettings(target: 1, max: 9, steady: 1000)
        // Four a week would be steady, but seven are always fine.
        let few = (0..<16).map { TranslatedLane.line(-24 * 35 + 1 + $0) }
        let week = (0..<6).map { TranslatedLane.line(-24 * 6 - $0) }
        let lane = TranslatedLane.hourly(TranslatedLane.posts, past: few + week) { $0.pace = pace }
        #expect(lane.lane.maxPerDay == 9)
        #expect(lane.penalties([("p0", 0), ("p1", 1), ("p1", 18), ("p1", 19)]) == [0, nil, nil, 0])
        let many = (0..<32).map { TranslatedLane.line(-24 * 35 + 6 + $0) }
        let busy = planned(past: many + week, pace)
        #expect(busy.penalties([("p0", 1), ("p1", 2), ("p2", 3)]) == [0, 0, nil])
    }

    private func planned(past: [HistoryLine], _ pace: PaceSettings) -> TranslatedLane {
        TranslatedLane.hourly(TranslatedLane.posts, past: past) { $0.pace = pace }
    }
}
