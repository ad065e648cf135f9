import ArgumentParser
import Ledger
import Publishing

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
        let store = LedgerAccess.epochs(state: state, root: root)
        // One that cannot be read tells nothing; that is what a person looks at the accounts for.
        let epochs = try? store.load()
        try LedgerAccess.reporting { () throws(LedgerError) in
            if let epochs, try ledger.standing(epochs) == .known {
                Output.write("this ledger is known already: there is nothing to adopt\n")
                return
            }
            let open = try ledger.adopt(epochs ?? [], now: composition.epochSeconds())
            try store.save(try ledger.epoch())
            Output.write(AdoptCommand.text(open.map { DeliveryReport($0) }))
        }
    }

    /// What was done and what is to be done.
    static func text(_ open: [DeliveryReport]) -> String {
        var lines = ["this ledger is the one from now on; everything is on hold"]
        if !open.isEmpty {
            lines.append("may be out already; look, then: hearth resolve ID --sent URL, --retry or --drop")
            lines += open.map { "  \($0.line)" }
        }
        lines.append("bring in what else went out with `hearth record`, then `hearth resume`")
        return lines.joined(separator: "\n") + "\n"
    }
}
