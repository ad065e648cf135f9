import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct FixedCostsTests {
    @Test func `hours that are only wished for are taken off the worth`() throws {
        var windows = WeeklyHours()
        windows.open(.monday, from: 600, to: 660)
        let wish = OnlyHours(
            of: Selector([.kind("curated")]), windows: windows, level: .should(weight: 70))
        let lane = TranslatedLane.hourly(TranslatedLane.posts + [Build.post("q", "quote")]) {
            $0.hours = HoursSettings(only: [wish])
        }
        let item = try #require(lane.item("p0"))
        let other = try #require(lane.item("q"))
        for slot in lane.map.slots.indices {
            let isOpen = lane.map.slots[slot].at == Build.now + .hours(2)
            #expect(lane.lane.worth(other, slot) - lane.lane.worth(item, slot) == (isOpen ? 0 : 70))
        }
        #expect(!lane.lane.asks && lane.lane.constraints.isEmpty)
    }
}
