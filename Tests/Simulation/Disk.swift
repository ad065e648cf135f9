import Ledger
import Networks
import Posts
import Publishing

/// One write that the ledger refuses.
struct Refusal {
    /// How many writes are taken before; nil if the step decides.
    var count: Int?
    /// The step.
    var point: CrashPoint?
    /// What sort of fault it is.
    var what: Fault

    /// Up to 100: the so-many-th write from then on; above: the first of one sort.
    init(_ mishap: Scenario.Mishap) {
        what = mishap.what
        let writes = CrashPoint.allCases.filter(\.isWrite)
        if mishap.amount < 100 {
            count = mishap.amount
        } else {
            point = writes[(mishap.amount - 100) % writes.count]
        }
    }

    /// At this step.
    init(at point: CrashPoint) {
        what = .ledgerFails
        self.point = point
    }

    /// How SQLite says it.
    var error: LedgerError {
        what == .ledgerFull ? .full : .database(code: 778, message: "disk I/O error")
    }
}

/// A ledger as it was, with what was decided until then.
final class LedgerCopy: Hashable, Sendable {
    let ledger: LedgerDatabase
    let settledByHand: Set<Int>
    let dropped: Set<Oracle.Drop>

    init(_ ledger: LedgerDatabase, settledByHand: Set<Int> = [], dropped: Set<Oracle.Drop> = []) {
        self.ledger = ledger
        self.settledByHand = settledByHand
        self.dropped = dropped
    }

    static func == (first: LedgerCopy, second: LedgerCopy) -> Bool { first === second }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Where epochs are: beside the ledger, so that nothing that happens to it happens to them.
struct Shelf: EpochStore {
    unowned let world: World

    func load() -> EpochReading {
        world.epochIsReadable
            ? EpochReading(epochs: world.epochs)
            : EpochReading(faults: [.notAnEpoch(path: "/simulation/.hearth.epoch")])
    }

    func save(_ epoch: Epoch) throws(LedgerError) {
        if world.epochFails {
            world.epochFails = false
            world.count(.epochFails)
            throw .full
        }
        if world.sabotage == .forgetsEpochs { return }
        world.epochs = [epoch]
    }
}

/// Room for one outcome, in the state folder.
struct Pocket: OutcomeReserve {
    unowned let world: World

    func prepare() throws(LedgerError) { if world.reserveIsMissing { throw .full } }

    func keep(_ outcome: KeptOutcome) throws(LedgerError) {
        if world.reserveIsTorn {
            world.reserveIsTorn = false
            world.count(.reserveTorn)
            // Half of it is written; the digest tells.
            world.kept = nil
            throw .database(code: 778, message: "disk I/O error")
        }
        world.kept = outcome
        world.trace?("\(world.stamp) the outcome of \(outcome.delivery) is kept outside")
    }

    func kept() throws(LedgerError) -> KeptOutcome? { world.kept }
    func clear() throws(LedgerError) { world.kept = nil }
}

extension World {
    /// The ledger refuses a write, if it is to be this one.
    func refuse(_ point: CrashPoint) throws {
        guard point.isWrite else { return }
        if refusesOutcome, point == .outcome, try !ledger.deliveries(in: [.sending]).isEmpty {
            refusesOutcome = false
            try refuse(point, .outcomeRefused, .full)
        }
        let index = refusals.firstIndex { $0.count == 0 || $0.point == point }
        for other in refusals.indices where other != index {
            refusals[other].count = refusals[other].count.map { max(0, $0 - 1) }
        }
        guard let index else { return }
        let refusal = refusals.remove(at: index)
        try refuse(point, refusal.what, refusal.error)
    }

    private func refuse(_ point: CrashPoint, _ fault: Fault, _ error: LedgerError) throws {
        isRefused = true
        count(fault)
        census.refusals[point, default: 0] += 1
        trace?("\(stamp) the ledger refuses a write at \(point.rawValue): \(error)")
        throw error
    }

    /// Whether something waits for its write.
    var isBrokenAhead: Bool {
        refusals.contains { $0.count != nil } || refusesOutcome || reserveIsTorn || epochFails
    }

    /// A backup, with what a person had decided until then.
    func copy() throws -> LedgerCopy {
        LedgerCopy(
            try ledger.copiedInMemory(), settledByHand: oracle.settledByHand, dropped: oracle.dropped)
    }

    /// The backup is brought back; what was decided since is forgotten with the rest.
    func restore(_ copy: LedgerCopy) throws {
        count(.ledgerRestored)
        try replaceLedger(copy)
    }

    /// The ledger is gone, and somebody begins anew, as with another state folder.
    func lose() throws {
        ledgers += 1
        kept = nil
        try replaceLedger(
            LedgerCopy(try LedgerDatabase.inMemory(identity: "simulation \(ledgers)", now: wall)))
    }

    private func replaceLedger(_ copy: LedgerCopy) throws {
        ledger = copy.ledger
        isReplaced = true
        oracle.forgetWaits()
        oracle.settledByHand = copy.settledByHand
        oracle.dropped = copy.dropped
        let holds = try ledger.holds().map(\.account)
        oracle.held = oracle.held.filter { holds.contains(Workspace.account($0.key)) }
    }
}
