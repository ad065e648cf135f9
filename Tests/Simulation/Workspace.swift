import Ledger
import Networks
import Policies
import Posts
import TestSupport
import Timeline

/// Queue and policy, as files would have them at the moment.
struct Workspace {
    /// A file of the queue.
    struct Entry {
        var draft: Scenario.Draft
        /// Grows with each edit; the texts carry it.
        var version = 0
        var id: PostID
        /// The id it began with.
        let first: PostID
        var isRemoved = false
        var isDraft = false
        var pin: Instant?
        var notAfter: Instant?
        var after: PostID?
        var isRenamed = false
        /// When its file came back, or was no draft any more, in epoch minutes by the true time.
        var backSince: Int?
    }

    let scenario: Scenario
    let start: Instant
    private(set) var accounts: [Account] = []
    var entries: [Entry] = []
    /// Accounts that somebody took out of the policy.
    var gone: Set<AccountID> = []
    /// Every id that was ever given, and to which post last.
    private var numbers: [PostID: Int] = [:]
    /// Every text that was ever read, by its digest.
    private var writers: [String: Int] = [:]
    private var revision = 0
    private var cache: (revision: Int, posts: [Post])?

    init(_ scenario: Scenario, start: Instant, networks: [NetworkProfile], options: [[String: String]]) {
        self.scenario = scenario
        self.start = start
        for number in 0..<scenario.accounts {
            var settings = Workspace.settings(scenario.limits, start: start)
            if number % 2 == 1 { settings.zone = SystemZones.berlin }
            var account = Account(
                id: Workspace.account(number), network: networks[number], options: options[number],
                settings: settings)
            if networks[number].name == CrateNetwork.profile.name {
                account.budget = Money(currency: "EUR", millionths: 2_500_000)
            }
            accounts.append(account)
        }
    }

    static func account(_ number: Int) -> AccountID { AccountID("a\(number)") }

    private static func settings(_ limits: Scenario.Limits, start: Instant) -> Settings {
        var settings = Settings()
        settings.grid = .minutes(limits.grid)
        var active = WeeklyHours()
        for day in Weekday.allCases { active.open(day, from: 6 * 60, to: 22 * 60) }
        settings.hours = HoursSettings(active: active)
        settings.pace = PaceSettings(
            min: limits.least, target: min(2, limits.most), max: limits.most,
            spacing: .minutes(limits.spacing))
        settings.goodwill = GoodwillSettings(start: 4, cap: 12)
        settings.mix = [
            MixLimit(of: Selector([.side(.ask)]), atMost: .count(limits.asks), over: .posts(10))
        ]
        if limits.apart > 0 { settings.apart = [ApartEntry(same: .topic, by: .time(.minutes(limits.apart)))] }
        settings.stagger = .minutes(30)
        settings.campaigns = ["spring": CampaignLimits(from: .instant(start), max: 8)]
        if limits.gate { settings.gate = GateSettings(replyWithin: .hours(4)) }
        return settings
    }

    /// Stands for queue and policy.
    var fingerprint: String { "\(revision)" }

    /// The policy.
    var policy: Policy {
        var policy = Policy(accounts: accounts.filter { !gone.contains($0.id) })
        policy.horizon = .days(3)
        policy.freeze = .hours(6)
        return policy
    }

    /// Whatever was changed counts from now on.
    mutating func changed() {
        revision += 1
        cache = nil
    }

    /// A new file, by its number or by a name that has become free.
    mutating func add(_ draft: Scenario.Draft, name: PostID? = nil) {
        let id = name ?? PostID("n\(draft.number)")
        var entry = Entry(draft: draft, id: id, first: id)
        let day = start + .days(draft.day)
        if draft.shape == .pinned {
            entry.pin = day + .minutes(1_440 + 480 + draft.number * 37 % 600)
        }
        if draft.shape == .dated { entry.notAfter = day + .minutes(1_440 + draft.number * 211 % 2_880) }
        if draft.shape == .follower, let before = entries.last(where: { $0.draft.shape != .evergreen }) {
            entry.after = before.id
        }
        numbers[entry.id] = draft.number
        entries.append(entry)
        changed()
    }

