import Policies
import Posts
import Rules
import Solver
import Timeline

/// A problem as JSON, `hearth-problem/1`, for other solvers; see `docs/formats.md`.
public enum ProblemDocument {
    /// The value of `format`.
    public static let format = "hearth-problem/1"

    /// The document, ending with a line break; equal problems give equal bytes.
    public static func json(_ problem: Problem) -> String {
        let replay = Replay(Docket(problem))
        let frozen = Freeze.frozen(replay)
        let translation = Translation(replay, frozen: frozen)
        let accounts = replay.benches.indices.map { account($0, translation) }
        return JSONValue.object([
            ("format", .string(format)), ("now", PlanDocument.time(problem.now)),
            ("end", PlanDocument.time(problem.end)), ("frozen", .array(frozen.map(placement))),
            ("stored", .array(problem.stored.sorted(by: Placement.replayOrder).map(placement))),
            ("accounts", .array(accounts)),
        ]).document
    }

    /// An entry of `mix:`.
    static func limit(_ limit: MixLimit) -> [(String, JSONValue)] {
        var members = [("of", selector(limit.of))]
        switch limit.atMost {
        case .percent(let share): members.append(("at_most_percent", .int(share)))
        case .count(let count): members.append(("at_most", .int(count)))
        }
        switch limit.over {
        case .time(let length): members.append(("over_minutes", .int(length.count)))
        case .posts(let count): members.append(("over_posts", .int(count)))
        }
        return members + level(limit.level)
    }

    private static func selector(_ selector: Selector) -> JSONValue {
        .array(selector.terms.map { .string(Selector([$0]).description) })
    }

    private static func level(_ level: Level) -> [(String, JSONValue)] {
        switch level {
        case .must: [("weight", .null)]
        case .should(let weight): [("weight", .int(weight))]
        }
    }

    private static func placement(_ placement: Placement) -> JSONValue {
        .object([
            ("post", .string(placement.post.rawValue)), ("account", .string(placement.account.rawValue)),
            ("at", PlanDocument.time(placement.at)),
        ])
    }

    private static func account(_ index: Int, _ translation: Translation) -> JSONValue {
        let replay = translation.replay
        let bench = replay.benches[index]
        let past = replay.docket.pasts[index]
        let lane = translation.model.lanes[index]
        let map = translation.lanes[index]
        let settings = bench.account.settings
        return .object([
            ("account", .string(bench.account.account.id.rawValue)),
            ("timezone", .string(settings.zone.name)),
            ("score", weights(bench)), ("rules", rules(bench, past: past)), ("silence", silence(lane)),
            (
                "days",
                .array(
                    map.dates.indices.map { day in
                        .object([
                            ("day", .string(map.dates[day].description)),
                            ("published", .int(lane.published[day])),
                            ("wanted", .int(lane.wanted[day])),
                        ])
                    })
            ),
            ("slots", .array(map.slots.map { PlanDocument.time($0.at) })),
            ("day_of_slot", .array(lane.days.map { .int($0) })),
            ("hour_of_slot", .array(map.slots.map { .int($0.local.hour) })),
            ("history", .array(past.postings.map { posting($0) })),
            ("elsewhere", .array(elsewhere(past))),
            (
                "posts",
                .array(
                    map.subjects.indices.map { item in
                        post(map.subjects[item], item: item, lane: lane, map: map, bench: bench, past: past)
                    })
            ),
        ])
    }

    private static func weights(_ bench: Bench) -> JSONValue {
        .object([
            ("target", .int(bench.weights.target)), ("above_target", .int(bench.weights.aboveTarget)),
            ("keep", .int(bench.weights.keep)),
        ])
    }

    private static func silence(_ lane: Lane) -> JSONValue {
        guard let silence = lane.silence else { return .null }
        return .object([
            ("limit_minutes", .int(silence.limit)),
            ("from", PlanDocument.time(Instant(minutes: silence.start))),
            ("to", PlanDocument.time(Instant(minutes: silence.end))),
        ])
    }

