import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct ApartTests {
    func scene(_ entry: ApartEntry) -> RuleVerifier { verify(Apart.self) { $0.settings.apart = [entry] } }

    @Test func `exactly the distance is far enough`() {
        scene(ApartEntry(same: .source, by: .time(.hours(36))))
            .given([Posting("curated", at: "2026-11-22T09:00", source: "w3.org")])
            .refuses(
                Posting("own", at: "2026-11-23T20:59", source: "w3.org"),
                "the post at 2026-11-22 09:00 has the same source w3.org, less than 36h before"
            )
            .admits(Posting("own", at: "2026-11-23T21:00", source: "w3.org"))
            .admits(Posting("own", at: "2026-11-22T09:01", source: "www.w3.org"))
    }

    @Test func `one topic in common is enough`() {
        scene(ApartEntry(same: .topic, by: .time(.hours(12))))
            .given([
                Posting("curated", at: "2026-11-23T09:00", topics: ["colour", "type"]),
                Posting("curated", at: "2026-11-23T10:00", topics: ["motion"]),
            ])
            .refuses(
                Posting("own", at: "2026-11-23T11:00", topics: ["forms", "type"]),
                "the post at 09:00 has the same topic type, less than 12h before"
            )
            .admits(Posting("own", at: "2026-11-23T11:00", topics: ["forms", "Type"]))
    }

    @Test func `more than 64 topics are still told apart`() {
        let many = (0..<130).map { "topic-\($0)" }
        scene(ApartEntry(same: .topic, by: .time(.hours(12))))
            .given([Posting("curated", at: "2026-11-23T09:00", topics: Array(many.dropLast(2)))])
            .admits(Posting("own", at: "2026-11-23T11:00", topics: ["topic-128", "topic-129"]))
            .refuses(
                Posting("own", at: "2026-11-23T11:00", topics: ["topic-129", "topic-65"]),
                "the post at 09:00 has the same topic topic-65, less than 12h before")
    }

    @Test(arguments: ApartEntry.Attribute.allCases)
    func `what a post does not have it shares with none`(attribute: ApartEntry.Attribute) {
        scene(ApartEntry(same: attribute, by: .time(.hours(12))))
            .given([Posting("curated", at: "2026-11-23T09:00")])
            .admits(Posting("own", at: "2026-11-23T09:01"))
    }

    @Test func `link, campaign and kind are compared`() {
        let past = [
            Posting(
                "curated", at: "2026-11-23T09:00", link: "https://w3.org/a", campaign: "spring-sale")
        ]
        scene(ApartEntry(same: .link, by: .time(.days(30)))).given(past)
            .refuses(
                Posting("own", at: "2026-11-23T11:00", link: "https://w3.org/a"),
                "the post at 09:00 has the same link https://w3.org/a, less than 30d before"
            )
            .admits(Posting("own", at: "2026-11-23T11:00", link: "https://w3.org/a/"))
        scene(ApartEntry(same: .campaign, by: .time(.days(1)))).given(past)
            .refuses(
                Posting("own", at: "2026-11-23T11:00", campaign: "spring-sale"),
                "the post at 09:00 has the same campaign spring-sale, less than 24h before")
        scene(ApartEntry(same: .kind, by: .time(.hours(3)))).given(past)
            .refuses(
                Posting("curated", at: "2026-11-23T11:00"),
                "the post at 09:00 has the same kind curated, less than 3h before")
    }

    @Test func `both posts are of the class`() {
        let verifier = scene(ApartEntry(of: asks, same: .source, by: .time(.hours(36))))
        verifier.given([Posting("curated", at: "2026-11-23T09:00", source: "a.example")])
            .admits(Posting("own", at: "2026-11-23T11:00", source: "a.example"))
        verifier.given([Posting("own", at: "2026-11-23T09:00", source: "a.example")])
            .admits(Posting("curated", at: "2026-11-23T11:00", source: "a.example"))
            .refuses(
                Posting("promo", at: "2026-11-23T11:00", source: "a.example"),
                "the post at 09:00 has the same source a.example, less than 36h before")
    }

    @Test func `three posts apart means three others between`() {
        let verifier = scene(ApartEntry(of: promos, same: nil, by: .posts(3)))
        let first = [Posting("promo", at: "2026-11-22T09:00")]
        let candidate = Posting("promo", at: "2026-11-23T12:00")
        verifier.given(first).refuses(
            candidate,
            "the post at 2026-11-22 09:00 is of the same class (promo), with no post between instead of 3")
        verifier.given(first + hourly("curated", 2, on: "2026-11-23")).refuses(
            candidate,
            "the post at 2026-11-22 09:00 is of the same class (promo), with 2 posts between instead of 3")
        verifier.given(first + hourly("curated", 3, on: "2026-11-23")).admits(candidate)
    }

    @Test func `without a class and an attribute any two posts keep the distance`() {
        scene(ApartEntry(same: nil, by: .time(.hours(2))))
            .given([Posting("curated", at: "2026-11-23T09:00")])
            .refuses(
                Posting("own", at: "2026-11-23T10:59"),
                "the post at 09:00 is of the same class (every post), less than 2h before"
            )
            .admits(Posting("own", at: "2026-11-23T11:00"))
    }

    @Test func `each entry is a check of its own, at its level`() {
        var scene = RuleScene()
        scene.settings.apart = [
            ApartEntry(same: .source, by: .time(.hours(36))),
            ApartEntry(same: .source, by: .time(.hours(72)), level: .should(weight: 200)),
        ]
        scene.past = [Posting("curated", at: "2026-11-22T09:00", source: "w3.org")]
        scene.candidate = Posting("curated", at: "2026-11-24T09:00", source: "w3.org")
        let answers = scene.answers(of: Apart.self)
        #expect(answers.map(\.level) == [.must, .should(weight: 200)])
        #expect(answers.map { $0.refusal == nil } == [true, false])
    }
}