    /// Another name for the same file.
    mutating func rename(_ index: Int) {
        while numbers[entries[index].id] != nil { entries[index].id = PostID("\(entries[index].id)x") }
        entries[index].isRenamed = true
        numbers[entries[index].id] = entries[index].draft.number
        changed()
    }

    /// The posts as they are read.
    mutating func posts() -> [Post] {
        if let cache, cache.revision == revision { return cache.posts }
        var posts: [Post] = []
        for entry in entries where !entry.isRemoved {
            let post = post(entry)
            writers[post.identity.digest] = entry.draft.number
            posts.append(post)
        }
        posts.sort { $0.id < $1.id }
        cache = (revision, posts)
        return posts
    }

    /// Whose text it is, whatever it was called; nil if nobody wrote it.
    func number(_ id: PostID, _ digest: String?) -> Int? { digest.flatMap { writers[$0] } ?? numbers[id] }

    /// Whose text a delivery is.
    func number(of delivery: Delivery) -> Int? { number(delivery.post, delivery.facts.identity) }

    private func post(_ entry: Entry) -> Post {
        let draft = entry.draft
        let isAsk = draft.shape == .ask
        let kind: KindName = isAsk ? "own" : draft.number % 3 == 0 ? "community" : "curated"
        let parts = draft.shape == .thread ? 3 : 1
        func words(_ round: Int) -> [String] {
            (0..<parts).map { part in
                let text = Marker(number: draft.number, version: entry.version, round: round, part: part).text
                let isTooLong = draft.shape == .tooLong && entry.version == 0
                return text + (isTooLong ? String(repeating: " much too long", count: 50) : "")
            }
        }
        var post = Post(id: entry.id, kind: kind, body: words(0))
        if draft.shape == .evergreen {
            post.variants = [words(0), words(1), words(2)]
            post.evergreen = Evergreen(every: .days(4), times: 4)
        }
        if draft.shape == .picture { post.images = [PostImage(file: "tea.png", alt: "a cup of tea")] }
        if draft.shape == .link { post.link = "https://example.org/\(draft.number)" }
        if draft.shape == .campaign { post.campaign = "spring" }
        if let after = entry.after {
            post.after = [after]
            post.lag = .minutes(60)
        }
        post.topics = ["t\(draft.number % 5)"]
        post.accounts = draft.account.map { [Workspace.account($0)] }
        post.pin = entry.pin.map { .everywhere(.instant($0)) }
        post.notAfter = entry.notAfter.map { .instant($0) }
        post.isDraft = entry.isDraft
        return post
    }
}

/// What every text begins with, so that what stands on a network is known for what it is, without asking the client.
struct Marker: Hashable {
    var number: Int
    var version: Int
    var round: Int
    var part: Int

    init(number: Int, version: Int, round: Int, part: Int) {
        self.number = number
        self.version = version
        self.round = round
        self.part = part
    }

    /// Reads the beginning of a text; nil if it is none of ours.
    init?(_ text: String) {
        let words = text.prefix(40).split(whereSeparator: { $0 == " " || $0 == "\n" }).prefix(5)
        guard words.count == 5, words[0] == "Nr", let number = Int(words[1]),
            let version = Int(words[2].dropFirst()),
            let round = Int(words[3].dropFirst()), let part = Int(words[4].dropFirst())
        else { return nil }
        self.init(number: number, version: version, round: round, part: part)
    }

    var text: String { "Nr \(number) v\(version) r\(round) p\(part) & more <words>\n\nto read" }
}

extension Scenario.Shape {
    /// How many parts it has.
    var parts: Int { self == .thread ? 3 : 1 }
}

/// The picture of every post that has one: the head of a PNG.
enum Picture {
    static let bytes: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0]
}
