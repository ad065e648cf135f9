import Diagnostics
import Ledger
import Posts
import Timeline

/// How things stand, for people and programs. Property names are the keys of the JSON.
struct StatusReport: Encodable {
    struct Next: Encodable {
        let post: String
        let account: String
        let at: String
    }
    struct Held: Encodable {
        let account: String
        let since: String
        let why: String
        let by: String
    }
    struct Pause: Encodable {
        let place: String
        let until: String
        let failures: Int
        let why: String
    }
    struct Tick: Encodable {
        let started: String
        let ended: String?
        let outcome: String?
        let age_seconds: Int
    }

    struct Account: Encodable {
        let account: String
        let deliveries: [String: Int]
        let needs_person: Int
        let in_doubt_since: String?
        let last_posted: String?
        let on_hold: Bool
        let give_until: String?
        let runway_days: Int?
        let missing_posts: Int
        let silent_hours: Int
    }

    let format = StatusReport.version
    let now: String
    let ok: Bool
    let counts: [String: Int]
    let accounts: [Account]
    let next: [Next]
    let needs_person: [DeliveryReport]
    let under_way: [DeliveryReport]
    let latest: [DeliveryReport]
    let holds: [Held]
    let pauses: [Pause]
    let waiting: [String: String]
    let clock: String?
    let last_tick: Tick?
    let untold_notices: Int
    let troubles: [String]

    /// The value of `format`.
    static let version = "hearth-status/1"

    /// - Parameters:
    ///   - view: Nil where there is no ledger yet.
    ///   - now: Epoch seconds.
    ///   - maxAge: How long ago the last tick may have begun; nil for any time.
    ///   - policyFault: What keeps ticks from beginning; no timer is to blame then.
    init(_ view: StatusView?, now: Int, maxAge: Minutes? = nil, policyFault: PolicyFault? = nil) {
        let status = view?.status
        let persons = (status?.needsPerson ?? []).map { DeliveryReport($0) }
        var sentences = policyFault.map { [$0.sentence] } ?? []
        sentences += (status?.troubles ?? []).map { $0.sentence }
        if policyFault == nil {
            sentences += StatusReport.lateness(status?.lastTick, now: now, maxAge: maxAge)
        }
        var all: [Account] = []
        if let view {
            for account in view.accounts { all.append(StatusReport.account(account, view)) }
        }
        self.now = StatusReport.time(now)
        // What a person has put on hold is no failure; what a network has is one, whether it holds a delivery or not.
        ok = persons.isEmpty && sentences.isEmpty && (status?.refusals ?? []).isEmpty
        counts = StatusReport.words(status?.counts ?? [:])
        accounts = all
        next = (status?.next ?? []).map {
            Next(post: $0.post.rawValue, account: $0.account.rawValue, at: $0.at.rfc3339)
        }
        needs_person = persons
        under_way = (status?.underWay ?? []).map { DeliveryReport($0) }
        latest = (status?.latest ?? []).map { DeliveryReport($0) }
        holds = StatusReport.holds(status?.holds ?? [])
        var pauses = (status?.pauses ?? []).map {
            Pause(
                place: $0.name, until: StatusReport.time($0.until + 59), failures: $0.failures, why: $0.why)
        }
        pauses += (status?.askedPauses ?? []).map {
            Pause(
                place: "account/\($0.account)", until: StatusReport.time($0.until + 59), failures: 0,
                why: $0.why)
        }
        self.pauses = pauses
        waiting = Dictionary(
            (status?.waiting ?? [:]).map { ($0.key.rawValue, StatusReport.time($0.value)) }
        ) { first, _ in first }
        clock = StatusReport.clock(status?.lastTick)
        last_tick = StatusReport.tick(status?.lastTick, now: now)
        untold_notices = view?.untold ?? 0
        troubles = sentences
    }

    private static func holds(_ holds: [Hold]) -> [Held] {
        holds.map {
            Held(
                account: $0.account?.rawValue ?? "*", since: time($0.since), why: $0.why,
                by: $0.origin.rawValue)
        }
    }

    private static func clock(_ last: TickRecord?) -> String? {
        guard let last else { return nil }
        return last.isAccepted ? "accepted" : "doubted"
    }

    private static func tick(_ last: TickRecord?, now: Int) -> Tick? {
        guard let last else { return nil }
        return Tick(
            started: time(last.started), ended: last.ended.map(time), outcome: last.outcome,
            age_seconds: now - last.started)
    }

