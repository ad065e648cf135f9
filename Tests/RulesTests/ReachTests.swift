import Policies
import Posts
import Rules
import Testing
import Timeline

struct ReachTests {
    private let now = Stage.at("2026-11-23T08:00Z")

    private func reach(_ audience: Int, _ subject: Subject, after age: Minutes = .minutes(0)) -> Int {
        let at = now + age
        return Reach(audience: Audience(always: audience)).of(subject, at: at, local: at.utc)
    }

    @Test func `a fresh post of each priority has its value times the audience`() {
        let found = (1...5).map { reach(1000, Stage.subject(priority: $0)) }
        #expect(found == [400, 600, 1000, 1600, 2500])
        #expect(reach(320, Stage.subject(priority: 4)) == 512)
        #expect(reach(0, Stage.subject(priority: 5)) == 0)
    }

    @Test func `a half is rounded up and less than a half down`() {
        #expect(reach(1, Stage.subject(priority: 5)) == 3)
        #expect(reach(1, Stage.subject(priority: 1)) == 0)
        #expect(reach(1, Stage.subject(priority: 2)) == 1)
        let halved = Stage.subject(priority: 3, halfLife: .hours(1), freshFrom: now)
        #expect(reach(7, halved, after: .hours(1)) == 4)
        #expect(reach(7, halved, after: .minutes(61)) == 3)
    }

    // Made with 400 bits of precision.
    @Test(arguments: [
        (5, 1000, 1440, 7200, 2176), (3, 1000, 600, 7200, 944), (2, 1000, 5000, 2880, 180),
        (4, 1000, 123, 1440, 1508), (1, 1000, 9999, 4320, 80),
    ])
    func `an aged post has less`(priority: Int, audience: Int, age: Int, halfLife: Int, expected: Int) {
        let subject = Stage.subject(priority: priority, halfLife: .minutes(halfLife), freshFrom: now)
        #expect(reach(audience, subject, after: .minutes(age)) == expected)
    }

    @Test func `without a half-life or anything to age from a post stays fresh`() {
        #expect(reach(1000, Stage.subject(freshFrom: now), after: .days(100)) == 1000)
        #expect(reach(1000, Stage.subject(halfLife: .hours(1)), after: .days(100)) == 1000)
    }

    @Test func `before it is to go out a post is not fresher than fresh`() {
        #expect(reach(1000, Stage.subject(halfLife: .hours(1), freshFrom: now + .days(2))) == 1000)
    }

    @Test func `the audience is read on the wall clock`() {
        var settings = Settings()
        settings.zone = Stage.berlin
        // 08:00 in UTC is 09:00 in Berlin, where the built-in curve rises from 600 to 900.
        let local = settings.zone.local(at: now)
        #expect(Reach(audience: .builtIn).of(Stage.subject(), at: now, local: local) == 900)
    }

    @Test func `posts age from the time they may go out, else from the time they were made`() {
        var made = Stage.post("made")
        made.created = .date(Stage.date("2026-11-20"))
        made.halfLife = .days(1)
        made.priority = 4
        var held = made
        held.id = "held"
        held.notBefore = .date(Stage.date("2026-11-22"))
        var settings = Settings()
        settings.zone = Stage.berlin
        let policy = Policy(accounts: [Stage.account("here", settings)])
        let docket = Docket(Problem(posts: [made, held, Stage.post("plain")], policy: policy, now: now))
        let subjects = docket.subjectOfPost[0]
        #expect(subjects["made"]?.freshFrom == Stage.at("2026-11-19T23:00Z"))
        #expect(subjects["made"]?.halfLife == .days(1))
        #expect(subjects["made"]?.priority == 4)
        #expect(subjects["held"]?.freshFrom == Stage.at("2026-11-21T23:00Z"))
        #expect(subjects["plain"]?.freshFrom == nil)
        #expect(subjects["plain"]?.priority == 3)
    }
}
