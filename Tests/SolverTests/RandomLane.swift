import TestSupport

@testable import Solver

/// Random lanes on which constraints of chosen kinds stand, in every way they can, with a history before the first slot.
struct RandomLane {
    /// The kinds of constraints.
    enum Kind: CaseIterable {
        case regular, among, share, distance, steady, total, precedence
    }

    var numbers: SplitMix64
    /// Slots and items.
    var slots = 24
    var items = 8
    /// Every so many kinds of constraints are drawn from these.
    var kinds: [Kind] = Kind.allCases
    var constraints = 4
    /// Whether all automata have a relaxation, some too large to be kept.
    var relaxes = false
    /// Whether a clock is set back over midnight now and then.
    var returns = true
    /// Whether the history keeps the spacing and the most per day too; people may have done as they liked.
    var keepsOrder = false
    private var spacing = 1

    private var times: [Int] = []
    private var scale = 60

    init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    mutating func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + numbers.below(range.upperBound - range.lowerBound + 1)
    }
    mutating func chance(_ percent: Int) -> Bool { numbers.below(100) < percent }
    mutating func one<T>(_ values: [T]) -> T { values[numbers.below(values.count)] }
    private mutating func weight() -> Int? { chance(50) ? pick(0...250) : nil }
    private mutating func each(_ percent: Int) -> [Bool] { (0..<items).map { _ in chance(percent) } }

    /// Times before the first slot, in order.
    private mutating func earlier(_ count: Int, within length: Int) -> [Int] {
        let first = times[0]
        if keepsOrder {
            return (0..<min(count, length / max(1, spacing))).map { first - ($0 + 1) * spacing }.reversed()
        }
        return (0..<count).map { _ in first - 1 - numbers.below(max(1, length)) }.sorted()
    }

    /// A lane; each call makes another one.
    mutating func make() -> Lane {
        scale = one([15, 60, 400, 2000])
        times = [50_000 + pick(0...1439)]
        while times.count < slots { times.append((times.last ?? 0) + pick(1...2 * scale)) }
        let things = (0..<items).map { number in
            let group = chance(25) ? numbers.below(items) : number
            return Lane.Item(
                group: group, uses: chance(40) ? pick(2...4) : 1, pin: chance(8) ? numbers.below(slots) : nil,
                every: chance(50) ? numbers.below(8 * scale) : 0)
        }
        var worth: [Int32] = []
        for thing in things {
            for slot in 0..<slots {
                let isClosed = chance(15) || thing.pin.map { $0 != slot } ?? false
                worth.append(isClosed ? Lane.never : Int32(pick(-60...300)))
            }
        }
        let days = self.days()
        let count = (days.max() ?? 0) + 1
        let end = (times.last ?? 0) + scale
        var lane = Lane(
            times: times, days: days, items: things, worth: worth,
            published: (0..<count).map { $0 < 2 ? numbers.below(3) : 0 },
            wanted: (0..<count).map { _ in numbers.below(4) }, maxPerDay: chance(40) ? pick(1...5) : nil,
            target: chance(60) ? pick(0...3) : nil, aboveTarget: pick(0...150),
            spacing: chance(70) ? pick(1...2 * scale) : 1,
            silence: chance(40)
                ? .init(limit: numbers.below(5 * scale), start: times[0] - numbers.below(400), end: end)
                : nil,
            coupling: chance(70) ? numbers.below(3 * scale) : 0, asks: false)
        spacing = max(lane.spacing, 1440 / (lane.maxPerDay ?? 1440) + 1)
        lane.constraints = (0..<constraints).map { _ in constraint(one(kinds), on: lane) }
        return lane
    }

    private mutating func days() -> [Int] {
        var days: [Int] = []
        for (slot, time) in times.enumerated() {
            guard slot > 0 else {
                days.append(0)
                continue
            }
            days.append(days[slot - 1] + (times[slot - 1] / 1440 == time / 1440 ? 0 : 1))
        }
        guard returns, slots > 4, chance(40) else { return days }
        // 23:30, 00:15, the clock is set back, 23:30, 00:15.
        for slot in 2..<slots - 1
        where days[slot] == days[slot - 1] + 1 && days[slot - 2] == days[slot - 1]
            && days[slot + 1] == days[slot] && times[slot + 1] - times[slot - 2] < 400
        {
            days.swapAt(slot - 1, slot)
        }
        return days
    }

    /// A constraint of a kind.
    private mutating func constraint(_ kind: Kind, on lane: Lane) -> Constraint {
        switch kind {
        case .regular: return .regular(relaxes ? relaxed(on: lane) : regular())
        case .among:
            let length = pick(1...10 * scale)
            let keys = chance(50) ? (0..<slots).map { _ in numbers.below(3) } : []
            let past = earlier(numbers.below(6), within: length).map {
                Among.Event(time: $0, key: numbers.below(3))
            }
            return .among(
                .init(
                    members: each(60), keys: keys, length: length, most: pick(0...4), weight: weight(),
                    past: past
                ))
        case .share:
            let length = pick(1...16 * scale)
            let past = earlier(numbers.below(20), within: length).map {
                Share.Event(time: $0, isMember: numbers.below(4) == 0)
            }
            return .share(
                .init(
                    members: each(40), length: length, percent: one([0, 20, 33, 50, 60, 100, 110]),
                    weight: weight(), past: past))
        case .distance: return .distance(distance())
        case .steady:
            return .steady(
                .init(
                    week: pick(0...4), thousandths: one([0, 700, 1500, 2800]),
                    past: earlier(numbers.below(16), within: Steady.reach)))
        case .total:
            let parts = pick(1...4)
            return .total(
                .init(
                    amounts: (0..<items).map { _ in numbers.below(5) * (numbers.below(3) == 0 ? 90 : 1) },
                    buckets: (0..<slots).map { $0 * parts / slots },
                    limits: (0..<parts).map { _ in numbers.below(20) * 10 }))
        case .precedence:
            return .precedence(
                .init(
                    needs: (0..<pick(1...3)).map { _ in
                        let item = numbers.below(items)
                        let before = times[0] - numbers.below(3 * scale)
                        return .init(
                            item: item, group: lane.items[numbers.below(items)].group,
                            since: chance(30) ? before : nil, lag: chance(30) ? 0 : numbers.below(4 * scale))
                    }.sorted { $0.item < $1.item }))
        }
    }

    /// One value each, several, or so many that bits do not tell them apart.
    private mutating func distance() -> Distance {
        let style = numbers.below(3)
        let most = [3, 5, 140][style]
        let values = (0..<items).map { item -> [Int] in
            if style == 2, item == 0 { return Array(0..<70) }
            let count = style == 0 ? numbers.below(2) : numbers.below(4)
            return Set((0..<count).map { _ in numbers.below(4) == 0 ? 64 % most : numbers.below(most) })
                .sorted()
        }
        let by: Distance.Measure =
            chance(50) ? .time(numbers.below(8 * scale)) : .placements(numbers.below(6))
        let past = earlier(numbers.below(7), within: 8 * scale).map { time in
            Distance.Event(
                time: time, values: (0..<numbers.below(3)).map { _ in numbers.below(most) }.sorted())
        }
        return Distance(values: values, by: by, weight: weight(), past: past)
    }

    /// An automaton without any sense.
    private mutating func regular() -> Regular {
        let states = pick(1...6)
        let classes = pick(1...4)
        let next = (0..<classes * states).map { _ in chance(18) ? Regular.refused : numbers.below(states) }
        let cost = chance(50) ? (0..<classes * states).map { _ in chance(50) ? pick(1...200) : 0 } : []
        return Regular(
            classOf: (0..<items).map { _ in numbers.below(classes) }, classes: classes, states: states,
            start: numbers.below(states), next: next, cost: cost)
    }

    /// A balance that may not fall below zero, or a class that needs others between two of its own.
    private mutating func relaxed(on lane: Lane) -> Regular {
        if chance(50) {
            let cap = chance(50) ? 700 : pick(2...9)
            let effects = (0..<pick(2...4)).map { $0 == 0 ? -pick(1...4) : pick(-4...3) }
            let start = numbers.below(5)
            let next = effects.flatMap { effect in
                (0...cap).map { $0 + effect < 0 ? Regular.refused : min(cap, $0 + effect) }
            }
            return Regular(
                classOf: (0..<items).map { _ in numbers.below(effects.count) }, classes: effects.count,
                states: cap + 1, start: min(cap, start), next: next,
                relaxation: .counter(effect: effects, start: min(cap, start)))
        }
        // A state is how many others must still come before the next member.
        let between = chance(50) ? pick(1...4) : 650
        let start = numbers.below(min(between, 3) + 1)
        let others = (0...between).map { max(0, $0 - 1) }
        let members = (0...between).map { $0 > 0 ? Regular.refused : between }
        return Regular(
            classOf: (0..<items).map { _ in numbers.below(2) }, classes: 2, states: between + 1, start: start,
            next: others + members,
            relaxation: .among(classes: [false, true], length: (between + 1) * lane.spacing, most: 1))
    }
}

