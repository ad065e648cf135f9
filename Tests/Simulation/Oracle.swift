import Ledger
import Planning
import Policies
import Posts
import Publishing
import Rules
import Timeline

/// Something that must never be.
public struct Violation: Hashable, Sendable {
    /// What sort of thing.
    public enum Sort: String, Hashable, Sendable, CaseIterable {
        /// The same part of the same post stands twice on an account.
        case doubled
        /// The ledger says that it is out, and it is not; or it is out, and the ledger knows nothing of it; or it never was
        /// out, and neither the plan nor the ledger has a word about it.
        case lost
        /// Two posts too close to each other, or one where none may go.
        case burst
        /// A part of a thread stands before, or not below, the one it follows.
        case disorder
        /// What went out was not admitted by the rules.
        case refused
        /// A delivery neither ended nor waits under a name, a week after the last fault.
        case stuck
        /// A call was made that the ledger had not written down before.
        case unrecorded
        /// Something went out that a person had stopped.
        case withdrawn
        /// A day had fewer posts than the plan had promised, and nothing was wrong.
        case absent
        /// The planner disagreed with the rules.
        case planner
        /// A tick ended with an error, or the ledger is not sound.
        case broken
        /// A secret is where it can be read.
        case leaked
    }

    /// What sort of thing.
    public var sort: Sort
    /// What exactly.
    public var note: String
    /// Minutes after the start.
    public var minute: Int
}

/// Judges a run by what stands on the networks, which it knows by the texts, not by what the client says.
struct Oracle {
    /// One part of one post on an account, of ours.
    struct Publication: Hashable {
        var marker: Marker
        var account: Int
        var id: String
        /// What the client's clock showed when the request arrived, in minutes since the epoch.
        var minute: Int
        /// The true time.
        var trueMinute: Int
        var tick: Int
    }

    private(set) var violations: [Violation] = []
    private(set) var publications: [Publication] = []
    /// Whether a server is finishing what it was asked before.
    var isLate = false
    /// Posts that a person has dropped, by account.
    var dropped: Set<Drop> = []
    /// Deliveries that a person has settled by hand.
    var settledByHand: Set<Int> = []
    /// Accounts that a person has stopped, with the tick before which that was.
    var held: [Int: Int] = [:]
    /// What is watched besides what goes out.
    var calls = Calls()
    private var tick = 0
    private var isTicking = false
    private var hasSent = false
    private var ofTick: [Int: Set<Int>] = [:]
    private(set) var promises: [AccountID: [LocalDate: Bool]] = [:]
    /// What the latest plan leaves out, by account, and says why.
    private var explained: [AccountID: Set<PostID>] = [:]
    /// Days on which a floor was judged.
    var floorDays = 0
    /// Those of them on which there was something for it.
    var stockedDays = 0

    struct Drop: Hashable {
        var account: Int
        var number: Int
    }

    mutating func violate(_ sort: Violation.Sort, _ note: String, at world: World) {
        violations.append(Violation(sort: sort, note: note, minute: world.elapsed))
        world.trace?("\(world.stamp) VIOLATION \(sort.rawValue): \(note)")
    }

    // MARK: - While it runs

    mutating func beginTick(_ number: Int, in world: World) {
        calls.isAfterDowntime = calls.isAfterDowntime(world)
        noteBeat(in: world)
        tick = number
        isTicking = true
        ofTick = [:]
        hasSent = false
    }

    mutating func endTick() { isTicking = false }

