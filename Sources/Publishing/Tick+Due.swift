import Ledger
import Policies
import Posts
import Rules
import Timeline

/// Slots that are due, and deliveries that are not to be sent any more.
extension Tick {
    /// Makes deliveries of the slots that are due.
    func beginDue(_ problem: Problem) throws {
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        lazy var recognition = Recognition(problem.posts)
        for slot in try dueSlots(problem, recognition) {
            guard let post = posts[slot.post], !post.isDraft, problem.policy.account(slot.account) != nil
            else {
                continue
            }
            try surroundings.checkpoint("due")
            _ = try ledger.begin(
                slot, facts: post.deliveryFacts, repeats: post.evergreen != nil,
                isAnother: { recognition.stranger(slot.post, content: $0.identity) != nil },
                now: surroundings.now)
        }
    }

    /// Slots of the plan whose time has come, and pins whose time has come while no plan had them: something held or refused
    /// them when it was made, or they came too late for one. What cannot go out any more is a person's.
    func dueSlots(_ problem: Problem, _ recognition: @autoclosure () -> Recognition) throws -> [PlannedSlot] {
        let planned = try (ledger.plan()?.placements ?? []).filter { $0.at.minutes * 60 <= surroundings.now }
        return try planned + passedPins(problem, except: Set(planned), recognition)
    }

    /// What the network refused goes back to the planner once its file says something else: nobody is asked about it any
    /// more.
    ///
    /// It does so before its new slot is due, so that people are told anew should that be refused, too.
    func forgetEditedRefusals(_ load: Workload, _ report: inout TickReport) throws {
        let problem = load.problem
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        lazy var recognition = Recognition(problem.posts)
        // A thread of which a part is out is never begun anew.
        for delivery in try ledger.deliveries(in: [.rejected])
        where delivery.visibleSince == nil && !load.mayHide(delivery.post) {
            let known = recognition.post(delivery.post, content: delivery.facts.identity)
            guard let post = known.flatMap({ posts[$0] }), post.contentDigest != delivery.facts.content,
                problem.policy.account(delivery.account) != nil
            else { continue }
            do {
                try move(delivery, DeliveryMove(.missed, reason: "its file has changed"), &report)
            } catch LedgerError.moved(delivery.id, _, _) {
                report.events.append(.movedByOthers(try ledger.delivery(delivery.id)))
            }
        }
    }

    /// Sends late deliveries back to the planner and those whose last moment went by to rest.
    ///
    /// - Returns: What is still to be sent.
    func sortOut(_ load: Workload, isRecovery: Bool, _ report: inout TickReport) throws -> [Delivery] {
        let problem = load.problem
        var pending: [Delivery] = []
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        try askAboutPins(problem, posts)
        lazy var recognition = Recognition(problem.posts)
        for delivery in try ledger.deliveries(in: [.planned, .missed]) where !load.mayHide(delivery.post) {
            do {
                // Another post that has its name by now says nothing about it.
                let stranger = recognition.stranger(delivery.post, content: delivery.facts.identity)
                let post = stranger == nil ? posts[delivery.post] : nil
                try sortOut(delivery, isRecovery: isRecovery, problem, post, &pending, &report)
            } catch LedgerError.moved(delivery.id, _, _) {
                report.events.append(.movedByOthers(try ledger.delivery(delivery.id)))
            }
        }
        return pending
    }

