/// Whether this is the ledger that sent what was sent, by what is remembered outside of it.
public enum LedgerStanding: Hashable, Sendable {
    /// It is, as far as anybody knows.
    case known
    /// It lacks so many calls, the last at that epoch second: it comes from a backup.
    case restored(lacks: Int, last: Int)
    /// Another ledger has sent, and this one nothing: the other was lost. Its name.
    case lost(String)
    /// Another ledger has sent, and so has this one: two serve one queue. The name of the other.
    case doubled(String)

    /// Judges a ledger.
    ///
    /// - Parameters:
    ///   - identity: Its name.
    ///   - epochs: What is remembered outside of it.
    ///   - hasSent: Whether it has ever made a publishing call.
    ///   - knows: Whether it has a call.
    static func of(
        _ identity: String, epochs: [Epoch], hasSent: Bool, knows: (Epoch.Call) throws -> Bool
    ) rethrows -> LedgerStanding {
        if let other = epochs.first(where: { $0.ledger != identity }) {
            return hasSent ? .doubled(other.ledger) : .lost(other.ledger)
        }
        let lacking = try lacking(identity, epochs: epochs, knows: knows)
        guard let last = lacking.map(\.at).max() else { return .known }
        return .restored(lacks: lacking.count, last: last)
    }

    /// The calls that were made, or about to be, and that the ledger knows nothing of: the latest of each delivery, in the
    /// order in which they were made. Of what another ledger did it knows nothing.
    static func lacking(
        _ identity: String, epochs: [Epoch], knows: (Epoch.Call) throws -> Bool
    ) rethrows -> [Epoch.Call] {
        struct Name: Hashable { var account, post: String, occurrence: Int }
        var found: [Name: Epoch.Call] = [:]
        for epoch in epochs {
            for call in epoch.calls where try epoch.ledger != identity || !knows(call) {
                let name = Name(account: call.account, post: call.post, occurrence: call.occurrence)
                if let other = found[name], other.at > call.at { continue }
                found[name] = call
            }
        }
        return found.values.sorted { ($0.at, $0.attempt, $0.account) < ($1.at, $1.attempt, $1.account) }
    }
}
