import Foundation
import Ledger
import Networks
import Posts
import Testing

@testable import Publishing

struct ThreadPlaceTests {
    @Test func `a thread in doubt says which part, and how many there are`() async throws {
        let world = try World(.none, posts: [World.thread])
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.secondPart = .answerLost }
        for _ in 0..<3 {
            try await world.tick()
            world.sleep(300)
        }
        var delivery = try #require(try world.delivery("thread"))
        #expect(delivery.state == .needsResolve)
        let place = try #require(ThreadPlace(delivery))
        #expect(place.part == 2 && place.count == 3 && !place.isLast)
        delivery.flight?.step = "part.2"
        #expect(ThreadPlace(delivery)?.isLast == true)
        delivery.handles["part.1"] = "2"
        delivery.flight = nil
        #expect(ThreadPlace(delivery)?.isLast == false, "it was not sent")
        delivery.handles["part.1"] = nil
        // The next part was refused: nothing is in flight.
        delivery.flight = nil
        #expect(ThreadPlace(delivery)?.part == 2)
        delivery.flight = Delivery.Flight(step: "deliver", request: Data(), firstSent: 0, lastSent: 0)
        #expect(ThreadPlace(delivery) == nil, "all parts in one call")
    }

    @Test func `a single post has no parts`() async throws {
        let world = try World(.none)
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.faults = [.answerLost] }
        try await world.tick()
        let delivery = try #require(try world.delivery())
        #expect(delivery.message != nil)
        #expect(ThreadPlace(delivery) == nil)
    }
}
