import Ledger
import Posts
import Timeline

/// Somebody who looks after the hearth now and then, knows what stands on the networks, and tells the truth.
enum Person {
    /// Looks at `hearth status` and does something about what needs somebody.
    static func visit(_ world: World) throws {
        try adopt(world)
        world.oracle.forgetWaits()
        // Nothing is settled in a ledger that lacks calls.
        guard try isAdopted(world) else { return }
        let status = try world.ledger.status(now: Instant(minutes: floorDivide(world.wall, 60)))
        for trouble in status.troubles {
            if case .clockDoubted = trouble, world.dice.chance(40) {
                world.offset = 0
                try world.ledger.acceptClock(now: world.wall)
                world.trace?("\(world.stamp) a person confirms the clock")
            }
        }
        for hold in status.holds where hold.origin == .network {
            guard let account = hold.account else { continue }
            mend(account, world)
            try resume(account, world)
            world.trace?("\(world.stamp) a person resumes \(account)")
        }
        for delivery in status.needsPerson {
            // Another decision may have moved it.
            let delivery = try world.ledger.delivery(delivery.id)
            switch delivery.state {
            case .needsResolve: try settle(delivery, world)
            case .held:
                mend(delivery.account, world)
                switch world.dice.roll(1...10) {
                case 1: try drop(delivery, world)
                case 2: try resolve(delivery, .retry, world)
                default: try resume(delivery.account, world)
                }
            case .rejected:
                switch world.dice.roll(1...10) {
                case 1: try drop(delivery, world)
                case 2...3: try resolve(delivery, .retry, world)
                default: edit(delivery, world)
                }
            case .expired:
                guard let index = index(of: delivery, world) else { break }
                if world.dice.chance(30) {
                    try drop(delivery, world)
                } else {
                    world.workspace.entries[index].pin = later(world)
                    world.workspace.changed()
                }
            default: break
            }
        }
    }

    static func isAdopted(_ world: World) throws -> Bool {
        try world.epochIsReadable && world.ledger.standing(world.epochs) == .known
    }

    /// `hearth adopt`, and what is to be done after it: settle what may be out, then `hearth resume`.
    static func adopt(_ world: World) throws {
        guard world.epochIsReadable, try world.ledger.standing(world.epochs) != .known else { return }
        // What is older than a full epoch nobody remembers but who looks at the accounts.
        let oldest = world.epochs.filter { $0.calls.count >= Epoch.mostCalls }.compactMap {
            $0.calls.first?.at
        }.max()
        let open = try world.ledger.adopt(world.epochs, now: world.wall) { world.epochs = [$0] }
        world.trace?("\(world.stamp) a person adopts the ledger: \(open.map(\.post))")
        for delivery in open { try settle(delivery, world) }
        if let oldest { try record(before: oldest, world) }
        try world.ledger.clearHold(nil, now: world.wall)
        for number in 0..<world.scenario.accounts { try resume(Workspace.account(number), world) }
    }

    /// `hearth record`, of what went out before the oldest call that an epoch has, and the ledger does not know.
    private static func record(before oldest: Int, _ world: World) throws {
        let known = try world.ledger.deliveries(in: Set(DeliveryState.allCases))
        let lines = world.oracle.publications.filter { publication in
            publication.marker.part == 0 && publication.minute * 60 <= oldest + 60
                && !known.contains {
                    $0.account == Workspace.account(publication.account)
                        && world.workspace.number(of: $0) == publication.marker.number
                }
        }.map { world.oracle.record($0, in: world) }
        try world.ledger.record(lines, now: world.wall)
        if !lines.isEmpty { world.trace?("\(world.stamp) a person records \(lines.count) older posts") }
    }

    /// What only a person can say is said.
    static func settleEverything(_ world: World) throws {
        for delivery in try world.ledger.deliveries(in: [.needsResolve]) { try settle(delivery, world) }
    }

    /// `hearth resume ACCOUNT`, which lifts what a person has set too.
    private static func resume(_ account: AccountID, _ world: World) throws {
        try world.ledger.clearHold(account, now: world.wall)
        for number in 0..<world.scenario.accounts where Workspace.account(number) == account {
            world.oracle.held[number] = nil
        }
    }

    /// `hearth hold`, while a tick is at work.
    static func holdNow(in world: World) {
        let number = world.dice.roll(0...world.scenario.accounts - 1)
        hold(number, in: world)
        world.count(.holdMidTick)
        world.repairs.append((world.seconds + 3_600 * world.dice.roll(1...20), .unhold(number)))
    }

    /// `hearth hold ACCOUNT`
    static func hold(_ number: Int, in world: World) {
        let account = Workspace.account(number)
        // A call that is under way cannot be called back; one that is not claimed yet is not to be.
        let isCalling =
            (try? world.ledger.deliveries(in: [.sending]).contains { $0.account == account }) ?? true
        try? world.ledger.setHold(Hold(account: account, since: world.wall, why: "a pause", origin: .person))
        world.oracle.held[number] = isCalling ? world.ticks : world.ticks - 1
        world.trace?("\(world.stamp) a person holds \(account)")
    }

    /// `hearth record`, while a tick is at work: what somebody has posted by hand a minute ago.
    static func recordNow(in world: World) throws {
        world.wantsRecord = false
        let number = world.dice.roll(0...world.scenario.accounts - 1)
        try world.ledger.record(
            [
                HistoryLine(
                    account: Workspace.account(number), kind: "conversation",
                    at: Instant(minutes: floorDivide(world.wall, 60) - 1))
            ], now: world.wall)
        // What a rule refuses after that is rare; whatever happens there shall be seen.
        switch world.dice.roll(1...4) {
        case 1: world.crashPoints.insert(.refuse)
        case 2: world.refusals.append(Refusal(at: .refuse))
        default: break
        }
        world.count(.record)
        world.trace?("\(world.stamp) a person records a post by hand on a\(number)")
    }

