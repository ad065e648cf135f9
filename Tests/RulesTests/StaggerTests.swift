import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct StaggerTests {
    let contrast: PostID = "curated/contrast"
    let scene = verify(Stagger.self) {
        $0.account = "mastodon"
        $0.settings.stagger = .minutes(30)
    }

    func here(_ at: String) -> Posting { Posting("curated", at: at, post: contrast) }

    @Test func `exactly the stagger is far enough`() {
        scene.given(elsewhere: [.init(contrast, on: "bluesky", at: "2026-11-23T09:00")])
            .refuses(here("2026-11-23T09:29"), "the same post is on bluesky at 09:00, less than 30m before")
            .admits(here("2026-11-23T09:30"))
    }

    @Test func `the latest of several accounts decides`() {
        scene.given(elsewhere: [
            .init(contrast, on: "x", at: "2026-11-23T09:20"),
            .init(contrast, on: "bluesky", at: "2026-11-23T09:00"),
        ])
        .refuses(here("2026-11-23T09:40"), "the same post is on x at 09:20, less than 30m before")
    }

    @Test func `what goes out elsewhere later is asked there`() {
        scene.given(elsewhere: [.init(contrast, on: "bluesky", at: "2026-11-23T09:10")])
            .admits(here("2026-11-23T09:00"))
    }

    @Test func `at one instant history comes first, then the accounts by name`() {
        let at = "2026-11-23T09:00"
        scene.given(elsewhere: [.init(contrast, on: "x", at: at, isPlanned: true)]).admits(here(at))
        scene.given(elsewhere: [.init(contrast, on: "bluesky", at: at, isPlanned: true)])
            .refuses(here(at), "the same post is on bluesky at 09:00, less than 30m before")
        scene.given(elsewhere: [.init(contrast, on: "x", at: at)])
            .refuses(here(at), "the same post is on x at 09:00, less than 30m before")
    }

    @Test func `another post is not the same`() {
        scene.given(elsewhere: [.init("curated/headings", on: "bluesky", at: "2026-11-23T09:00")])
            .admits(here("2026-11-23T09:00"))
    }
}
