import Policies
import Posts
import Timeline

/// Posts that are alike keep a distance.
///
/// A timeline of one topic, or of one page's links, is a billboard. Two posts of the class that have the topic,
/// source, link, campaign or kind in common (or any two of the class, without `same`) are at least `by` apart:
/// exactly that long is far enough, and `by: 3 posts` wants three other posts of the account between them. Posts
/// share a topic if they have one in common; what a post does not have, it shares with none.
///
/// Example: with `{ same: source, by: 36h }` two posts from w3.org keep a day and a half between them.
public struct Apart: Rule {
    /// `apart`
    public static let name: RuleName = "apart"

    /// The entry of the policy.
    package let entry: ApartEntry
    /// What subjects of the class have in common.
    package let likeness: Likeness

    /// One check per entry of `apart:`.
    public static func checks(on account: AccountCase) -> [Apart] {
        account.settings.apart.map { entry in
            Apart(
                entry: entry,
                likeness: Likeness(entry.same, account.subjects, members: account.members(of: entry.of)))
        }
    }

    /// Whether the distance is a time: then a post that is refused stays so, whatever else goes out before it.
    public var isOverTime: Bool { if case .time = entry.by { true } else { false } }

    /// Whether it may be broken.
    public var level: Level { entry.level }

    /// Refuses what follows a like post too soon.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        let asked = candidate.subject.index
        let mask = likeness.masks[asked]
        guard mask != 0 else { return nil }
        let last = past.postings.count - 1
        var index = last
        switch entry.by {
        case .time(let by):
            let tooOld = candidate.at - by
            while index >= 0, past.postings[index].at > tooOld {
                let other = past.postings[index].index
                if likeness.masks[other] & mask != 0, likeness.areAlike(other, asked) { break }
                index -= 1
            }
            guard index >= 0, past.postings[index].at > tooOld else { return nil }
        case .posts(let by):
            while index >= 0, last - index < by {
                let other = past.postings[index].index
                if likeness.masks[other] & mask != 0, likeness.areAlike(other, asked) { break }
                index -= 1
            }
            guard index >= 0, last - index < by else { return nil }
        }
        let other = past.postings[index]
        return ApartRefusal(
            of: entry.of, same: entry.same, shared: shared(candidate.subject, other.subject),
            at: candidate.at,
            previous: other.at, between: last - index, by: entry.by)
    }

    /// The number of what it has in common with others, if anything in the past has a part of that.
    public func aspect(of subject: Subject, within past: Past) -> Int {
        let mask = likeness.masks[subject.index]
        guard mask != 0 else { return 0 }
        let isThere = past.postings.contains { posting in
            likeness.masks[posting.index] & mask != 0 && likeness.areAlike(posting.index, subject.index)
        }
        return isThere ? likeness.sets[subject.index] : 0
    }

    private func shared(_ a: Subject, _ b: Subject) -> String? {
        switch entry.same {
        case nil: nil
        case .topic: a.topics.first(where: b.topics.contains)
        case .source: a.source
        case .link: a.link
        case .campaign: a.campaign?.rawValue
        case .kind: a.kind.name.rawValue
        }
    }

    /// A topic over time, and a class over posts.
    public static let examples: [RuleExample] = [
        .holds("with `{ same: topic, by: 12h }`, two posts with a topic in common exactly 12h apart") {
            $0.settings.apart = [ApartEntry(same: .topic, by: .time(.hours(12)))]
            $0.past = [.init("curated", at: "2026-11-23T09:00", topics: ["accessibility", "colour"])]
            $0.candidate = .init("own", at: "2026-11-23T21:00", topics: ["colour"])
        },
        .breaks("with `{ same: topic, by: 12h }`, two posts with a topic in common a minute less apart") {
            $0.settings.apart = [ApartEntry(same: .topic, by: .time(.hours(12)))]
            $0.past = [.init("curated", at: "2026-11-23T09:00", topics: ["accessibility", "colour"])]
            $0.candidate = .init("own", at: "2026-11-23T20:59", topics: ["colour"])
        },
        .breaks("with `{ of: promo, by: 3 posts }`, two promotions with two posts between") {
            $0.settings.apart = [ApartEntry(of: Selector([.kind("promo")]), same: nil, by: .posts(3))]
            $0.past = [
                .init("promo", at: "2026-11-23T09:00"), .init("curated", at: "2026-11-23T11:00"),
                .init("curated", at: "2026-11-23T13:00"),
            ]
            $0.candidate = .init("promo", at: "2026-11-23T15:00")
        },
        .holds("with `{ of: promo, by: 3 posts }`, two promotions with three posts between") {
            $0.settings.apart = [ApartEntry(of: Selector([.kind("promo")]), same: nil, by: .posts(3))]
            $0.past = [
                .init("promo", at: "2026-11-23T09:00"), .init("curated", at: "2026-11-23T11:00"),
                .init("curated", at: "2026-11-23T13:00"), .init("curated", at: "2026-11-23T14:00"),
            ]
            $0.candidate = .init("promo", at: "2026-11-23T15:00")
        },
    ]
}

