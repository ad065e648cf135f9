import ArgumentParser
import Diagnostics
import Foundation
import Ledger
import Policies
import Posts
import Timeline
import YAML

/// `hearth record`
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Records what was posted by hand or by another tool; it counts like anything else.",
        discussion:
            "Recording the same again changes nothing, so a file may be brought in as often as you like.")

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "A file of JSON Lines; - for standard input.", completion: .file(extensions: ["jsonl"]))
    var from: String?

    @Option(help: "Where it was posted.")
    var account: String?

    @Option(help: "Its kind.")
    var kind: String?

    @Option(help: "When, such as 2026-11-23T08:00:00Z.", transform: MomentArgument.read)
    var at: MomentArgument?

    @Option(help: "The post of the queue that it was.")
    var post: String?

    @Option(help: "The page it points to.")
    var link: String?

    @Option(name: .customLong("topic"), help: "A topic; may be repeated.")
    var topics: [String] = []

    @Option(help: "Whose work it points to. (default: the link's host)")
    var source: String?

    @Option(help: "The campaign it belongs to.")
    var campaign: String?

    @Option(help: "Where it can be seen.")
    var url: String?

    func validate() throws {
        let words = [account, kind, post, link, source, campaign, url].contains { $0 != nil }
        if from != nil && (words || at != nil || !topics.isEmpty) {
            throw ValidationError("--from stands alone: its lines say the rest")
        }
        if from == nil && (account == nil || kind == nil || at == nil) {
            throw ValidationError("either --from FILE, or --account, --kind and --at")
        }
        for case (let name, let address?) in [("--link", link), ("--url", url)]
        where !Link.isWebAddress(address) {
            throw ValidationError("\(name) takes an absolute http or https address, not '\(address)'")
        }
    }

    func run() throws {
        let composition = Composition.live
        let house = try House(options, composition)
        let sink = DiagnosticSink()
        let lines = try lines(house, sink).map { recognised($0, house.queue.posts) }
        Output.report(sink.diagnostics, colour: composition.isWatched)
        let ledger = try LedgerAccess.writing(house.state, composition)
        let counts = try LedgerAccess.reporting { () throws(LedgerError) in
            try ledger.record(lines, now: composition.epochSeconds())
        }
        Output.write("\(counts.added) recorded, \(counts.known) known already\n")
        if sink.hasErrors { throw ExitStatus.failed }
    }

    private func lines(_ house: House, _ sink: DiagnosticSink) throws -> [HistoryLine] {
        if let from {
            let text = try PlanFile.text(from)
            return HistoryJSON.read(SourceText(text, file: from), policy: house.policy, sink: sink)
        }
        guard let account, let kind, let at else { return [] }
        guard house.policy.account(AccountID(account)) != nil else {
            throw Output.usage(unknown("account", account, house.policy.accounts.map(\.id.rawValue)))
        }
        guard house.policy.kinds[KindName(kind)] != nil else {
            throw Output.usage(unknown("kind", kind, house.policy.kinds.keys.sorted().map(\.rawValue)))
        }
        try check(at, house.composition.epochSeconds())
        warn(house)
        return [
            HistoryLine(
                account: AccountID(account), post: post.map { PostID($0) }, kind: KindName(kind),
                at: at.instant,
                link: link, topics: topics, source: source, campaign: campaign.map { CampaignName($0) },
                url: url)
        ]
    }

    /// Nothing was posted on a network before 1990, in epoch seconds.
    private static let earliest = 631_152_000
    /// Seconds by which the clock of whoever posted may be ahead.
    private static let latest = 300

    /// Refuses what was not posted then: for ever it would count as the latest, or as of no time at all.
    private func check(_ at: MomentArgument, _ now: Int) throws {
        let seconds = at.instant.minutes * 60
        if seconds > now + RecordCommand.latest {
            throw Output.usage("--at is when it was posted, and \(at.instant.rfc3339) is still to come")
        }
        if seconds < RecordCommand.earliest {
            throw Output.usage(
                "--at is when it was posted, and \(at.instant.rfc3339) was before all networks")
        }
    }

    /// Says what nothing knows: a post may be gone by now and a campaign over, but a slip of the pen counts for nothing.
    private func warn(_ house: House) {
        if let post, !house.queue.posts.contains(where: { $0.id == PostID(post) }) {
            Output.note("warning: the queue has no post '\(post)'; it is recorded all the same")
        }
        guard let campaign else { return }
        let name = CampaignName(campaign)
        let isPlanned = house.policy.accounts.contains { $0.settings.campaigns[name] != nil }
        if !isPlanned, !house.queue.posts.contains(where: { $0.campaign == name }) {
            Output.note(
                "warning: neither policy nor queue have a campaign '\(campaign)'; it is recorded all the same"
            )
        }
    }

    /// With what the post says by now, so that it is known again under another name.
    private func recognised(_ line: HistoryLine, _ posts: [Post]) -> HistoryLine {
        guard line.content == nil, let post = posts.first(where: { $0.id == line.post }) else { return line }
        var line = line
        line.content = post.identity.digest
        return line
    }

    private func unknown(_ what: String, _ word: String, _ known: [String]) -> String {
        let near = NearestWord.suggest(word, among: known).map { "; did you mean '\($0)'?" }
        return "the policy has no \(what) '\(word)'" + (near ?? "; known: " + known.joined(separator: ", "))
    }
}
