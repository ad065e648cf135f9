import Diagnostics
import Foundation
import Policies
import Posts
import Timeline
import YAML

/// Lines of history as JSON, as `hearth record --from` reads and `hearth log --format jsonl` writes them.
enum HistoryJSON {
    private struct Line: Encodable {
        let account: String
        let post: String?
        let kind: String
        let at: String
        let link: String?
        let topics: [String]
        let source: String?
        let campaign: String?
        let url: String?
        let content: String?
    }

    /// One line without its line break, keys sorted; what is absent is left out.
    static func text(_ line: HistoryLine) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let value = Line(
            account: line.account.rawValue, post: line.post?.rawValue, kind: line.kind.rawValue,
            at: line.at.rfc3339,
            link: line.link, topics: line.topics, source: line.source, campaign: line.campaign?.rawValue,
            url: line.url, content: line.content)
        return TerminalText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Reads lines; a wrong one takes only itself out and is reported with its place.
    static func read(_ source: SourceText, policy: Policy, sink: DiagnosticSink) -> [HistoryLine] {
        let parsed = JSONReader.parseLines(source, limit: 64 << 20)
        for error in parsed.errors { sink.report(error.diagnostic) }
        return parsed.nodes.compactMap { node in
            let errors = sink.errorCount
            guard let fields = FieldReader(node, in: source, reporting: sink, syntax: .json) else {
                return nil
            }
            let line = HistoryFields(policy: policy).read(fields)
            fields.finish()
            return sink.errorCount == errors ? line : nil
        }
    }
}

/// The keys of a line of history.
struct HistoryFields {
    let policy: Policy

    func read(_ fields: FieldReader) -> HistoryLine? {
        fields.require("account", "kind", "at")
        let account = fields.choice("account", among: policy.accounts.map(\.id.rawValue))
        let kind = fields.choice("kind", among: policy.kinds.keys.sorted().map(\.rawValue))
        let at = fields.custom("at", expected: "a time with an offset such as 2026-11-23T08:00:00Z") {
            Instant(rfc3339: $0)
        }
        let topics = fields.strings("topics") ?? []
        let post = fields.string("post").map { PostID($0) }
        let link = fields.string("link")
        let source = fields.string("source")
        let campaign = fields.string("campaign").map { CampaignName($0) }
        let url = fields.string("url")
        let content = fields.string("content")
        guard let account, let kind, let at else { return nil }
        return HistoryLine(
            account: AccountID(account), post: post, kind: KindName(kind), at: at, link: link, topics: topics,
            source: source, campaign: campaign, url: url, content: content)
    }
}
