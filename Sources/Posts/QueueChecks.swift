import Diagnostics
import YAML

/// What can only be said of posts together, or against the policy's words: each finding takes its post out.
struct QueueChecks {
    let vocabulary: Vocabulary
    let hasFile: (String) -> Bool
    let sink: DiagnosticSink

    /// The posts without a finding that is an error.
    func sound(_ read: [ReadPost]) -> [ReadPost] {
        let known = read.filter { checkWords($0) && checkFiles($0) }
        let unique = withoutDuplicates(known)
        return withoutLoosePredecessors(unique, among: Set(read.map(\.post.id)))
    }

    /// Kinds, accounts and campaigns are words of the policy.
    private func checkWords(_ read: ReadPost) -> Bool {
        let errors = sink.errorCount
        if !vocabulary.kinds.contains(read.post.kind) {
            read.fields.error(
                "unknown-kind", "the policy has no kind '\(read.post.kind)'", at: "kind",
                help: PostFields.didYouMean(read.post.kind.rawValue, vocabulary.kinds.map(\.rawValue)))
        }
        for value in read.fields.value("accounts")?.list() ?? [] {
            guard let name = value.node.text, !vocabulary.accounts.contains(AccountID(name)) else { continue }
            value.error(
                "unknown-account", "the policy has no account '\(name)'",
                help: PostFields.didYouMean(name, vocabulary.accounts.map(\.rawValue)))
        }
        if let campaign = read.post.campaign, !vocabulary.campaigns.contains(campaign) {
            read.fields.warning(
                "unknown-campaign", "the policy names no campaign '\(campaign)', so nothing bounds it",
                at: "campaign",
                help: NearestWord.suggest(campaign.rawValue, among: vocabulary.campaigns.map(\.rawValue)).map
                {
                    "did you mean '\($0)'?"
                })
        }
        return sink.errorCount == errors
    }

    /// Pictures are there, inside the workspace.
    private func checkFiles(_ read: ReadPost) -> Bool {
        let images = read.fields.value("images")?.list().compactMap { $0.mapping()?.value("file") } ?? []
        let thumbnail = read.fields.mapping("card")?.value("thumbnail")
        var found = true
        for value in images + (thumbnail.map { [$0] } ?? []) {
            guard let path = value.node.text, !hasFile(path) else { continue }
            value.error(
                "missing-image", "there is no file '\(path)' in the workspace",
                help: "paths begin at the workspace's folder, not at the post's")
            found = false
        }
        return found
    }

    /// An id stands once; the same link and text does not go to one account from two files.
    ///
    /// A draft goes nowhere, so it takes nothing out: it is only told that it could not stay as it is.
    private func withoutDuplicates(_ read: [ReadPost]) -> [ReadPost] {
        var byID: [PostID: ReadPost] = [:]
        let unique = read.filter { next in
            guard let first = byID[next.post.id] else {
                byID[next.post.id] = next
                return true
            }
            next.fields.error(
                "duplicate-id", "the id '\(next.post.id)' is taken", at: "id", notes: [firstUse(first.post)])
            return false
        }
        let live = Dictionary(grouping: unique.filter { !$0.post.isDraft }, by: \.post.identity)
        return unique.filter { next in
            let others = (live[next.post.identity] ?? []).prefix { $0.post.id != next.post.id }
            guard let twin = others.first(where: { share($0.post, next.post) }) else { return true }
            let message = "the same link and text as '\(twin.post.id)'"
            if next.post.isDraft {
                next.fields.warning(
                    "same-post", message + ", so it could not go out beside it", notes: [firstUse(twin.post)])
            } else {
                next.fields.error(
                    "same-post", message, notes: [firstUse(twin.post)],
                    help: "remove one, or use 'evergreen:' to repeat a post")
            }
            return next.post.isDraft
        }
    }

    private func firstUse(_ post: Post) -> String {
        guard let place = post.location else { return "first in '\(post.id)'" }
        return "first in \(place.file)" + (place.line.map { ":\($0)" } ?? "")
    }

    private func share(_ a: Post, _ b: Post) -> Bool {
        guard let first = a.accounts, let second = b.accounts else { return true }
        return !Set(first).isDisjoint(with: second)
    }

