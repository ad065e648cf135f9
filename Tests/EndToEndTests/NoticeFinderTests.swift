import Diagnostics
import HTTP
import Ledger
import Posts
import Testing
import Timeline

@testable import Publishing
@testable import hearth

struct NoticeFinderTests {
    static let place = CommandPlace(
        workspace: "/srv/my hearth", state: "/srv/my hearth/.hearth", policy: "policies/default.yaml")
    let finder = NoticeFinder(place: NoticeFinderTests.place, runway: .days(7))

    @Test func `every failure that stands has one notice, with the command to type`() throws {
        let view = try StatusView(try LedgerScene.full(), now: LedgerScene.now)
        let notices = finder.standing(view).map { OpenNotice(notice: $0, since: LedgerScene.now) }
        let message = NoticeMessage(
            notices: notices, workspace: "/srv/my hearth", now: LedgerScene.now,
            scrubber: Scrubber([Secret("connection")]))
        #expect(
            message.text == """
                Hearth: 7 things need you (/srv/my hearth)

                1. site: the network refuses the account (401 Unauthorized); nothing is sent there
                   Mend the credentials, see whether they hold, and let the account go on:
                     hearth accounts test site --workspace '/srv/my hearth'
                     hearth resume site --workspace '/srv/my hearth'

                2. mastodon: own/tries is held until something is put right (eight attempts came to nothing)
                   Mend it, then see whether the account works, and let it go on:
                     hearth accounts test mastodon --workspace '/srv/my hearth'
                     hearth resume mastodon --workspace '/srv/my hearth'
                   If it shall not go out any more:
                     hearth resolve 6 --drop --workspace '/srv/my hearth'

                3. bluesky: own/late was not sent at its time (late)
                   Give it another time (`at:` in the post in queue/).
                   If it shall not go out any more:
                     hearth resolve 4 --drop --workspace '/srv/my hearth'

                4. bluesky: own/long is refused by the network as it is (too long\\u{1B}[31m)
                   Change the post in queue/; a changed post is planned again.
                   If it shall not go out any more:
                     hearth resolve 3 --drop --workspace '/srv/my hearth'

                5. mastodon: promo/sale was sent, and nobody can know whether it is out (the server fell silent)
                   Look at the account. If it is there:
                     hearth resolve 1 --sent URL --workspace '/srv/my hearth'
                   If it is not there and shall be:
                     hearth resolve 1 --retry --workspace '/srv/my hearth'
                   If it shall not go out any more:
                     hearth resolve 1 --drop --workspace '/srv/my hearth'

                6. nothing has gone out on site since 2026-06-21T00:00:00Z, 13 attempts: no ***
                   Is the network reachable, does the account work?
                     hearth accounts test site --workspace '/srv/my hearth'

                7. mastodon: the posts that give last until 2026-06-23 only
                   Write more of them into queue/. How many of which kind:
                     hearth check --workspace '/srv/my hearth'

                You are told once of each, and again if it goes away and comes back.

                """)
        let keys = notices.map(\.notice.key)
        #expect(
            keys == [
                "hold/site", "delivery/6/held", "delivery/4/expired", "delivery/3/rejected",
                "delivery/1/needs_resolve", "failing/site", "runway/mastodon",
            ])
    }

    @Test func `a runway is told below what the policy says, and never for zero`() throws {
        let view = try StatusView(try LedgerScene.full(), now: LedgerScene.now)
        func runways(_ length: Minutes) -> [String] {
            NoticeFinder(place: NoticeFinderTests.place, runway: length).standing(view).map(\.code).filter {
                $0 == "runway"
            }
        }
        #expect(runways(.days(2)) == [])
        #expect(runways(.days(2) + .minutes(1)) == ["runway"])
        #expect(runways(.minutes(0)) == [])
    }

    @Test func `a downtime and a tick that died are told as what happened`() throws {
        let ledger = try LedgerScene.empty()
        _ = try ledger.beginTick(
            started: LedgerScene.start, bootMilliseconds: 1, bootID: "b", isAccepted: true)
        _ = try ledger.beginTick(
            started: LedgerScene.start + 90_000, bootMilliseconds: 1, bootID: "c", isAccepted: true)
        let report = TickReport(clock: .accepted(isRecovery: true))
        let found = finder.events(report, try ledger.ticks(limit: 2))
        #expect(found.map(\.key) == ["downtime/2", "died/1"])
        #expect(found.map(\.isPassing) == [true, true])
        #expect(
            found[0].what
                == "no tick ran from 2026-06-21T00:00:00Z to 2026-06-22T01:00:00Z; what was due then is planned anew, nothing goes out in a burst"
        )
    }

    @Test func `that no plan can be made is told until one is`() throws {
        let ledger = try LedgerScene.empty()
        try ledger.note(planFailure: "no slots")
        let found = finder.standing(try StatusView(ledger, now: LedgerScene.now))
        #expect(found.map(\.key) == ["plan_failed"])
        #expect(found.first?.what == "no plan could be made, the stored one stays: no slots")
        #expect(found.first?.remedy.contains("hearth check") == true)
        try ledger.note(planFailure: nil)
        #expect(try finder.standing(StatusView(ledger, now: LedgerScene.now)).isEmpty)
    }

    @Test func `that an inbox cannot be read is told with what to do`() throws {
        let ledger = try LedgerScene.empty()
        for now in [LedgerScene.now - 86_400, LedgerScene.now] {
            try ledger.note(inboxFailure: "403", on: "site", now: now)
        }
        let found = finder.standing(try StatusView(ledger, now: LedgerScene.now))
        #expect(found.map(\.key) == ["inbox_failed/site"])
        #expect(found.first?.account == "site")
        #expect(found.first?.remedy.contains("read:notifications") == true)
        #expect(found.first?.remedy.contains("hearth accounts test site") == true)
    }

    @Test func `files of the queue that cannot be used are one notice`() {
        let errors = ["b", "a", "b", "d", "c"].map {
            Diagnostic(.error, code: "x", "y", at: SourceLocation(file: "queue/\($0).md"))
        }
        let found = finder.queue(errors + [Diagnostic(.warning, code: "x", "y")], isThere: true)
        #expect(found.map(\.key) == ["queue"])
        #expect(
            found.first?.what
                == "4 files of the queue cannot be used as they are: queue/a.md, queue/b.md, queue/c.md, …; the rest goes on"
        )
        #expect(finder.queue([], isThere: true).isEmpty)
        #expect(finder.queue([], isThere: false).first?.what.contains("there is no folder queue/") == true)
    }

    @Test func `more than twenty are only counted`() {
        let many = (1...23).map {
            OpenNotice(notice: Notice(key: "\($0)", code: "c", what: "w\($0)", remedy: "r"), since: 0)
        }
        let message = NoticeMessage(notices: many, workspace: "/w", now: 0, scrubber: Scrubber([]))
        #expect(message.text.contains("20. w20\n"))
        #expect(!message.text.contains("w21"))
        #expect(message.text.contains("And 3 more.\n"))
    }

    @Test func `options are named only where they are needed`() {
        let place = CommandPlace(workspace: "/w", state: "/var/lib/it's", policy: "p.yaml")
        #expect(
            place.command("check")
                == "hearth check --workspace /w --state '/var/lib/it'\\''s' --policy p.yaml")
    }
}
