import ArgumentParser
import Ledger
import Posts
import Publishing
import Timeline

/// `hearth adopt`
struct AdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Says that this ledger is the right one, after one was restored, lost or doubled.",
        discussion: """
            What may have gone out without this ledger is listed for `hearth resolve`, and everything is put on hold: \
            bring in with `hearth record` what else went out, then `hearth resume`.
            """)

    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        let lock = try LedgerAccess.reporting { () throws(LedgerError) in
            try TickLock.take(in: StateDirectory(state))
        }
        guard let lock else {
            Output.note("a tick is at work; try again when it is done")
            throw ExitStatus.busy
        }
        defer { withExtendedLifetime(lock) {} }
        let ledger = try LedgerAccess.writing(state, composition, adopting: true)
        try LedgerAccess.reporting { () throws(LedgerError) in
            let known = try ledger.served()
            let store = LedgerAccess.epochs(
                state: state, root: root, accounts: known.isEmpty ? accounts(composition) : known)
            let found = store.load()
            if found.faults.isEmpty, try ledger.standing(found.epochs) == .known {
                Output.write("this ledger is known already: there is nothing to adopt\n")
                return
            }
            let open = try ledger.adopt(found.epochs, now: composition.epochSeconds()) { epoch in
                try store.adopt(epoch)
            }
            Output.write(
                AdoptCommand.text(
                    open.map { DeliveryReport($0) }, unread: found.faults,
                    since: AdoptCommand.horizon(of: found.epochs, open)))
        }
    }

    /// Before when nobody knows what went out: an epoch has room for so many calls, and the ledger lacks the oldest of them.
    private static func horizon(of epochs: [Epoch], _ open: [Delivery]) -> Instant? {
        epochs.compactMap { epoch -> Int? in
            guard epoch.calls.count >= Epoch.mostCalls, let first = epoch.calls.first,
                open.contains(where: {
                    $0.account.rawValue == first.account && $0.post.rawValue == first.post
                        && $0.occurrence == first.occurrence
                })
            else { return nil }
            return first.at
        }.max().map { Instant(minutes: floorDivide($0, 60)) }
    }

    /// For whom a ledger will send that no tick has seen yet; of no account if the policy cannot be read.
    private func accounts(_ composition: Composition) -> [String] {
        (try? House.readPolicy(options, composition))?.policy?.servedAccounts ?? []
    }

    /// What was done and what is to be done.
    static func text(_ open: [DeliveryReport], unread: [LedgerError], since: Instant?) -> String {
        var lines = ["this ledger is the one from now on; everything is on hold"]
        if !unread.isEmpty {
            lines.append(
                "could not be read, and was replaced; look at the accounts for what it may have known:")
            lines += unread.map { "  \($0)" }
        }
        if !open.isEmpty {
            lines.append("may be out already; look, then: hearth resolve ID --sent URL, --retry or --drop")
            lines += open.map { "  \($0.line)" }
        }
        if let since {
            lines.append(
                "what went out before \(since.rfc3339), and is not in `hearth log`, nobody remembers: if it is in queue/ "
                    + "still, it would go out AGAIN; record it, or take it out of queue/, before you resume")
        }
        lines.append("bring in what else went out with `hearth record`, then `hearth resume`")
        return lines.joined(separator: "\n") + "\n"
    }
}
