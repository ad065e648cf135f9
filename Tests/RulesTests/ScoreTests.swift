import Policies
import Rules
import Testing
import Timeline

struct ScoreTests {
    private func weights(_ change: (inout Settings) -> Void, hours: Int = 24) -> ScoreWeights {
        var settings = Settings()
        settings.grid = .hours(1)
        change(&settings)
        let now = Stage.at("2026-11-23T00:00Z")
        return ScoreWeights(
            settings: settings, calendar: SlotCalendar(settings: settings, now: now, end: now + .hours(hours))
        )
    }

    @Test func `auto is half and a twentieth of the mean audience over the slots`() {
        // Monday: 7 x 200, 2 x 600, 2 x 900, 2 x 800, 3 x 600, 3 x 1000, 3 x 700, 2 x 200: 13300 in 24 slots.
        let found = weights { _ in }
        // 13300 / 48 = 277.08, 13300 / 480 = 27.7
        #expect(found.aboveTarget == 277)
        #expect(found.keep == 28)
    }

    @Test func `the mean is exact before it is rounded half up`() {
        // Two slots with 2 and 1: the mean is 1.5, a half of it 0.75; rounding 1.5 first would give 1 too, so look
        // at 10 and 9 as well, where a twentieth of 9.5 is 0.475, but of 10 it would be a half.
        var values = Array(repeating: 0, count: 168)
        values[0] = 10
        values[1] = 9
        let audience = Audience(perMille: values) ?? .builtIn
        let found = weights({ $0.audience = audience }, hours: 2)
        #expect(found.aboveTarget == 5)
        #expect(found.keep == 0)
        let ten = weights({ $0.audience = Audience(always: 10) }, hours: 2)
        #expect(ten.keep == 1)
        #expect(weights({ $0.audience = Audience(always: 9) }).keep == 0)
        #expect(weights({ $0.audience = Audience(always: 1) }).aboveTarget == 1)
    }

    @Test func `numbers of the policy stand, and without slots auto is nothing`() {
        let given = weights {
            $0.aboveTarget = .value(123)
            $0.keep = .value(0)
        }
        #expect(given.aboveTarget == 123 && given.keep == 0)
        let none = weights({ _ in }, hours: 0)
        #expect(none.aboveTarget == 0 && none.keep == 0)
    }

    @Test func `placements above the target are charged, what went out already is not`() {
        let found = weights {
            $0.pace = PaceSettings(target: 3)
            $0.aboveTarget = .value(10)
        }
        #expect(found.excess(planned: 3, published: 0) == 0)
        #expect(found.excess(planned: 4, published: 0) == 1)
        #expect(found.excess(planned: 2, published: 2) == 1)
        #expect(found.excess(planned: 2, published: 5) == 2)
        #expect(found.excess(planned: 0, published: 5) == 0)
        #expect(found.cost(planned: 6, published: 1) == 40)
        #expect(weights { $0.pace = PaceSettings(max: 3) }.excess(planned: 9, published: 0) == 0)
    }

    @Test func `the total is reach and kept places less what is charged`() {
        var score = Score()
        #expect(score.total == 0)
        score.reach = 1000
        score.aboveTarget = 200
        score.keep = 30
        score.broken = 4
        #expect(score.total == 826)
    }
}
