import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct ApartTranslationTests {
    private func lane(_ entry: ApartEntry, past: [(hour: Int, topics: [String])] = []) -> TranslatedLane {
        let topics: [(PostID, [String])] = [
            ("x", ["t1"]), ("y", ["t1", "t2"]), ("z", ["t2", "t2"]), ("n", []), ("m", []),
        ]
        return TranslatedLane(
            Problem(
                posts: topics.map { id, topics in Build.post(id) { $0.topics = topics } },
                policy: Build.policy([Build.account { $0.apart = [entry] }]),
                history: past.map {
                    HistoryLine(
                        account: "here", kind: "curated", at: Build.now + .hours($0.hour), topics: $0.topics)
                }, now: Build.now))
    }

    @Test func `a distance in time is that of any value in common, the history's too`() {
        let lane = lane(
            .init(same: .topic, by: .time(.hours(3))), past: [(-3, ["t1"]), (-2, ["t2", "else"])])
        guard case .distance(let distance) = lane.lane.constraints.first else {
            Issue.record("no distance")
            return
        }
        // Three hours before the first slot is not seen any more; topics that no item has are none.
        #expect(distance.past.map(\.values) == [[1]])
        #expect(distance.values == [[], [], [0], [0, 1], [1]])
        #expect(
            lane.penalties([("z", 0), ("x", 0), ("n", 1), ("y", 2), ("y", 3), ("z", 5), ("z", 6)])
                == [nil, 0, 0, nil, 0, nil, 0])
    }

    @Test func `a distance in posts counts all posts between`() {
        let lane = lane(
            .init(same: .topic, by: .posts(2), level: .should(weight: 5)), past: [(-2, ["t1"]), (-1, [])])
        guard case .distance(let distance) = lane.lane.constraints.first else {
            Issue.record("no distance")
            return
        }
        #expect(distance.by == .placements(2) && distance.past.map(\.values) == [[0], []])
        #expect(lane.penalties([("x", 0), ("n", 1), ("m", 2), ("y", 3), ("z", 4)]) == [5, 0, 0, 0, 5])
    }

    @Test func `a class of its own is an automaton that counts`() {
        let lane = lane(
            .init(of: Selector([.topic("t1")]), same: nil, by: .posts(2)), past: [(-2, ["t1"]), (-1, [])])
        guard case .regular(let regular) = lane.lane.constraints.first else {
            Issue.record("no automaton")
            return
        }
        #expect(regular.states == 3 && regular.start == 1)
        #expect(regular.relaxation == .among(classes: [false, true], length: 3, most: 1))
        #expect(lane.penalties([("x", 0), ("n", 1), ("x", 2), ("m", 3), ("y", 4)]) == [nil, 0, 0, 0, nil])
    }

    @Test func `no distance and no value say nothing`() {
        #expect(lane(.init(same: .topic, by: .posts(0))).lane.constraints.isEmpty)
        #expect(lane(.init(same: .link, by: .time(.hours(9)))).lane.constraints.isEmpty)
        #expect(!lane(.init(same: .link, by: .time(.hours(9)))).lane.asks)
    }
}
