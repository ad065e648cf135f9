import Testing

/// Each wrong value with its whole report.
struct ValueTests {
    @Test func `an unknown section names the nearest`() {
        #expect(
            Example.report(
                Example.account + "goodwil: { start: 2 }") == #"""
                    policies/p.yaml:2:1: error: unknown key 'goodwil'
                    | goodwil: { start: 2 }
                    | ^^^^^^^
                      help: did you mean 'goodwill'?
                    """#)
    }

    @Test func `an unknown key in a section names the nearest`() {
        #expect(
            Example.report(
                Example.account + "pace: { mn: 2, silense: 24h }") == #"""
                    policies/p.yaml:2:9: error: unknown key 'mn'
                    | pace: { mn: 2, silense: 24h }
                    |         ^^
                      help: did you mean 'min'?
                    policies/p.yaml:2:16: error: unknown key 'silense'
                    | pace: { mn: 2, silense: 24h }
                    |                ^^^^^^^
                      help: did you mean 'silence'?
                    """#)
    }

    @Test func `an unknown key with nothing near lists what is known`() {
        #expect(
            Example.report(
                Example.account + "gate: { patience: 24h, reply_within: 1h }") == #"""
                    policies/p.yaml:2:9: error: unknown key 'patience'
                    | gate: { patience: 24h, reply_within: 1h }
                    |         ^^^^^^^^
                      help: known here: reply_within
                    """#)
    }

    @Test func `a duration needs a unit and stays in its bounds`() {
        #expect(
            Example.report(
                Example.account + #"""
                    horizon: 14
                    freeze: 2 days
                    stagger: 91d
                    gate: { reply_within: 0m }
                    """#) == #"""
                    policies/p.yaml:2:10: error: 'horizon' takes a duration such as 30m, 2h or 14d, from 1h to 90d, not '14'
                    | horizon: 14
                    |          ^^
                    policies/p.yaml:3:9: error: 'freeze' takes a duration such as 30m, 2h or 14d, from 0m to 90d, not '2 days'
                    | freeze: 2 days
                    |         ^^^^^^
                    policies/p.yaml:4:10: error: 'stagger' takes a duration such as 30m, 2h or 14d, from 0m to 90d, not '91d'
                    | stagger: 91d
                    |          ^^^
                    policies/p.yaml:5:23: error: 'reply_within' takes a duration such as 30m, 2h or 14d, from 1m to 90d, not '0m'
                    | gate: { reply_within: 0m }
                    |                       ^^
                    """#)
    }

    @Test func `a grid divides a day`() {
        #expect(
            Example.report(
                Example.account + "grid: 7m") == #"""
                    policies/p.yaml:2:7: error: 'grid' takes a duration that divides an hour or a day, such as 5m, 15m or 1h, not '7m'
                    | grid: 7m
                    |       ^^
                    """#)
    }

    @Test func `numbers are whole and within bounds`() {
        #expect(
            Example.report(
                Example.account
                    + "pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }")
                    == #"""
                    policies/p.yaml:2:14: error: 'min' takes a whole number from 0 to 1440, not '-1'
                    | pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }
                    |              ^^
                    policies/p.yaml:2:26: error: 'target' takes a whole number from 1 to 1440, not 'two'
                    | pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }
                    |                          ^^^
                    policies/p.yaml:2:36: error: 'max' takes a whole number from 1 to 1440, not '1.5'
                    | pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }
                    |                                    ^^^
                    policies/p.yaml:2:50: error: 'spacing' takes a duration such as 30m, 2h or 14d, from 1m to 90d, not '0m'
                    | pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }
                    |                                                  ^^
                    policies/p.yaml:2:63: error: 'silence' takes a duration such as 30m, 2h or 14d, from 1h to 365d, not '30m'
                    | pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }
                    |                                                               ^^^
                    policies/p.yaml:2:76: error: 'steady' takes a number from 0 to 100 with at most three decimals, such as 1.5, not '1.2345'
                    | pace: { min: -1, target: two, max: 1.5, spacing: 0m, silence: 30m, steady: 1.2345 }
                    |                                                                            ^^^^^^
                    """#)
    }

    @Test func `goodwill takes whole numbers`() {
        #expect(
            Example.report(
                Example.account + #"""
                    goodwill: { start: "2", cap: -1 }
                    """#) == #"""
                    policies/p.yaml:2:20: error: 'start' takes a whole number from -1000 to 1000, not '2'
                    | goodwill: { start: "2", cap: -1 }
                    |                    ^^^
                      help: remove the quotes
                    policies/p.yaml:2:30: error: 'cap' takes a whole number from 0 to 1000, not '-1'
                    | goodwill: { start: "2", cap: -1 }
                    |                              ^^
                    """#)
    }

    @Test func `a section is a mapping or a list`() {
        #expect(
            Example.report(
                Example.account + #"""
                    pace: 3
                    mix: 20%
                    hours: [ mon ]
                    campaigns: [ a ]
                    audience: 3
                    """#) == #"""
                    policies/p.yaml:2:7: error: 'pace' takes a mapping (lines of 'key: value'), not '3'
                    | pace: 3
                    |       ^
                    policies/p.yaml:3:6: error: 'mix' takes a list of entries, such as [ { of: ask, … } ], not '20%'
                    | mix: 20%
                    |      ^^^
                    policies/p.yaml:4:8: error: 'hours' takes a mapping (lines of 'key: value'), not a list
                    | hours: [ mon ]
                    |        ^^^^^^^
                    policies/p.yaml:5:12: error: 'campaigns' takes a mapping (lines of 'name: value'), not a list
                    | campaigns: [ a ]
                    |            ^^^^^
                    policies/p.yaml:6:11: error: 'audience' takes a list of rows, such as [ { days: mon-fri, "08-10": 800, else: 400 } ], not '3'
                    | audience: 3
                    |           ^
                    """#)
    }

    @Test func `a section without a value is refused`() {
        #expect(
            Example.report(
                Example.account + #"""
                    pace:
                    mix: ~
                    """#) == #"""
                    policies/p.yaml:2:1: error: 'pace' is empty
                    | pace:
                    | ^^^^
                      help: give it a value or remove it
                    policies/p.yaml:3:6: error: 'mix' is empty
                    | mix: ~
                    |      ^
                      help: remove it, or put '~' in quotes if it is a text
                    """#)
    }

    @Test func `an unknown time zone names the nearest`() {
        #expect(
            Example.report(
                Example.account + "timezone: Europe/Berln") == #"""
                    policies/p.yaml:2:11: error: there is no time zone 'Europe/Berln'
                    | timezone: Europe/Berln
                    |           ^^^^^^^^^^^^
                      help: did you mean 'Europe/Berlin'?
                    """#)
    }

    @Test func `an abbreviation is no time zone`() {
        #expect(
            Example.report(
                Example.account + "timezone: CET") == #"""
                    policies/p.yaml:2:11: error: 'timezone' takes a time zone such as Europe/Berlin, or UTC, not 'CET'
                    | timezone: CET
                    |           ^^^
                    """#)
    }

    @Test func `a city alone names its zone`() {
        #expect(
            Example.report(
                Example.account + "timezone: berlin") == #"""
                    policies/p.yaml:2:11: error: 'timezone' takes a time zone such as Europe/Berlin, or UTC, not 'berlin'
                    | timezone: berlin
                    |           ^^^^^^
                      help: did you mean 'Europe/Berlin'?
                    """#)
    }

    @Test func `days and hours have one form`() {
        #expect(
            Example.report(
                Example.account + #"""
                    hours: { active: { mon-fry: "07:00-22:00", sat: 9-17, sun: "09:00-25:00" } }
                    """#) == #"""
                    policies/p.yaml:2:20: error: 'mon-fry' names no days
                    | hours: { active: { mon-fry: "07:00-22:00", sat: 9-17, sun: "09:00-25:00" } }
                    |                    ^^^^^^^
                      help: write days such as mon-fri, sat or "mon, wed"
                    policies/p.yaml:2:49: error: 'sat' takes hours such as "07:00-22:00" or "07:00-12:00, 14:00-22:00", not '9-17'
                    | hours: { active: { mon-fry: "07:00-22:00", sat: 9-17, sun: "09:00-25:00" } }
                    |                                                 ^^^^
                    policies/p.yaml:2:60: error: 'sun' takes hours such as "07:00-22:00" or "07:00-12:00, 14:00-22:00", not '09:00-25:00'
                    | hours: { active: { mon-fry: "07:00-22:00", sat: 9-17, sun: "09:00-25:00" } }
                    |                                                            ^^^^^^^^^^^^^
                    """#)
    }

    @Test func `hours need a day`() {
        #expect(
            Example.report(
                Example.account + "hours: { active: {} }") == #"""
                    policies/p.yaml:2:18: error: no day is named, so these hours never open
                    | hours: { active: {} }
                    |                  ^^
                      help: write active: { mon-fri: "07:00-22:00" }
                    """#)
    }

    @Test func `an entry of only needs its hours`() {
        #expect(
            Example.report(
                Example.account + "hours: { only: [ { of: ask } ], staffed: { of: ask } }") == #"""
                    policies/p.yaml:2:18: error: the key 'in' is missing
                    | hours: { only: [ { of: ask } ], staffed: { of: ask } }
                    |                  ^
                    policies/p.yaml:2:42: error: the key 'for' is missing
                    | hours: { only: [ { of: ask } ], staffed: { of: ask } }
                    |                                          ^
                    policies/p.yaml:2:42: error: the key 'in' is missing
                    | hours: { only: [ { of: ask } ], staffed: { of: ask } }
                    |                                          ^
                    """#)
    }

    @Test func `a blackout is a stretch`() {
        #expect(
            Example.report(
                Example.account
                    + "hours: { blackout: [ 2026-12-24-2026-12-26, 2026-12-26..2026-12-24, 2026-12-31T18:00, 2026-02-30 ] }"
            ) == #"""
                policies/p.yaml:2:22: error: an entry of 'blackout' takes a stretch such as 2026-12-24..2026-12-26 or 2026-12-31T18:00..2027-01-01T12:00, or one date, not '2026-12-24-2026-12-26'
                | hours: { blackout: [ 2026-12-24-2026-12-26, 2026-12-26..2026-12-24, 2026-12-31T18:00, 2026-02-30 ] }
                |                      ^^^^^^^^^^^^^^^^^^^^^
                policies/p.yaml:2:45: error: the stretch ends (2026-12-24) before it begins (2026-12-26)
                | hours: { blackout: [ 2026-12-24-2026-12-26, 2026-12-26..2026-12-24, 2026-12-31T18:00, 2026-02-30 ] }
                |                                             ^^^^^^^^^^^^^^^^^^^^^^
                policies/p.yaml:2:69: error: an entry of 'blackout' takes a stretch such as 2026-12-24..2026-12-26 or 2026-12-31T18:00..2027-01-01T12:00, or one date, not '2026-12-31T18:00'
                | hours: { blackout: [ 2026-12-24-2026-12-26, 2026-12-26..2026-12-24, 2026-12-31T18:00, 2026-02-30 ] }
                |                                                                     ^^^^^^^^^^^^^^^^
                policies/p.yaml:2:87: error: an entry of 'blackout' takes a stretch such as 2026-12-24..2026-12-26 or 2026-12-31T18:00..2027-01-01T12:00, or one date, not '2026-02-30'
                | hours: { blackout: [ 2026-12-24-2026-12-26, 2026-12-26..2026-12-24, 2026-12-31T18:00, 2026-02-30 ] }
                |                                                                                       ^^^^^^^^^^
                """#)
    }

    @Test func `a class is a kind, a side or a term of its own`() {
        #expect(
            Example.report(
                Example.account + #"""
                    mix:
                      - { of: promotion, at_most: 1, over: 7d }
                      - { of: [asks, origin:theirs], at_most: 1, over: 7d }
                      - { of: "intent:fun", at_most: 1, over: 7d }
                      - { of: zebra, at_most: 1, over: 7d }
                      - { of: [], at_most: 1, over: 7d }
                    """#) == #"""
                    policies/p.yaml:3:11: error: 'promotion' is no class of posts
                    |   - { of: promotion, at_most: 1, over: 7d }
                    |           ^^^^^^^^^
                      help: did you mean 'promo'?
                    policies/p.yaml:4:12: error: 'asks' is no class of posts
                    |   - { of: [asks, origin:theirs], at_most: 1, over: 7d }
                    |            ^^^^
                      help: did you mean 'ask'?
                    policies/p.yaml:4:18: error: there is no origin 'theirs'
                    |   - { of: [asks, origin:theirs], at_most: 1, over: 7d }
                    |                  ^^^^^^^^^^^^^
                      help: known: third-party, own, reshare
                    policies/p.yaml:5:11: error: there is no intent 'fun'
                    |   - { of: "intent:fun", at_most: 1, over: 7d }
                    |           ^^^^^^^^^^^^
                      help: known: value, human, promo, filler
                    policies/p.yaml:6:11: error: 'zebra' is no class of posts
                    |   - { of: zebra, at_most: 1, over: 7d }
                    |           ^^^^^
                      help: write a kind (answer, community, conversation, curated, own, promo, quote, reshare), give, ask, neutral, origin:…, intent:…, campaign:… or topic:…
                    policies/p.yaml:7:11: error: the list of classes is empty
                    |   - { of: [], at_most: 1, over: 7d }
                    |           ^^
                      help: without 'of' every post is meant
                    """#)
    }

    @Test func `a campaign in a class should be one of the policy`() {
        #expect(
            Example.report(
                Example.account + #"""
                    campaigns: { spring-sale: { max: 4 } }
                    mix:
                      - { of: "campaign:sprng-sale", at_most: 1, over: 7d }
                      - { of: "topic:anything", at_most: 1, over: 7d }
                    """#) == #"""
                    policies/p.yaml:4:11: warning: the policy names no campaign 'sprng-sale'
                    |   - { of: "campaign:sprng-sale", at_most: 1, over: 7d }
                    |           ^^^^^^^^^^^^^^^^^^^^^
                      help: did you mean 'spring-sale'?
                    """#)
    }

    @Test func `mix takes a share or a number, and a window`() {
        #expect(
            Example.report(
                Example.account + #"""
                    mix:
                      - { of: ask, at_most: 120%, over: 14d }
                      - { of: ask, at_most: 20%, over: six posts }
                      - { of: ask }
                      - { of: ask, at_most: 1.5, over: 0 posts }
                    """#) == #"""
                    policies/p.yaml:3:25: error: 'at_most' takes a share such as 20% or a number of posts such as 1, not '120%'
                    |   - { of: ask, at_most: 120%, over: 14d }
                    |                         ^^^^
                    policies/p.yaml:4:36: error: 'over' takes a duration such as 36h or 14d, or a number of posts such as '3 posts', not 'six posts'
                    |   - { of: ask, at_most: 20%, over: six posts }
                    |                                    ^^^^^^^^^
                    policies/p.yaml:5:5: error: the key 'at_most' is missing
                    |   - { of: ask }
                    |     ^
                    policies/p.yaml:5:5: error: the key 'over' is missing
                    |   - { of: ask }
                    |     ^
                    policies/p.yaml:6:25: error: 'at_most' takes a share such as 20% or a number of posts such as 1, not '1.5'
                    |   - { of: ask, at_most: 1.5, over: 0 posts }
                    |                         ^^^
                    policies/p.yaml:6:36: error: 'over' takes a duration such as 36h or 14d, or a number of posts such as '3 posts', not '0 posts'
                    |   - { of: ask, at_most: 1.5, over: 0 posts }
                    |                                    ^^^^^^^
                    """#)
    }

    @Test func `only an entry that should hold has a weight`() {
        #expect(
            Example.report(
                Example.account + #"""
                    mix:
                      - { of: ask, at_most: 1, over: 14d, weight: 200 }
                      - { of: ask, at_most: 1, over: 14d, level: shuold, weight: 0 }
                    """#) == #"""
                    policies/p.yaml:3:47: error: only an entry with 'level: should' has a weight
                    |   - { of: ask, at_most: 1, over: 14d, weight: 200 }
                    |                                               ^^^
                      help: add 'level: should', or remove 'weight'
                    policies/p.yaml:4:46: error: 'level' takes 'must' or 'should', not 'shuold'
                    |   - { of: ask, at_most: 1, over: 14d, level: shuold, weight: 0 }
                    |                                              ^^^^^^
                      help: did you mean 'should'?
                    policies/p.yaml:4:62: error: 'weight' takes a whole number from 1 to 1000000, not '0'
                    |   - { of: ask, at_most: 1, over: 14d, level: shuold, weight: 0 }
                    |                                                              ^
                    """#)
    }

    @Test func `apart takes an attribute and a distance`() {
        #expect(
            Example.report(
                Example.account + #"""
                    apart:
                      - { same: tpoic, by: 12h }
                      - { same: source }
                      - { same: link, by: 3 days }
                    """#) == #"""
                    policies/p.yaml:3:13: error: 'same' takes 'topic', 'source', 'link', 'campaign' or 'kind', not 'tpoic'
                    |   - { same: tpoic, by: 12h }
                    |             ^^^^^
                      help: did you mean 'topic'?
                    policies/p.yaml:4:5: error: the key 'by' is missing
                    |   - { same: source }
                    |     ^
                    policies/p.yaml:5:23: error: 'by' takes a duration such as 36h or 14d, or a number of posts such as '3 posts', not '3 days'
                    |   - { same: link, by: 3 days }
                    |                       ^^^^^^
                    """#)
    }

    @Test func `spread looks back over time only`() {
        #expect(
            Example.report(
                Example.account + "spread: [ { of: ask, at_most: 1, over: 6 posts } ]") == #"""
                    policies/p.yaml:2:40: error: 'over' takes a duration such as 30m, 2h or 14d, from 1m to 366d, not '6 posts'
                    | spread: [ { of: ask, at_most: 1, over: 6 posts } ]
                    |                                        ^^^^^^^
                    """#)
    }

    @Test func `a campaign takes dates`() {
        #expect(
            Example.report(
                Example.account
                    + "campaigns: { sale: { from: 25.11.2026, to: 2026-12-32, max: few, until: 2026-12-01 } }"
            ) == #"""
                policies/p.yaml:2:28: error: 'from' takes a date (2026-11-24), a date and time (2026-11-24T09:00) or one with an offset, not '25.11.2026'
                | campaigns: { sale: { from: 25.11.2026, to: 2026-12-32, max: few, until: 2026-12-01 } }
                |                            ^^^^^^^^^^
                policies/p.yaml:2:44: error: 'to' takes a date (2026-11-24), a date and time (2026-11-24T09:00) or one with an offset, not '2026-12-32'
                | campaigns: { sale: { from: 25.11.2026, to: 2026-12-32, max: few, until: 2026-12-01 } }
                |                                            ^^^^^^^^^^
                policies/p.yaml:2:61: error: 'max' takes a whole number from 0 to 100000, not 'few'
                | campaigns: { sale: { from: 25.11.2026, to: 2026-12-32, max: few, until: 2026-12-01 } }
                |                                                             ^^^
                policies/p.yaml:2:66: error: unknown key 'until'
                | campaigns: { sale: { from: 25.11.2026, to: 2026-12-32, max: few, until: 2026-12-01 } }
                |                                                                  ^^^^^
                  help: known here: from, to, max
                """#)
    }

    @Test func `rows of the audience name days and hours`() {
        #expect(
            Example.report(
                Example.account + #"""
                    audience:
                      - { "08-10": 800 }
                      - { days: mon-fri, "10-8": 800, els: 3, "08-10": 1200 }
                      - { days: [mon], "08-10": 1, "09-11": 2 }
                    """#) == #"""
                    policies/p.yaml:3:5: error: the key 'days' is missing
                    |   - { "08-10": 800 }
                    |     ^^^^^^^^^^^^^^^^
                      help: add, for instance, days: mon-fri
                    policies/p.yaml:4:22: error: unknown key '10-8'
                    |   - { days: mon-fri, "10-8": 800, els: 3, "08-10": 1200 }
                    |                      ^^^^^^
                      help: known here: days, else, and hours such as "08-10"
                    policies/p.yaml:4:35: error: unknown key 'els'
                    |   - { days: mon-fri, "10-8": 800, els: 3, "08-10": 1200 }
                    |                                   ^^^
                      help: did you mean 'else'?
                    policies/p.yaml:4:52: error: '08-10' takes a whole number from 0 to 1000, not '1200'
                    |   - { days: mon-fri, "10-8": 800, els: 3, "08-10": 1200 }
                    |                                                    ^^^^
                    policies/p.yaml:5:13: error: 'days' takes days such as mon-fri, sat or "mon, wed", not a list
                    |   - { days: [mon], "08-10": 1, "09-11": 2 }
                    |             ^^^^^
                    policies/p.yaml:5:32: error: the hour 9 is named twice in this row
                    |   - { days: [mon], "08-10": 1, "09-11": 2 }
                    |                                ^^^^^^^
                    """#)
    }

    @Test func `an empty audience is none`() {
        #expect(
            Example.report(
                Example.account + "audience: []") == #"""
                    policies/p.yaml:2:11: error: the list of rows is empty
                    | audience: []
                    |           ^^
                      help: without 'audience' the built-in curve holds
                    """#)
    }

    @Test func `auto or a number`() {
        #expect(
            Example.report(
                Example.account + #"""
                    above_target: much
                    keep: -3
                    """#) == #"""
                    policies/p.yaml:2:15: error: 'above_target' takes auto or a whole number from 0 to 1000000, not 'much'
                    | above_target: much
                    |               ^^^^
                    policies/p.yaml:3:7: error: 'keep' takes auto or a whole number from 0 to 1000000, not '-3'
                    | keep: -3
                    |       ^^
                    """#)
    }

    @Test func `hosts are names`() {
        #expect(
            Example.report(
                Example.account + #"""
                    ours: { hosts: ["https://hearth.example", example], affiliate_parameters: ["a=b"] }
                    """#) == #"""
                    policies/p.yaml:2:17: error: an entry of 'hosts' takes a host name such as shop.example, without https:// and path, not 'https://hearth.example'
                    | ours: { hosts: ["https://hearth.example", example], affiliate_parameters: ["a=b"] }
                    |                 ^^^^^^^^^^^^^^^^^^^^^^^^
                    policies/p.yaml:2:43: error: an entry of 'hosts' takes a host name such as shop.example, without https:// and path, not 'example'
                    | ours: { hosts: ["https://hearth.example", example], affiliate_parameters: ["a=b"] }
                    |                                           ^^^^^^^
                    policies/p.yaml:2:76: error: an entry of 'affiliate_parameters' takes the name of a query parameter, such as ref, not 'a=b'
                    | ours: { hosts: ["https://hearth.example", example], affiliate_parameters: ["a=b"] }
                    |                                                                            ^^^^^
                    """#)
    }

    @Test func `a kind has an origin and an intent, and gives or asks`() {
        #expect(
            Example.report(
                Example.account + #"""
                    kinds:
                      webinar: { origin: ours, intent: promo, asks: 3 }
                      ask: { origin: own, intent: promo }
                      two words: { origin: own, intent: promo }
                      fair: { origin: own, intent: value, gives: 1, asks: 1 }
                      poll: { origin: own, gives: 0 }
                    """#) == #"""
                    policies/p.yaml:3:22: error: 'origin' takes 'third-party', 'own' or 'reshare', not 'ours'
                    |   webinar: { origin: ours, intent: promo, asks: 3 }
                    |                      ^^^^
                    policies/p.yaml:4:3: error: 'ask' cannot name a kind
                    |   ask: { origin: own, intent: promo }
                    |   ^^^
                      help: it is the name of a side: give, ask or neutral
                    policies/p.yaml:5:3: error: 'two words' cannot name a kind
                    |   two words: { origin: own, intent: promo }
                    |   ^^^^^^^^^
                      help: use letters, digits, '-', '_' and '.'
                    policies/p.yaml:6:55: error: a kind gives or asks, not both
                    |   fair: { origin: own, intent: value, gives: 1, asks: 1 }
                    |                                                       ^
                      help: remove 'gives' or 'asks'
                    policies/p.yaml:7:9: error: the key 'intent' is missing
                    |   poll: { origin: own, gives: 0 }
                    |         ^
                    policies/p.yaml:7:31: error: 'gives' takes a whole number from 1 to 1000, not '0'
                    |   poll: { origin: own, gives: 0 }
                    |                               ^
                    """#)
    }

    @Test func `what YAML refuses is shown where it stands`() {
        #expect(
            Example.report(
                Example.account + #"""
                    pace: { min: 1
                    mix: []
                    """#) == #"""
                    policies/p.yaml:3:4: error: expected ',' or '}'
                    | mix: []
                    |    ^
                      note: the mapping begins at policies/p.yaml:2:7
                      help: close the mapping
                    """#)
    }
}
