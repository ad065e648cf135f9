import Ledger

/// Data that the program dies of must not stop everything else, tick after tick.
extension Tick {
    /// Before a delivery is sent it may have cost so many lives.
    static let mostCrashes = 2
    /// Before it is settled so many: looking it up may be what saves it.
    static let mostCrashesSettling = 3

    /// Does `body`, having noted before what it is about. If the program dies in it, the next tick counts.
    func atWork<Result>(_ work: Work, _ body: () async throws -> Result) async throws -> Result {
        try surroundings.checkpoint("work")
        try ledger.begin(work)
        do {
            let result = try await body()
            try surroundings.checkpoint("done")
            try ledger.end(work)
            return result
        } catch let error as LedgerError {
            // That is the ledger's fault, not this data's.
            try? ledger.end(work)
            throw error
        } catch let error as OutcomeKept {
            try? ledger.end(work)
            throw error
        }
    }

    /// Does `body` with a delivery; nil, said in the report, if somebody else has moved it meanwhile. What they did stands,
    /// and the other deliveries go on.
    func unlessMoved<Result>(
        _ delivery: Int, _ report: inout TickReport, _ body: (inout TickReport) async throws -> Result
    ) async throws -> Result? {
        do {
            return try await body(&report)
        } catch LedgerError.moved(delivery, _, _) {
            report.events.append(.movedByOthers(try ledger.delivery(delivery)))
            return nil
        }
    }

    /// Gives a delivery to a person that the program died of, twice while it was being sent, thrice while it was settled; nil
    /// if it did not.
    func setAside(_ delivery: Delivery) throws -> Delivery? {
        let crashes = try ledger.crashes(at: .delivery(delivery.id))
        let isSettled = delivery.state == .unknown
        guard crashes >= (isSettled ? Tick.mostCrashesSettling : Tick.mostCrashes) else { return nil }
        let times = crashes == 2 ? "twice" : "\(crashes) times"
        try surroundings.checkpoint("set aside")
        let moved = try ledger.finish(
            delivery,
            DeliveryMove(
                isSettled ? .needsResolve : .held,
                reason: "the program died \(times) while it was \(isSettled ? "settled" : "being sent")",
                flight: delivery.flight),
            now: surroundings.now)
        try ledger.end(.delivery(delivery.id))
        return moved
    }
}
