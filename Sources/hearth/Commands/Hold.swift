import ArgumentParser
import Ledger
import Posts

/// `hearth hold`
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Stops an account, or everything, from now on.",
        discussion:
            "Nothing is planned or sent until `hearth resume`. A tick that is sending right now ends its call."
    )

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "The account; all of them if none is named.")
    var account: String?

    @Option(help: "Why, for whoever looks at the status.")
    var why = "held by hand"

    func run() throws {
        let composition = Composition.live
        let target = try HoldTarget(options, composition, account)
        try LedgerAccess.reporting { () throws(LedgerError) in
            try target.ledger.setHold(
                Hold(
                    account: account.map { AccountID($0) }, since: composition.epochSeconds(), why: why,
                    origin: .person))
        }
        // With the place: what is held in another ledger than that of the ticks goes on.
        Output.write("\(account ?? "everything") is on hold in '\(target.state)'\n")
    }
}
