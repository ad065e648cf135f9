import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct OnceTests {
    let contrast: PostID = "curated/contrast"

    @Test func `a post goes out once on an account`() {
        verify(Once.self)
            .given([Posting("curated", at: "2026-11-23T09:00", post: contrast)])
            .refuses(
                Posting("curated", at: "2026-11-23T18:00", post: contrast),
                "the same post is at 09:00 already"
            )
            .refuses(
                Posting("curated", at: "2027-11-24T09:00", post: contrast),
                "the same post is at 2026-11-23 09:00 already"
            )
            .admits(Posting("curated", at: "2026-11-23T18:00", post: "curated/headings"))
    }

    @Test func `an evergreen post comes back when exactly its time has passed`() {
        let evergreen = Evergreen(every: .days(30), times: 4)
        verify(Once.self)
            .given([
                Posting("curated", at: "2026-09-01T09:00", post: contrast),
                Posting("curated", at: "2026-10-01T09:00", post: contrast),
            ])
            .refuses(
                Posting("curated", at: "2026-10-31T08:59", post: contrast, evergreen: evergreen),
                "the same post is at 2026-10-01 09:00, less than 30d before"
            )
            .admits(Posting("curated", at: "2026-10-31T09:00", post: contrast, evergreen: evergreen))
    }

    @Test func `an evergreen post stops after its number of times`() {
        let past = (1...4).map { Posting("curated", at: "2026-0\($0)-01T09:00", post: contrast) }
        func again(_ times: Int?) -> Posting {
            Posting(
                "curated", at: "2026-12-01T09:00", post: contrast,
                evergreen: Evergreen(every: .days(30), times: times))
        }
        verify(Once.self).given(past)
            .refuses(again(4), "posted 4 of 4 times already")
            .admits(again(5))
            .admits(again(nil))
    }

    @Test func `postings of other posts in between do not reset the count`() {
        verify(Once.self)
            .given([
                Posting("curated", at: "2026-11-01T09:00", post: contrast),
                Posting("own", at: "2026-11-02T09:00"),
                Posting("curated", at: "2026-11-03T09:00", post: contrast),
                Posting("own", at: "2026-11-04T09:00"),
            ])
            .refuses(
                Posting(
                    "curated", at: "2026-12-01T09:00", post: contrast,
                    evergreen: Evergreen(every: .days(1), times: 2)),
                "posted 2 of 2 times already")
    }
}
