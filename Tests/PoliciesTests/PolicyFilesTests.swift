import Diagnostics
import Policies
import Posts
import Testing
import Timeline

/// `extends:` and sections of single accounts.
struct PolicyFilesTests {
    @Test func `a section replaces the section of what is extended, whole`() throws {
        let files = [
            "policies/presets/base.yaml":
                "pace: { min: 1, max: 2 }\nstagger: 30m\nextends: ground\nhorizon: 7d\n",
            "policies/presets/ground.yaml": "pace: { min: 9, max: 9 }\nkeep: 7\nhorizon: 3d\nstagger: 1h\n",
        ]
        let text = "extends: presets/base\npace: { max: 4 }\n" + Example.account
        let (policy, diagnostics) = Example.read(text, files: files)
        #expect(Example.lines(diagnostics) == "")
        let settings = try #require(policy).accounts[0].settings
        #expect(settings.pace?.max == 4)
        #expect(settings.pace?.min == nil)
        #expect(settings.stagger == .minutes(30))
        #expect(settings.keep == .value(7))
        #expect(policy?.horizon == .days(7))
    }

    @Test func `the ending may be written, and a preset names its neighbours`() throws {
        let files = ["policies/base.yaml": "stagger: 30m\n"]
        let (policy, _) = Example.read("extends: base.yaml\n" + Example.account, files: files)
        #expect(policy?.accounts[0].settings.stagger == .minutes(30))
        let neighbour = ["policies/presets/mine.yaml": "extends: 4-1-1\nstagger: 5m\n"]
        let (built, diagnostics) = Example.read("extends: presets/mine\n" + Example.account, files: neighbour)
        #expect(Example.lines(diagnostics) == "")
        #expect(built?.accounts[0].settings.stagger == .minutes(5))
        #expect(built?.accounts[0].settings.goodwill?.cap == 6)
    }

    @Test func `a preset of the workspace comes before the built-in one`() {
        let files = ["policies/presets/4-1-1.yaml": "goodwill: { start: 1 }\n"]
        let (policy, _) = Example.read("extends: presets/4-1-1\n" + Example.account, files: files)
        #expect(policy?.accounts[0].settings.goodwill == GoodwillSettings(start: 1))
        #expect(policy?.accounts[0].settings.pace == nil)
    }

    @Test func `an error in what is extended stands in its own file`() {
        let files = ["policies/base.yaml": "horizon: 14d\nstagger: soon\n"]
        #expect(
            Example.report("extends: base\n" + Example.account, files: files) == """
                policies/base.yaml:2:10: error: 'stagger' takes a duration such as 30m, 2h or 14d, from 0m to 90d, not 'soon'
                | stagger: soon
                |          ^^^^
                """)
    }

    @Test func `a missing preset names the nearest`() {
        #expect(
            Example.report("extends: presets/4-1-2\n" + Example.account) == """
                policies/p.yaml:1:10: error: there is no file 'policies/presets/4-1-2.yaml', and no built-in preset of that name
                | extends: presets/4-1-2
                |          ^^^^^^^^^^^^^
                  help: did you mean 'presets/4-1-1'?
                """)
    }

    @Test func `files that extend each other are named in their order`() {
        let files = ["policies/a.yaml": "extends: b\n", "policies/b.yaml": "keep: 3\nextends: a\n"]
        #expect(
            Example.report("extends: a\n" + Example.account, files: files) == """
                policies/b.yaml:2:10: error: each extends the next: policies/a.yaml -> policies/b.yaml -> policies/a.yaml
                | extends: a
                |          ^
                  help: remove one 'extends'
                """)
    }

    @Test(arguments: ["/etc/passwd", "../other", "presets/../../x", ".", "presets/"])
    func `what is extended lies in the folder of the policy`(name: String) {
        let (policy, diagnostics) = Example.read("extends: \(name)\n" + Example.account)
        #expect(policy == nil)
        #expect(diagnostics.map(\.code) == ["invalid-value"])
    }

    @Test func `an account replaces every section it writes`() throws {
        let (policy, diagnostics) = Example.read(
            """
            timezone: Europe/Berlin
            grid: 30m
            hours: { active: { mon-sun: "07:00-22:00" } }
            pace: { min: 1, max: 3 }
            goodwill: { start: 2, cap: 8 }
            mix: [ { of: ask, at_most: 1, over: 7d } ]
            apart: [ { same: topic, by: 12h } ]
            spread: [ { of: ask, at_most: 1, over: 7d } ]
            stagger: 30m
            campaigns: { a: { max: 1 } }
            gate: { reply_within: 24h }
            audience: [ { days: mon-sun, else: 100 } ]
            above_target: 5
            keep: 6
            accounts:
              m:
                network: x
                token: env:T
                timezone: Europe/London
                grid: 10m
                hours: { blackout: [ 2026-12-24 ] }
                pace: { max: 9 }
                goodwill: { cap: 9 }
                mix: []
                apart: []
                spread: []
                stagger: 0m
                campaigns: { b: {} }
                gate: { reply_within: 1h }
                audience: { days: "mon,wed-thu,sat-sun", else: 7 }
                above_target: auto
                keep: 0
              n: { network: x, token: env:T }
            """)
        #expect(Example.lines(diagnostics) == "")
        let read = try #require(policy)
        let own = read.accounts[0].settings
        #expect(own.zone.name == "Europe/London")
        #expect(own.grid == .minutes(10))
        #expect(own.hours?.active == nil)
        #expect(own.hours?.blackout.count == 1)
        #expect(own.pace == PaceSettings(max: 9))
        #expect(own.goodwill == GoodwillSettings(start: 0, cap: 9))
        #expect(own.mix.isEmpty && own.apart.isEmpty && own.spread.isEmpty)
        #expect(own.stagger == .minutes(0))
        #expect(own.campaigns == ["b": CampaignLimits()])
        #expect(own.gate == GateSettings(replyWithin: .hours(1)))
        #expect(own.audience.perMille[0] == 7 && own.audience.perMille[24] == 0)
        #expect(own.aboveTarget == .auto && own.keep == .value(0))
        let other = read.accounts[1].settings
        #expect(other.grid == .minutes(30) && other.keep == .value(6) && other.mix.count == 1)
        #expect(read.vocabulary().campaigns == ["a", "b"])
    }
}
