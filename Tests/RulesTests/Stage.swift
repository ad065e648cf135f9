import Policies
import Posts
import Rules
import Timeline

/// Builders for tests of slots, floors and replays.
enum Stage {
    /// Central European time by its rule alone, so that tests need no time zone data of the machine.
    static let berlin = zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")

    /// A zone that follows a POSIX rule at all times: the smallest file that says so.
    static func zone(_ name: String, _ rule: String) -> Zone {
        let header = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        let none = Array(repeating: UInt8(0), count: 24)
        let oneType = Array(repeating: UInt8(0), count: 16) + [0, 0, 0, 1, 0, 0, 0, 1]
        let bytes =
            header + none + header + oneType + Array(repeating: 0, count: 7) + Array("\n\(rule)\n".utf8)
        do {
            return Zone(name: name, rules: try ZoneRules(tzif: bytes))
        } catch {
            preconditionFailure("the rule \(rule) cannot be read: \(error)")
        }
    }

    /// `2026-11-23T08:00Z` or with another offset.
    static func at(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: text) else { preconditionFailure("no instant: \(text)") }
        return instant
    }

    /// `2026-11-23`.
    static func date(_ text: String) -> LocalDate {
        guard let date = LocalDate(parsing: text) else { preconditionFailure("no date: \(text)") }
        return date
    }

    /// An account on a network that charges nothing.
    static func account(_ id: AccountID = "here", _ settings: Settings = Settings()) -> Account {
        Account(
            id: id, network: NetworkProfile(name: "test", keys: [], putsLinkInText: false), settings: settings
        )
    }

    /// A subject of kind `curated` unless another is given.
    static func subject(
        _ index: Int = 0, kind: Kind = Kind("curated", .thirdParty, .value, goodwill: 1), pin: Instant? = nil,
        priority: Int = 3, halfLife: Minutes? = nil, freshFrom: Instant? = nil
    ) -> Subject {
        Subject(
            index: index, identity: index, kind: kind, pin: pin, priority: priority, halfLife: halfLife,
            freshFrom: freshFrom)
    }

    /// A post with a text of its own.
    static func post(_ id: PostID, _ kind: KindName = "curated") -> Post {
        Post(id: id, kind: kind, body: ["The text of \(id)."])
    }

    /// The past of an account that posted at these instants, oldest first.
    static func past(_ instants: [Instant], on account: Account) -> Past {
        var past = Past(account: account.id, goodwill: account.settings.goodwill)
        // A line of history is a post of its own, unlike any that a docket numbers.
        let line = Subject(index: 0, identity: -1, kind: Kind("curated", .thirdParty, .value, goodwill: 1))
        for at in instants {
            past.append(
                Candidate(subject: line, at: at, local: account.settings.zone.local(at: at)), isPlanned: false
            )
        }
        return past
    }

    /// Placements written as `post account instant`.
    static func placements(_ lines: String...) -> [Placement] {
        lines.map { line in
            let words = line.split(separator: " ").map(String.init)
            return Placement(post: PostID(words[0]), account: AccountID(words[1]), at: at(words[2]))
        }
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