    private func sortOut(
        _ delivery: Delivery, isRecovery: Bool, _ problem: Problem, _ post: Post?,
        _ pending: inout [Delivery],
        _ report: inout TickReport
    ) throws {
        // A thread that is half out goes on however late it is.
        if delivery.visibleSince != nil {
            if try isAbandoned(delivery) {
                let why = "its account cannot be used, and a part of it is out"
                try move(delivery, DeliveryMove(.needsResolve, reason: why), &report)
            } else {
                pending.append(delivery)
            }
            return
        }
        let zone = problem.policy.account(delivery.account)?.settings.zone
        let end = zone.flatMap { post?.notAfter?.end(in: $0) }
        if let end, surroundings.now >= end.minutes * 60 {
            let isPin = isPinOver(delivery, post, problem)
            let over = DeliveryMove(.expired, reason: "its last moment went by", asksPerson: isPin)
            try move(delivery, over, &report)
        } else if delivery.state == .planned {
            if isRecovery {
                let why = "nothing ran when it was due; after a downtime nothing is sent at once"
                try move(delivery, miss(delivery, post, problem, why: why), &report)
            } else if isTooLate(delivery) {
                let why = delivery.reason.map { "; \($0)" } ?? ""
                try move(
                    delivery, miss(delivery, post, problem, why: "later than \(work.late)\(why)"), &report
                )
            } else {
                pending.append(delivery)
            }
        } else if isPinOver(delivery, post, problem) {
            // Its hold was lifted, a person wants it tried again or has edited it, or it was looked up and not there.
            if !isRecovery, !isTooLate(delivery), pin(delivery, post, problem) == delivery.plannedAt {
                // A pin has no other time, but this one is not over yet.
                try move(delivery, DeliveryMove(.planned, reason: delivery.reason), &report)
                pending.append(try ledger.delivery(delivery.id))
            } else {
                try move(delivery, miss(delivery, post, problem, why: delivery.reason ?? "missed"), &report)
            }
        }
    }

    /// Whether its slot is longer ago than `late`, or will be before it may be tried again.
    func isTooLate(_ delivery: Delivery) -> Bool {
        let next = delivery.isWaiting(surroundings.now) ? delivery.notBefore : surroundings.now
        return next - delivery.plannedAt.minutes * 60 > work.late.count * 60
    }

    /// Whether a thread that is half out has waited for a day for an account that cannot be used.
    func isAbandoned(_ delivery: Delivery) throws -> Bool {
        let account = delivery.account
        let isUsable = surroundings.networks[account] != nil && surroundings.fault(of: account) == nil
        guard delivery.state == .planned, !isUsable else { return false }
        // Of an account that is not in the policy any more nobody knows since when.
        let since = max(delivery.changed, try ledger.unusableSince(account) ?? delivery.changed)
        return DeliveryMachine.isLong(since: since, surroundings.now)
    }

    /// Whether a call in doubt may be made again: on the terms on which it could be made for the first time.
    ///
    /// - Parameter load: Queue and policy; nil while nothing is sent.
    func permission(toResend delivery: Delivery, _ load: Workload?) throws -> Reconciler.Permission {
        guard let load, !load.mayHide(delivery.post), try !isHeld(delivery.account) else { return .notNow }
        if try pause(of: delivery.account) != nil { return .notNow }
        // What is half out was admitted when it began.
        guard delivery.visibleSince == nil else { return .granted }
        guard surroundings.now - delivery.plannedAt.minutes * 60 <= work.late.count * 60 else {
            return .refused
        }
        let state = try load.problem.with(
            ledger, now: minute, except: delivery.id, isRighting: true)
        let refusals = Admission(state, delivery: delivery, now: minute).refusals(of: delivery)
        return refusals.isEmpty ? .granted : .refused
    }

    /// Back to the planner; a pinned post has no other time, so only a person can help it.
    func miss(_ delivery: Delivery, _ post: Post?, _ problem: Problem, why: String) -> DeliveryMove {
        guard isPinOver(delivery, post, problem) else { return DeliveryMove(.missed, reason: why) }
        return DeliveryMove(
            .expired, reason: "its pinned time went by (\(why)): change `at:` or drop it", asksPerson: true)
    }

    func move(_ delivery: Delivery, _ move: DeliveryMove, _ report: inout TickReport) throws {
        try surroundings.checkpoint("set aside")
        report.add(try ledger.finish(delivery, move, now: surroundings.now))
    }
}
