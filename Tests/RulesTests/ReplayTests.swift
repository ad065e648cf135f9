import Policies
import Posts
import Testing
import Timeline

@testable import Rules

struct ReplayTests {
    static let now = Stage.at("2026-11-23T08:00Z")

    /// Two accounts, `here` and `there`, with these settings.
    static func docket(
        _ posts: [Post], history: [HistoryLine] = [], stored: [Placement] = [], horizon: Minutes = .days(2),
        _ change: (inout Settings) -> Void = { _ in }
    ) -> Docket {
        var settings = Settings()
        settings.aboveTarget = .value(0)
        settings.keep = .value(0)
        settings.audience = Audience(always: 100)
        change(&settings)
        var policy = Policy(accounts: [Stage.account("there", settings), Stage.account("here", settings)])
        policy.horizon = horizon
        return Docket(Problem(posts: posts, policy: policy, history: history, now: now, stored: stored))
    }

    private func rules(_ judgement: Judgement) -> [[String]] {
        judgement.verdicts.map { $0.refusals.map(\.rule.rawValue) }
    }

    private let posts = [Stage.post("a"), Stage.post("b"), Stage.post("c"), Stage.post("sale", "promo")]

    @Test func `placements are judged in time order, then by account name, whatever their order`() {
        let judgement = Replay.judge(
            Stage.placements(
                "c here 2026-11-23T12:00Z", "a there 2026-11-23T10:00Z", "b here 2026-11-23T10:00Z",
                "c there 2026-11-23T09:00Z"),
            docket: Self.docket(posts))
        #expect(
            judgement.verdicts.map { "\($0.placement.post) \($0.placement.account)" }
                == ["c there", "b here", "a there", "c here"])
        #expect(judgement.isValid)
        #expect(judgement.score.total == 400)
        #expect(judgement.floorShortfall == 0)
    }

    @Test func `what is refused still counts as past for what follows`() {
        let judgement = Replay.judge(
            Stage.placements(
                "a here 2026-11-23T09:00Z", "b here 2026-11-23T10:00Z", "c here 2026-11-23T11:00Z",
                "a there 2026-11-23T13:00Z"),
            docket: Self.docket(posts) { $0.pace = PaceSettings(spacing: .hours(2)) })
        #expect(rules(judgement) == [[], ["spacing"], ["spacing"], []])
        #expect(!judgement.isValid)
        #expect(judgement.verdicts.map(\.isAdmitted) == [true, false, false, true])
        #expect(judgement.score.reach == 400)
    }

    @Test func `the history comes before the plan`() {
        let line = HistoryLine(account: "here", kind: "curated", at: Self.now - .minutes(30))
        let late = HistoryLine(account: "here", kind: "curated", at: Self.now + .minutes(30))
        let judgement = Replay.judge(
            Stage.placements("a here 2026-11-23T09:15Z", "b there 2026-11-23T09:15Z"),
            docket: Self.docket(posts, history: [line, late]) { $0.pace = PaceSettings(spacing: .hours(2)) })
        #expect(rules(judgement) == [["spacing"], []])
        let refusal = judgement.verdicts.first?.refusals.first as? SpacingRefusal
        #expect(refusal?.previous == line.at)
    }

    @Test func `what no timeline could hold is refused and does not count`() {
        var draft = Stage.post("draft")
        draft.isDraft = true
        var elsewhere = Stage.post("elsewhere")
        elsewhere.accounts = ["there"]
        let judgement = Replay.judge(
            Stage.placements(
                "a here 2026-11-23T07:59Z", "a nowhere 2026-11-23T09:00Z", "gone here 2026-11-23T09:00Z",
                "draft here 2026-11-23T09:15Z", "elsewhere here 2026-11-23T09:30Z",
                "a here 2026-11-25T08:00Z",
                "b here 2026-11-23T08:00Z", "c here 2026-11-25T07:45Z"),
            docket: Self.docket(posts + [draft, elsewhere]) { $0.keep = .value(7) })
        #expect(
            judgement.verdicts.map { $0.refusals.first as? SlotRefusal } == [
                .outsideHorizon(Stage.at("2026-11-23T07:59Z"), now: Self.now, end: Self.now + .days(2)),
                nil,
                .unknownPost("gone"),
                .unknownAccount("nowhere"),
                .unknownPost("draft"),
                .unknownPost("elsewhere"),
                nil,
                .outsideHorizon(Stage.at("2026-11-25T08:00Z"), now: Self.now, end: Self.now + .days(2)),
            ])
        #expect(judgement.verdicts.map(\.counts) == [false, true, false, false, false, false, true, false])
        #expect(judgement.score.total == 200)
    }

    @Test func `an instant that is no slot is refused, unless the post is pinned to it`() {
        var pinned = Stage.post("pinned")
        pinned.pin = .perAccount(["here": .instant(Stage.at("2026-11-23T09:07Z"))])
        let judgement = Replay.judge(
            Stage.placements(
                "pinned here 2026-11-23T09:07Z", "pinned there 2026-11-23T09:08Z",
                "a there 2026-11-23T10:07Z",
                "b there 2026-11-23T11:00Z"),
            docket: Self.docket(posts + [pinned]))
        #expect(
            judgement.verdicts.map { $0.refusals.first as? SlotRefusal } == [
                nil, .noSlot(Stage.at("2026-11-23T09:08Z")), .noSlot(Stage.at("2026-11-23T10:07Z")), nil,
            ])
        #expect(judgement.score.reach == 400)
    }

    @Test func `an account has one post at an instant, history included`() {
        let line = HistoryLine(account: "here", kind: "curated", at: Self.now)
        let judgement = Replay.judge(
            Stage.placements(
                "a here 2026-11-23T08:00Z", "a there 2026-11-23T08:00Z", "b here 2026-11-23T09:00Z",
                "c here 2026-11-23T09:00Z"),
            docket: Self.docket(posts, history: [line]))
        #expect(
            judgement.verdicts.map { $0.refusals.first as? SlotRefusal } == [
                .taken(Self.now, by: nil), nil, nil, .taken(Stage.at("2026-11-23T09:00Z"), by: "b"),
            ])
    }

    @Test func `the goodwill curve starts at now and has one number per instant`() {
        let gift = HistoryLine(account: "here", kind: "curated", at: Self.now)
        let judgement = Replay.judge(
            Stage.placements(
                "a there 2026-11-23T08:00Z", "b here 2026-11-23T09:00Z", "sale here 2026-11-23T10:00Z",
                "sale there 2026-11-23T10:00Z"),
            docket: Self.docket(posts, history: [gift]) { $0.goodwill = GoodwillSettings(start: 2, cap: 8) })
        func point(_ text: String, _ balance: Int) -> GoodwillPoint {
            GoodwillPoint(at: Stage.at(text), balance: balance)
        }
        #expect(
            judgement.goodwill == [
                [
                    point("2026-11-23T08:00Z", 3), point("2026-11-23T09:00Z", 4),
                    point("2026-11-23T10:00Z", 0),
                ],
                [point("2026-11-23T08:00Z", 3), point("2026-11-23T10:00Z", -1)],
            ])
        #expect(rules(judgement) == [[], [], [], ["goodwill"]])
        #expect(judgement.verdicts.map { $0.subject?.kind.side } == [.give, .give, .ask, .ask])
        #expect(Replay.judge([], docket: Self.docket(posts)).goodwill == [[], []])
    }

    @Test func `a placement earns keep only exactly where the stored plan had it`() {
        let stored = Stage.placements(
            "a here 2026-11-23T09:00Z", "a here 2026-11-23T09:00Z", "b here 2026-11-23T10:00Z",
            "c there 2026-11-23T11:00Z")
        let judgement = Replay.judge(
            Stage.placements(
                "a here 2026-11-23T09:00Z", "b here 2026-11-23T10:15Z", "c here 2026-11-23T11:00Z"),
            docket: Self.docket(posts, stored: stored) { $0.keep = .value(7) })
        #expect(judgement.verdicts.map(\.isKept) == [true, false, false])
        #expect(judgement.score.keep == 7)
        #expect(judgement.score.total == 307)
    }

    @Test func `days above the target cost, counted from what went out already`() {
        let history = [1, 2].map { HistoryLine(account: "here", kind: "curated", at: Self.now - .hours($0)) }
        let placements = Stage.placements(
            "a here 2026-11-23T09:00Z", "b here 2026-11-23T10:00Z", "c here 2026-11-24T09:00Z",
            "a there 2026-11-23T09:00Z", "b there 2026-11-23T10:00Z")
        let judgement = Replay.judge(
            placements,
            docket: Self.docket(posts, history: history) {
                $0.pace = PaceSettings(target: 1)
                $0.aboveTarget = .value(30)
            })
        // Here two after two, there two with one free.
        #expect(judgement.score.aboveTarget == 90)
        #expect(judgement.score.total == 410)
    }

    @Test func `one candidate can be asked about at send time, slots left aside`() {
        let docket = Self.docket(posts) { $0.pace = PaceSettings(spacing: .hours(2)) }
        let replay = Replay(docket)
        guard let index = replay.index(of: "there"), let subject = docket.subjectOfPost[index]["a"] else {
            Issue.record("the account or the post is missing")
            return
        }
        #expect(index == 1)
        #expect(replay.index(of: "nowhere") == nil)
        let at = Stage.at("2026-11-23T09:07Z")
        #expect(replay.refusals(of: subject, on: index, at: at, past: docket.pasts[index]).isEmpty)
        let past = Stage.past([at - .minutes(119)], on: docket.cases[index].account)
        #expect(replay.refusals(of: subject, on: index, at: at, past: past).map(\.rule) == ["spacing"])
    }
}
