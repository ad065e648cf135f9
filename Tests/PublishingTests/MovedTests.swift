import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// A person settles a delivery while a tick works on it.
struct MovedTests {
    private static var bun: Post {
        var bun = Post(id: "bun", kind: "curated", body: ["Bun"])
        bun.accounts = ["zoo"]
        return bun
    }
    private static var tea: Post {
        var tea = World.tea
        tea.accounts = ["home"]
        return tea
    }

    private func world() async throws -> World {
        let world = try World(posts: [MovedTests.tea, MovedTests.bun])
        world.state.with { $0.accounts = ["home", "zoo"] }
        try await world.tick()
        world.sleep(15 * 60)
        return world
    }

    private func moved(_ report: TickReport) -> [Delivery] {
        report.events.compactMap { if case .movedByOthers(let delivery) = $0 { delivery } else { nil } }
    }

    @Test(arguments: [Resolution.drop, .sent(url: nil), .retry])
    func `what is settled by a person while it is looked up ends no tick`(how: Resolution) async throws {
        let world = try await world()
        world.server.with { $0.faults = [.answerLost, .answerLost] }
        try await world.tick()
        let id = try #require(try world.delivery("tea")).id
        world.sleep(600)
        let ledger = world.ledger
        let now = world.now
        world.state.with {
            $0.meanwhile = ("answered find.part.0", { _ = try? ledger.resolve(id, how, now: now) })
        }
        let report = try await world.tick()
        #expect(moved(report).map(\.id) == [id])
        #expect(try world.delivery("tea")?.state == moved(report).first?.state)
        #expect(try world.delivery("bun")?.state == .posted)
        #expect(try world.ledger.ticks(limit: 1).first?.outcome?.hasPrefix("failed") == false)
    }

    @Test func `what is dropped while it is prepared is not sent, and the others are`() async throws {
        let world = try await world()
        let ledger = world.ledger
        let now = world.now
        world.state.with {
            $0.meanwhile = (
                "begin",
                {
                    for delivery in (try? ledger.deliveries(in: [.planned])) ?? []
                    where delivery.post == "tea" {
                        _ = try? ledger.resolve(delivery.id, .drop, now: now)
                    }
                }
            )
        }
        let report = try await world.tick()
        #expect(moved(report).map(\.post) == ["tea"])
        #expect(report.posted.map(\.post) == ["bun"])
        #expect(world.server.current.published.count == 1)
    }

    @Test func `what is dropped while it is sorted out is left alone`() async throws {
        let world = try await world()
        let ledger = world.ledger
        let now = world.now
        world.sleep(31 * 60)
        world.state.with {
            $0.meanwhile = (
                "set aside",
                {
                    for delivery in (try? ledger.deliveries(in: [.planned])) ?? [] {
                        _ = try? ledger.resolve(delivery.id, .drop, now: now)
                    }
                }
            )
        }
        #expect(moved(try await world.tick()).map(\.state) == [.cancelled, .cancelled])
    }
}
