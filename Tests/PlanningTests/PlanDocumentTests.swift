import Diagnostics
import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct PlanDocumentTests {
    /// Two gives, a promotion that waits for them, and a floor that cannot be met.
    static let problem: Problem = {
        let account = Build.account {
            $0.grid = .hours(6)
            $0.pace = PaceSettings(min: 1, target: 1, silence: .hours(24))
            $0.goodwill = GoodwillSettings(start: 1, cap: 8)
            $0.mix = [MixLimit(of: Selector([.side(.ask)]), atMost: .percent(20), over: .time(.days(14)))]
            $0.apart = [ApartEntry(same: .topic, by: .time(.hours(48)), level: .should(weight: 30))]
        }
        return Problem(
            posts: [
                Build.post("a") { $0.topics = ["wool"] },
                // So that there is only one best plan.
                Build.post("b") {
                    $0.topics = ["wool"]
                    $0.notBefore = .instant(Build.now + .hours(30))
                },
                Build.post("sale", "promo"),
            ], policy: Build.policy([account], days: 3), now: Build.now)
    }()

    @Test func `a plan is written as documented`() throws {
        var plan = try Planner.plan(PlanDocumentTests.problem, effort: .quick)
        // What the search knows of the plan changes with the search.
        plan.bound = 1000
        plan.prices = ["here": StoredPrices(posts: ["a": 690, "b": 521], rows: [[0], [2520, 2]])]
        #expect(PlanDocument.json(plan) == PlanDocumentTests.golden)
    }

    @Test func `what was written is read back`() throws {
        let plan = try Planner.plan(PlanDocumentTests.problem, effort: .quick)
        let stored = try PlanDocument.read(PlanDocument.json(plan))
        #expect(stored == StoredPlan(now: plan.now, end: plan.end, placements: plan.bare, kept: []))
    }

    @Test func `what ended the search early stands in the document`() throws {
        var plan = Plan(now: Build.now, end: Build.now + .days(1))
        for (ended, text) in [
            (nil, "null"), (.timeLimit, "\"time_limit\""), (.interrupted, "\"interrupted\""),
        ]
            as [(Plan.Ended?, String)]
        {
            plan.ended = ended
            #expect(PlanDocument.json(plan).contains("\n  \"ended\": \(text),\n"))
        }
    }

    @Test func `prices are read back, and are no condition`() throws {
        var plan = Plan(now: Build.now, end: Build.now + .days(1))
        #expect(PlanDocument.json(plan).hasSuffix("\n  \"prices\": []\n}\n"))
        plan.prices = [
            "there": StoredPrices(posts: ["b": 7, "a": 4200], rows: [[3], [60, 2, 0, 90, 5]]),
            "here": StoredPrices(posts: ["a": 1]),
        ]
        let text = PlanDocument.json(plan)
        #expect(
            text.hasSuffix(
                """

                  "prices": [
                    { "account": "here", "posts": { "a": 1 }, "rows": [] },
                    { "account": "there", "posts": { "a": 4200, "b": 7 }, "rows": [[3], [60, 2, 0, 90, 5]] }
                  ]
                }

                """))
        #expect(PlanDocument.prices(text) == plan.prices)
        #expect(try PlanDocument.read(text).now == Build.now)
    }

    @Test(arguments: [
        "", "[]", #"{"prices": []}"#, #"{"format": "hearth-plan/1"}"#,
        #"{"format": "hearth-plan/1", "prices": 7}"#,
        #"{"format": "hearth-plan/1", "prices": [7, {}, {"account": "a"}, {"posts": {"p": 1}}]}"#,
    ]) func `prices that are none are left out`(text: String) {
        #expect(PlanDocument.prices(text).isEmpty)
    }

    @Test func `an answer needs only now and placements`() throws {
        let stored = try PlanDocument.read(
            #"{"now": "2026-11-23T09:00:00+01:00", "placements": [{"post": "a", "account": "here", "at": "2026-11-23T08:15Z"}]}"#
        )
        #expect(stored.now == Build.now)
        #expect(stored.placements == [Placement(post: "a", account: "here", at: Build.now + .minutes(15))])
    }

    @Test(arguments: [
        ("[1", "", "not a JSON document"), ("[]", "", "expected an object"),
        (#"{"format": "hearth-plan/2"}"#, "format", "expected 'hearth-plan/1'"),
        ("{}", "now", "is missing"), (#"{"now": 3}"#, "now", "expected a text"),
        (#"{"now": "2026-11-23T08:00Z"}"#, "placements", "expected an array"),
        (#"{"now": "2026-11-23T08:00Z", "placements": [7]}"#, "placements[0]", "expected an object"),
        (
            #"{"now": "2026-11-23T08:00Z", "placements": [{"post": "a"}]}"#, "placements[0].account",
            "is missing"
        ),
        (
            #"{"now": "2026-11-23T08:00Z", "placements": [{"post": "a", "account": "b", "at": "2026-11-23"}]}"#,
            "placements[0].at", "expected a time such as 2026-11-23T08:00:00Z, found '2026-11-23'"
        ),
    ])
    func `what is no plan is refused with its place`(text: String, path: String, message: String) {
        #expect(throws: PlanDocument.ReadError(path: path, message: message)) {
            try PlanDocument.read(text)
        }
    }

    @Test func `the gap has four decimals, rounded half up`() {
        #expect(PlanDocument.fraction(29) == "0.0029")
        #expect(PlanDocument.fraction(12_345) == "1.2345")
        var plan = Plan(now: Build.now, end: Build.now, score: 48_211, bound: 48_350)
        #expect(plan.gapTenThousandths == 29)
        plan.score = 0
        plan.bound = 1
        #expect(plan.gapTenThousandths == 10_000)
        plan.score = -20_000
        plan.bound = -19_999
        #expect(plan.gapTenThousandths == 1)
    }

    @Test func `texts are escaped`() {
        #expect(JSONValue.quoted("a\"b\\c\n\u{1}é") == #""a\"b\\c\n\u0001é""#)
    }

    static let golden = #"""
        {
          "format": "hearth-plan/1",
          "now": "2026-11-23T08:00:00Z",
          "end": "2026-11-26T08:00:00Z",
          "status": "feasible",
          "floor_shortfall": 4,
          "floor_bound": 2,
          "score": 970,
          "bound": 1000,
          "gap": 0.0309,
          "ended": null,
          "placements": [
            { "post": "a", "account": "here", "at": "2026-11-24T06:00:00Z", "kind": "curated", \#
        "side": "give", "reach": 500, "kept": false, "broken": [] },
            { "post": "b", "account": "here", "at": "2026-11-25T06:00:00Z", "kind": "curated", \#
        "side": "give", "reach": 500, "kept": false, "broken": [{ "rule": "apart", "weight": 30, \#
        "message": "the post at 2026-11-24 06:00 has the same topic wool, less than 2d before" }] }
          ],
          "unplaced": [
            { "post": "sale", "account": "here", "refusals": [{ "rule": "goodwill", "slots": 12, \#
        "message": "goodwill is 1 and this asks 4" }, { "rule": "mix", "slots": 12, "message": "ask \#
        would be 1 of 1 post within 14d, at most 20%" }], "outranked_slots": 0 }
          ],
          "shortfalls": [
            { "account": "here", "floor": "pace", "day": "2026-11-23", "missing": 1 },
            { "account": "here", "floor": "pace", "day": "2026-11-26", "missing": 1 },
            { "account": "here", "floor": "silence", "from": "2026-11-25T06:00:00Z", "to": \#
        "2026-11-26T08:00:00Z", "hours": 2 }
          ],
          "accounts": [
            { "account": "here", "goodwill": [{ "at": "2026-11-23T08:00:00Z", "balance": 1 }, { \#
        "at": "2026-11-24T06:00:00Z", "balance": 2 }, { "at": "2026-11-25T06:00:00Z", "balance": 3 \#
        }], "runway": { "give_until": "2026-11-25", "give_stock": 2, "kinds": [{ "kind": "curated", \#
        "stock": 2, "until": "2026-11-25" }, { "kind": "promo", "stock": 1, "until": null }], \#
        "needed": [{ "kind": "curated", "count": 2, "by": "2026-11-25" }] }, "shares": [{ "of": \#
        ["ask"], "at_most_percent": 20, "over_minutes": 20160, "weight": null, "members": 0, \#
        "total": 2 }], "days": [{ "day": "2026-11-23", "published": 0, "planned": 0, "missing": 1 \#
        }, { "day": "2026-11-24", "published": 0, "planned": 1, "missing": 0 }, { "day": \#
        "2026-11-25", "published": 0, "planned": 1, "missing": 0 }, { "day": "2026-11-26", \#
        "published": 0, "planned": 0, "missing": 1 }] }
          ],
          "diagnostics": [],
          "prices": [
            { "account": "here", "posts": { "a": 690, "b": 521 }, "rows": [[0], [2520, 2]] }
          ]
        }

        """#
}
