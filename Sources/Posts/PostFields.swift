import Diagnostics
import Timeline
import YAML

/// A post that could be read, with the places of what is checked against others later.
struct ReadPost {
    var post: Post
    /// The fields by key.
    let fields: FieldReader
}

/// Reads the keys of a post; front matter, table rows and JSON lines have the same.
struct PostFields {
    let vocabulary: Vocabulary

    /// What durations look like, for messages.
    static let duration = "a duration such as 30m, 2h or 14d"
    private static let stamp = "a date (2026-11-24), a date and time (2026-11-24T09:00) or one with an offset"

    /// Reads one post; nil after reporting if any key is wrong.
    ///
    /// - Parameter body: The text behind front matter, or nil where the key `body` holds it.
    func read(_ id: PostID, _ fields: FieldReader, body: [String]?) -> ReadPost? {
        let errors = fields.sink.errorCount
        fields.require(
            "kind", help: "one of " + vocabulary.kinds.sorted().map(\.rawValue).joined(separator: ", "))
        let kind = fields.value("kind")?.string().map { KindName($0) }
        let text = body ?? fields.string("body").map(PostFields.thread) ?? [""]
        var post = Post(id: id, kind: kind ?? "", body: text)
        readText(&post, fields)
        readReferences(&post, fields)
        readTimes(&post, fields)
        readPictures(&post, fields)
        post.priority = fields.int("priority", in: 1...5) ?? 3
        post.language = fields.custom("language", expected: "a language tag such as en or pt-BR") {
            PostFields.isLanguageTag($0) ? $0 : nil
        }
        post.warning = fields.string("warning")
        post.visibility = fields.choice("visibility", as: Visibility.self)
        post.isDraft = fields.bool("draft") ?? false
        post.note = fields.string("note")
        let hasText = post.body.contains { !$0.isEmpty } || !post.variants.isEmpty
        if !hasText && post.link == nil && post.images.isEmpty {
            fields.error("no-text", "the post has no text, no link and no image")
        } else if post.body.count > 1, post.body.contains("") {
            fields.error("empty-part", "a part of the thread is empty", help: "remove one of the '---' lines")
        }
        fields.finish()
        return fields.sink.errorCount == errors ? ReadPost(post: post, fields: fields) : nil
    }

    private func readText(_ post: inout Post, _ fields: FieldReader) {
        for entry in fields.named("text") ?? [] {
            // An account may be called like its network.
            let accounts = vocabulary.accounts.map(\.rawValue)
            let known = accounts + vocabulary.networks.map(\.rawValue).filter { !accounts.contains($0) }
            if !known.contains(entry.name) {
                entry.errorAtName(
                    "unknown-account", "'\(entry.name)' is no account or network of the policy",
                    help: PostFields.didYouMean(entry.name, known))
            }
            if let text = entry.value.string() { post.texts[entry.name] = PostFields.thread(text) }
        }
        post.variants = (fields.strings("variants") ?? []).map(PostFields.thread)
        post.link = fields.value("link").flatMap(PostFields.link)
        post.topics = fields.strings("topics") ?? []
        post.source = fields.string("source")
        post.via = fields.string("via")
        post.card = fields.mapping("card") { card -> LinkCard? in
            card.require("title")
            // Every key is asked for before any is missed, or the others would count as unknown.
            let (title, text) = (card.string("title"), card.string("description"))
            let thumbnail = card.string("thumbnail")
            return title.map { LinkCard(title: $0, description: text ?? "", thumbnail: thumbnail) }
        }
        if post.card != nil && !fields.has("link") {
            fields.error("card-without-link", "a card needs a link", at: "card", help: "add 'link:'")
        }
    }

    private func readReferences(_ post: inout Post, _ fields: FieldReader) {
        post.accounts = fields.strings("accounts")?.map { AccountID($0) }
        if post.accounts?.isEmpty == true {
            fields.error(
                "no-accounts", "the list of accounts is empty", at: "accounts", help: "use 'draft: true'")
        }
        post.after = (fields.strings("after") ?? []).map { PostID($0) }
        post.lag = fields.custom("lag", expected: PostFields.duration) { Minutes(parsing: $0) } ?? .minutes(0)
        if fields.has("lag") && !fields.has("after") {
            fields.error("lag-without-after", "'lag' needs 'after'", at: "lag")
        }
        post.campaign = fields.string("campaign").map { CampaignName($0) }
        post.evergreen = fields.mapping("evergreen") { entry -> Evergreen? in
            entry.require("every")
            let every = entry.custom("every", expected: PostFields.duration) { text in
                Minutes(parsing: text).flatMap { $0.count > 0 ? $0 : nil }
            }
            let times = entry.int("times", in: 1...10_000)
            return every.map { Evergreen(every: $0, times: times) }
        }
        if !post.variants.isEmpty && post.evergreen == nil {
            fields.error(
                "variants-without-evergreen", "only an evergreen post rotates through variants",
                at: "variants",
                help: "add 'evergreen: {every: 30d}', or write the text as the body")
        }
    }