    /// What `after:` names exists, goes to a common account, and does not come round to itself.
    ///
    /// A post that waits for one that is left out would wait for ever, so it is left out, too, and so on.
    private func withoutLoosePredecessors(_ read: [ReadPost], among all: Set<PostID>) -> [ReadPost] {
        let sound = Dictionary(read.map { ($0.post.id, $0.post) }) { first, _ in first }
        let open = sound.mapValues { $0.after.filter { !vocabulary.posted.contains($0) } }
        let cycles = Cycles(open.mapValues { $0.filter { sound[$0] != nil } })
        let circles = sound.keys.reduce(into: [PostID: [PostID]]()) { $0[$1] = cycles.cycle(through: $1) }
        var out = Set(circles.keys)
        while true {
            let next = open.filter { id, after in
                !out.contains(id) && after.contains { sound[$0] == nil || out.contains($0) }
            }
            if next.isEmpty { break }
            out.formUnion(next.keys)
        }
        for next in read { reportPredecessors(of: next, sound, out, circles[next.post.id], among: all) }
        return read.filter { !out.contains($0.post.id) }
    }

    private func reportPredecessors(
        of next: ReadPost, _ sound: [PostID: Post], _ out: Set<PostID>, _ circle: [PostID]?,
        among all: Set<PostID>
    ) {
        for value in next.fields.value("after")?.list() ?? [] {
            guard let name = value.node.text.map({ PostID($0) }), !vocabulary.posted.contains(name) else {
                continue
            }
            if let predecessor = sound[name], !out.contains(name) {
                checkReach(of: predecessor, before: next.post, value)
            } else if circle?.contains(name) != true {
                value.error(
                    "missing-predecessor",
                    all.contains(name)
                        ? "the post '\(name)' was left out for an error of its own"
                        : "there is no post '\(name)'",
                    help: all.contains(name) ? nil : PostFields.didYouMeanPost(name, all))
            }
        }
        if let circle {
            next.fields.error(
                "after-cycle", "each waits for the next: " + circle.map(\.rawValue).joined(separator: " -> "),
                at: "after", help: "remove one of the 'after' entries")
        }
    }

    private func checkReach(of predecessor: Post, before post: Post, _ value: FieldValue) {
        if predecessor.isDraft {
            value.warning("draft-predecessor", "'\(predecessor.id)' is a draft, so this post waits for ever")
        }
        let shared = vocabulary.accounts.filter { post.goes(to: $0) && predecessor.goes(to: $0) }
        let loose = vocabulary.accounts.filter { post.goes(to: $0) && !shared.contains($0) }
        guard !loose.isEmpty else { return }
        value.warning(
            "predecessor-elsewhere",
            "'\(predecessor.id)' does not go to \(loose.map(\.rawValue).joined(separator: ", ")), so it does not bind there"
        )
    }
}

extension PostFields {
    /// The nearest id, also for one whose folder was left out.
    static func didYouMeanPost(_ name: PostID, _ all: Set<PostID>) -> String? {
        let ids = all.sorted().map(\.rawValue)
        let near =
            NearestWord.suggest(name.rawValue, among: ids) ?? ids.first { $0.hasSuffix("/" + name.rawValue) }
        return near.map { "did you mean '\($0)'?" }
    }
}

/// Circles in a graph of references.
struct Cycles {
    private let edges: [PostID: [PostID]]

    init(_ edges: [PostID: [PostID]]) { self.edges = edges }

    /// The shortest way from `start` back to itself, both ends included; nil if there is none.
    func cycle(through start: PostID) -> [PostID]? {
        var cameFrom: [PostID: PostID] = [:]
        var front = [start]
        while !front.isEmpty {
            var next: [PostID] = []
            for node in front {
                for target in edges[node] ?? [] {
                    if target == start {
                        var way = [start]
                        var step = node
                        while step != start, let before = cameFrom[step] {
                            way.insert(step, at: 0)
                            step = before
                        }
                        return [start] + way
                    }
                    if cameFrom[target] == nil {
                        cameFrom[target] = node
                        next.append(target)
                    }
                }
            }
            front = next
        }
        return nil
    }
}
