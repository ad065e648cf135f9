import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct OrderTranslationTests {
    @Test func `a predecessor comes at least the lag before, from the history or the lane`() {
        let part = Build.post("part") {
            $0.after = ["p0", "gone"]
            $0.lag = .hours(2)
        }
        let old = TranslatedLane.line(-1) { $0.post = "gone" }
        let both = TranslatedLane.hourly(TranslatedLane.posts + [part], past: [old])
        #expect(both.penalties([("part", 1), ("p0", 2), ("part", 3), ("part", 4)]) == [nil, 0, nil, 0])
        let minutes = HistoryLine(account: "here", post: "gone", kind: "own", at: Build.now - .minutes(59))
        let late = Build.post("part") {
            $0.after = ["gone"]
            $0.lag = .minutes(60)
        }
        #expect(
            TranslatedLane.hourly([late], past: [minutes]).penalties([("part", 0), ("part", 1)]) == [nil, 0])
        // What never went out and is not there to go never does.
        #expect(
            TranslatedLane.hourly(TranslatedLane.posts + [part]).penalties([("p0", 2), ("part", 30)]) == [
                0, nil,
            ])
    }
}
