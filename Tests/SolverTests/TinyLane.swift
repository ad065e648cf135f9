import TestSupport

@testable import Solver

/// Small lanes, and an admission that knows nothing but what a lane says of itself.
enum TinyLane {
    /// A random lane of two days with 3 to 7 slots and up to 4 items.
    static func random(_ numbers: inout SplitMix64) -> Lane {
        let count = 3 + numbers.below(5)
        var times: [Int] = []
        var time = numbers.below(100)
        for _ in 0..<count {
            times.append(time)
            time += 20 + numbers.below(200)
        }
        let days = times.indices.map { $0 < count / 2 ? 0 : 1 }
        let items = (0..<1 + numbers.below(4)).map { number in
            Lane.Item(group: numbers.below(5) == 0 ? 0 : number, uses: numbers.below(4) == 0 ? 2 : 1)
        }
        let worth = (0..<items.count * count).map { _ in
            numbers.below(4) == 0 ? Lane.never : Int32(numbers.below(300))
        }
        return Lane(
            times: times, days: days, items: items, worth: worth,
            published: [numbers.below(2), 0], wanted: [numbers.below(3), numbers.below(3)],
            maxPerDay: numbers.below(2) == 0 ? 2 : nil, target: numbers.below(2) == 0 ? 1 : nil,
            aboveTarget: numbers.below(200), spacing: 1 + numbers.below(150),
            silence: numbers.below(2) == 0
                ? Lane.Silence(limit: numbers.below(300), start: -numbers.below(400), end: time) : nil)
    }

    /// Every plan of a lane: each slot has nothing or one item, what the lane itself forbids left out.
    static func plans(of lane: Lane) -> [[Assignment]] {
        var plans: [[Assignment]] = [[]]
        for slot in lane.times.indices {
            for plan in plans {
                for item in lane.items.indices where lane.allows(item, slot) {
                    let longer = plan + [Assignment(item: item, slot: slot)]
                    if isValid(longer, on: lane) { plans.append(longer) }
                }
            }
        }
        return plans
    }

    static func isValid(_ plan: [Assignment], on lane: Lane) -> Bool {
        guard let last = plan.last else { return true }
        var today = lane.published[lane.days[last.slot]]
        var uses = 0
        for (number, other) in plan.enumerated() {
            if lane.days[other.slot] == lane.days[last.slot] { today += 1 }
            if lane.items[other.item].group == lane.items[last.item].group { uses += 1 }
            if number + 1 < plan.count, lane.times[last.slot] - lane.times[other.slot] < lane.spacing {
                return false
            }
        }
        return today <= lane.maxPerDay ?? .max && uses <= lane.items[last.item].uses
    }

    static func objective(_ plan: [Assignment], on lane: Lane) -> Objective {
        NaiveConstraints.objective(of: plan, on: lane, penalties: 0)
    }
}

/// Admits what `TinyLane.isValid` admits.
struct TinyAdmission: Admission {
    let model: SolverModel
    private var lane = 0
    private var plan: [Assignment] = []

    init(_ model: SolverModel) { self.model = model }

    mutating func begin(lane: Int, elsewhere: [Sighting]) {
        self.lane = lane
        plan = []
    }

    mutating func penalty(item: Int, slot: Int) -> Int? {
        TinyLane.isValid(plan + [Assignment(item: item, slot: slot)], on: model.lanes[lane]) ? 0 : nil
    }

    mutating func push(item: Int, slot: Int) { plan.append(Assignment(item: item, slot: slot)) }
    mutating func truncate(to count: Int) { plan.removeLast(plan.count - count) }
}