extension RandomLane {
    /// A lane of one or two slots a day over some weeks, whose weeks may grow; most of its days want something, and it
    /// has a few things that may be repeated.
    static func weeks(seed: UInt64) -> Lane {
        var random = RandomLane(seed: seed)
        var times: [Int] = []
        var day = 30
        let pause = random.pick(1...4)
        while times.count < 10 {
            day += random.pick(1...pause)
            times.append(1440 * day + random.pick(300...600))
            if random.chance(30) { times.append(1440 * day + random.pick(700...1200)) }
        }
        let first = times[0] / 1440
        let days = times.map { $0 / 1440 - first }
        let count = (days.last ?? 0) + 1
        let percent = random.pick(0...100)
        let items = [Lane.Item(group: 0, uses: 40), Lane.Item(group: 1)]
        var lane = Lane(
            times: times, days: days, items: items,
            worth: items.indices.flatMap { item in
                times.map { _ in item == 1 && random.chance(70) ? Lane.never : Int32(random.pick(-20...100)) }
            }, published: [Int](repeating: 0, count: count),
            wanted: (0..<count).map { day in
                let slots = days.count { $0 == day }
                return random.chance(percent) ? random.pick(0...slots) : 0
            }, maxPerDay: random.chance(50) ? 2 : nil, spacing: random.chance(50) ? 60 : 1, asks: false)
        if random.chance(50) {
            let limit = random.pick(1...12) * 1440
            lane.silence = .init(
                limit: limit, start: times[0] - random.pick(0...1440),
                end: (times.last ?? 0) + random.pick(1...1440))
        }
        let past = (0..<random.pick(0...20)).map { _ in times[0] - random.pick(1...Steady.reach) }
        lane.constraints = [
            .steady(
                .init(
                    week: random.pick(0...4), thousandths: random.one([700, 1000, 1500, 2800]),
                    past: past.sorted()))
        ]
        return lane
    }

