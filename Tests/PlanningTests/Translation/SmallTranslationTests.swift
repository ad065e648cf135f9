import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

private func lane(
    _ posts: [Post], days: Int = 2, past: [HistoryLine] = [], budget: Int? = nil, now: Instant = Build.now,
    _ change: (inout Settings) -> Void = { _ in }
) -> TranslatedLane {
    var account = Build.account("here", change)
    account.budget = budget.map { Money(currency: "USD", millionths: $0) }
    if budget != nil {
        account.network = NetworkProfile(
            name: "net", keys: [], tariff: Tariff(currency: "USD", plain: 10, withURL: 100),
            putsLinkInText: true)
    }
    return TranslatedLane(
        Problem(posts: posts, policy: Build.policy([account], days: days), history: past, now: now))
}

private func line(
    _ hours: Int, _ kind: KindName = "curated", _ change: (inout HistoryLine) -> Void = { _ in }
)
    -> HistoryLine
{
    var line = HistoryLine(account: "here", kind: kind, at: Build.now + .hours(hours))
    change(&line)
    return line
}

private let posts = (0..<9).map { Build.post(PostID("p\($0)")) }

struct PaceTranslationTests {
    @Test func `a week is seven targets, or what the four before let expect`() {
        let pace = PaceSettings(target: 1, max: 9, steady: 1000)
        // Four a week would be steady, but seven are always fine.
        let few = (0..<16).map { line(-24 * 35 + 1 + $0) }
        let week = (0..<6).map { line(-24 * 6 - $0) }
        let lane = lane(posts, past: few + week) { $0.pace = pace }
        #expect(lane.lane.maxPerDay == 9)
        #expect(lane.penalties([("p0", 0), ("p1", 1), ("p1", 18), ("p1", 19)]) == [0, nil, nil, 0])
        let many = (0..<32).map { line(-24 * 35 + 6 + $0) }
        let busy = planned(past: many + week, pace)
        #expect(busy.penalties([("p0", 1), ("p1", 2), ("p2", 3)]) == [0, 0, nil])
    }

    private func planned(past: [HistoryLine], _ pace: PaceSettings) -> TranslatedLane {
        lane(posts, past: past) { $0.pace = pace }
    }
}

struct SpreadTranslationTests {
    @Test func `only what shares the hour of the wall clock counts`() {
        func penalties(over: Int) -> [Int?] {
            let lane = lane(posts, past: [line(-23)]) {
                $0.spread = [SpreadLimit(of: .everything, atMost: 1, over: .hours(over))]
            }
            return lane.penalties([("p0", 0), ("p1", 1), ("p2", 24), ("p2", 25)])
        }
        // The history's post was at 09:00, a day before the second slot.
        #expect(penalties(over: 25) == [0, nil, nil, 0])
        #expect(penalties(over: 24) == [0, 0, 0, 0])
    }

    @Test func `what may be broken costs its weight`() {
        let lane = lane(posts) {
            $0.spread = [SpreadLimit(of: .everything, atMost: 0, over: .hours(1), level: .should(weight: 3))]
        }
        #expect(lane.penalties([("p0", 0)]) == [3])
    }
}

struct CampaignTranslationTests {
    @Test func `history counts, and a campaign beyond its measure refuses nothing else`() {
        let sale = ["a", "b", "c"].map { id in Build.post(PostID(id)) { $0.campaign = "sale" } }
        let past = [line(-9) { $0.campaign = "sale" }]
        let two = lane(sale + posts, past: past) { $0.campaigns = ["sale": CampaignLimits(max: 3)] }
        #expect(two.penalties([("a", 0), ("b", 1), ("c", 2), ("p0", 3)]) == [0, 0, nil, 0])
    }
}

struct BudgetTranslationTests {
    @Test func `each month of UTC has its own limit, the first less what it has spent`() throws {
        let now = Build.at("2026-11-30T20:00Z")
        let linked = (0..<3).map { number in
            Build.post(PostID("l\(number)")) { $0.link = "https://a.example/\(number)" }
        }
        let past = HistoryLine(
            account: "here", kind: "curated", at: Build.at("2026-11-01T00:00Z"), link: "https://b.example")
        let before = HistoryLine(
            account: "here", kind: "curated", at: Build.at("2026-10-31T23:59Z"), link: "https://c.example")
        let lane = lane(linked + posts, past: [past, before], budget: 215, now: now)
        guard case .total(let total) = try #require(lane.lane.constraints.first) else { return }
        #expect(total.limits == [115, 215])
        #expect(
            lane.penalties([("l0", 0), ("l1", 1), ("p0", 2), ("p1", 3), ("l1", 4), ("l2", 5)])
                == [0, nil, 0, nil, 0, 0])
    }
}

struct OrderTranslationTests {
    @Test func `a predecessor comes at least the lag before, from the history or the lane`() {
        let part = Build.post("part") {
            $0.after = ["p0", "gone"]
            $0.lag = .hours(2)
        }
        let old = line(-1) { $0.post = "gone" }
        let both = lane(posts + [part], past: [old])
        #expect(both.penalties([("part", 1), ("p0", 2), ("part", 3), ("part", 4)]) == [nil, 0, nil, 0])
        // What never went out and is not there to go never does.
        #expect(lane(posts + [part]).penalties([("p0", 2), ("part", 30)]) == [0, nil])
    }
}

struct OnceTranslationTests {
    @Test func `equal posts are one group, whatever each of them allows`() {
        let twins: [Post] = [("a", 10, nil), ("b", 30, 2), ("c", nil, nil)].map {
            (id: PostID, every: Int?, times: Int?) in
            Build.post(id) {
                $0.body = ["same"]
                $0.evergreen = every.map { Evergreen(every: .hours($0), times: times) }
            }
        }
        let lane = lane(twins, days: 4)
        #expect(Set(lane.lane.items.map(\.group)).count == 1)
        // In 96 hours one every ten: the slower twin must not be bounded by its own pace.
        #expect(lane.lane.items.map(\.uses) == [10, 2, 1])
        #expect(lane.lane.items.map(\.every) == [600, 1800, 0])
        #expect(lane.lane.constraints.isEmpty && !lane.lane.asks)
    }
}

struct FixedCostsTests {
    @Test func `hours that are only wished for are taken off the worth`() throws {
        var windows = WeeklyHours()
        windows.open(.monday, from: 600, to: 660)
        let wish = OnlyHours(
            of: Selector([.kind("curated")]), windows: windows, level: .should(weight: 70))
        let lane = lane(posts + [Build.post("q", "quote")]) { $0.hours = HoursSettings(only: [wish]) }
        let item = try #require(lane.item("p0"))
        let other = try #require(lane.item("q"))
        for slot in lane.map.slots.indices {
            let isOpen = lane.map.slots[slot].at == Build.now + .hours(2)
            #expect(lane.lane.worth(other, slot) - lane.lane.worth(item, slot) == (isOpen ? 0 : 70))
        }
        #expect(!lane.lane.asks && lane.lane.constraints.isEmpty)
    }
}
