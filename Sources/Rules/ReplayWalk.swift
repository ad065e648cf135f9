import Policies
import Posts
import Timeline

/// A replay under way: the pasts of all accounts after what has gone out so far.
struct ReplayWalk {
    /// What a placement is before any rule is asked.
    enum Step {
        /// No timeline could hold it; the subject if there is one.
        case nowhere(Subject?, SlotRefusal)
        /// A candidate on the account of this number, and what is wrong with its instant.
        case candidate(Int, Candidate, SlotRefusal?)
    }

    private let replay: Replay
    private(set) var pasts: [Past]

    /// Begins at the end of the history.
    init(_ replay: Replay) {
        self.replay = replay
        pasts = replay.docket.pasts
    }

    /// Reads `placement`, which must not come before what has gone out.
    func step(_ placement: Placement) -> Step {
        guard let index = replay.index(of: placement.account) else {
            return .nowhere(nil, .unknownAccount(placement.account))
        }
        if let barred = replay.docket.barred[index][placement.post] {
            return .nowhere(barred.subject, .barred(barred.reason))
        }
        guard let subject = replay.docket.subjectOfPost[index][placement.post] else {
            return .nowhere(nil, .unknownPost(placement.post))
        }
        let bench = replay.benches[index]
        guard bench.calendar.contains(placement.at) else {
            return .nowhere(
                subject, .outsideHorizon(placement.at, now: bench.calendar.now, end: bench.calendar.end))
        }
        var refusal: SlotRefusal?
        if let last = pasts[index].postings.last, last.at == placement.at {
            refusal = .taken(placement.at, by: last.subject.post)
        } else if !bench.calendar.isSlot(placement.at, for: subject) {
            refusal = .noSlot(placement.at)
        }
        return .candidate(index, bench.account.candidate(subject, at: placement.at), refusal)
    }

    /// Lets a candidate go out, and tells the other accounts.
    mutating func goOut(_ candidate: Candidate, on index: Int) {
        let sighting = Past.Sighting(account: pasts[index].account, at: candidate.at, isPlanned: true)
        for other in pasts.indices where other != index {
            pasts[other].elsewhere[candidate.subject.identity, default: []].append(sighting)
        }
        pasts[index].append(candidate, isPlanned: true)
    }
}