    /// Something is about to stand on a network.
    mutating func see(_ item: Item, on account: Int, in world: World) {
        guard !item.isByHand else { return }
        guard let marker = Marker(item.text) else {
            violate(.unrecorded, "nobody wrote \(item.text.prefix(60))", at: world)
            return
        }
        let publication = Publication(
            marker: marker, account: account, id: item.id, minute: floorDivide(world.wall, 60),
            trueMinute: world.seconds / 60, tick: tick)
        defer { publications.append(publication) }
        world.trace?("\(world.stamp) OUT a\(account) \(marker) \(isLate ? "late" : "")")
        judgeOnce(publication, in: world)
        judgeOrder(publication, item, in: world)
        guard !isLate else { return }
        hasSent = true
        judgeRecord(publication, in: world)
        judgeMoment(publication, in: world)
        guard marker.part == 0 else { return }
        census(publication, in: world)
        if dropped.contains(Drop(account: account, number: marker.number)) {
            violate(.withdrawn, "a person had dropped \(name(publication))", at: world)
        }
        if let since = held[account], since < tick {
            violate(.withdrawn, "a person had stopped the account of \(name(publication))", at: world)
        }
        ofTick[account, default: []].insert(marker.number)
        if ofTick[account, default: []].count > 1 {
            violate(.burst, "two posts of one account in one tick: \(name(publication))", at: world)
        }
        judgeDistance(publication, in: world)
        judgeAdmission(publication, in: world)
    }

    private func census(_ publication: Publication, in world: World) {
        guard
            let entry = world.workspace.entries.first(where: { $0.draft.number == publication.marker.number })
        else { return }
        world.census.shapes[entry.draft.shape, default: 0] += 1
    }

    func name(_ publication: Publication) -> String {
        "\(publication.marker.number) part \(publication.marker.part) on a\(publication.account)"
    }

    private func entry(_ number: Int, in world: World) -> Workspace.Entry? {
        world.workspace.entries.first { $0.draft.number == number }
    }

    private mutating func judgeOnce(_ publication: Publication, in world: World) {
        let shape = entry(publication.marker.number, in: world)?.draft.shape
        let alike = publications.filter {
            $0.account == publication.account && $0.marker.number == publication.marker.number
                && $0.marker.part == publication.marker.part
        }
        guard let last = alike.last else { return }
        // One that may be repeated keeps its distance of four days, to the minute.
        if shape == .evergreen, abs(publication.minute - last.minute) >= 4 * 1_440 { return }
        violate(
            .doubled, "\(name(publication)), again after \(publication.minute - last.minute) minutes",
            at: world)
    }

    private mutating func judgeOrder(_ publication: Publication, _ item: Item, in world: World) {
        guard publication.marker.part > 0 else { return }
        let before = publications.last {
            $0.account == publication.account && $0.marker.number == publication.marker.number
                && $0.marker.part == publication.marker.part - 1
        }
        // What a person has posted in the same words is taken for ours, and the rest follows below it.
        let service = world.services[publication.account]
        let isBelowTwin = service.items.contains {
            $0.isByHand && $0.id == item.parent && Marker($0.text)?.number == publication.marker.number
        }
        if isBelowTwin || service.isConfused { return }
        if before == nil || before?.id != item.parent {
            violate(.disorder, "\(name(publication)) answers \(item.parent ?? "nothing")", at: world)
        }
        // The words of a thread are frozen with its first part; only a ledger that lacks that reads them again.
        if let before, before.marker.version != publication.marker.version, !world.isReplaced {
            violate(.disorder, "\(name(publication)) goes on in other words than \(name(before))", at: world)
        }
    }

    /// Whatever goes out was written down as being sent, and is not late.
    private mutating func judgeRecord(_ publication: Publication, in world: World) {
        let account = Workspace.account(publication.account)
        let sending = (try? world.ledger.deliveries(in: [.sending]))?.first {
            $0.account == account && world.workspace.number(of: $0) == publication.marker.number
        }
        guard let sending, isTicking else {
            violate(.unrecorded, "\(name(publication)) was not written down before", at: world)
            return
        }
        let isRemembered = world.epochs.contains { epoch in
            epoch.calls.contains { $0.account == account.rawValue && $0.post == sending.post.rawValue }
        }
        if !isRemembered {
            violate(.unrecorded, "\(name(publication)) was not remembered outside the ledger", at: world)
        }
        let age = world.wall - sending.plannedAt.minutes * 60
        if sending.visibleSince == nil, age > 31 * 60 {
            violate(.burst, "\(name(publication)) is \(age / 60) minutes late", at: world)
        }
        // The rest of a thread that a wrong clock has begun goes on when that is set back.
        if sending.visibleSince == nil, age < 0 {
            violate(.burst, "\(name(publication)) is \(-age) seconds early", at: world)
        }
    }

