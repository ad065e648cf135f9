import Policies
import Posts
import Timeline

/// A situation in which a rule can be asked, described by data: settings, what went out, and who asks.
///
/// Examples and tests are written with it. Times are text as a policy would have them, on the wall clock of
/// `settings.zone` unless they carry an offset.
public struct RuleScene: Sendable {
    /// Something that went out, or asks to.
    public struct Posting: Sendable {
        /// Which post; the same name is the same post, nil is a post of its own.
        public var post: PostID?
        /// Its effective kind, of the built-in table.
        public var kind: KindName
        /// When, such as `2026-11-23T09:00`.
        public var at: String
        /// What it is about.
        public var topics: [String]
        /// Whose work it points to.
        public var source: String?
        /// The page it points to.
        public var link: String?
        /// The campaign it belongs to.
        public var campaign: CampaignName?
        /// What it costs, in millionths.
        public var price: Int
        /// It goes out then or later.
        public var notBefore: String?
        /// It goes out before then; a date is included.
        public var notAfter: String?
        /// The only time at which it may go out.
        public var pin: String?
        /// How often it may be repeated.
        public var evergreen: Evergreen?
        /// What must have gone out before.
        public var after: [PostID]
        /// How long before.
        public var lag: Minutes

        /// A post of a kind at a time.
        public init(
            _ kind: KindName, at: String, post: PostID? = nil, topics: [String] = [], source: String? = nil,
            link: String? = nil, campaign: CampaignName? = nil, price: Int = 0, notBefore: String? = nil,
            notAfter: String? = nil, pin: String? = nil, evergreen: Evergreen? = nil, after: [PostID] = [],
            lag: Minutes = .minutes(0)
        ) {
            self.post = post
            self.kind = kind
            self.at = at
            self.topics = topics
            self.source = source
            self.link = link
            self.campaign = campaign
            self.price = price
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.pin = pin
            self.evergreen = evergreen
            self.after = after
            self.lag = lag
        }
    }

    /// The same post on another account.
    public struct Sighting: Sendable {
        /// Which post.
        public var post: PostID
        /// Where.
        public var account: AccountID
        /// When.
        public var at: String
        /// Whether it is planned rather than history.
        public var isPlanned: Bool

        /// `post` on `account` at `at`.
        public init(_ post: PostID, on account: AccountID, at: String, isPlanned: Bool = false) {
            self.post = post
            self.account = account
            self.at = at
            self.isPlanned = isPlanned
        }
    }

    /// The account's name, for what happens at one instant on several.
    public var account: AccountID = "example"
    /// The sections that hold for the account.
    public var settings = Settings()
    /// What it may spend in a month.
    public var budget: Money?
    /// When planning starts.
    public var now = "2026-11-23T08:00"
    /// Whether the account is on hold.
    public var isHeld = false
    /// Since when somebody has waited for an answer.
    public var waitingSince: String?
    /// Why the rules are asked.
    public var purpose = Problem.Purpose.planning
    /// What has gone out, oldest first.
    public var past: [Posting] = []
    /// Where the same posts went elsewhere.
    public var elsewhere: [Sighting] = []
    /// Who asks.
    public var candidate = Posting("curated", at: "2026-11-23T12:00")

    /// An account of which the policy asks nothing.
    public init() {}

    /// Why the checks of `rule` do not admit the candidate, in their order.
    public func refusals(by rule: any Rule.Type) -> [any Refusal] { answers(of: rule).compactMap(\.refusal) }

    /// What each check of `rule` says, and at which level.
    public func answers(of rule: any Rule.Type) -> [(level: Level, refusal: (any Refusal)?)] {
        var identities: [PostID: Int] = [:]
        var subjects: [Subject] = []
        for posting in past + [candidate] {
            subjects.append(subject(posting, index: subjects.count, identities: &identities))
        }
        var account = Account(
            id: account, network: NetworkProfile(name: "example", keys: [], putsLinkInText: false),
            settings: settings)
        account.budget = budget
        let accountCase = AccountCase(
            account: account, now: instant(now), isHeld: isHeld, waitingSince: waitingSince.map(instant),
            purpose: purpose, subjects: subjects)
        var record = Past(account: account.id, goodwill: settings.goodwill)
        for (subject, posting) in zip(subjects, past) {
            record.append(accountCase.candidate(subject, at: instant(posting.at)), isPlanned: false)
        }
        for other in elsewhere {
            record.elsewhere[identity(of: other.post, &identities), default: []].append(
                Past.Sighting(account: other.account, at: instant(other.at), isPlanned: other.isPlanned))
        }
        let asked = accountCase.candidate(subjects[past.count], at: instant(candidate.at))
        return answers(of: rule, on: accountCase, asked, record)
    }

    private func answers<R: Rule>(
        of rule: R.Type, on account: AccountCase, _ asked: Candidate, _ record: Past
    ) -> [(level: Level, refusal: (any Refusal)?)] {
        rule.checks(on: account).map { ($0.level, $0.refusal(of: asked, after: record)) }
    }

    /// The zone in which refusals are to be read.
    public var zone: Zone { settings.zone }

    /// What a time in text means here; the epoch if it is none.
    public func instant(_ text: String) -> Instant {
        Stamp(parsing: text)?.start(in: settings.zone) ?? Instant(minutes: 0)
    }

    private func identity(of post: PostID?, _ identities: inout [PostID: Int]) -> Int {
        // Posts without a name get numbers that no other post has.
        let name = post ?? PostID("#\(identities.count)")
        if let known = identities[name] { return known }
        identities[name] = identities.count
        return identities.count - 1
    }

    private func subject(
        _ posting: Posting, index: Int, identities: inout [PostID: Int]
    ) -> Subject {
        let kind =
            Kind.builtIn.first { $0.name == posting.kind } ?? Kind(posting.kind, .own, .filler, goodwill: 0)
        return Subject(
            index: index, post: posting.post, identity: identity(of: posting.post, &identities), kind: kind,
            topics: posting.topics, source: posting.source, link: posting.link, campaign: posting.campaign,
            price: posting.price, notBefore: posting.notBefore.map(instant),
            notAfter: posting.notAfter.flatMap(Stamp.init(parsing:))?.end(in: settings.zone),
            pin: posting.pin.map(instant), evergreen: posting.evergreen,
            after: posting.after.map { .init(post: $0, identity: identity(of: $0, &identities)) },
            lag: posting.lag)
    }
}
