import Ledger
import Posts
import Timeline

/// What ends something that was wrong for a while.
enum Repair: Hashable {
    case clockRight
    case usable(Int)
    case back(Int)
    case readable
    case plans
    case unhold(Int)
    case undraft(Int)
    case restore(Int)
    case prompt
    case room
    case reserve
    case epochReadable
    case older(LedgerCopy)
}

extension World {
    /// Lets something happen; faults of calls wait for their call.
    func happen(_ mishap: Scenario.Mishap) throws {
        guard mishap.what.place == .world else {
            armed.append(mishap)
            return
        }
        trace?("\(stamp) \(mishap.what.rawValue) \(mishap.amount)")
        let account = mishap.amount % scenario.accounts
        let until = seconds + mishap.amount * 60
        switch mishap.what {
        case .crash:
            if mishap.amount < 100 {
                crashIn = mishap.amount
            } else {
                crashPoints.insert(CrashPoint.allCases[(mishap.amount - 100) % CrashPoint.allCases.count])
            }
            return
        case .ledgerFull, .ledgerFails:
            // Faults of writes wait for theirs, and are counted there.
            refusals.append(Refusal(mishap))
            return
        case .outcomeRefused:
            refusesOutcome = true
            return
        case .reserveTorn:
            refusesOutcome = true
            reserveIsTorn = true
            return
        case .epochFails:
            epochFails = true
            return
        case .ledgerRestored:
            repairs.append((until, .older(try copy())))
            return
        case .ledgerLost: try lose()
        case .noRoom:
            hasRoom = false
            repairs.append((until, .room))
        case .reserveMissing:
            reserveIsMissing = true
            repairs.append((until, .reserve))
        case .epochUnreadable:
            epochIsReadable = false
            repairs.append((until, .epochReadable))
        case .planFails, .unreachable, .outage, .lag, .holdMidTick:
            try begin(mishap, until: until)
            return
        case .down, .suspended: downUntil = max(downUntil, try untilAfterSlot(until))
        case .reboot: boot()
        case .deadClock:
            boot()
            wrongClock(mishap.amount)
        case .clockAhead, .clockDrift: wrongClock(mishap.amount)
        case .clockBack: wrongClock(-mishap.amount)
        case .tokensExpire:
            guard services.count(where: { $0.expireTokens() }) > 0 else { return }
        case .handPost: services[account].makeByHand("A word from the owner", now: seconds)
        case .handTwin:
            let open = workspace.entries.filter { entry in
                !oracle.publications.contains { $0.marker.number == entry.draft.number }
            }
            guard !open.isEmpty else { return }
            let entry = open[mishap.amount % open.count]
            services[account].makeByHand(
                Marker(number: entry.draft.number, version: entry.version, round: 0, part: 0).text,
                now: seconds)
        case .sessionBroken:
            guard hasSession(of: Workspace.account(account)) else { return }
            brokenSession = Workspace.account(account)
            repairs.append((until, .readable))
        case .sessionLost:
            guard hasSession(of: Workspace.account(account)) else { return }
            loseSession(of: Workspace.account(account))
        case .accountUnusable:
            unusable.insert(Workspace.account(account))
            repairs.append((until, .usable(account)))
        case .accountGone:
            workspace.gone.insert(Workspace.account(account))
            workspace.changed()
            repairs.append((until, .back(account)))
        case .hold:
            Person.hold(account, in: self)
            repairs.append((until, .unhold(account)))
        case .dropOpen:
            wantsDrop = true
            return
        case .resolveDoubt:
            wantsSettled = true
            return
        case .record:
            wantsRecord = true
            return
        case .dropMidTick, .resolveMidTick:
            meddlings.insert(mishap.what)
            return
        case .handDelete:
            guard Person.deleteSomething(self) else { return }
        case .tickTwice: ticksTwice = true
        default:
            try edit(mishap)
            return
        }
        count(mishap.what)
    }

    private func begin(_ mishap: Scenario.Mishap, until: Int) throws {
        switch mishap.what {
        case .planFails:
            planFailing = true
            repairs.append((until, .plans))
        case .unreachable: unreachableUntil = max(unreachableUntil, until)
        case .outage: outageUntil = max(outageUntil, until)
        case .lag:
            for service in services { service.lag = max(service.lag, mishap.amount) }
            repairs.append((seconds + 5 * 86_400, .prompt))
        default:
            // At any step, or right before a claim.
            if mishap.amount > 10 { meddlings.insert(.holdMidTick) } else { holdIn = mishap.amount }
        }
    }

    /// Every second downtime ends some minutes after a slot: whatever the client makes of that is what matters.
    private func untilAfterSlot(_ until: Int) throws -> Int {
        let off = wall - seconds
        let slots = try ledger.plan()?.placements.map { $0.at.minutes * 60 - off } ?? []
        guard dice.chance(50), let next = slots.filter({ $0 > until }).min() else { return until }
        return next + 60 * dice.roll(1...25)
    }