    /// The distance, by hand: rules are asked too, but they are the client's own.
    private mutating func judgeDistance(_ publication: Publication, in world: World) {
        let before = publications.last { $0.account == publication.account && $0.marker.part == 0 }
        guard let before else { return }
        let distance = publication.minute - before.minute
        if (0..<world.scenario.limits.spacing).contains(distance) {
            violate(
                .burst, "\(name(publication)) only \(distance) minutes after \(name(before))", at: world)
        }
    }

    private mutating func judgeAdmission(_ publication: Publication, in world: World) {
        do {
            let refusals = try refusals(of: publication, in: world)
            if !refusals.isEmpty {
                violate(.refused, "\(name(publication)): \(refusals.joined(separator: "; "))", at: world)
            }
        } catch {
            violate(.broken, "\(error)", at: world)
        }
    }

    /// Replays what went out through the rules: what stands on the networks, and what the ledger counts as out besides.
    private func refusals(of publication: Publication, in world: World) throws -> [String] {
        guard let loaded = world.loaded else { return ["nothing was read"] }
        // What a person dropped, or a network refused, is asked of the ledger; what went out is not.
        var problem = try loaded.with(world.ledger, now: Instant(minutes: publication.minute))
        let account = Workspace.account(publication.account)
        let sending = try world.ledger.deliveries(in: [.sending]).first { $0.account == account }
        problem.purpose = .sending
        // Holds are judged by when they were set.
        problem.held = []
        var lines: [HistoryLine] = []
        for other in publications where other.marker.part == 0 {
            // A clock that was ahead has been put right since.
            var other = other
            if other.minute > publication.minute { other.minute = other.trueMinute }
            lines.append(line(other, in: world))
        }
        let known = Set(publications.map { Drop(account: $0.account, number: $0.marker.number) })
        for extra in try world.ledger.history() + world.ledger.occupied(except: sending?.id) {
            guard let post = extra.post else {
                // Somebody's own, recorded by hand.
                lines.append(extra)
                continue
            }
            guard let number = world.workspace.number(post, extra.content),
                let index = (0..<world.scenario.accounts).first(where: {
                    Workspace.account($0) == extra.account
                })
            else { continue }
            let drop = Drop(account: index, number: number)
            guard known.contains(drop) else {
                lines.append(extra)
                continue
            }
            // One that is repeated may be in doubt besides.
            let isHere = publications.contains {
                $0.account == index && $0.marker.number == number && abs($0.minute - extra.at.minutes) < 1_440
            }
            if !isHere { lines.append(extra) }
        }
        problem.history = lines
        let posts = problem.posts
        guard
            let place = posts.firstIndex(where: {
                world.workspace.number($0.id, $0.identity.digest) == publication.marker.number
            })
        else { return ["the queue does not have it"] }
        if let sending, let zone = problem.policy.account(account)?.settings.zone,
            posts[place].pin(on: account)?.start(in: zone) == sending.plannedAt
        {
            problem.posts[place].pin = nil
            problem.earliestOfPosts[account]?[posts[place].id] = nil
        }
        let docket = Docket(problem)
        guard let index = docket.cases.firstIndex(where: { $0.account.id == account }),
            let subject = docket.subjectOfPost[index][posts[place].id]
        else { return ["it may not go there"] }
        let own = docket.cases[index]
        let candidate = own.candidate(subject, at: problem.now)
        return own.checks().filter { $0.level == .must }.compactMap { rule in
            rule.refusal(of: candidate, after: docket.pasts[index]).map {
                "\($0.rule): \($0.sentence(in: own.settings.zone))"
            }
        }
    }

