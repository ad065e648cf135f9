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

    /// So many calls for a post may be in doubt and turn out to be nothing, slot after slot.
    static let mostVainCalls = 5

    /// Gives a post to a person whose calls were all in doubt and came to nothing; nil if they are not that many yet. Each slot
    /// begins anew, so that nothing else would ever end it; meanwhile others go out, and their account seems to be well.
    func giveUp(_ delivery: Delivery) throws -> Delivery? {
        // While a thread is half out nothing else is sent on its account, and that shows.
        guard delivery.state == .planned, delivery.visibleSince == nil else { return nil }
        let records = try ledger.attempts(of: delivery.id)
        let byPersons: [DeliveryState?] = [.held, .needsResolve, .rejected, .expired]
        let decided = records.lastIndex { byPersons.contains($0.from) }
        let recent = records.suffix(from: decided.map { $0 + 1 } ?? 0)
        let count = recent.count { $0.from == .unknown && $0.to == .missed }
        guard count >= Tick.mostVainCalls else { return nil }
        let why = recent.last { $0.from == .sending && $0.to == .unknown }?.note ?? "no answer"
        try surroundings.checkpoint("set aside")
        return try ledger.finish(
            delivery, DeliveryMove(.held, reason: "\(count) calls came to nothing, slot after slot; \(why)"),
            now: surroundings.now)
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