    private func wrongClock(_ off: Int) {
        setClock(off: off)
        repairs.append((seconds + 3_600 * dice.roll(1...40), .clockRight))
    }

    /// Somebody works on the queue.
    private func edit(_ mishap: Scenario.Mishap) throws {
        if mishap.what == .newPost {
            let shape = Scenario.Shape.allCases[mishap.amount % Scenario.Shape.allCases.count]
            let number = 1_000 + workspace.entries.count
            workspace.add(.init(number: number, shape: shape, day: elapsed / 1_440))
            count(.newPost)
            return
        }
        // What has not been out for long is what people work on.
        let fresh = workspace.entries.indices.suffix(12).filter { index in
            switch mishap.what {
            case .movePin: workspace.entries[index].draft.shape == .pinned
            case .extend: workspace.entries[index].draft.shape == .dated
            case .remove: !workspace.entries[index].isRemoved
            // One that gets another name and other words is another post.
            case .rename: workspace.entries[index].version == 0
            case .editText: !workspace.entries[index].isRenamed
            default: true
            }
        }
        guard !fresh.isEmpty else { return }
        var index = fresh[mishap.amount % fresh.count]
        if mishap.what == .editText, dice.chance(50) {
            // What is under way is what an edit could spoil.
            let open = try ledger.deliveries(in: [.planned, .sending, .unknown]).compactMap {
                workspace.number(of: $0)
            }
            index = fresh.first { open.contains(workspace.entries[$0].draft.number) } ?? index
        }
        switch mishap.what {
        case .editText: workspace.entries[index].version += 1
        case .rename:
            let name = workspace.entries[index].id
            workspace.rename(index)
            if (mishap.amount / 16).isMultiple(of: 2) {
                // What it was called is what another post is called now.
                let shape = Scenario.Shape.allCases[mishap.amount % Scenario.Shape.allCases.count]
                let number = 1_000 + workspace.entries.count
                workspace.add(.init(number: number, shape: shape, day: elapsed / 1_440), name: name)
                count(.nameTaken)
            }
        case .remove:
            workspace.entries[index].isRemoved = true
            repairs.append((seconds + mishap.amount * 60, .restore(workspace.entries[index].draft.number)))
        case .draft:
            workspace.entries[index].isDraft = true
            repairs.append((seconds + mishap.amount * 60, .undraft(workspace.entries[index].draft.number)))
        case .movePin: workspace.entries[index].pin = Person.later(self)
        case .extend: workspace.entries[index].notAfter = Person.later(self) + .days(1)
        default: return
        }
        workspace.changed()
        count(mishap.what)
    }

    /// Ends what was wrong.
    func repair(_ repair: Repair) throws {
        trace?("\(stamp) repaired: \(repair)")
        switch repair {
        case .clockRight: setClock(off: 0)
        case .usable(let number): unusable.remove(Workspace.account(number))
        case .back(let number):
            workspace.gone.remove(Workspace.account(number))
            workspace.changed()
        case .readable: brokenSession = nil
        case .plans: planFailing = false
        case .room: hasRoom = true
        case .reserve: reserveIsMissing = false
        case .epochReadable: epochIsReadable = true
        case .older(let copy): try restore(copy)
        case .unhold(let number):
            oracle.held[number] = nil
            try ledger.clearHold(Workspace.account(number), origin: .person, now: wall)
        case .undraft(let number), .restore(let number):
            guard let index = workspace.entries.firstIndex(where: { $0.draft.number == number }) else {
                return
            }
            workspace.entries[index].isDraft = false
            workspace.entries[index].isRemoved = false
            workspace.entries[index].backSince = seconds / 60
            workspace.changed()
        case .prompt: for service in services { service.lag = service is TimelineService ? 20 : 0 }
        }
    }

    /// Everything that was wrong is right again; a person has seen to it.
    func calm() throws {
        armed = []
        crashIn = nil
        crashPoints = []
        holdIn = nil
        meddlings = []
        wantsDrop = false
        wantsSettled = false
        wantsRecord = false
        refusals = []
        refusesOutcome = false
        reserveIsTorn = false
        epochFails = false
        unreachableUntil = 0
        outageUntil = 0
        let left = repairs
        repairs = []
        for (_, repair) in left { try self.repair(repair) }
        setClock(off: 0)
        // What a call that timed out still does is done when somebody looks.
        pass(micros: 60_000_000)
        try Person.adopt(self)
        try Person.settleEverything(self)
        try ledger.acceptClock(now: wall)
        for service in services { service.mend() }
        try ledger.clearHold(nil, now: wall)
        for hold in try ledger.holds() {
            if let account = hold.account { try ledger.clearHold(account, now: wall) }
        }
        oracle.held = [:]
    }
}
