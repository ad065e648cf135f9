// The same texts as in policies/presets/, compared by a test: change both together.

extension Preset {
    /// `always-there`
    static let alwaysThere = Preset(
        "always-there",
        #"""
        # always-there: be present every day, give more than you ask. The default preset.
        #
        # Origin
        #   No study and no single author: it puts together advice that is older than social networks.
        #   Build the community before you need it: Harvey Mackay, "Dig Your Well Before You're Thirsty" (1997), said of
        #   contacts; Amber Naslund, "Build Your Networks Before You Need Them" (brasstackthinking.com), said of networks.
        #   The numbers below are ours. They are modest on purpose: a small account should be able to keep them all year.
        #
        # In plain words
        #   Something every day; never silent for more than a day and a half. At most one post in four asks for anything,
        #   and an ask has to be earned first. No campaign makes the account louder than half as much again.
        #
        # To use it: `extends: presets/always-there`. A section that you write yourself replaces the one here, whole.

        # When people are up. Local time of the account. Nobody answers you at three in the morning, so nothing is posted then.
        hours:
          active: { mon-fri: "08:00-21:00", sat-sun: "09:00-20:00" }

        # One post a day is the floor, two the aim, four the ceiling. Silence over 36 hours is reported.
        # `steady` is the brake on campaigns: a week may hold at most 14 posts (7 x target), or half as many again as usual.
        pace: { min: 1, target: 2, max: 4, spacing: 3h, silence: 36h, steady: 1.5 }

        # A promotion costs 4, and each gift earns 1. The cap keeps a quiet month from paying for a loud week.
        goodwill: { start: 2, cap: 8 }

        mix:
          - { of: ask, at_most: 25%, over: 14d }                   # one in four, over any two weeks
          - { of: "intent:promo", at_most: 1, over: 6 posts }      # five other posts around every promotion
          - { of: "intent:filler", at_most: 1, over: 7d }          # a quote a week is a quote; three are wallpaper

        apart:
          - { same: topic, by: 6h }                                # not the same subject morning and noon
          - { same: source, by: 24h }                              # nobody's page twice in a day, your own included
          - { same: source, by: 48h, level: should, weight: 150 }  # rather not on the next day either
          - { same: link, by: 30d }
          - { of: "intent:promo", by: 3 posts }

        # No ask returns to the same hour within a week, so the best hour does not become the sales hour.
        spread: [ { of: ask, at_most: 1, over: 7d } ]

        # The same words do not appear on two accounts at once: many people follow both.
        stagger: 30m

        """#)
}

extension Preset {
    /// `80-20`
    static let eightyTwenty = Preset(
        "80-20",
        #"""
        # 80-20: four posts of value for every one about yourself.
        #
        # Origin
        #   An analogy with the Pareto principle, and only that: Pareto measured land, not posts. Nobody seems to have coined it
        #   for social media; it is commonly repeated without a source. An early and precise wording is Sue Reynolds's, of
        #   5 December 2011 (carminemedia.com/2011/12/05/are-you-using-the-8020-rule-to-your-advantage, reprinted by Business
        #   Insider in 2012): 80 % adds value to someone else, 20 % is about you and your products. "That's 2 tweets out of 10."
        #
        # How it is said in rules
        #   Twice. As a share over a month, which is what the rule means; and as 2 of any 10 posts, which is how it was put and
        #   keeps the fifth from being spent in one week. What asks
        #   (own articles and promotions) is the 20 %, all else the 80 %.

        pace: { min: 1, target: 2, max: 4, spacing: 3h, silence: 36h, steady: 1.5 }

        goodwill: { start: 2, cap: 8 }

        mix:
          - { of: ask, at_most: 20%, over: 30d }
          - { of: ask, at_most: 2, over: 10 posts }
          - { of: "intent:promo", at_most: 1, over: 10 posts, level: should, weight: 200 }  # of the two, rather one own article
          - { of: "intent:filler", at_most: 1, over: 7d }  # a quote adds little value to anybody

        apart:
          - { same: topic, by: 6h }
          - { same: source, by: 24h }
          - { same: link, by: 30d }
          - { of: ask, by: 2 posts }  # never two about yourself in a row, nor with one other between

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `4-1-1`
    static let fourOneOne = Preset(
        "4-1-1",
        #"""
        # 4-1-1: of six posts four pass on what others made, one is a share, one is about yourself.
        #
        # Origin
        #   "For every one self-serving tweet, you should re-tweet one relevant tweet and most importantly share four pieces of
        #   relevant content written by others." Credited to Andrew Davis and Tippingpoint Labs, for Twitter, about 2010;
        #   popularised by Joe Pulizzi of the Content Marketing Institute. Quoted so at sivacom.com.au/social-media-411-rule;
        #   the credit also in contently.com/2012/02/17/4-1-1-rule-social-media.
        #   A later retelling is wider: four of others, one of your own that teaches, one that promotes.
        #   No experiment stands behind either. They are good manners, counted.
        #
        # How it is said in rules
        #   A rule looks back over the last six posts of the account, the new one included. The wide retelling must hold:
        #   at most one own piece and one promotion, so at least four of six are neither. The original should hold: at most one
        #   post of both sorts together. Breaking it costs 300 in the score and is shown in the preview.
        #   Questions, thanks and answers count among the four: the rule of thumb is older than the habit of answering.
        #   To hold yourself to the original, take `level` and `weight` off the entry marked (*).

        pace: { min: 1, target: 3, max: 6, spacing: 2h, silence: 36h, steady: 1.5 }

        # Five gifts pay for one promotion (4) with one left over: the same arithmetic, said as goodwill.
        goodwill: { start: 2, cap: 6 }

        mix:
          - { of: own, at_most: 1, over: 6 posts }  # the one of your own
          - { of: "intent:promo", at_most: 1, over: 6 posts }  # the one that promotes
          - { of: ask, at_most: 2, over: 6 posts }  # with kinds you add, too: four of six ask nothing
          - { of: ask, at_most: 1, over: 6 posts, level: should, weight: 300 }  # (*) the original
          - { of: reshare, at_most: 1, over: 6 posts, level: should, weight: 100 }  # the one share
          - { of: "intent:filler", at_most: 1, over: 12 posts }  # a quote is not one of the four

        apart:
          - { same: source, by: 24h }  # four pieces by others means different others
          - { same: topic, by: 4h }
          - { same: link, by: 30d }
          - { of: "intent:promo", by: 5 posts }  # the next promotion is the first of the next six

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `5-3-2`
    static let fiveThreeTwo = Preset(
        "5-3-2",
        #"""
        # 5-3-2: of ten posts five pass on what others made, three are your own and sell nothing, two are personal.
        #
        # Origin
        #   Credited to T.A. McCann, then of Gist, at an event of the American Association of Inside Sales Professionals; spread
        #   by Heinz Marketing and Buffer. No experiment stands behind it.
        #
        # How it is said in rules
        #   Over the last ten posts, the new one included: at most five begin with you (so at least five begin with others), at
        #   most three are articles of yours. "Two are personal" is taken as rather at most two.
        #   There is no promotion among the ten, and so none is sent. To allow one in ten, write a `mix` of your own with
        #   `at_most: 1` in the line marked (*).

        pace: { min: 1, target: 2, max: 5, spacing: 2h, silence: 36h, steady: 1.5 }

        # Three articles cost 6, and seven gifts pay for them.
        goodwill: { start: 2, cap: 6 }

        mix:
          - { of: "origin:own", at_most: 5, over: 10 posts }  # the five of others
          - { of: own, at_most: 3, over: 10 posts }  # the three of your own
          - { of: "intent:promo", at_most: 0, over: 10 posts }  # (*) nothing that sells
          - { of: "intent:human", at_most: 2, over: 10 posts, level: should, weight: 50 }  # the two personal ones
          - { of: "intent:filler", at_most: 1, over: 10 posts }

        apart:
          - { same: source, by: 24h }
          - { same: topic, by: 4h }
          - { same: link, by: 30d }

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `thirds`
    static let thirds = Preset(
        "thirds",
        #"""
        # thirds: one third about yourself, one third ideas of others, one third conversation.
        #
        # Origin
        #   "So-called" wherever it appears. Popularised by Hootsuite (Sam Milbrath, blog.hootsuite.com); an earlier mention is
        #   Amy Guth's, cited on nonprofitmarketingblog.com in July 2012. No experiment stands behind it.
        #
        # How it is said in rules
        #   At most one ask in any three posts, and at most a third over a month. That a third should be conversation is said
        #   from the other side: rather no more than four of six posts are anything else.
        #   There is no `goodwill` here. At one ask in three there are two gifts for each, and a promotion (4) would never be
        #   paid for. With `goodwill: { start: 2, cap: 8 }` in your policy it waits until it is, which is less than a third.

        pace: { min: 1, target: 2, max: 5, spacing: 2h, silence: 36h, steady: 1.5 }

        mix:
          - { of: ask, at_most: 1, over: 3 posts }  # the third about yourself
          - { of: ask, at_most: 33%, over: 30d }
          - { of: ["intent:value", "intent:promo", "intent:filler"], at_most: 4, over: 6 posts, level: should, weight: 150 }
          - { of: ["origin:third-party", "origin:reshare"], at_most: 4, over: 6 posts, level: should, weight: 100 }
          - { of: "intent:filler", at_most: 1, over: 7d }

        apart:
          - { same: source, by: 24h }
          - { same: topic, by: 4h }
          - { same: link, by: 30d }
          - { of: ask, by: 2 posts }  # the third post again, at the earliest

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `70-20-10`
    static let seventyTwentyTen = Preset(
        "70-20-10",
        #"""
        # 70-20-10: seventy per cent useful pieces of your own, twenty passed on, ten that promote.
        #
        # Origin
        #   Folklore, and a change of meaning. Coca-Cola's "Content 2020" (Jonathan Mildenhall, 2011-12) divided a budget by risk:
        #   70 % bread and butter, 20 % that builds on what works, 10 % new ideas. As shares of posts by purpose it is widely
        #   repeated without a source. No experiment stands behind either.
        #
        # How it is said in rules
        #   Promotions are at most one in ten posts, and at most 10 % of a month. Pieces by others are rather at most two in ten.
        #   This rule counts an article that teaches as something you give. In the built-in table it asks (2), and seven of ten
        #   could never be paid for; so here the row `own` gives. If you write `kinds` yourself, take this row along.

        kinds:
          own: { origin: own, intent: value, gives: 1 }

        pace: { min: 1, target: 2, max: 5, spacing: 2h, silence: 36h, steady: 1.5 }

        goodwill: { start: 2, cap: 6 }

        mix:
          - { of: "intent:promo", at_most: 1, over: 10 posts }  # the ten per cent
          - { of: "intent:promo", at_most: 10%, over: 30d }
          - { of: ["origin:third-party", "origin:reshare"], at_most: 2, over: 10 posts, level: should, weight: 100 }  # the twenty
          - { of: "intent:filler", at_most: 1, over: 7d }

        apart:
          - { of: ["origin:third-party", "origin:reshare"], same: source, by: 24h }  # not your own host, which is in most posts
          - { same: topic, by: 4h }
          - { same: link, by: 30d }
          - { of: "intent:promo", by: 5 posts }

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `10-4-1`
    static let tenFourOne = Preset(
        "10-4-1",
        #"""
        # 10-4-1: of fifteen posts ten are by others, four are articles of your own, one leads to a landing page.
        #
        # Origin
        #   Kipp Bodnar and Jeffrey L. Cohen, "The B2B Social Media Book" (2012). John Beveridge, who had followed it, gave it up
        #   in 2014 for half and half, once he had two hundred articles that teach (b2binboundmarketer.com): an article of your
        #   own is not an advertisement. No experiment stands behind either.
        #
        # How it is said in rules
        #   Over the last fifteen posts, the new one included: at most five ask, at most four of them are articles, at most one
        #   promotes. There is no `goodwill` here: ten gifts are two too few for four articles (2 each) and a promotion (4). With
        #   `goodwill: { start: 2, cap: 8 }` in your policy it becomes that much stricter.

        pace: { min: 1, target: 2, max: 5, spacing: 2h, silence: 36h, steady: 1.5 }

        mix:
          - { of: ask, at_most: 5, over: 15 posts }  # so ten of fifteen ask nothing
          - { of: own, at_most: 4, over: 15 posts }
          - { of: "intent:promo", at_most: 1, over: 15 posts }
          - { of: "intent:filler", at_most: 1, over: 15 posts }  # a quote is not one of the ten

        apart:
          - { same: source, by: 24h }
          - { same: topic, by: 4h }
          - { same: link, by: 30d }
          - { of: ask, by: 1 post }  # five asks, but never two in a row
          - { of: ask, by: 2 posts, level: should, weight: 100 }  # better still: evenly
          - { of: "intent:promo", by: 14 posts }

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `30-60-10`
    static let thirtySixtyTen = Preset(
        "30-60-10",
        #"""
        # 30-60-10: thirty per cent your own, sixty by others, ten that call to action. "The golden ratio".
        #
        # Origin
        #   Rallyverse, February 2014 (slideshare.net/Rallyverse). The name is theirs, and has nothing to do with the golden
        #   section. No experiment stands behind it.
        #
        # How it is said in rules
        #   As shares of a month, which is what the rule means; and of any ten posts, so that the tenth is not spent in one week.
        #   There is no `goodwill` here: six gifts do not pay for three articles (2 each) and a call to action (4). With
        #   `goodwill: { start: 2, cap: 8 }` in your policy it becomes that much stricter.

        pace: { min: 1, target: 2, max: 5, spacing: 2h, silence: 36h, steady: 1.5 }

        mix:
          - { of: own, at_most: 30%, over: 30d }
          - { of: own, at_most: 3, over: 10 posts }
          - { of: "intent:promo", at_most: 10%, over: 30d }
          - { of: "intent:promo", at_most: 1, over: 10 posts }
          - { of: ask, at_most: 4, over: 10 posts }  # with kinds you add, too: six of ten ask nothing
          - { of: "intent:filler", at_most: 1, over: 10 posts }

        apart:
          - { same: source, by: 24h }
          - { same: topic, by: 4h }
          - { same: link, by: 30d }
          - { of: ask, by: 1 post }
          - { of: "intent:promo", by: 6 posts }

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}

extension Preset {
    /// `20-to-1`
    static let twentyToOne = Preset(
        "20-to-1",
        #"""
        # 20-to-1: twenty deposits for each withdrawal. The strictest of the presets.
        #
        # Origin
        #   Michael Hyatt, "The 20-to-1 Rule" (michaelhyatt.com/the-20-to-1-rule.html): a relationship is an account, and one
        #   request takes what twenty deposits have put in. No experiment stands behind the number.
        #
        # How it is said in rules
        #   It is what `goodwill` does, with a price of twenty: a promotion asks 20, each gift earns 1, and no more than 20 can be
        #   saved. An article of your own still asks 2. If you write `kinds` yourself, take this row along.

        kinds:
          promo: { origin: own, intent: promo, asks: 20 }

        pace: { min: 1, target: 2, max: 5, spacing: 2h, silence: 36h, steady: 1.5 }

        goodwill: { start: 0, cap: 20 }

        mix:
          - { of: "intent:promo", at_most: 1, over: 21 posts }  # with kinds you add, too
          - { of: ask, at_most: 1, over: 6 posts }
          - { of: "intent:filler", at_most: 1, over: 12 posts }  # a quote is no deposit

        apart:
          - { same: source, by: 24h }
          - { same: topic, by: 4h }
          - { same: link, by: 30d }

        spread: [ { of: ask, at_most: 1, over: 7d } ]

        stagger: 30m

        """#)
}
