import Foundation
import Policies
import Posts
import Rules
import Timeline

/// A workspace made from a shape and a seed.
struct GeneratedWorkspace {
    let shape: Shape
    let seed: UInt64
    let problem: Problem

    /// Monday, 19 October 2026, 07:10 in Berlin: the clocks change within the longer horizons.
    static let now = Instant(minutes: 20_745 * 1440 + 5 * 60 + 10)

    /// The workspace of `shape` number `seed`.
    ///
    /// - Parameter isPriced: False leaves out what a workspace on disk cannot say: accounts that cost money, and
    ///   people who wait for an answer.
    init(_ shape: Shape, seed: UInt64, isPriced: Bool = true) throws {
        self.shape = shape
        self.seed = seed
        let now = GeneratedWorkspace.now
        let policy = try PolicyText(shape: shape, now: now, isPriced: isPriced).policy()
        var maker = QueueMaker(shape: shape, now: now, seed: seed, stream: 1)
        let posts = maker.queue()
        let history = HistoryMaker(shape: shape, policy: policy, now: now, seed: seed).lines(queue: posts)
        var waiting: [AccountID: Instant] = [:]
        if isPriced {
            for (index, account) in policy.accounts.enumerated() where index % 5 == 1 || index % 5 == 3 {
                waiting[account.id] = now - .hours(5 + index)
            }
        }
        problem = Problem(posts: posts, policy: policy, history: history, now: now, waiting: waiting)
    }

    /// Writes `policies/default.yaml`, `queue/posts.jsonl` and `history.jsonl` below `folder`.
    func write(to folder: String) throws {
        let files = FileManager.default
        for name in ["policies", "queue"] {
            try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        let policy = PolicyText(shape: shape, now: problem.now, isPriced: false).text
        let queue = problem.posts.map { JSONLines.text($0) }.joined(separator: "\n") + "\n"
        let history = problem.history.map { JSONLines.text($0) }.joined(separator: "\n") + "\n"
        for (name, text) in [
            ("policies/default.yaml", policy), ("queue/posts.jsonl", queue), ("history.jsonl", history),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
    }
}

/// Posts and history as lines of JSON; generated texts hold nothing that needs escaping.
enum JSONLines {
    static func text(_ post: Post) -> String {
        var members = [
            ("id", quoted(String(post.id.rawValue.dropFirst("posts/".count)))),
            ("kind", quoted(post.kind.rawValue)), ("body", quoted(post.body[0])),
            ("topics", list(post.topics)), ("priority", "\(post.priority)"),
        ]
        if let link = post.link { members.append(("link", quoted(link))) }
        if let accounts = post.accounts { members.append(("accounts", list(accounts.map(\.rawValue)))) }
        if let stamp = post.created { members.append(("created", quoted("\(stamp)"))) }
        if let stamp = post.notBefore { members.append(("not_before", quoted("\(stamp)"))) }
        if let stamp = post.notAfter { members.append(("not_after", quoted("\(stamp)"))) }
        if let length = post.halfLife { members.append(("half_life", quoted("\(length.count)m"))) }
        if let campaign = post.campaign { members.append(("campaign", quoted(campaign.rawValue))) }
        if !post.after.isEmpty {
            members.append(("after", list(post.after.map(\.rawValue))))
            members.append(("lag", quoted("\(post.lag.count)m")))
        }
        if let evergreen = post.evergreen {
            let times = evergreen.times.map { ", \"times\": \($0)" } ?? ""
            members.append(("evergreen", "{\"every\": \"\(evergreen.every.count)m\"\(times)}"))
        }
        switch post.pin {
        case .everywhere(let stamp): members.append(("at", quoted("\(stamp)")))
        case .perAccount(let stamps):
            let all = stamps.sorted { $0.key < $1.key }.map {
                quoted($0.key.rawValue) + ": " + quoted("\($0.value)")
            }
            members.append(("at", "{" + all.joined(separator: ", ") + "}"))
        case nil: break
        }
        return object(members)
    }

    static func text(_ line: HistoryLine) -> String {
        var members = [
            ("account", quoted(line.account.rawValue)), ("kind", quoted(line.kind.rawValue)),
            ("at", quoted(line.at.rfc3339)), ("topics", list(line.topics)),
        ]
        if let post = line.post { members.append(("post", quoted(post.rawValue))) }
        if let link = line.link { members.append(("link", quoted(link))) }
        return object(members)
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }
    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }
}
