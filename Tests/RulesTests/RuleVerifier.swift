import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

typealias Posting = RuleScene.Posting

/// Begins a statement about one rule: `verify(Spacing.self) { … }.given([…]).admits(…)`.
func verify(_ rule: any Rule.Type, _ arrange: (inout RuleScene) -> Void = { _ in }) -> RuleVerifier {
    var scene = RuleScene()
    arrange(&scene)
    return RuleVerifier(rule: rule, scene: scene)
}

/// Proves what one rule says after a given past; times are on the wall clock of the scene's zone.
struct RuleVerifier {
    let rule: any Rule.Type
    var scene: RuleScene

    /// What has gone out on the account, oldest first.
    func given(_ past: [Posting]) -> RuleVerifier {
        var next = self
        next.scene.past = past
        return next
    }

    /// Where the same posts went on other accounts.
    func given(elsewhere: [RuleScene.Sighting]) -> RuleVerifier {
        var next = self
        next.scene.elsewhere = elsewhere
        return next
    }

    /// Every check of the rule admits the post.
    @discardableResult
    func admits(_ candidate: Posting, sourceLocation: SourceLocation = #_sourceLocation) -> RuleVerifier {
        #expect(sentences(for: candidate) == [], sourceLocation: sourceLocation)
        return self
    }

    /// Exactly one check of the rule refuses the post, with this sentence.
    @discardableResult
    func refuses(
        _ candidate: Posting, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> RuleVerifier {
        #expect(sentences(for: candidate) == [sentence], sourceLocation: sourceLocation)
        return self
    }

    /// The refusals of the post, for those who look at their numbers.
    func refusals(of candidate: Posting) -> [any Refusal] {
        var asked = scene
        asked.candidate = candidate
        return asked.refusals(by: rule)
    }

    private func sentences(for candidate: Posting) -> [String] {
        refusals(of: candidate).map { $0.sentence(in: scene.zone) }
    }
}

/// `count` posts of a kind, one an hour from `day` 00:00 on.
func hourly(_ kind: KindName, _ count: Int, on day: String) -> [Posting] {
    (0..<count).map { Posting(kind, at: "\(day)T\($0 < 10 ? "0" : "")\($0):00") }
}

/// The same opening every weekday.
func daily(_ days: [Weekday] = Weekday.allCases, from start: Int, to end: Int) -> WeeklyHours {
    var hours = WeeklyHours()
    for day in days { hours.open(day, from: start, to: end) }
    return hours
}

let asks = Selector([.side(.ask)])
let promos = Selector([.kind("promo")])