    private static func rules(_ bench: Bench, past: Past) -> JSONValue {
        let settings = bench.account.settings
        return .object([
            ("spacing_minutes", .int(settings.pace?.spacing?.count)),
            ("max_per_day", .int(settings.pace?.max)),
            ("steady_permille", .int(settings.pace?.steady)),
            (
                "goodwill",
                settings.goodwill.map { goodwill in
                    .object([("balance", .int(past.balance)), ("cap", .int(goodwill.cap))])
                } ?? .null
            ),
            ("mix", .array(settings.mix.map { .object(limit($0)) })),
            ("apart", .array(settings.apart.map(apart))),
            (
                "spread",
                .array(
                    settings.spread.map {
                        .object(
                            [
                                ("of", selector($0.of)), ("at_most", .int($0.atMost)),
                                ("over_minutes", .int($0.over.count)),
                            ] + level($0.level))
                    })
            ),
            ("stagger_minutes", .int(settings.stagger?.count)),
            (
                "campaigns",
                .array(
                    settings.campaigns.sorted { $0.key < $1.key }.map { name, limits in
                        .object([("campaign", .string(name.rawValue)), ("max", .int(limits.max))])
                    })
            ),
            ("budget_millionths", .int(bench.account.account.budget?.millionths)),
        ])
    }

    private static func apart(_ entry: ApartEntry) -> JSONValue {
        var members = [("of", selector(entry.of)), ("same", JSONValue.string(entry.same?.rawValue))]
        switch entry.by {
        case .time(let length): members.append(("by_minutes", .int(length.count)))
        case .posts(let count): members.append(("by_posts", .int(count)))
        }
        return .object(members + level(entry.level))
    }

    /// What rules look at, of a post or a line of history.
    private static func attributes(_ subject: Subject) -> [(String, JSONValue)] {
        [
            ("post", .string(subject.post?.rawValue)), ("identity", .int(subject.identity)),
            ("kind", .string(subject.kind.name.rawValue)), ("origin", .string(subject.kind.origin.rawValue)),
            ("intent", .string(subject.kind.intent.rawValue)), ("side", .string(subject.kind.side.rawValue)),
            ("goodwill", .int(subject.kind.goodwill)), ("topics", .array(subject.topics.map { .string($0) })),
            ("source", .string(subject.source)), ("link", .string(subject.link)),
            ("campaign", .string(subject.campaign?.rawValue)), ("price", .int(subject.price)),
        ]
    }

    private static func posting(_ posting: Past.Posting) -> JSONValue {
        .object([("at", PlanDocument.time(posting.at))] + attributes(posting.subject))
    }

    private static func elsewhere(_ past: Past) -> [JSONValue] {
        past.elsewhere.sorted { $0.key < $1.key }.flatMap { identity, sightings in
            sightings.map {
                .object([
                    ("identity", .int(identity)), ("account", .string($0.account.rawValue)),
                    ("at", PlanDocument.time($0.at)),
                ])
            }
        }
    }

    private static func post(
        _ subject: Subject, item: Int, lane: Lane, map: Translation.LaneMap, bench: Bench, past: Past
    ) -> JSONValue {
        let shoulds = bench.shoulds.filter { type(of: $0.rule).name == Hours.name }
        var reach: [JSONValue] = []
        var costs: [JSONValue] = []
        var costsSomething = false
        for (number, slot) in map.slots.enumerated() {
            guard lane.allows(item, number) else {
                reach.append(.null)
                costs.append(.int(0))
                continue
            }
            reach.append(.int(bench.reach.of(subject, at: slot.at, local: slot.local)))
            let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
            let cost = shoulds.reduce(0) {
                $0 + ($1.rule.refusal(of: candidate, after: past) == nil ? 0 : $1.weight)
            }
            costs.append(.int(cost))
            costsSomething = costsSomething || cost != 0
        }
        return .object(
            attributes(subject) + [
                ("uses", .int(lane.items[item].uses)),
                ("every_minutes", .int(subject.evergreen?.every.count)),
                (
                    "after",
                    .array(
                        subject.after.map {
                            .object([("post", .string($0.post.rawValue)), ("identity", .int($0.identity))])
                        })
                ),
                ("lag_minutes", .int(subject.lag.count)), ("reach", .array(reach)),
                ("cost", costsSomething ? .array(costs) : .null),
            ])
    }
}
