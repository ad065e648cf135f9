import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct OrderTests {
    let part1: PostID = "series/part-1"

    @Test func `a predecessor must have gone out`() {
        let part2 = Posting("own", at: "2026-11-25T09:00", after: [part1])
        verify(Order.self).refuses(part2, "series/part-1 has not gone out before")
        verify(Order.self).given([Posting("own", at: "2026-11-25T08:59", post: part1)]).admits(part2)
    }

    @Test func `exactly the lag is long enough`() {
        verify(Order.self).given([Posting("own", at: "2026-11-23T09:00", post: part1)])
            .refuses(
                Posting("own", at: "2026-11-23T10:59", after: [part1], lag: .hours(2)),
                "series/part-1 is at 09:00, less than 2h before"
            )
            .admits(Posting("own", at: "2026-11-23T11:00", after: [part1], lag: .hours(2)))
    }

    @Test func `any posting of an evergreen predecessor that is long enough ago will do`() {
        verify(Order.self)
            .given([
                Posting("own", at: "2026-11-01T09:00", post: part1), Posting("own", at: "2026-11-10T09:00"),
                Posting("own", at: "2026-11-23T09:00", post: part1),
            ])
            .admits(Posting("own", at: "2026-11-23T10:00", after: [part1], lag: .days(2)))
            .refuses(
                Posting("own", at: "2026-11-23T10:00", after: [part1], lag: .days(30)),
                "series/part-1 is at 2026-11-01 09:00, less than 30d before")
    }

    @Test func `every predecessor binds`() {
        verify(Order.self).given([Posting("own", at: "2026-11-23T09:00", post: part1)])
            .refuses(
                Posting("own", at: "2026-11-25T09:00", after: [part1, "series/part-2"]),
                "series/part-2 has not gone out before")
    }
}
