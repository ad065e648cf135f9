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
        let (wasHeld, rest) = try LedgerAccess.reporting { () throws(LedgerError) -> (Bool, [Hold]) in
            let wasHeld = try ledger.clearHold(
                account.map { AccountID($0) }, now: composition.epochSeconds())
            return (wasHeld, try ledger.holds())
        }
        Output.write(ResumeCommand.text(account, wasHeld: wasHeld, rest: rest))
    }

    /// What has ended, and what still stops what was named.
    ///
    /// - Parameters:
    ///   - account: The account; nil for the hold on everything.
    ///   - rest: The holds that remain.
    static func text(_ account: String?, wasHeld: Bool, rest: [Hold]) -> String {
        let ended =
            if let account {
                "\(account) \(wasHeld ? "is not on hold any more" : "was not on hold")"
            } else if wasHeld {
                rest.isEmpty ? "nothing is on hold any more" : "the hold on everything has ended"
            } else {
                "there was no hold on everything"
            }
        // Of other accounts nothing was asked.
        let still = rest.filter { account == nil || $0.account == nil }.map { hold in
            let name = hold.account?.rawValue
            return "\(name ?? "everything") is still on hold (\(hold.why)): hearth resume"
                + (name.map { " \($0)" } ?? "")
        }
        return ([ended] + still).joined(separator: "\n") + "\n"
    }
}
