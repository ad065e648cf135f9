import Policies
import Posts
import Testing
import Timeline

@testable import Rules

struct ReplayWalkTests {
    @Test func `accounts learn where a post went out elsewhere, and the copy of a post is the same post`() {
        var copy = Stage.post("copy")
        copy.body = Stage.post("a").body
        let docket = ReplayTests.docket([Stage.post("a"), Stage.post("b"), copy])
        var walk = ReplayWalk(Replay(docket))
        let at = Stage.at("2026-11-23T09:00Z")
        guard
            case .candidate(let index, let candidate, nil) = walk.step(
                Placement(post: "copy", account: "there", at: at)),
            let here = docket.subjectOfPost[0]["a"], let other = docket.subjectOfPost[0]["b"]
        else {
            Issue.record("the placement is a candidate")
            return
        }
        #expect(walk.pasts[0].latestSighting(of: here.identity, before: at + .minutes(1)) == nil)
        walk.goOut(candidate, on: index)
        let sighting = Past.Sighting(account: "there", at: at, isPlanned: true)
        #expect(walk.pasts[0].latestSighting(of: here.identity, before: at + .minutes(1)) == sighting)
        // At the same instant the account whose name comes first goes first.
        #expect(walk.pasts[0].latestSighting(of: here.identity, before: at) == nil)
        #expect(walk.pasts[0].latestSighting(of: other.identity, before: at + .days(1)) == nil)
        #expect(walk.pasts[1].latestSighting(of: here.identity, before: at + .days(1)) == nil)
        #expect(walk.pasts[1].postings.map(\.at) == [at])
        #expect(docket.pasts[1].postings.isEmpty)
    }
}
