/// Lanes that share something take turns: while one is worked on, what stands on the others stands still.
struct LaneTurns<A: Admission>: Sendable {
    let model: SolverModel
    let checkers: [SequenceChecker]
    /// As it is before any lane.
    let admission: A
    /// Per lane, the shortfall that no plan is below.
    let floors: [Int]
    /// Per lane, how much work a walk may do.
    let limits: [Int]
    /// Per lane, the work that its prices count.
    let pricing: [Int]
    let seed: UInt64

    /// A first plan of one lane.
    private struct Draft {
        var assignments: [Assignment]
        var objective: Objective
        /// Whether it is mostly an earlier solution: that is mended, not made anew, for nobody wants their week
        /// reshuffled.
        var isWarm: Bool
    }

    private func editor(_ index: Int, beside placed: [Int: [Assignment]]) -> LaneEditor<A> {
        LaneEditor(
            model: model, lane: index, checker: checkers[index], admission: admission,
            sightings: Coupling.sightings(model, placed, except: index))
    }

    // MARK: First plans

    /// First plans of the lanes of a component: of two orders of the lanes, the better one.
    func construct(_ component: [Int], _ board: SearchBoard) {
        var drafts = drafts(component)
        // What lacks most is hindered by those before it.
        func excess(_ index: Int) -> Int { (drafts[index]?.objective.shortfall ?? 0) - floors[index] }
        let order = component.sorted { excess($0) == excess($1) ? $0 < $1 : excess($0) > excess($1) }
        if order != component {
            let others = self.drafts(order)
            if worth(others, order, unlike: drafts, board) > worth(drafts, component, unlike: others, board) {
                drafts = others
            }
        }
        for (index, draft) in drafts {
            board.begin(index, draft.assignments, draft.objective, isWarm: draft.isWarm)
        }
    }

    /// What drafts are worth; if others hold other pins, which walks do not change, what comes of them.
    private func worth(
        _ drafts: [Int: Draft], _ order: [Int], unlike others: [Int: Draft], _ board: SearchBoard
    ) -> Objective {
        var placed = drafts.mapValues(\.assignments)
        var sum = Objective(shortfall: 0, score: 0)
        let isAlike = drafts.allSatisfy { index, draft in
            let held = model.lanes[index].held(of: draft.assignments)
            return held == model.lanes[index].held(of: others[index]?.assignments ?? [])
        }
        for index in order {
            guard let draft = drafts[index] else { continue }
            guard !isAlike, board.goesOn else {
                sum = sum + draft.objective
                continue
            }
            let walk = walk(
                index, from: draft.assignments, beside: placed, board, isSilent: true,
                limit: LaneTurns.tasting)
            placed[index] = walk.best
            sum = sum + walk.bestObjective
        }
        return sum
    }

    /// How much work on a lane tells what may come of a draft.
    private static var tasting: Int { 20_000 }

    private func drafts(_ order: [Int]) -> [Int: Draft] {
        var placed: [Int: [Assignment]] = [:]
        var drafts: [Int: Draft] = [:]
        for index in order {
            var editor = editor(index, beside: placed)
            let kept = Construction(model.lanes[index]).build(&editor)
            let fresh = editor.current.count - model.lanes[index].fixed.count
            placed[index] = editor.assignments
            drafts[index] = Draft(
                assignments: editor.assignments, objective: editor.objective,
                isWarm: kept > 0 && 2 * kept >= fresh)
        }
        return drafts
    }

    // MARK: Walks

    /// Short walks on the lanes of a component that lack more than they must.
    func meetFloors(_ component: [Int], _ board: SearchBoard) {
        var placed = Dictionary(uniqueKeysWithValues: component.map { ($0, board.lane($0).assignments) })
        for index in component where board.goesOn && limits[index] > 0 {
            let lane = board.lane(index)
            guard lane.objective.shortfall > floors[index] else { continue }
            let walk = walk(
                index, from: lane.assignments, beside: placed, board, isSilent: true, limit: LaneTurns.tasting
            )
            // What is only worth more is not worth that an earlier plan is made anew.
            let (new, old) = (walk.bestObjective, lane.objective)
            guard (new.pins, -new.shortfall) > (old.pins, -old.shortfall) else { continue }
            placed[index] = walk.best
            board.begin(index, walk.best, walk.bestObjective, isWarm: lane.isWarm)
        }
    }

