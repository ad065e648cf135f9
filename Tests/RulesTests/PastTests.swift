import Policies
import Posts
import Testing
import Timeline

@testable import Rules

@Suite struct PastTests {
    func candidate(_ identity: Int, at minutes: Int) -> Candidate {
        let subject = Subject(
            index: 0, identity: identity, kind: Kind("curated", .thirdParty, .value, goodwill: 1))
        let at = Instant(minutes: minutes)
        return Candidate(subject: subject, at: at, local: at.utc)
    }

    func past(_ postings: [(identity: Int, at: Int)]) -> Past {
        var past = Past(account: "a", goodwill: nil)
        for posting in postings {
            past.append(candidate(posting.identity, at: posting.at), isPlanned: false)
        }
        return past
    }

    @Test func `it knows the first, the latest and the number of times`() {
        let past = past([(1, 10), (2, 20), (1, 30), (1, 40)])
        #expect(past.earliest(of: 1)?.at.minutes == 10)
        #expect(past.latest(of: 1)?.at.minutes == 40)
        #expect(past.latest(of: 1)?.occurrence == 3)
        #expect(past.latest(of: 3) == nil && past.earliest(of: 3) == nil)
    }

    @Test func `stepping back forgets exactly what came last`() {
        var past = past([(1, 10), (2, 20), (1, 30)])
        past.truncate(to: 2)
        #expect(past.latest(of: 1)?.at.minutes == 10 && past.latest(of: 1)?.occurrence == 1)
        #expect(past.balance == 2)
        past.truncate(to: 0)
        #expect(past.latest(of: 1) == nil && past.latest(of: 2) == nil && past.balance == 0)
    }

    @Test func `it counts through an instant, itself included`() {
        let past = past([(1, 10), (2, 20), (3, 20), (4, 30)])
        #expect(
            [9, 10, 19, 20, 30, 99].map { past.count(through: Instant(minutes: $0)) } == [0, 1, 1, 3, 4, 4])
    }
}