    /// Drops something that is under way or waits; what it is chance decides.
    static func dropSomething(_ world: World) throws {
        guard try isAdopted(world) else { return }
        let open = try world.ledger.deliveries(in: [
            .planned, .missed, .held, .rejected, .unknown, .expired, .needsResolve,
        ])
        guard !open.isEmpty else { return }
        // Rare states shall be seen too.
        let states = Set(open.map(\.state)).sorted { $0.rawValue < $1.rawValue }
        let state = world.dice.pick(states)
        world.wantsDrop = false
        try drop(world.dice.pick(open.filter { $0.state == state }), world)
        world.count(.dropOpen)
    }

    /// Settles something that is being looked up before the machine has.
    /// False if there is nothing of that sort.
    static func settleSomething(_ world: World) throws -> Bool {
        guard try isAdopted(world) else { return false }
        let open = try world.ledger.deliveries(in: [.unknown]).filter {
            world.wall - ($0.flight?.lastSent ?? 0) > 300
        }
        guard !open.isEmpty else { return false }
        return try settle(world.dice.pick(open), world)
    }

    /// Says what became of it; false if that is not to be found out.
    @discardableResult
    static func settle(_ delivery: Delivery, _ world: World) throws -> Bool {
        guard let number = world.workspace.number(of: delivery),
            let account = (0..<world.scenario.accounts).first(where: {
                Workspace.account($0) == delivery.account
            })
        else { return false }
        let parts = world.oracle.publications.filter {
            $0.account == account && $0.marker.number == number
        }
        let isOut = try isOut(delivery, world)
        let known = (0..<3).count { delivery.handles["part.\($0)"] != nil }
        if delivery.visibleSince != nil, parts.count == known, world.dice.chance(70) {
            // What the machine knows of the thread is all there is of it.
            try resolve(delivery, .retry, world)
        } else if isOut {
            try resolve(delivery, .sent(url: "https://example.org/\(number)"), world)
        } else if world.dice.chance(75) {
            try resolve(delivery, .retry, world)
        } else {
            try drop(delivery, world)
        }
        return true
    }

    /// Whether it stands on the network: of a post that is repeated a person looks which one is of that time.
    private static func isOut(_ delivery: Delivery, _ world: World) throws -> Bool {
        let number = world.workspace.number(of: delivery)
        let all = world.oracle.publications.filter {
            Workspace.account($0.account) == delivery.account && $0.marker.number == number
        }
        // Of a thread that somebody began by hand, and that was taken for ours, the rest is ours.
        let first = all.map(\.marker.part).min()
        let parts = all.filter { $0.marker.part == first }
        let deliveries = try world.ledger.deliveries(in: Set(DeliveryState.allCases)).filter {
            $0.account == delivery.account && world.workspace.number(of: $0) == number
        }
        let others = deliveries.count { $0.state == .posted && $0.id != delivery.id }
        guard parts.count > others else { return false }
        func minute(_ other: Delivery) -> Int {
            // An adopted one may have the slot of an earlier call.
            let called = other.flight?.lastSent ?? other.visibleSince ?? other.firstSent
            return called.map { $0 / 60 } ?? other.plannedAt.minutes
        }
        return parts.contains { part in
            deliveries.min { abs(minute($0) - part.minute) < abs(minute($1) - part.minute) }?.id
                == delivery.id
        }
    }

    private static func resolve(_ delivery: Delivery, _ how: Resolution, _ world: World) throws {
        if case .sent = how { world.oracle.settledByHand.insert(delivery.id) }
        let moved = try world.ledger.resolve(delivery.id, how, now: world.wall)
        world.trace?("\(world.stamp) a person resolves \(delivery.post) \(delivery.state) -> \(moved.state)")
    }

    /// `hearth resolve --drop`; false if it is nobody's post any more.
    @discardableResult
    static func drop(_ delivery: Delivery, _ world: World) throws -> Bool {
        guard let number = world.workspace.number(of: delivery),
            let account = (0..<world.scenario.accounts).first(where: {
                Workspace.account($0) == delivery.account
            })
        else { return false }
        if delivery.state.isInDoubt, try isOut(delivery, world) {
            // Nobody who looks drops what stands there.
            try resolve(delivery, .sent(url: "https://example.org/\(number)"), world)
            return true
        }
        world.oracle.settledByHand.insert(delivery.id)
        // One that may be repeated is dropped this once.
        if world.workspace.entries.first(where: { $0.draft.number == number })?.draft.shape != .evergreen {
            world.oracle.dropped.insert(.init(account: account, number: number))
        }
        try resolve(delivery, .drop, world)
        return true
    }

    private static func mend(_ account: AccountID, _ world: World) {
        world.services.first { $0.account == account }?.mend()
    }

    private static func index(of delivery: Delivery, _ world: World) -> Int? {
        let number = world.workspace.number(of: delivery)
        return world.workspace.entries.firstIndex { $0.draft.number == number }
    }

    private static func edit(_ delivery: Delivery, _ world: World) {
        guard let index = index(of: delivery, world), !world.workspace.entries[index].isRenamed else {
            return
        }
        world.workspace.entries[index].version += 1
        world.workspace.changed()
    }

    /// A minute of tomorrow, in the daytime.
    static func later(_ world: World) -> Instant {
        let day = Instant(minutes: floorDivide(world.wall, 86_400) * 1_440)
        return day + .minutes(1_440 + 480 + world.dice.roll(0...600))
    }
}