/// Which subjects of a class have an attribute in common, compared by number rather than by text.
package struct Likeness: Sendable {
    /// Per subject a bit for each of its values (modulo 64); 0 for what is not of the class or has no value.
    ///
    /// Without a common bit there is no common value.
    let masks: [UInt64]
    /// Per subject the numbers of its values, ascending; none for what is not of the class or has no value.
    package let values: [[Int]]
    /// Whether a common bit is a common value.
    private let areBitsEnough: Bool
    /// Per subject the number of the set of its values; 0 is the empty set.
    let sets: [Int]

    init(_ attribute: ApartEntry.Attribute?, _ subjects: [Subject], members: [Bool]) {
        guard let attribute else {
            masks = members.map { $0 ? 1 : 0 }
            values = members.map { $0 ? [0] : [] }
            areBitsEnough = true
            sets = members.map { $0 ? 1 : 0 }
            return
        }
        var numbers: [String: Int] = [:]
        var values: [[Int]] = []
        for (subject, isMember) in zip(subjects, members) {
            var own: Set<Int> = []
            for text in isMember ? Likeness.texts(attribute, subject) : [] {
                let number = numbers[text] ?? numbers.count
                numbers[text] = number
                own.insert(number)
            }
            values.append(own.sorted())
        }
        masks = values.map { $0.reduce(0) { $0 | 1 << UInt64($1 % 64) } }
        var numberOfSet: [[Int]: Int] = [[]: 0]
        sets = values.map { own in
            let number = numberOfSet[own] ?? numberOfSet.count
            numberOfSet[own] = number
            return number
        }
        self.values = values
        areBitsEnough = numbers.count <= 64
    }

    /// Whether two subjects with a common bit have a value in common.
    func areAlike(_ a: Int, _ b: Int) -> Bool {
        areBitsEnough || values[a].contains(where: values[b].contains)
    }

    private static func texts(_ attribute: ApartEntry.Attribute, _ subject: Subject) -> [String] {
        switch attribute {
        case .topic: subject.topics
        case .source: subject.source.map { [$0] } ?? []
        case .link: subject.link.map { [$0] } ?? []
        case .campaign: subject.campaign.map { [$0.rawValue] } ?? []
        case .kind: [subject.kind.name.rawValue]
        }
    }
}

/// A like post is too near.
public struct ApartRefusal: Refusal, Hashable {
    /// The class of both.
    public let of: Selector
    /// What they have in common; nil for their class alone.
    public let same: ApartEntry.Attribute?
    /// The value they have in common.
    public let shared: String?
    /// When the post would go out.
    public let at: Instant
    /// When the like post went out.
    public let previous: Instant
    /// How many posts lie between.
    public let between: Int
    /// How far apart they must be.
    public let by: ApartEntry.Distance

    /// `apart`
    public var rule: RuleName { Apart.name }

    /// `the post at 09:00 has the same source w3.org, less than 36h before`
    public func sentence(in zone: Zone) -> String {
        let clock = previous.clock(in: zone, seenFrom: at)
        let other =
            if let same, let shared {
                "the post at \(clock) has the same \(same.rawValue) \(shared)"
            } else {
                "the post at \(clock) is of the same class (\(of))"
            }
        switch by {
        case .time(let length): return "\(other), less than \(length) before"
        case .posts(let wanted):
            return "\(other), with \(between == 0 ? "no post" : posts(between)) between instead of \(wanted)"
        }
    }
}