    private static let recorded = "https://example.org/older"

    /// What a person writes down of it.
    func record(_ publication: Publication, in world: World) -> HistoryLine {
        var line = line(publication, in: world)
        line.url = Oracle.recorded
        return line
    }

    /// What history would have of it.
    func line(_ publication: Publication, in world: World) -> HistoryLine {
        let entry = entry(publication.marker.number, in: world)
        let number = publication.marker.number
        let shape = entry?.draft.shape
        return HistoryLine(
            account: Workspace.account(publication.account), post: entry?.first ?? PostID("n\(number)"),
            kind: shape == .ask ? "own" : number % 3 == 0 ? "community" : "curated",
            at: Instant(minutes: publication.minute),
            link: shape == .link ? "https://example.org/\(number)" : nil, topics: ["t\(number % 5)"],
            campaign: shape == .campaign ? "spring" : nil,
            // Others may name it by the id it had.
            content: world.loaded?.posts.first { $0.id == entry?.id }?.identity.digest)
    }

    // MARK: - Ticks and plans

    mutating func judge(_ report: TickReport, in world: World) {
        // Of ticks that doubt the clock a row is left out without a last heartbeat.
        if case .accepted = report.clock {} else { calls.forgetBeat() }
        if case .accepted(isRecovery: false) = report.clock, report.obstacles.isEmpty { return }
        if hasSent {
            let why = "\(report.clock) \(report.obstacles)"
            violate(.burst, "something went out in a tick that sends nothing (\(why))", at: world)
        }
    }

    /// What a plan promises of the days to come; one that cannot keep the floor promises nothing.
    mutating func note(_ plan: Plan, wall: Int, isPromise: Bool) {
        explained = Dictionary(grouping: plan.unplaced, by: \.account).mapValues { Set($0.map(\.post)) }
        for forecast in plan.accounts {
            for day in forecast.days {
                let before = promises[forecast.account]?[day.date] ?? true
                promises[forecast.account, default: [:]][day.date] = before && isPromise && day.missing == 0
            }
        }
    }

    // MARK: - In the end

    /// What is wrong when all is quiet again.
    mutating func finish(_ world: World, troubled: [ClosedRange<Int>]) throws {
        let deliveries = try world.ledger.deliveries(in: Set(DeliveryState.allCases))
        for delivery in deliveries {
            switch delivery.state {
            case .planned, .sending, .unknown:
                violate(
                    .stuck,
                    "\(delivery.post) on \(delivery.account) is \(delivery.state): \(delivery.reason ?? "")",
                    at: world)
            default: break
            }
        }
        judgePresence(deliveries.filter { $0.state == .posted && !settledByHand.contains($0.id) }, in: world)
        try judgeForgotten(deliveries, in: world)
        try judgeUnsent(deliveries, in: world)
        judgeFloors(world, deliveries, troubled: troubled)
        try judgeSecrets(in: world)
        do {
            try world.ledger.checkIntegrity()
        } catch {
            violate(.broken, "\(error)", at: world)
        }
    }

    /// What is out stands on the network, with all its parts, as often as the ledger says, unless a person has deleted it.
    private mutating func judgePresence(_ posted: [Delivery], in world: World) {
        for (account, service) in world.services.enumerated() {
            let there = (service.items + service.deleted).compactMap { Marker($0.text) }
            let numbers = posted.filter { $0.account == service.account }.compactMap {
                world.workspace.number(of: $0)
            }
            for number in Set(numbers).sorted() {
                guard let entry = entry(number, in: world) else { continue }
                let claimed = numbers.count { $0 == number }
                for part in 0..<(service is WebhookService ? 1 : entry.draft.shape.parts) {
                    let found = there.count { $0.number == number && $0.part == part }
                    if found >= claimed { continue }
                    violate(
                        .lost,
                        "\(number) part \(part) on a\(account) is posted \(claimed) times, and there \(found)",
                        at: world)
                }
            }
        }
    }

