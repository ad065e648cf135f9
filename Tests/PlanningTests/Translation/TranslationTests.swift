import Posts
import Rules
import Solver
import TestSupport
import Testing
import Timeline

@testable import Planning

struct TranslationTests {
    @Test func `what was stored at one instant has one order, whatever the order of sets`() {
        let posts = TranslatedLane.posts
        var problem = Problem(posts: posts, policy: Build.policy([Build.account()]), now: Build.now)
        problem.stored = posts.map { Placement(post: $0.id, account: "here", at: Build.now + .hours(3)) }
        let lane = Translation(Replay(Docket(problem)), frozen: []).model.lanes[0]
        #expect(lane.start == posts.indices.map { Assignment(item: $0, slot: 3) })
    }
}
