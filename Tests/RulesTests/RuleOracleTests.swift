import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

/// Rules that take short cuts compared with their definitions, written down once more as plainly as can be.
@Suite struct RuleOracleTests {
    static let topics = ["a", "b", "c"]

    /// A past of up to 40 posts within 50 days around a change of clocks, and a candidate after them.
    func scene(_ numbers: inout SeededNumbers) -> (scene: RuleScene, past: [Instant], at: Instant) {
        var scene = RuleScene()
        scene.settings.zone = SystemZones.berlin
        let start = scene.instant(Bool.random(using: &numbers) ? "2026-03-29" : "2026-10-25")
        let at = start + .minutes(Int.random(in: -200...400, using: &numbers))
        let grid = [1, 30, 1440].randomElement(using: &numbers) ?? 1
        let past = (0..<Int.random(in: 0...40, using: &numbers)).map { _ in
            at - .minutes(grid * Int.random(in: 1...(50 * 1440 / grid), using: &numbers))
        }.sorted()
        func posting(_ at: Instant) -> Posting {
            let kind = Kind.builtIn.randomElement(using: &numbers)?.name ?? "own"
            let own = RuleOracleTests.topics.filter { _ in Int.random(in: 0...2, using: &numbers) == 0 }
            return Posting(kind, at: at.rfc3339, topics: own)
        }
        scene.past = past.map(posting)
        scene.candidate = posting(at)
        return (scene, past, at)
    }

    func isAsk(_ posting: Posting) -> Bool { ["own", "promo"].contains(posting.kind) }

    @Test(arguments: 0..<200)
    func `windows over time and posts hold what they should`(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var (scene, past, at) = scene(&numbers)
        let all = scene.past + [scene.candidate]
        let instants = past + [at]
        let days = Int.random(in: 1...40, using: &numbers)
        let length = Int.random(in: 1...10, using: &numbers)
        let limit = Int.random(in: 0...4, using: &numbers)
        let share = Int.random(in: 1...60, using: &numbers)
        let inTime = all.indices.filter { instants[$0] > at - .days(days) }
        let inPosts = Array(all.indices.suffix(length))
        func asks(_ indices: [Int]) -> Int { indices.filter { isAsk(all[$0]) }.count }

        scene.settings.mix = [
            MixLimit(of: Selector([.side(.ask)]), atMost: .percent(share), over: .time(.days(days))),
            MixLimit(of: Selector([.side(.ask)]), atMost: .count(limit), over: .posts(length)),
        ]
        let asked = isAsk(scene.candidate)
        #expect(
            scene.answers(of: Mix.self).map { $0.refusal == nil } == [
                !asked || 100 * asks(inTime) <= share * inTime.count, !asked || asks(inPosts) <= limit,
            ])

        scene.settings.spread = [
            SpreadLimit(of: Selector([.side(.ask)]), atMost: limit, over: .days(days))
        ]
        func hour(_ index: Int) -> Int { scene.zone.local(at: instants[index]).hour }
        let sameHour = inTime.filter { hour($0) == hour(all.count - 1) }
        #expect(scene.refusals(by: Spread.self).isEmpty == (!asked || asks(sameHour) <= limit))

        scene.settings.apart = [
            ApartEntry(same: .topic, by: .time(.days(days))), ApartEntry(same: .topic, by: .posts(length)),
        ]
        let alike = scene.past.indices.filter {
            !Set(all[$0].topics).isDisjoint(with: scene.candidate.topics)
        }
        #expect(
            scene.answers(of: Apart.self).map { $0.refusal == nil } == [
                alike.allSatisfy { at - past[$0] >= .days(days) },
                alike.allSatisfy { past.count - 1 - $0 >= length },
            ])

        let today = scene.zone.local(at: at).date
        let onDay = past.filter { scene.zone.local(at: $0).date == today }.count
        scene.settings.pace = PaceSettings(max: limit)
        #expect(scene.refusals(by: Pace.self).isEmpty == (onDay < limit))

        scene.settings.pace = PaceSettings(target: limit, steady: share * 50)
        let week = instants.filter { $0 > at - .days(7) }.count
        let before = past.filter { $0 > at - .days(35) && $0 <= at - .days(7) }.count
        let most = Double(share * 50) / 1000 * Double(before) / 4
        #expect(
            scene.refusals(by: Pace.self).isEmpty
                == (week <= max(7 * limit, Int((most + 1e-9).rounded(.down)))))
    }

    @Test(arguments: 0..<200)
    func `staffed hours are counted minute by minute`(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var (scene, _, at) = scene(&numbers)
        scene.past = []
        scene.candidate.kind = "own"
        var windows = WeeklyHours()
        for day in Weekday.allCases {
            for _ in 0..<2 {
                windows.open(
                    day, from: Int.random(in: 0...1439, using: &numbers),
                    to: Int.random(in: 0...1440, using: &numbers))
            }
        }
        let length = Int.random(in: 1...400, using: &numbers)
        scene.settings.hours = HoursSettings(
            staffed: StaffedHours(of: Selector([.side(.ask)]), length: .minutes(length), windows: windows))
        let unstaffed = (0..<length).first { !windows.contains(scene.zone.local(at: at + .minutes($0))) }
        let refusal = scene.refusals(by: Hours.self).first as? HoursStaffedRefusal
        #expect(refusal?.unstaffed == unstaffed.map { at + .minutes($0) })
    }
}