    /// What stands on the network is known to the ledger.
    private mutating func judgeForgotten(_ deliveries: [Delivery], in world: World) throws {
        // What a person has recorded, because it was older than what an epoch knows.
        let recorded = try world.ledger.history().filter { $0.url == Oracle.recorded }
        func isRecorded(_ publication: Publication) -> Bool {
            recorded.contains {
                $0.account == Workspace.account(publication.account) && $0.at.minutes == publication.minute
            }
        }
        for publication in publications where publication.marker.part == 0 {
            let own = deliveries.filter {
                $0.account == Workspace.account(publication.account)
                    && world.workspace.number(of: $0) == publication.marker.number
            }
            let isKnown = own.contains {
                $0.state == .posted || $0.state.isInDoubt || $0.visibleSince != nil
                    || settledByHand.contains($0.id)
            }
            if !isKnown, !isRecorded(publication) {
                violate(
                    .lost, "\(name(publication)) is out, and the ledger says \(own.map(\.state))", at: world)
            }
        }
        // Of a post that is repeated there are as many deliveries as posts.
        for (drop, count) in repeated(in: world) {
            let known = deliveries.count {
                $0.account == Workspace.account(drop.account)
                    && world.workspace.number(of: $0) == drop.number
                    && ($0.state == .posted || $0.state.isInDoubt || settledByHand.contains($0.id))
            }
            let older = publications.count {
                $0.account == drop.account && $0.marker.number == drop.number && isRecorded($0)
            }
            if known + older < count {
                violate(
                    .lost, "\(drop.number) on a\(drop.account): \(count) times out, \(known) known", at: world
                )
            }
        }
    }

    /// What is in the queue and never was out has a slot, or stands before a person, or the plan says why it has none.
    private mutating func judgeUnsent(_ deliveries: [Delivery], in world: World) throws {
        let planned = try world.ledger.plan()?.placements ?? []
        let served = try world.ledger.servedSince()
        for post in world.loaded?.posts ?? [] where !post.isDraft {
            for (index, account) in world.workspace.accounts.enumerated() where post.goes(to: account.id) {
                guard let number = world.workspace.number(post.id, post.identity.digest) else { continue }
                let isOut = publications.contains { $0.account == index && $0.marker.number == number }
                let own = deliveries.filter {
                    $0.account == account.id && world.workspace.number(of: $0) == number
                }
                // What is posted was judged: it may be a person's, found in the same words.
                let isNamed = own.contains {
                    $0.needsPerson || [.cancelled, .posted].contains($0.state)
                        || settledByHand.contains($0.id)
                }
                let isPlanned = planned.contains { $0.account == account.id && $0.post == post.id }
                let isExplained = explained[account.id]?.contains(post.id) == true
                // A pin that went by has no other slot; of that a plan is no explanation. What went by before the ledger
                // was there it does not know.
                let pin = post.pin(on: account.id)?.start(in: account.settings.zone)
                let since = served[account.id] ?? .max
                let isOver = pin.map { (since..<max(since, world.wall)).contains($0.minutes * 60) } ?? false
                if let pin, pin.minutes * 60 < since { continue }
                // Nor is one asked about that went by a month before its file came back.
                let back = entry(number, in: world)?.backSince
                if let pin, let back, back - pin.minutes > 30 * 1_440 { continue }
                if isOut || isNamed || !isOver && (isPlanned || isExplained) { continue }
                violate(
                    .lost,
                    "nobody has a word about \(post.id) on \(account.id), of which the ledger says \(own.map(\.state))",
                    at: world)
            }
        }
    }

    private func repeated(in world: World) -> [(Drop, Int)] {
        var counts: [Drop: Int] = [:]
        for publication in publications where publication.marker.part == 0 {
            counts[Drop(account: publication.account, number: publication.marker.number), default: 0] += 1
        }
        return counts.filter { $0.value > 1 }.sorted {
            ($0.key.account, $0.key.number) < ($1.key.account, $1.key.number)
        }
    }
}