    /// A short lane whose things have a value in common that keeps them some way apart, or further apart at a cost;
    /// the latest of the history have it too.
    static func close(seed: UInt64) -> Lane {
        var random = RandomLane(seed: seed)
        random.slots = 7
        random.items = 3
        random.constraints = 0
        var lane = random.make()
        let first = lane.times[0]
        let unit = max(1, ((lane.times.last ?? 0) - first) / 6)
        let values = lane.items.map { _ in random.chance(80) ? [1] : [2] }
        func events(_ random: inout RandomLane) -> [Distance.Event] {
            (0..<random.pick(0...2)).map { _ in
                .init(time: first - random.pick(1...3 * unit), values: [random.pick(1...2)])
            }.sorted { $0.time < $1.time }
        }
        let length = random.pick(unit...5 * unit)
        lane.constraints = [
            .distance(
                .init(
                    values: values, by: .time(length), weight: random.pick(1...250), past: events(&random)))
        ]
        if random.chance(60) {
            let strict = Distance(
                values: values, by: .time(random.pick(1...length)), past: events(&random))
            lane.constraints.append(.distance(strict))
        }
        return lane
    }

    /// Everything that a lane admits.
    static func plans(of lane: Lane) -> [[Assignment]] {
        let naive = NaiveConstraints(lane)
        var plans: [[Assignment]] = [[]]
        for slot in lane.times.indices {
            for plan in plans {
                for item in lane.items.indices where lane.allows(item, slot) {
                    let new = Assignment(item: item, slot: slot)
                    if naive.verdict(of: new, after: plan).penalty != nil { plans.append(plan + [new]) }
                }
            }
        }
        return plans
    }
}
