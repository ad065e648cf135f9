import Diagnostics
import Ledger
import Networks
import Posts
import Publishing
import Timeline

/// What a tick did, for people and programs. Property names are the keys of the JSON.
struct TickText: Encodable {
    struct Line: Encodable {
        let event: String
        let text: String
        let delivery: DeliveryReport?
        /// Where it is about an account but about no delivery.
        var account: String?
        let isWorthSaying: Bool

        enum CodingKeys: String, CodingKey {
            case event, text, delivery, account
        }
    }

    let clock: String
    /// Why nothing was sent, although it was looked up and planned.
    let obstacles: [String]
    let out_of_time: Bool
    let needs_person: Bool
    let events: [Line]
    private let wasStopped: Bool

    enum CodingKeys: String, CodingKey {
        case clock, obstacles, out_of_time, needs_person, events
    }

    init(_ report: TickReport) {
        clock = TickText.words(report.clock)
        obstacles = report.obstacles.map(\.sentence)
        out_of_time = report.isOutOfTime
        wasStopped = report.isStopped
        if case .accepted = report.clock {
            needs_person = report.needsPerson
        } else {
            needs_person = true
        }
        events = report.events.map(TickText.line)
    }

    /// `accepted`, `recovery`, or how far off the clock is.
    static func words(_ clock: TickClock) -> String {
        switch clock {
        case .accepted(let isRecovery): isRecovery ? "recovery" : "accepted"
        case .behind(let seconds): "\(seconds) s behind"
        case .ahead(let seconds): "\(seconds) s ahead"
        }
    }

    /// All that there is to say.
    var lines: [Line] {
        var all: [Line] = []
        switch clock {
        case "accepted": break
        case "recovery":
            all.append(note("nothing ran for a while: settled and planned, sent nothing this time"))
        default:
            all.append(
                note(
                    "the clock is \(clock) of where it should be: nothing is sent until it agrees again, or `hearth resume --clock`"
                ))
        }
        all += obstacles.map { note($0) }
        all += events
        if wasStopped { all.append(note("it was asked to stop; the next tick goes on")) }
        if out_of_time { all.append(note("the time of this tick ran out; the next one goes on")) }
        return all
    }

    private func note(_ text: String) -> Line {
        Line(event: "note", text: text, delivery: nil, isWorthSaying: true)
    }

    private static func line(_ event: TickReport.Event) -> Line {
        switch event {
        case .posted(let delivery): of(delivery, "posted", "posted")
        case .settled(let delivery): of(delivery, "settled", "found to be out")
        case .halfOut(let delivery): of(delivery, "half_out", "a part of the thread is out, the rest follows")
        case .inDoubt(let delivery): of(delivery, "in_doubt", "nobody knows yet whether it is out")
        case .waits(let delivery): of(delivery, "waits", "will be tried again")
        case .refusedByRules(let delivery, let sentences):
            of(delivery, "refused", "not now: " + sentences.joined(separator: "; "))
        case .missed(let delivery): of(delivery, "missed", "missed its slot, goes back to the planner")
        case .expired(let delivery): of(delivery, "expired", "its last moment went by")
        case .rejected(let delivery): of(delivery, "rejected", "the network refuses it")
        case .held(let delivery): of(delivery, "held", "held until a person puts something right")
        case .needsPerson(let delivery):
            of(
                delivery, "needs_person",
                "only a person can say whether it is out: hearth resolve \(delivery.id)")
        case .movedByOthers(let delivery):
            of(delivery, "moved", "somebody else settled it meanwhile: it is \(delivery.state.rawValue)")
        case .planned(let count):
            Line(
                event: "planned", text: "planned anew: \(count) placements", delivery: nil,
                isWorthSaying: false)
        case .planFailed(let why):
            Line(
                event: "plan_failed", text: "no plan could be made, the stored one stays: \(why)",
                delivery: nil, isWorthSaying: true)
        case .accountUnusable(let account, let why):
            Line(
                event: "account_unusable", text: "\(account) cannot be used: \(why)", delivery: nil,
                account: account.rawValue, isWorthSaying: true)
        case .paused(let account, let circuit):
            Line(
                event: "paused",
                text:
                    "nothing is sent on \(account) until \(StatusReport.time(circuit.until + 59)), after \(circuit.failures) failures of \(circuit.name): \(TerminalText.escaped(circuit.why))",
                delivery: nil, account: account.rawValue, isWorthSaying: false)
        case .askedToPause(let pause):
            Line(
                event: "paused",
                text:
                    "nothing is sent on \(pause.account) until \(StatusReport.time(pause.until + 59)): the network asks for it (\(TerminalText.escaped(pause.why)))",
                delivery: nil, account: pause.account.rawValue, isWorthSaying: false)
        case .inboxFailed(let account, let why):
            Line(
                event: "inbox_failed",
                text: "who waits for an answer on \(account) could not be found out: \(why)", delivery: nil,
                account: account.rawValue, isWorthSaying: false)
        }
    }

    private static func of(_ delivery: Delivery, _ event: String, _ words: String) -> Line {
        let more = [delivery.url, event == "posted" ? nil : delivery.reason].compactMap {
            $0.map { TerminalText.escaped($0) }
        }
        let text =
            "\(delivery.account) \(delivery.post): \(words)"
            + (more.isEmpty ? "" : " (\(more.joined(separator: "; ")))")
        return Line(event: event, text: text, delivery: DeliveryReport(delivery), isWorthSaying: true)
    }
}

/// What a tick would send, for people and programs. Property names are the keys of the JSON.
struct DryRunReport: Encodable {
    struct Sending: Encodable {
        let account: String
        let post: String
        let at: String
        let refusals: [String]
        let complaints: [String]
        let requests: [String]
        let complete: Bool
    }

    let clock: String
    let obstacles: [String]
    let would_plan: Bool
    let in_doubt: [DeliveryReport]
    let sendings: [Sending]

    init(_ dry: DryRun) {
        clock = TickText.words(dry.clock)
        obstacles = dry.obstacles.map(\.sentence)
        would_plan = dry.wouldPlan
        in_doubt = dry.inDoubt.map { DeliveryReport($0) }
        sendings = dry.sendings.map { sending in
            Sending(
                account: sending.slot.account.rawValue, post: sending.slot.post.rawValue,
                at: sending.slot.at.rfc3339,
                refusals: sending.refusals, complaints: sending.complaints.map(\.message),
                requests: sending.steps.map { "[\($0.name)] \($0.request)" }, complete: sending.isComplete)
        }
    }

    /// Request by request.
    var text: String {
        var lines: [String] = []
        if clock == "recovery" {
            lines.append(
                "nothing ran for a while: a tick would settle and plan now, and send nothing this time")
        } else if clock != "accepted" {
            lines.append("the clock is \(clock) of where it should be: a tick would send nothing")
        }
        lines += obstacles
        if would_plan {
            lines.append("something changed since the stored plan: a tick would plan anew first")
        }
        for delivery in in_doubt { lines.append("in doubt, settled first: \(delivery.line)") }
        for sending in sendings {
            lines.append("\(sending.at) \(sending.account) \(sending.post)")
            lines += sending.refusals.map { "  refused now: \($0)" }
            lines += sending.complaints.map { "  complaint: \($0)" }
            for request in sending.requests {
                lines += request.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0)" }
            }
            if !sending.complete { lines.append("  what follows depends on the answers") }
        }
        if sendings.isEmpty && clock == "accepted" && obstacles.isEmpty { lines.append("nothing is due") }
        return lines.joined(separator: "\n") + "\n"
    }
}
