import Ledger
import Posts
import Timeline

/// How things stand, in numbers for Prometheus. Names and meanings are in `docs/formats.md`.
///
/// Points in time are given rather than ages: whoever reads the file later subtracts them from the time it is then.
struct StatusMetrics {
    let view: StatusView?
    let report: StatusReport
    /// Epoch seconds.
    let now: Int
    /// What keeps ticks from beginning at all.
    var policyFault: PolicyFault?

    /// The text format.
    var text: String { PrometheusText.render(general + ticks + accounts) }

    private var general: [MetricFamily] {
        var build = MetricFamily("hearth_build_info", "The version that wrote this; always 1.")
        build.add(1, ("version", Hearth.version))
        var written = MetricFamily(
            "hearth_status_timestamp_seconds", "When these numbers were true, in seconds since the epoch.")
        written.add(now)
        var healthy = MetricFamily(
            "hearth_healthy",
            "1 if nothing needs a person, else 0: what the exit code of `hearth status` says.")
        healthy.add(report.ok ? 1 : 0)
        var troubles = MetricFamily("hearth_troubles", "What is wrong besides deliveries, by kind.")
        var found = view?.status.troubles.map(\.kind) ?? []
        if policyFault != nil { found.append(PolicyFault.kind) }
        let kinds = LedgerTrouble.kinds + [PolicyFault.kind]
        for kind in kinds + Set(found).subtracting(kinds).sorted() {
            troubles.add(found.count { $0 == kind }, ("kind", kind))
        }
        var untold = MetricFamily(
            "hearth_untold_notices",
            "Failures that nobody could be told of yet, although the policy says whom.")
        untold.add(view?.untold)
        return [build, written, healthy, troubles, untold]
    }

    private var ticks: [MetricFamily] {
        let last = view?.status.lastTick
        var started = MetricFamily(
            "hearth_last_tick_start_timestamp_seconds", "When the last tick began.")
        started.add(last?.started)
        var ended = MetricFamily(
            "hearth_last_tick_end_timestamp_seconds",
            "When the last tick ended; missing while one is at work, or if it died.")
        ended.add(last?.ended)
        var succeeded = MetricFamily(
            "hearth_last_tick_success",
            "1 if the last tick came to its end, else 0; 0 also while the policy lets none begin.")
        let canBegin = policyFault == nil
        succeeded.add(
            last.map { canBegin && $0.ended != nil && $0.outcome?.hasPrefix("failed") != true ? 1 : 0 })
        var clock = MetricFamily(
            "hearth_clock_believed", "1 if the last tick believed the clock; at 0 nothing is sent.")
        clock.add(view?.isClockBelieved.map { $0 ? 1 : 0 })
        var plan = MetricFamily("hearth_plan_stored_timestamp_seconds", "When the plan in force was stored.")
        plan.add(view?.planStored)
        return [started, ended, succeeded, clock, plan]
    }

    private var accounts: [MetricFamily] {
        guard let view else { return [] }
        var deliveries = MetricFamily(
            "hearth_deliveries", "Deliveries of all times by the state they are in.")
        var persons = MetricFamily("hearth_needs_person_deliveries", "Deliveries that wait for a person.")
        var doubt = MetricFamily(
            "hearth_oldest_unknown_timestamp_seconds",
            "Since when the oldest outcome that nobody knows is not known; missing if there is none.")
        var posted = MetricFamily("hearth_last_posted_timestamp_seconds", "When a post last went out.")
        var next = MetricFamily("hearth_next_placement_timestamp_seconds", "When the next post is planned.")
        var held = MetricFamily(
            "hearth_hold_since_timestamp_seconds",
            "Since when an account (* for all) is on hold, by whom; missing if it is not.")
        var paused = MetricFamily(
            "hearth_pause_until_timestamp_seconds",
            "Until when nothing is sent to an account or host, because attempts failed or the network asks.")
        var failing = MetricFamily(
            "hearth_failing_attempts", "Attempts in a row that came to nothing, once there are many.")
        var waiting = MetricFamily(
            "hearth_waiting_since_timestamp_seconds",
            "Since when somebody waits for an answer; missing if nobody does.")
        var runway = MetricFamily(
            "hearth_runway_days",
            "Days until the posts that give run out; missing if that is not within sight.")
        var missing = MetricFamily(
            "hearth_floor_missing_posts", "Posts that the plan lacks to the daily minimum.")
        var silent = MetricFamily(
            "hearth_floor_silent_hours", "Started hours by which silences in the plan are too long.")
        for account in view.accounts {
            let label = ("account", account.rawValue)
            let census = view.census[account] ?? AccountCensus()
            for state in DeliveryState.allCases {
                deliveries.add(census.counts[state] ?? 0, label, ("state", state.rawValue))
            }
            persons.add(census.needPerson, label)
            doubt.add(census.doubtSince, label)
            posted.add(census.lastPosted, label)
            next.add(view.status.next.first { $0.account == account }.map { $0.at.minutes * 60 }, label)
            waiting.add(view.status.waiting[account], label)
            runway.add(view.runwayDays(account), label)
            missing.add(view.forecast.accounts[account].map(\.missingPosts), label)
            silent.add(view.forecast.accounts[account].map(\.silentHours), label)
        }
        for hold in view.status.holds {
            held.add(hold.since, ("account", hold.account?.rawValue ?? "*"), ("by", hold.origin.rawValue))
        }
        let asked = view.status.askedPauses.map { ("account/\($0.account)", $0.until) }
        let pauses = Dictionary(view.status.pauses.map { ($0.name, $0.until) } + asked, uniquingKeysWith: max)
        for (place, until) in pauses.sorted(by: { $0.key < $1.key }) { paused.add(until, ("place", place)) }
        for case .failing(let account, _, let attempts, _) in view.status.troubles {
            failing.add(attempts, ("account", account.rawValue))
        }
        return [
            deliveries, persons, doubt, posted, next, held, paused, failing, waiting, runway, missing, silent,
        ]
    }
}

extension LedgerTrouble {
    /// The kinds that are always counted.
    static let kinds = [
        "account_unusable", "adopted_on_hold", "clock_doubted", "epoch_unreadable", "failing",
        "inbox_failed", "left_sending", "no_reserve", "no_room", "not_adopted", "plan_failed", "tick_failed",
        "tick_unfinished",
    ]

    /// What kind of trouble it is, in a word that does not change.
    var kind: String {
        switch self {
        case .tickFailed: "tick_failed"
        case .tickUnfinished: "tick_unfinished"
        case .clockDoubted: "clock_doubted"
        case .leftSending: "left_sending"
        case .notAdopted: "not_adopted"
        case .epochUnreadable: "epoch_unreadable"
        case .noRoom: "no_room"
        case .noReserve: "no_reserve"
        case .planFailed: "plan_failed"
        case .unusable: "account_unusable"
        case .adoptedOnHold: "adopted_on_hold"
        case .failing: "failing"
        case .inboxFailed: "inbox_failed"
        }
    }
}