    private static func words(_ counts: [DeliveryState: Int]) -> [String: Int] {
        Dictionary(counts.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
    }

    private static func account(_ account: AccountID, _ view: StatusView) -> Account {
        let census = view.census[account] ?? AccountCensus()
        let forecast = view.forecast.accounts[account]
        return Account(
            account: account.rawValue, deliveries: words(census.counts), needs_person: census.needPerson,
            in_doubt_since: census.doubtSince.map(time), last_posted: census.lastPosted.map(time),
            on_hold: view.status.holds.contains { $0.account == nil || $0.account == account },
            give_until: forecast?.giveUntil?.description, runway_days: view.runwayDays(account),
            missing_posts: forecast?.missingPosts ?? 0, silent_hours: forecast?.silentHours ?? 0)
    }

    /// Whether ticks have stopped.
    private static func lateness(_ last: TickRecord?, now: Int, maxAge: Minutes?) -> [String] {
        guard let maxAge else { return [] }
        guard let last else { return ["no tick has ever run"] }
        guard now - last.started > maxAge.count * 60 else { return [] }
        return ["no tick has run since \(time(last.started)), longer than \(maxAge): is the timer on?"]
    }

    /// A tick takes ten minutes at the very most.
    private static func unended(_ tick: Tick) -> String {
        tick.age_seconds <= 600 ? "is at work, or it died" : "did not end"
    }

    /// Epoch seconds as RFC 3339, cut to the minute.
    static func time(_ seconds: Int) -> String { Instant(minutes: floorDivide(seconds, 60)).rfc3339 }

    /// The report for people.
    var text: String {
        var lines: [String] = []
        if !needs_person.isEmpty {
            lines.append("needs a person:")
            lines += needs_person.map { "  \($0.line)" }
            let states = Set(needs_person.map(\.state))
            lines += DeliveryState.allCases.filter { states.contains($0.rawValue) }.map {
                "  \($0.rawValue): \($0.remedy)"
            }
        }
        lines += troubles.map { "trouble: \(TerminalText.escaped($0))" }
        lines += holds.map {
            "on hold: \($0.account == "*" ? "everything" : $0.account) since \($0.since): \(TerminalText.escaped($0.why))"
        }
        lines += pauses.map {
            "nothing is sent to \($0.place) until \($0.until), \($0.failures == 0 ? "as the network asks" : "after \($0.failures) failures"): \(TerminalText.escaped($0.why))"
        }
        lines += waiting.sorted { $0.key < $1.key }.map {
            "somebody waits for an answer on \($0.key) since \($0.value)"
        }
        if !under_way.isEmpty { lines += ["under way:"] + under_way.map { "  \($0.line)" } }
        lines.append(next.isEmpty ? "next: nothing is planned" : "next:")
        lines += next.map { "  \($0.at) \($0.account) \($0.post)" }
        if !latest.isEmpty { lines += ["latest:"] + latest.prefix(5).map { "  \($0.line)" } }
        lines.append(
            last_tick.map { "last tick: \($0.started) \($0.outcome ?? StatusReport.unended($0))" }
                ?? "last tick: none yet")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A delivery, for people and programs. Property names are the keys of the JSON.
struct DeliveryReport: Encodable {
    let id: Int
    let account: String
    let post: String
    let state: String
    let planned_at: String
    let changed: String
    let attempts: Int
    let url: String?
    let remote_id: String?
    let reason: String?

    init(_ delivery: Delivery) {
        id = delivery.id
        account = delivery.account.rawValue
        post = delivery.post.rawValue
        state = delivery.state.rawValue
        planned_at = delivery.plannedAt.rfc3339
        changed = StatusReport.time(delivery.changed)
        attempts = delivery.attempt
        url = delivery.url
        remote_id = delivery.remoteID
        reason = delivery.reason
    }

    /// One line.
    var line: String {
        // One line, whatever a server has answered.
        let more = [url, state == "posted" ? nil : reason].compactMap { $0.map { TerminalText.escaped($0) } }
        return "\(id)  \(planned_at)  \(account)  \(post)  \(state)"
            + (more.isEmpty ? "" : "  " + more.joined(separator: "  "))
    }
}

extension LedgerTrouble {
    /// What is wrong, in a sentence.
    var sentence: String {
        switch self {
        case .tickFailed(let tick): "the last tick \(tick.outcome ?? "failed")"
        case .tickUnfinished(let tick):
            "the tick of \(StatusReport.time(tick.started)) did not come to its end; the next one goes on"
        case .clockDoubted(let tick):
            "the clock was not believed at \(StatusReport.time(tick.started)): nothing is sent until it agrees again"
        case .leftSending(let delivery):
            "delivery \(delivery.id) (\(delivery.post) on \(delivery.account)) was being sent when its tick ended"
        case .notAdopted(let standing): standing.sentence
        case .epochUnreadable(let error):
            "what was sent last cannot be read (\(error)): nothing is sent until it can, or until `hearth adopt`"
        case .noRoom(let room):
            "the disk of the state folder is nearly full (\(room.bytes >> 20) MiB"
                + (room.inodes.map { ", \($0) inodes" } ?? "") + " free): nothing is sent"
        case .noReserve(let error): "there is no room for an outcome (\(error)): nothing is sent"
        case .planFailed(let why): "no plan could be made, the stored one stays: \(why)"
        case .unusable(let account, let why): "\(account) cannot be used (\(why)): nothing is sent there"
        case .adoptedOnHold(let since):
            "the ledger was adopted at \(StatusReport.time(since)), and everything is on hold since: "
                + "bring in what went out without it, then `hearth resume`"
        case .failing(let account, let since, let attempts, let why):
            "nothing has gone out on \(account) since \(StatusReport.time(since)), \(attempts) attempts: \(why)"
        case .inboxFailed(let account, let since, let why):
            "who waits for an answer on \(account) cannot be found out since \(StatusReport.time(since)) (\(why)): "
                + "asks go by what was known before"
        }
    }
}
