import Diagnostics
import Networks
import Policies
import Posts
import TestSupport
import Timeline
import YAML

/// What people write: posts, tables, policies, times.
extension FuzzTarget {
    static let texts: [FuzzTarget] = [
        queue("post", "a.md"),
        queue("table", "a.csv"),
        queue("lines", "a.jsonl"),
        FuzzTarget("policy", words: yamlWords + policyWords, quick: 200) { bytes in
            let read = PolicyReader(
                networks: NetworkRegistry.all.map { $0.profile }, zones: SystemZones.catalog
            ) { $0 == "policies/p.yaml" ? bytes : nil }.read("policies/p.yaml")
            guard read.policy != nil || read.diagnostics.contains(where: \.isError) else {
                return "no policy, and no error"
            }
            // What is found in a preset that it extends has its place there.
            return Outcome.findings(
                read.diagnostics.filter { $0.location?.file == "policies/p.yaml" }, in: bytes)
        },
        FuzzTarget("yaml", words: yamlWords) { bytes in
            syntax(bytes) { source throws(SyntaxError) in try YAMLNode.parse(source) }
        },
        FuzzTarget("json", words: jsonWords) { bytes in
            syntax(bytes) { source throws(SyntaxError) in try JSONReader.parse(source) }
        },
        FuzzTarget("times", words: ["2026-11-23", "T09:15:00Z", "+02:00", "36h", "14d", "24:00", "-", ":"]) {
            bytes in
            let text = Outcome.text(bytes)
            for zone in [SystemZones.berlin, .utc] {
                if let stamp = Stamp(parsing: text), stamp.description.isEmpty {
                    return "a time without words in \(zone)"
                }
            }
            if let instant = Instant(rfc3339: text), Instant(rfc3339: instant.rfc3339) != instant {
                return "\(instant.rfc3339) is not read as it is written"
            }
            if let length = Minutes(parsing: text), Minutes(parsing: length.description) != length {
                return "\(length) is not read as it is written"
            }
            if let day = LocalDate(parsing: text), LocalDate(parsing: day.description) != day {
                return "\(day) is not read as it is written"
            }
            return nil
        },
    ]

    private static let vocabulary = Vocabulary(
        kinds: ["curated", "answer", "promo", "own"], accounts: ["bluesky", "mastodon"],
        networks: ["bluesky", "mastodon", "webhook"], campaigns: ["spring"], posted: ["old/post"])

    private static func queue(_ name: String, _ path: String) -> FuzzTarget {
        FuzzTarget(name, words: yamlWords + jsonWords + postWords) { bytes in
            let queue = QueueReader(vocabulary: vocabulary) { $0 == "media/a.png" }
                .read([QueueFile(path: path, bytes: bytes)])
            return Outcome.findings(queue.diagnostics, in: bytes)
        }
    }

    private static func syntax(
        _ bytes: [UInt8], _ read: (SourceText) throws(SyntaxError) -> YAMLNode
    ) -> String? {
        do throws(SyntaxError) {
            _ = try read(SourceText(bytes: bytes, file: "a"))
            return nil
        } catch {
            return Outcome.findings([error.diagnostic], in: bytes)
        }
    }

    private static let yamlWords = [
        "---\n", "...\n", "- ", ": ", "? ", "[", "]", "{", "}", ", ", "|\n", ">-\n", "'", "\"", "&a", "*a",
        "!!str ", "<<: ", "#", "\n", "\r\n", "\t", "  ", "\u{85}", "\u{2028}", "\u{FEFF}", "\\x41", "\\u0000",
        "~", "null", "0x1F", "1e3", "12:30", "no", "%YAML 1.1\n",
    ]
    private static let jsonWords = [
        "{\"", "\":", "\",\"", "[[[[", "]]", "\\ud800", "\\u0041", "true", "null", "-0.5e+10", "1e999", "\n",
    ]
    private static let postWords = [
        "kind: curated\n", "at: 2026-11-23T09:15\n", "link: https://a.example/\n", "not_after: 2026-11-23\n",
        "evergreen: {every: 30d, times: 4}\n", "images: [{file: media/a.png, alt: A}]\n", "thread", "---",
        "accounts: [mastodon]\n", "after: old/post\n", "id,kind,text\n", "9999999999999999999d", "-1d",
        "topics: [a, b]\n", "card: {title: A}\n", "campaign: spring\n", "text: {mastodon: A}\n",
    ]
    private static let policyWords = [
        "timezone: Europe/Berlin\n", "accounts:\n", "network: mastodon", "token: env:T", "extends: gentle\n",
        "mon-sun: \"09:00-21:00\"", "pace: ", "min: ", "over: 7d", "over: 6 posts", "at_most: 50%",
        "grid: 5m",
        "mix: ", "hours: ", "blackout: ", "goodwill: ", "notify: ", "level: should", "weight: 99999999999999",
        "horizon: 400d", "staffed: ", "apart: ", "notify: { webhook: \"https://a.example/\" }\n",
    ]
}
