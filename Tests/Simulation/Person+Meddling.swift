import Ledger

extension Person {
    /// `hearth hold` and `hearth resolve`, while a tick is at work: right before a claim of what was read a moment ago, or
    /// between a look-up and what is made of it. What the tick is at work on is what is touched.
    static func meddle(in world: World, before step: String) throws {
        if step == "claim", world.meddlings.remove(.holdMidTick) != nil { holdNow(in: world) }
        if step == "claim", world.meddlings.contains(.dropMidTick),
            let planned = try atWork(world, in: .planned), try drop(planned, world)
        {
            world.meddlings.remove(.dropMidTick)
            world.count(.dropMidTick)
        }
        if step.hasPrefix("answered find."), world.meddlings.contains(.resolveMidTick),
            let doubted = try atWork(world, in: .unknown), try settle(doubted, world)
        {
            world.meddlings.remove(.resolveMidTick)
            world.count(.resolveMidTick)
        }
    }

    /// The delivery that the tick is at work on, if it is in this state.
    private static func atWork(_ world: World, in state: DeliveryState) throws -> Delivery? {
        guard try isAdopted(world) else { return nil }
        return try world.ledger.deliveriesAtWork().map(world.ledger.delivery).first { $0.state == state }
    }

    /// Somebody deletes a post of ours in the network's own app, hours after it went out; false if there is none.
    static func deleteSomething(_ world: World) -> Bool {
        let number = world.dice.roll(0...world.scenario.accounts - 1)
        let service = world.services[number]
        // By then a call that is in doubt is not made again.
        let old = service.items.filter { world.seconds - $0.at > 7 * 3_600 }
        let ours = old.filter { !$0.isByHand }
        guard !ours.isEmpty, let marker = Marker(world.dice.pick(ours).text) else { return false }
        world.trace?("\(world.stamp) a person deletes \(marker.number) on a\(number)")
        // With the rest of its thread; one that is repeated stays where it was said again a moment ago.
        for item in old where Marker(item.text)?.number == marker.number { service.delete(item) }
        return true
    }
}