    private func readTimes(_ post: inout Post, _ fields: FieldReader) {
        func stamp(_ key: String) -> Stamp? {
            fields.custom(key, expected: PostFields.stamp) { Stamp(parsing: $0) }
        }
        post.created = stamp("created")
        post.notBefore = stamp("not_before")
        post.notAfter = stamp("not_after")
        post.halfLife = fields.custom("half_life", expected: PostFields.duration) { text in
            Minutes(parsing: text).flatMap { $0.count > 0 ? $0 : nil }
        }
        if let from = post.notBefore, let to = post.notAfter, to.surelyEnds(beforeStartOf: from) {
            fields.error(
                "empty-window", "'not_after' (\(to)) is not after 'not_before' (\(from))", at: "not_after",
                help: "the post could never go out")
        }
        guard let value = fields.value("at") else { return }
        if value.node.entries != nil {
            var stamps: [AccountID: Stamp] = [:]
            for entry in value.entries() ?? [] {
                if !vocabulary.accounts.contains(AccountID(entry.name)) {
                    entry.errorAtName(
                        "unknown-account", "the policy has no account '\(entry.name)'",
                        help: PostFields.didYouMean(entry.name, vocabulary.accounts.map(\.rawValue)))
                }
                stamps[AccountID(entry.name)] = entry.value.custom(expected: PostFields.stamp) {
                    Stamp(parsing: $0)
                }
            }
            post.pin = .perAccount(stamps)
            for (account, stamp) in stamps.sorted(by: { $0.key < $1.key }) {
                checkPin(stamp, of: post, " on '\(account)'", fields)
            }
        } else {
            post.pin = stamp("at").map { .everywhere($0) }
            if case .everywhere(let stamp) = post.pin { checkPin(stamp, of: post, "", fields) }
        }
    }

    /// A pinned post goes out at its instant or never, so that must lie in its own window.
    private func checkPin(_ pin: Stamp, of post: Post, _ place: String, _ fields: FieldReader) {
        let problem: String? =
            if let from = post.notBefore, pin.surelyStarts(beforeStartOf: from) {
                "is before 'not_before' (\(from))"
            } else if let to = post.notAfter, to.surelyEnds(beforeStartOf: pin) {
                "is not before the end of 'not_after' (\(to))"
            } else {
                nil
            }
        guard let problem else { return }
        fields.error(
            "pin-outside-window", "'at'\(place) (\(pin)) \(problem)", at: "at",
            help: "the post could never go out")
    }

    private func readPictures(_ post: inout Post, _ fields: FieldReader) {
        post.images =
            fields.each("images") { image -> PostImage? in
                image.require("file")
                image.require("alt", help: "say what the picture shows, for those who do not see it")
                guard let file = image.string("file"), let alt = image.string("alt") else { return nil }
                return PostImage(file: file, alt: alt)
            } ?? []
    }

    /// The parts of a thread in one text.
    static func thread(_ text: String) -> [String] {
        // In Swift CR LF is one character, so it has to be named beside LF.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        return FrontMatter.thread(lines.map(String.init))
    }

    static func didYouMean(_ word: String, _ known: [String]) -> String? {
        NearestWord.suggest(word, among: known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty ? nil : "known: " + known.sorted().joined(separator: ", "))
    }

    /// A link; one with a password in it is refused without being shown.
    private static func link(_ value: FieldValue) -> String? {
        if let text = value.node.text, text.contains("://"), authority(text).contains("@") {
            value.errorUnseen(
                "address-with-password",
                "\(value.label) has a user or password in it, which everybody would read",
                help: "write the address without what stands before the '@'")
            return nil
        }
        return value.custom(expected: "an absolute http or https address", webAddress)
    }

    /// What stands between `://` and the path.
    private static func authority(_ text: String) -> Substring {
        text.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
    }

    private static func webAddress(_ text: String) -> String? {
        Link.isWebAddress(text) ? text : nil
    }

    private static func isLanguageTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count) else { return false }
        return parts.allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }
}
