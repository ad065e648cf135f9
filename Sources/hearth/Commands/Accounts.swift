import Diagnostics
import ArgumentParser
import Foundation
import HTTP
import Ledger
import Networks
import Policies
import Posts
import Publishing

/// `hearth accounts`
struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "The accounts of the policy.",
        subcommands: [AccountsTestCommand.self])
}

/// `hearth accounts test`
struct AccountsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Asks every network whether the credentials hold, and what its limits are. Posts nothing.")

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "Only these accounts.")
    var accounts: [String] = []

    @Option(help: "text, or json for programs.")
    var format = ListFormat.text

    func run() async throws {
        let composition = Composition.live
        let house = try House(options, composition)
        for name in accounts where house.policy.account(AccountID(name)) == nil {
            let known = house.policy.accounts.map(\.id.rawValue).joined(separator: ", ")
            throw Output.usage("the policy has no account '\(name)'; known: \(known)")
        }
        let ledger = try LedgerAccess.writing(house.state, composition)
        // Sessions are renewed by one process at a time.
        let lock = try LedgerAccess.reporting { () throws(LedgerError) in
            try TickLock.take(in: StateDirectory(house.state))
        }
        guard let lock else {
            Output.note("a tick is at work; try again when it is done")
            throw ExitStatus.busy
        }
        defer { withExtendedLifetime(lock) {} }
        let transport = composition.transport(for: house.policy)
        defer { transport.shutdown() }
        var reports: [AccountReport] = []
        for account in house.policy.accounts where accounts.isEmpty || accounts.contains(account.id.rawValue)
        {
            let probe = AccountProbe(
                account: account, house: house, ledger: ledger, transport: transport,
                sessions: SessionFiles(StateDirectory(house.state)))
            reports.append(await probe.report())
        }
        switch format {
        case .json: try Output.json(reports)
        case .text: Output.write(reports.map(\.text).joined())
        }
        if reports.contains(where: { !$0.ok }) { throw ExitStatus.failed }
    }
}

/// What became of a test, for people and programs.
struct AccountReport: Encodable {
    let account: String
    let network: String
    let ok: Bool
    let problem: String?
    let facts: [String: String]

    /// Whether it is a note of this program to itself: whose facts these are, and when they were asked for.
    private static func isOurs(_ fact: String) -> Bool { fact == "for" || fact.hasPrefix("checked.") }

    /// A line, and below it what was learned.
    var text: String {
        let lines = facts.filter { !AccountReport.isOurs($0.key) }.sorted { $0.key < $1.key }.map {
            "  \($0.key): \(TerminalText.escaped($0.value))\n"
        }.joined()
        return "\(account) (\(network)): \(ok ? "ok" : problem ?? "failed")\n" + lines
    }
}