    /// Walks on each lane of a component in turn; then again for a lane that others keep from having what it wants.
    func walk(_ component: [Int], _ board: SearchBoard) {
        var placed = Dictionary(uniqueKeysWithValues: component.map { ($0, board.lane($0).assignments) })
        for index in component where board.goesOn && limits[index] > 0 {
            let walk = walk(index, from: board.lane(index).assignments, beside: placed, board)
            placed[index] = walk.best
            board.finish(
                index, walk.best, walk.bestObjective, walk.editor.statistics,
                work: pricing[index] + limits[index])
        }
        guard component.count > 1 else { return }
        for index in component where board.goesOn { yield(to: index, &placed, board) }
    }

    private func walk(
        _ index: Int, from start: [Assignment], beside placed: [Int: [Assignment]], _ board: SearchBoard,
        isSilent: Bool = false, limit: Int = .max
    ) -> LaneWalk<A> {
        let lane = board.lane(index)
        var walk = LaneWalk(
            editor: editor(index, beside: placed), start: start, pool: lane.bound?.pool ?? [],
            prices: lane.bound?.prices ?? [], seed: seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
        // No plan of the lane is better: all pins, no more shortfall than any must have, and the bound.
        let goal = Objective(
            pins: model.lanes[index].items.count { $0.pin != nil }, shortfall: floors[index],
            score: lane.bound?.score ?? .max)
        walk.run(limit: min(limit, limits[index]), isWarm: lane.isWarm && !isSilent, goal: goal) {
            work, best in
            isSilent ? board.goesOn : board.progress(index, work: pricing[index] + work, best)
        }
        return walk
    }

    /// A lane that lacks more than it must has its way: what is in it on other lanes goes, and they are walked on again.
    /// Kept if all together is better.
    private func yield(to index: Int, _ placed: inout [Int: [Assignment]], _ board: SearchBoard) {
        let before = board.lane(index)
        guard before.objective.shortfall > floors[index], limits[index] > 0 else { return }
        let held = Dictionary(
            uniqueKeysWithValues: placed.map { ($0.key, model.lanes[$0.key].held(of: $0.value)) })
        let own = walk(index, from: before.assignments, beside: held, board, isSilent: true)
        guard own.bestObjective > before.objective, own.bestObjective.shortfall < before.objective.shortfall
        else { return }
        let groups = Set(own.best.map { model.lanes[index].items[$0.item].group })
        var trial = placed
        trial[index] = own.best
        var walks = [index: own]
        var sum = own.bestObjective
        var old = before.objective
        for other in placed.keys.sorted() where other != index {
            let must = Set(held[other] ?? [])
            let left = (placed[other] ?? []).filter {
                must.contains($0) || !groups.contains(model.lanes[other].items[$0.item].group)
            }
            guard left != placed[other] else { continue }
            trial[other] = left
            let walk = walk(other, from: left, beside: trial, board, isSilent: true)
            trial[other] = walk.best
            walks[other] = walk
            sum = sum + walk.bestObjective
            old = old + board.lane(other).objective
        }
        guard sum > old else { return }
        placed = trial
        for (lane, walk) in walks {
            let statistics = board.lane(lane).statistics + walk.editor.statistics
            board.finish(lane, walk.best, walk.bestObjective, statistics, work: pricing[lane] + limits[lane])
        }
    }
}

extension Lane {
    /// What of a plan must stay: what is fixed, and pins at their instants.
    func held(of plan: [Assignment]) -> [Assignment] {
        plan.filter { items[$0.item].pin == $0.slot || fixed.contains($0) }
    }
}
