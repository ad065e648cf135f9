import Ledger
import Networks

/// Looking up what became of a call.
extension Publisher {
    /// Looks up whether the publishing call of a delivery in doubt took effect; writes nothing about the delivery.
    ///
    /// - Parameter others: Ids of other deliveries, which are not it.
    func find(_ delivery: Delivery, on line: inout AccountLine, others: Set<String> = []) async throws
        -> Finding
    {
        guard let flight = delivery.flight, let frozen = delivery.message else {
            return .evidence(.cannotTell("nothing is known of what was sent"))
        }
        var errand = errand(delivery, try FrozenMessage.thaw(frozen))
        errand.others = others
        // A network that says it did nothing is believed unless the very post is there.
        if delivery.state == .unknown {
            errand.calls = Errand.Calls(
                span: min(flight.firstSent, flight.lastSent)...max(flight.firstSent, flight.lastSent),
                known: try surroundings.ledger.remoteIDs(besides: delivery))
        }
        if case .perform(let step) = line.network.next(errand, memory: line.memory, clock: surroundings.now),
            step.effect == .publishes, try !FrozenRequest.isBound(flight.request, like: step.request)
        {
            // What another server has says nothing about that one.
            return .evidence(.cannotTell(Publisher.movedAway))
        }
        var hasAsked = false
        for _ in 0..<Publisher.mostSteps where hasTime {
            switch line.network.find(flight.step, of: errand, memory: line.memory, clock: surroundings.now) {
            case .done(let receipt): return .found(handles: errand.handles, receipt)
            case .absent: return .absent
            case .cannotTell(let why): return .cannotTell(why, asked: hasAsked)
            case .impossible(let complaints): return .evidence(.inconclusive(Publisher.text(complaints)))
            case .wait(let seconds):
                guard seconds <= Publisher.longestPause else { return .evidence(.busy(seconds: seconds)) }
                await surroundings.pause(seconds)
            case .perform(let step) where step.effect == .publishes:
                return .evidence(.inconclusive("the look-up would publish something"))
            // Where the network would have something prepared first, only the question itself shows where it goes.
            case .perform(let step) where try isElsewhere(step, flight):
                return .evidence(.cannotTell(Publisher.movedAway))
            case .perform(let step):
                switch try await line.perform(step, errand: errand) {
                case .notSent(let why): return .evidence(.notSent(why))
                case .unknown(let why): return .evidence(.inconclusive(why))
                case .meaning(.keep(let findings)):
                    hasAsked = true
                    errand.handles.merge(findings.handles) { _, new in new }
                case .meaning(.forget(let forgotten, _)):
                    for name in forgotten.handles { errand.handles[name] = nil }
                case .meaning(.absent): return .absent
                case .meaning(.later(let seconds, let why)): return .evidence(.later(seconds: seconds, why))
                case .meaning(.held(let why)): return .evidence(.held(why))
                case .meaning(.refused(let why)), .meaning(.unknown(let why)):
                    return .evidence(.inconclusive(why))
                case .meaning(.waiting):
                    return .evidence(.inconclusive("the answer does not fit the question"))
                }
            }
        }
        return .evidence(.inconclusive("the look-up did not come to an end"))
    }

    private func isElsewhere(_ step: Step, _ flight: Delivery.Flight) throws -> Bool {
        try step.name.hasPrefix("find.") && !FrozenRequest.isBound(flight.request, like: step.request)
    }

    /// Whether what was found is all, by what the network would do next.
    func conclusion(
        of delivery: Delivery, handles: [String: String], receipt: Receipt, on line: AccountLine
    ) throws -> Evidence {
        guard let flight = delivery.flight, let frozen = delivery.message else {
            return .allOut(handles: handles, receipt)
        }
        var errand = errand(delivery, try FrozenMessage.thaw(frozen))
        errand.handles = handles
        switch line.network.next(errand, memory: line.memory, clock: surroundings.now) {
        case .done(let whole): return .allOut(handles: handles, whole)
        case .perform(let step) where step.name == flight.step:
            // The network keeps no handle for what it found: then it is the whole, unless it is a part of several.
            return errand.message.parts.count == 1
                ? .allOut(handles: handles, receipt)
                : .cannotTell("a part was found at \(receipt.url ?? receipt.id), but not how to go on")
        default: return .partOut(handles: handles)
        }
    }
}
