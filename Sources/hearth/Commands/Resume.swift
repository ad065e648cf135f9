import ArgumentParser
import Ledger
import Posts

/// `hearth resume`
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Ends a hold. What was missed goes back to the planner; nothing goes out in a burst.")

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "The account; if none is named, the hold on everything.")
    var account: String?

    @Flag(help: "The system's clock is right as it is now, although it jumped: send again.")
    var clock = false

    func run() throws {
        let composition = Composition.live
        let ledger = try HoldTarget(options, composition, account).ledger
        if clock {
            try LedgerAccess.reporting { () throws(LedgerError) in
                try ledger.acceptClock(now: composition.epochSeconds())
            }
            Output.write("the clock is taken as it is\n")
            return
        }
        let wasHeld = try LedgerAccess.reporting { () throws(LedgerError) in
            try ledger.clearHold(account.map { AccountID($0) }, now: composition.epochSeconds())
        }
        Output.write(
            "\(account ?? "everything") \(wasHeld ? "is not on hold any more" : "was not on hold")\n")
    }
}
