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
    struct Tick: Encodable {
        let started: String
        let ended: String?
        let outcome: String?
    }

    let counts: [String: Int]
    let next: [Next]
    let needs_person: [DeliveryReport]
    let under_way: [DeliveryReport]
    let latest: [DeliveryReport]
    let holds: [Held]
    let waiting: [String: String]
    let last_tick: Tick?

    init(_ status: LedgerStatus?) {
        counts = Dictionary(
            (status?.counts ?? [:]).map { ($0.key.rawValue, $0.value) }
        ) { first, _ in first }
        next = (status?.next ?? []).map {
            Next(post: $0.post.rawValue, account: $0.account.rawValue, at: $0.at.rfc3339)
        }
        needs_person = (status?.needsPerson ?? []).map { DeliveryReport($0) }
        under_way = (status?.underWay ?? []).map { DeliveryReport($0) }
        latest = (status?.latest ?? []).map { DeliveryReport($0) }
        holds = (status?.holds ?? []).map {
            Held(
                account: $0.account?.rawValue ?? "*", since: StatusReport.time($0.since), why: $0.why,
                by: $0.origin.rawValue)
        }
        waiting = Dictionary(
            (status?.waiting ?? [:]).map { ($0.key.rawValue, StatusReport.time($0.value)) }
        ) { first, _ in first }
        last_tick = status?.lastTick.map {
            Tick(
                started: StatusReport.time($0.started), ended: $0.ended.map(StatusReport.time),
                outcome: $0.outcome)
        }
    }

    /// Epoch seconds as RFC 3339, cut to the minute.
    static func time(_ seconds: Int) -> String { Instant(minutes: floorDivide(seconds, 60)).rfc3339 }

    /// The report for people.
    var text: String {
        var lines: [String] = []
        if !needs_person.isEmpty {
            lines.append("needs a person:")
            lines += needs_person.map { "  \($0.line)" }
            lines.append("  settle with: hearth resolve ID --sent URL, --retry or --drop")
        }
        lines += holds.map {
            "on hold: \($0.account == "*" ? "everything" : $0.account) since \($0.since): \(TerminalText.escaped($0.why))"
        }
        lines += waiting.sorted { $0.key < $1.key }.map {
            "somebody waits for an answer on \($0.key) since \($0.value)"
        }
        if !under_way.isEmpty { lines += ["under way:"] + under_way.map { "  \($0.line)" } }
        lines.append(next.isEmpty ? "next: nothing is planned" : "next:")
        lines += next.map { "  \($0.at) \($0.account) \($0.post)" }
        if !latest.isEmpty { lines += ["latest:"] + latest.prefix(5).map { "  \($0.line)" } }
        lines.append(
            last_tick.map { "last tick: \($0.started) \($0.outcome ?? "did not end")" }
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
