import Policies
import Posts
import Rules
import Testing
import Timeline

struct SlotCalendarTests {
    private func calendar(
        _ from: String, _ to: String, grid: Minutes = .minutes(60), zone: Zone = .utc,
        hours: HoursSettings? = nil
    ) -> SlotCalendar {
        var settings = Settings()
        settings.zone = zone
        settings.grid = grid
        settings.hours = hours
        return SlotCalendar(settings: settings, now: Stage.at(from), end: Stage.at(to))
    }

    private func clocks(_ calendar: SlotCalendar) -> [String] {
        calendar.slots.map { LocalDateTime.clockText($0.local.minuteOfDay) }
    }

    @Test func `the first minute of the horizon may be a slot and its end never is`() {
        let slots = calendar("2026-11-23T08:00Z", "2026-11-23T11:00Z")
        #expect(slots.slots.map(\.at.rfc3339) == ["08", "09", "10"].map { "2026-11-23T\($0):00:00Z" })
        let later = calendar("2026-11-23T08:01Z", "2026-11-23T11:01Z")
        #expect(clocks(later) == ["09:00", "10:00", "11:00"])
    }

    @Test func `a grid that does not divide the day starts anew at midnight`() {
        let slots = calendar("2026-11-23T00:00Z", "2026-11-25T00:00Z", grid: .hours(7))
        #expect(clocks(slots) == ["00:00", "07:00", "14:00", "21:00", "00:00", "07:00", "14:00", "21:00"])
    }

    @Test func `the grid follows the wall clock of a zone with half hours`() {
        let slots = calendar(
            "2026-11-23T08:00Z", "2026-11-23T10:00Z", zone: Stage.zone("Asia/Kolkata", "IST-5:30"))
        #expect(clocks(slots) == ["14:00", "15:00"])
        #expect(slots.slots.first?.at == Stage.at("2026-11-23T08:30Z"))
    }

    @Test func `a skipped hour yields no slot`() {
        let slots = calendar("2026-03-28T23:00Z", "2026-03-29T22:00Z", zone: Stage.berlin)
        #expect(slots.slots.count == 23)
        #expect(slots.days == [Stage.date("2026-03-29")])
        #expect(Array(clocks(slots).prefix(4)) == ["00:00", "01:00", "03:00", "04:00"])
    }

    @Test func `a repeated hour yields two instants for each reading`() {
        let slots = calendar("2026-10-24T22:00Z", "2026-10-25T23:00Z", zone: Stage.berlin)
        #expect(slots.slots.count == 25)
        #expect(slots.days == [Stage.date("2026-10-25")])
        #expect(Array(clocks(slots).prefix(5)) == ["00:00", "01:00", "02:00", "02:00", "03:00"])
        #expect(slots.isSlot(Stage.at("2026-10-25T00:00Z")) && slots.isSlot(Stage.at("2026-10-25T01:00Z")))
    }

    @Test func `a clock put back over midnight returns to the date before`() {
        // As in Newfoundland until 2011: a minute past midnight it was 23:01 of the day before again.
        let zone = Stage.zone("America/St_Johns", "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01")
        let slots = calendar("2026-11-01T01:30Z", "2026-11-01T04:35Z", grid: .minutes(30), zone: zone)
        #expect(clocks(slots) == ["23:00", "23:30", "00:00", "23:30", "00:00", "00:30", "01:00"])
        #expect(slots.days == [Stage.date("2026-10-31"), Stage.date("2026-11-01")])
        #expect(slots.slots.map(\.day) == [0, 0, 1, 0, 1, 1, 1])
    }

    @Test func `slots lie in active hours and in no blackout`() {
        var active = WeeklyHours()
        active.open(.monday, from: 20 * 60, to: 2 * 60)
        let blackout = Blackout(
            from: .local(LocalDateTime(date: Stage.date("2026-11-23"), minuteOfDay: 22 * 60)),
            to: .local(LocalDateTime(date: Stage.date("2026-11-24"), minuteOfDay: 0)))
        let slots = calendar(
            "2026-11-23T00:00Z", "2026-11-26T00:00Z",
            hours: HoursSettings(active: active, blackout: [blackout]))
        #expect(clocks(slots) == ["20:00", "21:00", "00:00", "01:00"])
        #expect(slots.days == [Stage.date("2026-11-23"), Stage.date("2026-11-24")])
    }

