import ArgumentParser
import Ledger

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

    @Flag(help: "It is not out and shall be: it goes back to the planner.")
    var retry = false

    @Flag(help: "It shall not go out any more.")
    var drop = false

    func validate() throws {
        guard [sent != nil, retry, drop].count(where: \.self) == 1 else {
            throw ValidationError("one of --sent URL, --retry and --drop")
        }
    }

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let ledger = try LedgerAccess.writing(
            House.stateFolder(options, composition, root: root), composition)
        let resolution: Resolution = retry ? .retry : drop ? .drop : .sent(url: sent)
        let delivery = try LedgerAccess.reporting { () throws(LedgerError) in
            try ledger.resolve(id, resolution, now: composition.epochSeconds())
        }
        Output.write(DeliveryReport(delivery).line + "\n")
    }
}
