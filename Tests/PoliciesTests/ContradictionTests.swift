import Testing

/// What can never be met, and what is only suspicious.
struct ContradictionTests {
    @Test func `min, target and max are in order`() {
        #expect(
            Example.report(
                Example.account + "pace: { min: 3, target: 2, max: 2 }") == #"""
                    policies/p.yaml:2:14: error: 'min' (3) is more than 'max' (2)
                    | pace: { min: 3, target: 2, max: 2 }
                    |              ^
                    policies/p.yaml:2:25: error: 'target' (2) is less than 'min' (3)
                    | pace: { min: 3, target: 2, max: 2 }
                    |                         ^
                    """#)
    }

    @Test func `more goodwill at the start than can be saved up is suspicious`() {
        #expect(
            Example.report(
                Example.account + "goodwill: { start: 20, cap: 3 }") == #"""
                    policies/p.yaml:2:20: warning: 'start' (20) is more than 'cap' (3), the most that can be saved up
                    | goodwill: { start: 20, cap: 3 }
                    |                    ^^
                    """#)
    }

    @Test func `target is at most max`() {
        #expect(
            Example.report(
                Example.account + "pace: { min: 1, target: 4, max: 3 }") == #"""
                    policies/p.yaml:2:25: error: 'target' (4) is more than 'max' (3)
                    | pace: { min: 1, target: 4, max: 3 }
                    |                         ^
                    """#)
    }

    @Test func `silence is not shorter than spacing`() {
        #expect(
            Example.report(
                Example.account + "pace: { spacing: 12h, silence: 6h }") == #"""
                    policies/p.yaml:2:32: error: 'silence' (6h) is shorter than 'spacing' (12h)
                    | pace: { spacing: 12h, silence: 6h }
                    |                                ^^
                      help: every post would be followed by a silence that is too long
                    """#)
    }

    @Test func `min fits into a day at spacing`() {
        #expect(
            Example.report(
                Example.account + #"""
                    hours: { active: { mon-fri: "09:00-17:00" } }
                    pace: { min: 3, spacing: 4h }
                    """#) == #"""
                    policies/p.yaml:3:14: error: no day's hours hold 3 posts at a spacing of 4h, at most 2
                    | pace: { min: 3, spacing: 4h }
                    |              ^
                      help: lower 'min', shorten 'spacing' or widen 'hours.active'
                    """#)
    }

    @Test func `hours that miss the grid never open`() {
        #expect(
            Example.report(
                Example.account + #"""
                    grid: 1h
                    hours: { active: { mon-fri: "09:10-09:50" } }
                    """#) == #"""
                    policies/p.yaml:3:18: error: no time of the grid (1h) lies in these hours
                    | hours: { active: { mon-fri: "09:10-09:50" } }
                    |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
                      help: use a finer 'grid' or wider hours
                    """#)
    }

    @Test func `hours of a class lie within the active ones`() {
        #expect(
            Example.report(
                Example.account + #"""
                    hours:
                      active: { mon-fri: "07:00-22:00" }
                      only:
                        - { of: ask, in: { sat: "10:00-16:00" } }
                        - { of: quote, in: { sun: "10:00-16:00" }, level: should }
                    """#) == #"""
                    policies/p.yaml:5:22: error: no time of the grid lies in these hours and in 'active'
                    |     - { of: ask, in: { sat: "10:00-16:00" } }
                    |                      ^^^^^^^^^^^^^^^^^^^^^^
                      help: the class could never be posted
                    policies/p.yaml:6:24: warning: no time of the grid lies in these hours and in 'active'
                    |     - { of: quote, in: { sun: "10:00-16:00" }, level: should }
                    |                        ^^^^^^^^^^^^^^^^^^^^^^
                      help: every post of the class would cost the weight of 300
                    """#)
    }

    @Test func `staffed hours are as long as they must be`() {
        #expect(
            Example.report(
                Example.account + #"""
                    hours: { staffed: { of: ask, for: 9h, in: { mon-fri: "09:00-17:30" } } }
                    """#) == #"""
                    policies/p.yaml:2:35: error: no stretch of these hours is as long as 'for' (9h)
                    | hours: { staffed: { of: ask, for: 9h, in: { mon-fri: "09:00-17:30" } } }
                    |                                   ^^
                      help: the class could never be posted
                    """#)
    }

    @Test func `somebody is there within the active hours`() {
        #expect(
            Example.report(
                Example.account + #"""
                    hours: { active: { sat-sun: "09:00-17:30" }, staffed: { of: ask, for: 1h, in: { mon-fri: "09:00-17:30" } } }
                    """#) == #"""
                    policies/p.yaml:2:55: error: at no time of the grid in 'active' is somebody there for the next 1h
                    | hours: { active: { sat-sun: "09:00-17:30" }, staffed: { of: ask, for: 1h, in: { mon-fri: "09:00-17:30" } } }
                    |                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                      help: the class could never be posted
                    """#)
    }

    @Test func `all hours that name a kind have a time in common`() {
        #expect(
            Example.report(
                Example.account + #"""
                    hours:
                      only:
                        - { of: ask, in: { tue-thu: "10:00-16:00" } }
                        - { of: promo, in: { sat: "10:00-16:00" } }
                    """#) == #"""
                    policies/p.yaml:4:5: error: the entries of 'only' and 'staffed' leave no time in common for 'promo'
                    |     - { of: ask, in: { tue-thu: "10:00-16:00" } }
                    |     ^
                      help: every entry that names a class must hold
                    """#)
    }

    @Test func `a share leaves room for one post`() {
        #expect(
            Example.report(
                Example.account + #"""
                    mix:
                      - { of: ask, at_most: 10%, over: 6 posts }
                      - { of: ask, at_most: 0%, over: 6 posts }
                      - { of: ask, at_most: 10%, over: 9 posts, level: should }
                    """#) == #"""
                    policies/p.yaml:3:25: error: one of 6 posts is already more than 10%, so the class never fits
                    |   - { of: ask, at_most: 10%, over: 6 posts }
                    |                         ^^^
                      help: use 'at_most: 0' to keep the class out altogether
                    policies/p.yaml:5:25: warning: one of 9 posts is already more than 10%, so the class never fits
                    |   - { of: ask, at_most: 10%, over: 9 posts, level: should }
                    |                         ^^^
                      help: every post of the class would cost the weight of 300
                    """#)
    }

    @Test func `a share leaves room for one post at this pace`() {
        #expect(
            Example.report(
                Example.account + #"""
                    pace: { max: 1 }
                    mix: [ { of: ask, at_most: 10%, over: 7d } ]
                    """#) == #"""
                    policies/p.yaml:3:28: error: 7d hold at most 8 posts at this pace, and one of them is already more than 10%
                    | mix: [ { of: ask, at_most: 10%, over: 7d } ]
                    |                            ^^^
                      help: use 'at_most: 0' to keep the class out altogether, or a longer 'over'
                    """#)
    }

    @Test func `a share leaves room for one post at this spacing`() {
        #expect(
            Example.report(
                Example.account + #"""
                    pace: { spacing: 1d }
                    mix: [ { of: ask, at_most: 10%, over: 7d } ]
                    """#) == #"""
                    policies/p.yaml:3:28: error: 7d hold at most 7 posts at this pace, and one of them is already more than 10%
                    | mix: [ { of: ask, at_most: 10%, over: 7d } ]
                    |                            ^^^
                      help: use 'at_most: 0' to keep the class out altogether, or a longer 'over'
                    """#)
    }

    @Test func `shares of all kinds are all posts`() {
        #expect(
            Example.report(
                Example.account + #"""
                    mix:
                      - { of: give, at_most: 60%, over: 14d }
                      - { of: ask, at_most: 20%, over: 14d }
                      - { of: neutral, at_most: 10%, over: 14d }
                    """#) == #"""
                    policies/p.yaml:5:29: error: the shares of all kinds together are 90%, less than all posts
                    |   - { of: neutral, at_most: 10%, over: 14d }
                    |                             ^^^
                      help: raise a share, or leave one class without
                    """#)
    }

    @Test func `shares of all kinds leave no first post`() {
        #expect(
            Example.report(
                Example.account + #"""
                    mix:
                      - { of: give, at_most: 80%, over: 14d }
                      - { of: [ask, neutral], at_most: 20%, over: 14d }
                    """#) == #"""
                    policies/p.yaml:4:36: warning: every kind has a share below 100%, so an account without history could never begin
                    |   - { of: [ask, neutral], at_most: 20%, over: 14d }
                    |                                    ^^^
                      help: leave one class without a share, or use a number of posts
                    """#)
    }

    @Test func `limits that limit nothing are named`() {
        #expect(
            Example.report(
                Example.account + #"""
                    pace: { steady: 1.5 }
                    mix:
                      - { of: ask, at_most: 100%, over: 14d }
                      - { of: ask, at_most: 6, over: 6 posts }
                    """#) == #"""
                    policies/p.yaml:2:17: warning: 'steady' is asked only together with 'target', so it limits nothing
                    | pace: { steady: 1.5 }
                    |                 ^^^
                      help: add 'target'
                    policies/p.yaml:4:25: warning: 100% of the posts are never exceeded
                    |   - { of: ask, at_most: 100%, over: 14d }
                    |                         ^^^^
                      help: remove the entry
                    policies/p.yaml:5:25: warning: 6 posts never hold more than 6 of a class
                    |   - { of: ask, at_most: 6, over: 6 posts }
                    |                         ^
                      help: remove the entry
                    """#)
    }

    @Test func `goodwill that pays for no promotion is a warning`() {
        #expect(
            Example.report(
                Example.account + "goodwill: { start: 2, cap: 3 }") == #"""
                    policies/p.yaml:2:11: warning: goodwill never exceeds 3, so 'promo' (4) can never be sent
                    | goodwill: { start: 2, cap: 3 }
                    |           ^^^^^^^^^^^^^^^^^^^^
                      help: raise 'cap' to 4 or more, unless that is meant
                    """#)
    }

    @Test func `a stagger as long as the horizon`() {
        #expect(
            Example.report(
                Example.account + #"""
                    horizon: 2d
                    stagger: 48h
                    """#) == #"""
                    policies/p.yaml:3:10: error: 'stagger' (2d) is not shorter than 'horizon' (2d)
                    | stagger: 48h
                    |          ^^^
                      help: a post for two accounts could never be planned for both
                    """#)
    }

    @Test func `a freeze longer than the horizon`() {
        #expect(
            Example.report(
                Example.account + "horizon: 6h") == #"""
                    policies/p.yaml:2:10: error: 'freeze' (12h) is longer than 'horizon' (6h)
                    | horizon: 6h
                    |          ^^
                      help: nothing could ever be planned anew
                    """#)
    }

    @Test func `a campaign ends after it begins`() {
        #expect(
            Example.report(
                Example.account + "campaigns: { sale: { from: 2026-12-02, to: 2026-11-25 } }") == #"""
                    policies/p.yaml:2:44: error: 'to' (2026-11-25) is not after 'from' (2026-12-02)
                    | campaigns: { sale: { from: 2026-12-02, to: 2026-11-25 } }
                    |                                            ^^^^^^^^^^
                      help: the campaign could never run
                    """#)
    }
}
