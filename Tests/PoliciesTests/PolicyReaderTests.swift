import Diagnostics
import Policies
import Posts
import Testing
import Timeline

struct PolicyReaderTests {
    @Test func `a file that is there but cannot be read is not called absent`() {
        var reader = PolicyReader(networks: [], zones: Example.zones) { path in
            path == "policies/p.yaml" ? Array("extends: base".utf8) : nil
        }
        reader.refusal = { "'\($0)' cannot be read: Permission denied" }
        #expect(
            reader.read("policies/none.yaml").diagnostics.map(\.message)
                == ["'policies/none.yaml' cannot be read: Permission denied"])
        let messages = reader.read("policies/p.yaml").diagnostics.map(\.message)
        #expect(messages.contains("'policies/base.yaml' cannot be read: Permission denied"))
    }

    @Test func `the policy of the repository has no errors`() throws {
        let reader = PolicyReader(networks: Example.networks, zones: Example.zones) { Example.file($0) }
        let (policy, diagnostics) = reader.read("policies/default.yaml")
        #expect(Example.lines(diagnostics) == "")
        let read = try #require(policy)
        #expect(read.accounts.map(\.id) == ["bluesky", "mastodon", "site"])
        // Not written there, so the preset's.
        #expect(read.accounts[0].settings.spread.count == 1)
        #expect(read.accounts[0].settings.goodwill == GoodwillSettings(start: 2, cap: 8))
        #expect(read.accounts[2].settings.pace?.silence == .hours(48))
        #expect(read.kinds["appeal"] == Kind("appeal", .own, .promo, goodwill: -3))
    }

    @Test func `a whole policy file is read`() throws {
        let (policy, diagnostics) = Example.read(PolicyReaderTests.whole)
        #expect(Example.lines(diagnostics) == "")
        let read = try #require(policy)

        #expect(read.horizon == .days(14))
        #expect(read.freeze == .hours(12))
        #expect(
            read.ours
                == Ours(
                    hosts: ["hearth.example"], shop: ["shop.hearth.example"],
                    affiliateParameters: ["ref", "aff", "tag"]))
        #expect(read.kinds["webinar"] == Kind("webinar", .own, .promo, goodwill: -3))
        #expect(read.kinds.count == 9)

        let mastodon = try #require(read.account("mastodon"))
        #expect(mastodon.network == Example.mastodon)
        #expect(mastodon.options == ["url": "https://social.example"])
        #expect(mastodon.secrets == ["token": .environment("MASTODON_TOKEN")])
        #expect(mastodon.budget == nil)
        let settings = mastodon.settings
        #expect(settings.zone.name == "Europe/Berlin")
        #expect(settings.grid == .minutes(15))
        var weekdays = WeeklyHours()
        var working = WeeklyHours()
        for day in [Weekday.monday, .tuesday, .wednesday, .thursday, .friday] {
            weekdays.open(day, from: 7 * 60, to: 22 * 60)
            working.open(day, from: 9 * 60, to: 17 * 60 + 30)
        }
        for day in [Weekday.saturday, .sunday] { weekdays.open(day, from: 9 * 60, to: 20 * 60) }
        var middle = WeeklyHours()
        for day in [Weekday.tuesday, .wednesday, .thursday] { middle.open(day, from: 600, to: 960) }
        let ask = Selector([.side(.ask)])
        #expect(settings.hours?.active == weekdays)
        #expect(settings.hours?.only == [OnlyHours(of: ask, windows: middle)])
        #expect(
            settings.hours?.staffed
                == StaffedHours(
                    of: Selector([.side(.ask), .kind("conversation")]), length: .hours(1), windows: working))
        #expect(
            settings.hours?.blackout.map { "\($0.from) \($0.to)" } == [
                "2026-12-24 2026-12-26", "2026-12-31T18:00 2027-01-01T12:00",
            ])
        #expect(
            settings.pace
                == PaceSettings(
                    min: 2, target: 3, max: 5, spacing: .hours(2), silence: .hours(24), steady: 1500))
        #expect(settings.goodwill == GoodwillSettings(start: 2, cap: 8))
        #expect(
            settings.mix == [
                MixLimit(of: ask, atMost: .percent(20), over: .time(.days(14))),
                MixLimit(of: Selector([.kind("promo")]), atMost: .count(1), over: .posts(6)),
                MixLimit(of: Selector([.kind("quote")]), atMost: .count(1), over: .time(.days(7))),
            ])
        #expect(
            settings.apart == [
                ApartEntry(same: .topic, by: .time(.hours(12))),
                ApartEntry(same: .source, by: .time(.hours(36))),
                ApartEntry(same: .source, by: .time(.hours(72)), level: .should(weight: 200)),
                ApartEntry(same: .link, by: .time(.days(30))),
                ApartEntry(of: Selector([.kind("promo")]), same: nil, by: .posts(3)),
            ])
        #expect(settings.spread == [SpreadLimit(of: ask, atMost: 1, over: .days(7))])
        #expect(settings.stagger == .minutes(30))
        #expect(settings.campaigns["spring-sale"]?.max == 4)
        #expect(settings.campaigns["spring-sale"]?.from.map { "\($0)" } == "2026-11-25")
        #expect(settings.campaigns["spring-sale"]?.to.map { "\($0)" } == "2026-12-02")
        #expect(settings.gate == GateSettings(replyWithin: .hours(24)))
        let week = settings.audience.perMille
        #expect(week[8...9] == [800, 800])
        #expect(week[7] == 400 && week[10] == 400 && week[12] == 900 && week[17] == 1000 && week[20] == 400)
        #expect(week[(5 * 24)...] == Array(repeating: 350, count: 48)[...])
        #expect(settings.aboveTarget == .auto)
        #expect(settings.keep == .auto)

        let bluesky = try #require(read.account("bluesky"))
        #expect(bluesky.settings.zone.name == "America/New_York")
        // The account's own section replaces the whole of it: no silence, no steady.
        #expect(bluesky.settings.pace == PaceSettings(min: 1, target: 2, max: 3, spacing: .hours(3)))
        #expect(bluesky.settings.mix == settings.mix)
        let x = try #require(read.account("x"))
        #expect(x.secrets == ["token": .file("secrets/x")])
        #expect(x.budget == Money(currency: "USD", millionths: 20_000_000))

        let words = read.vocabulary(posted: ["a"])
        #expect(words.accounts == ["bluesky", "mastodon", "x"])
        #expect(words.networks == ["bluesky", "mastodon", "x"])
        #expect(words.campaigns == ["spring-sale"])
        #expect(words.kinds.contains("webinar"))
        #expect(words.posted == ["a"])
    }

    @Test func `nothing is asked that is not written`() throws {
        let policy = try #require(Example.read(Example.account).policy)
        #expect(policy.horizon == .days(14))
        #expect(policy.freeze == .hours(12))
        #expect(policy.ours == Ours())
        #expect(policy.accounts[0].settings == Settings())
    }

    @Test func `a missing policy is reported`() {
        let (policy, diagnostics) = PolicyReader(networks: [], zones: Example.zones) { _ in nil }.read(
            "policies/p.yaml")
        #expect(policy == nil)
        #expect(
            Example.lines(diagnostics) == """
                policies/p.yaml: error: there is no policy file
                  help: write one, or begin with 'hearth init'
                """)
    }

    static let whole = """
        timezone: Europe/Berlin          # of every account that names none
        horizon: 14d
        grid: 15m
        freeze: 12h
        ours: { hosts: [hearth.example], shop: [shop.hearth.example], affiliate_parameters: [ref, aff, tag] }

        accounts:
          mastodon: { network: mastodon, url: "https://social.example", token: "env:MASTODON_TOKEN" }
          bluesky:  { network: bluesky, handle: hearth.example, password: "env:BLUESKY_APP_PASSWORD",
                      timezone: America/New_York, pace: { min: 1, target: 2, max: 3, spacing: 3h } }
          x:        { network: x, token: "file:secrets/x", budget: 20 USD }

        kinds:                            # adds to or overrides the built-in table
          webinar: { origin: own, intent: promo, asks: 3 }

        hours:
          active:   { mon-fri: "07:00-22:00", sat-sun: "09:00-20:00" }      # several: "07:00-12:00, 14:00-22:00"; may run past midnight "20:00-02:00"
          only:     [ { of: ask, in: { tue-thu: "10:00-16:00" } } ]
          staffed:  { of: [ask, conversation], for: 1h, in: { mon-fri: "09:00-17:30" } }
          blackout: [ 2026-12-24..2026-12-26, 2026-12-31T18:00..2027-01-01T12:00 ]   # local; dates include both ends

        pace:     { min: 2, target: 3, max: 5, spacing: 2h, silence: 24h, steady: 1.5 }
        goodwill: { start: 2, cap: 8 }
        mix:
          - { of: ask, at_most: 20%, over: 14d }
          - { of: promo, at_most: 1, over: 6 posts }
          - { of: quote, at_most: 1, over: 7d }
        apart:
          - { same: topic, by: 12h }
          - { same: source, by: 36h }
          - { same: source, by: 72h, level: should, weight: 200 }
          - { same: link, by: 30d }
          - { of: promo, by: 3 posts }    # without `same`: any two posts of the class
        spread:   [ { of: ask, at_most: 1, over: 7d } ]
        stagger:  30m
        campaigns:
          spring-sale: { from: 2026-11-25, to: 2026-12-02, max: 4 }          # local dates include both ends
        gate:     { reply_within: 24h }

        audience:                         # per mille by local hour; several rows, first match; without it the built-in curve
          - { days: mon-fri, "08-10": 800, "12-14": 900, "17-20": 1000, else: 400 }
          - { days: sat-sun, else: 350 }
        above_target: auto                # or a number
        keep: auto
        """
}
