import ArgumentParser
import Ledger
import Posts
import Publishing

/// `hearth resolve`
struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Settles a delivery whose outcome nobody could know.",
        discussion: "`hearth status` lists them. Look at the account first: --retry sends it again.")

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "The number of the delivery.")
    var id: Int

    @Option(help: "It is out, at this address.")
    var sent: String?

    @Flag(help: "With --sent: the parts of the thread that follow are posted by hand.")
    var restByHand = false

    @Flag(help: "It is not out and shall be: it goes back to the planner.")
    var retry = false

    @Flag(help: "It shall not go out any more.")
    var drop = false

    func validate() throws {
        guard [sent != nil, retry, drop].count(where: \.self) == 1 else {
            throw ValidationError("one of --sent URL, --retry and --drop")
        }
        if let sent, !Link.isWebAddress(sent) {
            throw ValidationError("--sent takes an absolute http or https address, not '\(sent)'")
        }
        if restByHand, sent == nil { throw ValidationError("--rest-by-hand goes with --sent URL") }
    }

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        let ledger = try LedgerAccess.writing(state, composition)
        try refuseUnadopted(ledger, state: state, root: root)
        if sent != nil, !restByHand { try refuseToForget(ledger) }
        let resolution: Resolution = retry ? .retry : drop ? .drop : .sent(url: sent)
        let delivery = try LedgerAccess.reporting { () throws(LedgerError) in
            try ledger.resolve(id, resolution, now: composition.epochSeconds())
        }
        Output.write(DeliveryReport(delivery).line + "\n")
    }

    /// What is out is settled for ever: the parts behind the one that was seen would never follow.
    private func refuseToForget(_ ledger: LedgerDatabase) throws {
        let delivery = try LedgerAccess.reporting { () throws(LedgerError) in try ledger.delivery(id) }
        guard delivery.state.isInDoubt, let place = ThreadPlace(delivery), !place.isLast else { return }
        Output.note(
            "it is about part \(place.part) of \(place.count), and with --sent nothing would follow it: post the rest by hand "
                + "and add --rest-by-hand, or take part \(place.part) away there, if it is out, and say --retry"
        )
        throw ExitStatus.failed
    }

    /// In a ledger that lacks calls nothing is settled: what is dropped there could not become a person's again when it is
    /// adopted, though it may have gone out since.
    private func refuseUnadopted(_ ledger: LedgerDatabase, state: String, root: String) throws {
        let complaint = try LedgerAccess.reporting { () throws(LedgerError) -> String? in
            let found = LedgerAccess.epochs(state: state, root: root, accounts: try ledger.served()).load()
            let standing = try ledger.standing(found.epochs)
            if standing != .known { return standing.sentence }
            return found.faults.first.map {
                "what was sent last cannot be read: \($0); mend it, or `hearth adopt`"
            }
        }
        guard let complaint else { return }
        Output.note(complaint)
        throw ExitStatus.failed
    }
}
