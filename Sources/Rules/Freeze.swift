import Policies
import Posts
import Timeline

/// What stays where it is: stored placements so close that they are not moved any more.
public enum Freeze {
    /// The stored placements with now <= at < now + `freeze`, in replay order, that every `must` rule admits after the
    /// history and the frozen ones before.
    ///
    /// One whose post or account is gone, or whose instant is no slot any more, is not frozen either: no valid plan
    /// could hold it.
    public static func frozen(_ docket: Docket) -> [Placement] { frozen(Replay(docket)) }

    /// The frozen placements of a docket that is ready to be replayed.
    public static func frozen(_ replay: Replay) -> [Placement] {
        let problem = replay.docket.problem
        let window = TimeWindow(start: problem.now, end: problem.now + problem.policy.freeze)
        var walk = ReplayWalk(replay)
        var frozen: [Placement] = []
        let stored = problem.stored.filter { window.contains($0.at) }
        for placement in stored.sorted(by: Placement.replayOrder) {
            guard case .candidate(let index, let candidate, nil) = walk.step(placement),
                replay.benches[index].refusals(of: candidate, after: walk.pasts[index]).isEmpty
            else { continue }
            walk.goOut(candidate, on: index)
            frozen.append(placement)
        }
        return frozen
    }
}
