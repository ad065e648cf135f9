import Policies
import Posts
import Rules
import Testing
import Timeline

struct PaceFloorTests {
    private struct Case {
        var settings = Settings()
        var past: [String] = []
        var from = "2026-11-23T08:00Z"
        var to = "2026-11-25T08:00Z"

        init(_ pace: PaceSettings) {
            settings.pace = pace
            settings.grid = .hours(1)
            var active = WeeklyHours()
            for day in Weekday.allCases { active.open(day, from: 9 * 60, to: 18 * 60) }
            settings.hours = HoursSettings(active: active)
        }

        var floor: PaceFloor? {
            let account = Stage.account("here", settings)
            let now = Stage.at(from)
            return PaceFloor(
                on: AccountCase(account: account, now: now),
                calendar: SlotCalendar(settings: settings, now: now, end: Stage.at(to)),
                past: Stage.past(past.map(Stage.at), on: account))
        }
    }

    private func lacks(_ floor: PaceFloor?, _ planned: String...) -> [String] {
        (floor?.shortfalls(of: planned.map(Stage.at)) ?? []).map { shortfall in
            #expect(shortfall.account == "here" && shortfall.floor == "pace")
            guard case .pace(let day, let missing) = shortfall.lack else { return "?" }
            #expect(shortfall.amount == missing)
            return "\(day) \(missing)"
        }
    }

    @Test func `without a minimum there is no floor`() {
        #expect(Case(PaceSettings(target: 3)).floor == nil)
    }

    @Test func `each day with a slot lacks what it has too few`() {
        // The horizon ends at 08:00 of the third day, which therefore has no slot.
        let floor = Case(PaceSettings(min: 2)).floor
        #expect(lacks(floor) == ["2026-11-23 2", "2026-11-24 2"])
        #expect(lacks(floor, "2026-11-23T09:00Z") == ["2026-11-23 1", "2026-11-24 2"])
        #expect(
            lacks(floor, "2026-11-23T09:00Z", "2026-11-23T10:00Z", "2026-11-23T11:00Z", "2026-11-24T10:00Z")
                == ["2026-11-24 1"])
    }

    @Test func `what went out today counts, and is not asked for again`() {
        var today = Case(PaceSettings(min: 2))
        today.past = ["2026-11-22T17:00Z", "2026-11-23T07:00Z"]
        #expect(today.floor?.published == [1, 0])
        #expect(today.floor?.wanted == [1, 2])
        today.past = ["2026-11-23T05:00Z", "2026-11-23T06:00Z", "2026-11-23T07:00Z"]
        #expect(today.floor?.wanted == [0, 2])
        #expect(lacks(today.floor) == ["2026-11-24 2"])
    }

    @Test func `what is left of a day is never asked for more than it can hold`() {
        var evening = Case(PaceSettings(min: 3, spacing: .hours(2)))
        evening.from = "2026-11-23T14:30Z"
        // 15:00 and 17:00 fit; 16:00 is too near to both.
        #expect(evening.floor?.wanted == [2, 3])
        evening.past = ["2026-11-23T13:00Z"]
        #expect(evening.floor?.wanted == [2, 3])
        // From a post at 14:01 on, 15:00 and 16:00 are too near; 17:00 fits, and a second one does not.
        evening.past = ["2026-11-23T14:01Z"]
        #expect(evening.floor?.wanted == [1, 3])
        evening.past = ["2026-11-23T14:00Z"]
        #expect(evening.floor?.wanted == [1, 3])
        evening.past = ["2026-11-23T12:00Z", "2026-11-23T13:30Z", "2026-11-23T14:00Z"]
        #expect(evening.floor?.wanted == [0, 3])
    }

    @Test func `every day is filled from the last post of the history, not from the day before`() {
        var night = Case(PaceSettings(min: 1, spacing: .hours(10)))
        night.settings.hours = nil
        night.from = "2026-11-23T23:00Z"
        night.to = "2026-11-24T05:00Z"
        #expect(night.floor?.wanted == [1, 1])
        night.past = ["2026-11-23T16:00Z"]
        #expect(night.floor?.wanted == [0, 1])
    }

    @Test func `a slot at the minute of the last post can not be filled, even without spacing`() {
        var exact = Case(PaceSettings(min: 9))
        exact.from = "2026-11-23T16:00Z"
        exact.to = "2026-11-23T20:00Z"
        #expect(exact.floor?.wanted == [2])
        exact.past = ["2026-11-23T16:00Z"]
        #expect(exact.floor?.published == [1])
        #expect(exact.floor?.wanted == [1])
    }

    @Test func `a post off the grid counts for its day, one on a day without slots for none`() {
        let floor = Case(PaceSettings(min: 1)).floor
        #expect(lacks(floor, "2026-11-23T20:07Z", "2026-11-25T07:59Z") == ["2026-11-24 1"])
    }

    @Test func `days are those of the wall clock, of 23 or 25 hours too`() {
        var long = Case(PaceSettings(min: 99, spacing: .hours(1)))
        long.settings.zone = Stage.berlin
        long.settings.hours = nil
        long.from = "2026-10-24T22:00Z"
        long.to = "2026-10-26T23:00Z"
        #expect(long.floor?.wanted == [25, 24])
        long.from = "2026-03-28T23:00Z"
        long.to = "2026-03-30T22:00Z"
        #expect(long.floor?.wanted == [23, 24])
        #expect(
            lacks(long.floor, "2026-03-29T21:59Z", "2026-03-29T22:00Z") == ["2026-03-29 22", "2026-03-30 23"])
    }

    @Test func `the days give the sum of the whole`() {
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<50 {
            var random = Case(
                PaceSettings(min: Int.random(in: 0...4, using: &numbers), spacing: .minutes(90)))
            random.to = "2026-11-28T12:00Z"
            guard let floor = random.floor else { continue }
            let instants = (0..<8).map { _ in
                Stage.at(random.from) + .minutes(Int.random(in: 0..<7000, using: &numbers))
            }.sorted()
            var counts = [Int](repeating: 0, count: floor.wanted.count)
            for at in instants {
                let day = at.utc.date.dayNumber - Stage.date("2026-11-23").dayNumber
                if counts.indices.contains(day) { counts[day] += 1 }
            }
            let whole = floor.shortfalls(of: instants).reduce(0) { $0 + $1.amount }
            #expect(
                counts.indices.reduce(0) { $0 + floor.shortfall(ofDay: $1, planned: counts[$1]) } == whole)
        }
    }
}
