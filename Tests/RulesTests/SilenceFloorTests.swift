import Policies
import Posts
import Rules
import Testing
import Timeline

struct SilenceFloorTests {
    private let now = Stage.at("2026-11-23T08:00Z")

    private func floor(_ silence: Minutes?, past: [Instant] = [], length: Minutes = .days(2)) -> SilenceFloor?
    {
        var settings = Settings()
        settings.pace = PaceSettings(silence: silence)
        let account = Stage.account("here", settings)
        return SilenceFloor(
            on: AccountCase(account: account, now: now),
            calendar: SlotCalendar(settings: settings, now: now, end: now + length),
            past: Stage.past(past, on: account))
    }

    @Test func `without a limit there is no floor`() {
        #expect(floor(nil) == nil)
    }

    @Test func `every started hour beyond the limit is silent`() {
        let floor = floor(.hours(24))
        let found = [0, 1440, 1441, 1500, 1501, 2880].map {
            floor?.silentHours(between: now, and: now + .minutes($0))
        }
        #expect(found == [0, 0, 1, 1, 2, 24])
    }

    @Test func `the horizon's start is an end only without history, its end always is`() {
        #expect(
            floor(.hours(24))?.shortfalls(of: []) == [
                Shortfall(account: "here", lack: .silence(from: now, to: now + .days(2), hours: 24))
            ])
        let before = now - .hours(30)
        #expect(
            floor(.hours(24), past: [before - .days(9), before])?.shortfalls(of: []) == [
                Shortfall(account: "here", lack: .silence(from: before, to: now + .days(2), hours: 54))
            ])
    }

    @Test func `each pair of successive posts is measured for itself`() {
        let first = now + .minutes(24 * 60 + 1)
        let second = first + .hours(2)
        let found = floor(.hours(24), past: [now])?.shortfalls(of: [first, second])
        #expect(
            found == [
                Shortfall(account: "here", lack: .silence(from: now, to: first, hours: 1))
            ])
        let longer = floor(.hours(10), past: [now], length: .days(3))?.shortfalls(of: [first, second])
        #expect(longer?.map(\.amount) == [15, 36])
        #expect(longer?.map(\.floor) == ["silence", "silence"])
    }

    @Test func `the parts give the sum of the whole`() {
        var numbers = SeededNumbers(seed: 5)
        for _ in 0..<200 {
            let past =
                Bool.random(using: &numbers)
                ? [now - .minutes(Int.random(in: 0..<3000, using: &numbers))] : []
            guard let floor = floor(.minutes(Int.random(in: 0..<2000, using: &numbers)), past: past) else {
                continue
            }
            let instants = (0..<Int.random(in: 0..<6, using: &numbers)).map { _ in
                now + .minutes(Int.random(in: 0..<2880, using: &numbers))
            }.sorted()
            let whole = floor.shortfalls(of: instants).reduce(0) { $0 + $1.amount }
            let ends = [floor.start] + instants.map(\.minutes) + [floor.end]
            let parts = zip(ends, ends.dropFirst()).map { floor.silentHours(between: $0, and: $1) }
            #expect(parts.reduce(0, +) == whole)
        }
    }
}
