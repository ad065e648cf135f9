import Ledger
import Posts
import Testing
import Timeline

@testable import Publishing

/// However often ticks come.
struct RhythmTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])

    @Test func `a tick every second sends what a tick every five minutes sends, each once and at its slot`()
        async throws
    {
        var seen: [[String]] = []
        for step in [1, 300] {
            let world = try World(posts: [World.tea, RhythmTests.cake])
            while world.now <= (World.start + .minutes(30)).minutes * 60 {
                try await world.tick()
                world.sleep(step)
            }
            #expect(world.server.current.publishCalls == 2)
            seen.append(world.server.current.published.map { "\($0.text) \($0.at)" })
        }
        #expect(seen[0] == seen[1])
    }

    @Test func `a tick a day sends nothing late and nothing twice, and says each time what was missed`()
        async throws
    {
        let world = try World(posts: [World.tea, RhythmTests.cake])
        for day in 0..<8 {
            let report = try await world.tick()
            let missed = report.events.count { if case .missed = $0 { true } else { false } }
            #expect(missed == (day == 0 ? 0 : 2), "day \(day)")
            world.sleep(24 * 3600)
        }
        #expect(world.server.current.publishCalls == 0)
        // Where posts may be a day late, a tick a day is often enough.
        world.state.with { $0.late = .hours(24) }
        let report = try await world.tick()
        #expect(report.posted.map(\.post) == ["cake"])
    }
}