    @Test func `windows of single classes and staffed hours take no slot away`() {
        let hours = HoursSettings(
            only: [OnlyHours(of: .everything, windows: WeeklyHours())],
            staffed: StaffedHours(of: .everything, length: .hours(1), windows: WeeklyHours()))
        #expect(calendar("2026-11-23T08:00Z", "2026-11-23T11:00Z", hours: hours).slots.count == 3)
    }

    @Test func `a pin is a slot of its own post, on the grid or not, inside the horizon only`() {
        let slots = calendar("2026-11-23T08:00Z", "2026-11-23T11:00Z")
        let off = Stage.subject(pin: Stage.at("2026-11-23T09:07Z"))
        #expect(slots.slots(for: off).map(\.local.minuteOfDay) == [480, 540, 547, 600])
        #expect(slots.ownSlot(of: off)?.day == 0)
        #expect(slots.isSlot(Stage.at("2026-11-23T09:07Z"), for: off))
        #expect(!slots.isSlot(Stage.at("2026-11-23T09:07Z"), for: Stage.subject()))
        #expect(!slots.isSlot(Stage.at("2026-11-23T09:08Z"), for: off))
        let on = Stage.subject(pin: Stage.at("2026-11-23T09:00Z"))
        #expect(slots.ownSlot(of: on) == nil)
        #expect(slots.slots(for: on) == slots.slots)
        for text in ["2026-11-23T07:59Z", "2026-11-23T11:00Z"] {
            let outside = Stage.subject(pin: Stage.at(text))
            #expect(slots.slots(for: outside) == slots.slots)
            #expect(!slots.isSlot(Stage.at(text), for: outside))
        }
        #expect(
            slots.isSlot(
                Stage.at("2026-11-23T10:59Z"), for: Stage.subject(pin: Stage.at("2026-11-23T10:59Z"))))
    }

    @Test func `an empty horizon has no slots`() {
        let slots = calendar("2026-11-23T08:00Z", "2026-11-23T08:00Z")
        #expect(slots.slots.isEmpty && slots.days.isEmpty)
        #expect(slots.firstIndex(notBefore: Stage.at("2026-11-23T08:00Z")) == 0)
    }

    @Test(arguments: ["2026-03-26T05:17Z", "2026-10-23T05:17Z", "2026-11-21T05:17Z"])
    func `slots are those found by asking every minute`(from: String) {
        var numbers = SeededNumbers(seed: 7)
        for _ in 0..<10 {
            var settings = Settings()
            settings.zone = Stage.berlin
            settings.grid = .minutes(Int.random(in: 1...90, using: &numbers))
            var active = WeeklyHours()
            for day in Weekday.allCases where Bool.random(using: &numbers) {
                active.open(
                    day, from: Int.random(in: 0..<1440, using: &numbers),
                    to: Int.random(in: 0...1440, using: &numbers)
                )
            }
            let now = Stage.at(from) + .minutes(Int.random(in: 0..<1440, using: &numbers))
            let blackout = Blackout(from: .instant(now + .hours(5)), to: .instant(now + .hours(11)))
            settings.hours = HoursSettings(active: active, blackout: [blackout])
            let calendar = SlotCalendar(settings: settings, now: now, end: now + .days(5))
            var expected: [Instant] = []
            for minute in 0..<5 * 1440 where !(300..<660).contains(minute) {
                let local = settings.zone.local(at: now + .minutes(minute))
                if local.minuteOfDay % settings.grid.count == 0 && active.contains(local) {
                    expected.append(now + .minutes(minute))
                }
            }
            #expect(calendar.slots.map(\.at) == expected)
            #expect(calendar.slots.allSatisfy { $0.local == settings.zone.local(at: $0.at) })
            for (index, slot) in calendar.slots.enumerated() {
                #expect(calendar.index(of: slot.at) == index)
                #expect(slot.day.map { calendar.days[$0] } == slot.local.date)
            }
        }
    }
}
