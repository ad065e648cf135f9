import Policies
import Posts
import Rules
import Timeline

/// How long the stock of an account lasts at the policy's pace.
///
/// The *stock* of a class is how many more times its posts may go out on the account from `now` on: once for each
/// post that has not gone out there and has not expired, as often as its `times` leave for an evergreen post
/// (one without an end lasts for ever). The *pace* is `pace.target` posts a day, or `pace.min` without a target. The
/// *share* of a class is its part of what went out in the 28 days before `now` and of what the plan holds. A class
/// thus uses `pace x share` posts a day, and its stock runs out on the local day `today + floor(stock / use)`.
///
/// A class without a share, or an account without a pace, does not run out: its day is nil. Only what gives has run out
/// today where none of it is left and the policy asks for posts (`pace.min`, `pace.target` or `pace.silence`), whatever its
/// share: an empty queue has none.
public struct Runway: Hashable, Sendable {
    /// The stock of one kind.
    public struct Stock: Hashable, Sendable {
        /// Which kind; it is the one that counts, not the label.
        public var kind: KindName
        /// How many more posts; nil for no end.
        public var count: Int?
        /// The first local day without one; nil when it does not run out.
        public var until: LocalDate?

        /// A stock.
        public init(kind: KindName, count: Int?, until: LocalDate?) {
            self.kind = kind
            self.count = count
            self.until = until
        }
    }

    /// What is missing to keep the pace and the mix up to the end of the horizon.
    public struct Need: Hashable, Sendable {
        /// A kind.
        public var kind: KindName
        /// How many more posts of it.
        public var count: Int
        /// The local day by which the first of them is needed.
        public var by: LocalDate

        /// A need.
        public init(kind: KindName, count: Int, by: LocalDate) {
            self.kind = kind
            self.count = count
            self.by = by
        }
    }

    /// How many more posts that give; nil for no end.
    public var giveStock: Int?
    /// The first local day without a post that gives; nil when they do not run out.
    public var giveUntil: LocalDate?
    /// Per kind with a share or a stock, in order of their names.
    public var kinds: [Stock]
    /// What is needed, the earliest first.
    public var needed: [Need]

    /// A runway; see the properties.
    public init(
        giveStock: Int? = 0, giveUntil: LocalDate? = nil, kinds: [Stock] = [], needed: [Need] = []
    ) {
        self.giveStock = giveStock
        self.giveUntil = giveUntil
        self.kinds = kinds
        self.needed = needed
    }
}

extension Runway {
    /// The runway of one account, with `history` behind it and `past` after the plan.
    init(bench: Bench, subjects: [PostID: Subject], history: Past, after past: Past) {
        let now = bench.account.now
        let today = bench.calendar.zone.local(at: now).date
        let last = bench.calendar.zone.local(at: max(now, bench.calendar.end - .minutes(1))).date
        let pace = bench.account.settings.pace.flatMap { $0.target ?? $0.min } ?? 0
        let recent = past.postings.filter { $0.isPlanned || $0.at > now - .days(28) }

        /// The stock; nil for no end.
        func stock(_ isMember: (Subject) -> Bool) -> Int? {
            var groups: [Int: Int] = [:]
            for subject in subjects.values
            where isMember(subject) && subject.notAfter ?? .init(minutes: .max) > now {
                let before = history.latest(of: subject.identity)?.occurrence ?? 0
                let left: Int
                if let evergreen = subject.evergreen {
                    guard let times = evergreen.times else { return nil }
                    left = max(0, times - before)
                } else {
                    left = before == 0 && subject.pin ?? now >= now ? 1 : 0
                }
                groups[subject.identity] = max(groups[subject.identity] ?? 0, left)
            }
            return groups.values.reduce(0, +)
        }
        /// The day on which a stock runs out, and how many more the time from then to the end of the horizon takes.
        func end(stock: Int?, used: Int) -> (day: LocalDate, missing: Int)? {
            guard let stock, pace > 0, used > 0 else { return nil }
            let days = stock * recent.count / (pace * used)
            let all = ((last.dayNumber - today.dayNumber + 1) * pace * used + recent.count - 1) / recent.count
            return (today.adding(days: min(days, 36_500)), max(0, all - stock))
        }
        let gives = stock { $0.kind.side == .give }
        let given = recent.count { $0.subject.kind.side == .give }
        let giveEnd = end(stock: gives, used: given)
        // Some accounts never give, and are well: they have posts that neither give nor ask.
        let livesOnGiving = given > 0 || stock { $0.kind.side != .ask } == 0
        let isBare = gives == 0 && livesOnGiving && (pace > 0 || bench.account.settings.pace?.silence != nil)
        let names = Set(subjects.values.map(\.kind.name)).union(recent.map(\.subject.kind.name))
        var kinds: [Stock] = []
        var needed: [Need] = []
        for name in names.sorted() {
            let count = stock { $0.kind.name == name }
            let out = end(stock: count, used: recent.count { $0.subject.kind.name == name })
            kinds.append(Stock(kind: name, count: count, until: out?.day))
            if let out, out.missing > 0 { needed.append(Need(kind: name, count: out.missing, by: out.day)) }
        }
        self.init(
            giveStock: gives, giveUntil: isBare ? today : giveEnd?.day, kinds: kinds,
            needed: needed.sorted { ($0.by, $0.kind) < ($1.by, $1.kind) })
    }
}
