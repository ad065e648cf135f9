import Ledger

extension Person {
    /// `hearth resolve`, while a tick is at work: right before a claim of what was read a moment ago, or between a look-up
    /// and what is made of it.
    static func meddle(in world: World, before step: String) throws {
        if step == "claim", world.meddlings.remove(.holdMidTick) != nil { holdNow(in: world) }
        if step == "claim", world.meddlings.contains(.dropMidTick), try isAdopted(world),
            let planned = try world.ledger.deliveries(in: [.planned]).first
        {
            world.meddlings.remove(.dropMidTick)
            try drop(planned, world)
            world.count(.dropMidTick)
        }
        if step.hasPrefix("answered find."), world.meddlings.contains(.resolveMidTick) {
            guard try settleSomething(world) else { return }
            world.meddlings.remove(.resolveMidTick)
            world.count(.resolveMidTick)
        }
    }

    /// Somebody deletes a post of ours in the network's own app, hours after it went out; false if there is none.
    static func deleteSomething(_ world: World) -> Bool {
        let number = world.dice.roll(0...world.scenario.accounts - 1)
        let service = world.services[number]
        // By then a call that is in doubt is not made again.
        let old = service.items.filter { !$0.isByHand && world.seconds - $0.at > 7 * 3_600 }
        guard !old.isEmpty, let marker = Marker(world.dice.pick(old).text) else { return false }
        world.trace?("\(world.stamp) a person deletes \(marker.number) on a\(number)")
        for item in service.items where Marker(item.text)?.number == marker.number { service.delete(item) }
        world.oracle.deleted.insert(.init(account: number, number: marker.number))
        return true
    }
}
