import HTTP
import Ledger
import Networks
import Policies
import Posts
import Rules
import Timeline

/// What a tick would send at this moment, found out without a call and without writing.
public struct DryRun: Hashable, Sendable {
    /// One delivery that is due.
    public struct Sending: Hashable, Sendable {
        /// What, where, and the slot it is due at.
        public var slot: PlannedSlot
        /// Why the rules would refuse it now; empty if they would not.
        public var refusals: [String]
        /// The requests, in order, as far as they can be known without answers; secrets are masked when shown.
        public var steps: [Step]
        /// Whether these are all of them.
        public var isComplete: Bool
        /// What the network, or the making of the message, complains about.
        public var complaints: [Complaint]
    }
    /// Deliveries in doubt that would be settled first.
    public var inDoubt: [Delivery]
    /// What is due, by account and slot; only the first of an account without refusals would go out.
    public var sendings: [Sending]
    /// Whether queue, policy or history changed, so that a tick would plan anew first.
    public var wouldPlan: Bool
    /// Whether the clock is believed; if it is not, or nothing ran for a while, a tick sends nothing.
    public var clock: TickClock
    /// Why a tick would send nothing.
    public var obstacles: [LedgerTrouble]
    /// What is stopped, so that nothing of it is due.
    public var holds: [Ledger.Hold]
}

extension Tick {
    /// What `run` would do about sending.
    ///
    /// What answers would bring is not known, so a handle that a step would bring stands as `<STEP>` in later ones. Where
    /// a network asks for the same step again all the same (it wants to learn something, log in, or wait for a picture),
    /// the list ends there and is not complete.
    public func dryRun() throws -> DryRun {
        let load = try work.load()
        let now = Instant(minutes: floorDivide(surroundings.now, 60))
        let problem = try load.problem.with(surroundings.ledger, now: now, isRighting: true)
        let fingerprint = try load.planFingerprint(
            surroundings.ledger, now: instant)
        var sendings: [DryRun.Sending] = []
        let clock = try look()
        let obstacles = try obstacles()
        let isSending = clock == .accepted(isRecovery: false) && obstacles.isEmpty
        for (slot, delivery) in isSending ? try due(problem) : [] {
            sendings.append(try sending(slot, delivery, problem, now: now))
        }
        return DryRun(
            inDoubt: try surroundings.ledger.deliveries(in: [.sending, .unknown]),
            sendings: sendings.sorted { ($0.slot.account, $0.slot.at) < ($1.slot.account, $1.slot.at) },
            wouldPlan: try isOutdated(fingerprint, load.problem), clock: clock,
            obstacles: obstacles, holds: try surroundings.ledger.holds())
    }

    /// Deliveries that wait, and slots that no delivery was made of yet.
    private func due(_ problem: Problem) throws -> [(PlannedSlot, Delivery?)] {
        let all = try surroundings.ledger.deliveries(in: Set(DeliveryState.allCases))
        var found: [(PlannedSlot, Delivery?)] = all.filter {
            $0.state == .planned && !$0.isWaiting(surroundings.now)
                && ($0.visibleSince != nil || !isTooLate($0))
        }.map { (PlannedSlot(post: $0.post, account: $0.account, at: $0.plannedAt), $0) }
        for slot in try dueSlots(problem, Recognition(problem.posts)) {
            let lateness = surroundings.now - slot.at.minutes * 60
            let isKnown = all.contains {
                $0.post == slot.post && $0.account == slot.account && $0.plannedAt >= slot.at
                    && !$0.isGivenUpAhead(of: surroundings.now)
            }
            if (0...work.late.count * 60).contains(lateness), !isKnown { found.append((slot, nil)) }
        }
        return found
    }

    private func sending(_ slot: PlannedSlot, _ delivery: Delivery?, _ problem: Problem, now: Instant) throws
        -> DryRun.Sending
    {
        var sending = DryRun.Sending(slot: slot, refusals: [], steps: [], isComplete: false, complaints: [])
        let facts = problem.posts.first { $0.id == slot.post }?.deliveryFacts ?? DeliveryFacts(kind: "")
        let asked =
            delivery
            ?? Delivery(
                id: 0, account: slot.account, post: slot.post,
                key: ContentDigest.deliveryKey(ledger: surroundings.ledger.identity, delivery: 0),
                plannedAt: slot.at, facts: facts, changed: 0)
        if asked.visibleSince == nil {
            sending.refusals = Admission(problem, delivery: asked, now: now).refusals(of: asked)
        }
        guard let line = try AccountLine(slot.account, surroundings) else {
            let why = surroundings.fault(of: slot.account) ?? "it is not in the policy"
            sending.complaints = [Complaint("account-unusable", why)]
            return sending
        }
        let message: Message
        do {
            message =
                try asked.message.map { try FrozenMessage.thaw($0) }
                ?? work.message(slot.post, slot.account, asked.occurrence)
        } catch {
            sending.complaints = [Complaint("message-not-made", "\(error)")]
            return sending
        }
        sending.complaints = line.network.complaints(about: message, memory: line.memory)
        var errand = Errand(
            message: message, key: asked.key,
            begunMicroseconds: asked.begunMicroseconds ?? surroundings.clock(),
            composedMicroseconds: asked.message == nil ? surroundings.clock() : asked.composedMicroseconds,
            handles: asked.handles)
        for _ in 0..<Publisher.mostSteps {
            switch line.network.next(errand, memory: line.memory, clock: surroundings.now) {
            case .done:
                sending.isComplete = true
                return sending
            case .perform(let step) where !sending.steps.contains { $0.name == step.name }:
                sending.steps.append(step)
                errand.handles[step.name] = "<\(step.name)>"
            default: return sending
            }
        }
        return sending
    }
}
