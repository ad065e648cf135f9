import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// A message that cannot be made this time: its picture is on a disk that fails.
struct PassingFaultTests {
    private static let words = "'media/a.png' cannot be read: Input/output error"

    private struct NoPicture: Error, CustomStringConvertible {
        let description = "'media/a.png' is no PNG, JPEG, GIF or WebP"
    }

    private func due(_ fault: any Error) async throws -> World {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        world.state.with { $0.messageFault = fault }
        try await world.tick()
        return world
    }

    @Test func `is tried again, and goes out when it can be made`() async throws {
        let world = try await due(PassingFault(PassingFaultTests.words))
        let waiting = try #require(try world.delivery())
        #expect(waiting.state == .planned)
        #expect(waiting.reason == PassingFaultTests.words)
        #expect((world.now + 1...world.now + 60).contains(waiting.notBefore))
        world.state.with { $0.messageFault = nil }
        world.sleep(60)
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `is missed under its name when it is too late, gets another slot, and pauses nobody else`()
        async throws
    {
        let world = try await due(PassingFault(PassingFaultTests.words))
        for _ in 0..<31 {
            world.sleep(60)
            try await world.tick()
        }
        let delivery = try #require(try world.delivery())
        let notes = try world.ledger.attempts(of: delivery.id).filter { $0.to == .missed }.map(\.note)
        #expect(notes == ["later than 30m; \(PassingFaultTests.words)"])
        #expect(try world.ledger.openCircuits(world.now).isEmpty)
        #expect(world.server.current.timeouts.isEmpty)
        world.state.with { $0.messageFault = nil }
        try await world.run(until: 90)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `what is wrong with the message itself refuses it`() async throws {
        let world = try await due(NoPicture())
        #expect(try world.delivery()?.state == .rejected)
        #expect(
            try world.delivery()?.reason
                == "the message cannot be made: 'media/a.png' is no PNG, JPEG, GIF or WebP")
    }
}
