import ArgumentParser
import Foundation
import Ledger
import Policies
import Posts
import Timeline

/// `hearth log`
struct LogCommand: ParsableCommand {
    /// How to print the log.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case jsonl
    }

    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "What went out and what became of the rest, newest first.",
        discussion: "--format jsonl prints the history, oldest first, as `hearth record --from` reads it.")

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "Only this account.")
    var account: String?

    @Option(
        help: "Only what changed at this time or later, such as 2026-11-23T08:00:00Z.",
        transform: MomentArgument.read)
    var since: MomentArgument?

    @Option(help: "At most so many deliveries.")
    var limit = 100

    @Option(help: "text, json (deliveries) or jsonl (history lines).")
    var format = Format.text

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 1000000, not \(limit)")
        }
    }

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let ledger = try LedgerAccess.reading(House.stateFolder(options, composition, root: root))
        if format == .jsonl { return try writeHistory(ledger, composition) }
        let query = LogQuery(
            account: account.map { AccountID($0) }, since: since.map { $0.instant.minutes * 60 }, limit: limit
        )
        let found = try LedgerAccess.reporting { () throws(LedgerError) in try ledger?.log(query) ?? [] }
        if found.isEmpty { try refuseUnknown(ledger, composition) }
        let reports = found.map { DeliveryReport($0) }
        if format == .json {
            try Output.json(reports)
        } else {
            Output.write(reports.map { $0.line + "\n" }.joined())
        }
    }

    /// Nothing was found: of an account that neither policy nor ledger know, the name is a slip.
    private func refuseUnknown(_ ledger: LedgerDatabase?, _ composition: Composition) throws {
        guard let account, let policy = try House.readPolicy(options, composition).policy,
            policy.account(AccountID(account)) == nil, try !isKnown(AccountID(account), ledger)
        else { return }
        let known = policy.accounts.map(\.id.rawValue).joined(separator: ", ")
        throw Output.usage("the policy has no account '\(account)'; known: \(known)")
    }

    private func isKnown(_ account: AccountID, _ ledger: LedgerDatabase?) throws -> Bool {
        guard let ledger else { return false }
        return try LedgerAccess.reporting { () throws(LedgerError) -> Bool in
            if try !ledger.log(LogQuery(account: account, limit: 1)).isEmpty { return true }
            let lines = try ledger.history()
            return lines.contains { $0.account == account }
        }
    }

    private func writeHistory(_ ledger: LedgerDatabase?, _ composition: Composition) throws {
        let lines = try LedgerAccess.reporting { () throws(LedgerError) in try ledger?.history() ?? [] }
        let wanted = lines.filter { line in
            (account.map { line.account.rawValue == $0 } ?? true)
                && (since.map { line.at >= $0.instant } ?? true)
        }
        if wanted.isEmpty { try refuseUnknown(ledger, composition) }
        Output.writeRaw(try wanted.map { try HistoryJSON.text($0) + "\n" }.joined())
    }
}
