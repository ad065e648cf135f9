import Foundation
import HTTP
import Posts
import Testing

@testable import Networks

/// Against a server with the Mastodon API: `Tests/Servers/mastodon-fake.sh start`, then
/// `HEARTH_TEST_MASTODON=http://127.0.0.1:8125`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["HEARTH_TEST_MASTODON"] != nil))
struct MastodonServerTests {
    private let base = ProcessInfo.processInfo.environment["HEARTH_TEST_MASTODON"] ?? ""

    private func driver(token: String = "token-alice") throws -> Driver {
        Driver(try Mastodon(account(["url": base], secrets: ["token": token])), Driver.loopback)
    }

    private func statuses() async throws -> [JSON] {
        try #require(try await Driver.control(base, "/_test/statuses")?.items)
    }

    private func fault(_ kind: String, path: String = "/api/v1/statuses") async throws {
        _ = try await Driver.control(
            base, "/_test/fault", #"{"kind":"\#(kind)","path":"\#(path)","method":"POST"}"#)
    }

    init() async throws { _ = try await Driver.control(base, "/_test/reset", "{}") }

    @Test func `a thread with a picture and a warning goes out as written`() async throws {
        var driver = try driver()
        var errand = Driver.fresh(
            message(
                ["One, for @bob@far.example.", "Two."], link: "https://www.w3.org/WAI/tips/designing/",
                images: [picture()],
                language: "en", warning: "colours"))
        guard case .done(let receipt) = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(
            driver.trace == ["whoami", "instance", "nodeinfo", "software", "media.0", "part.0", "part.1"])
        let posts = try await statuses()
        #expect(
            posts.map { $0["text"]?.text } == [
                "One, for @bob@far.example.\n\nhttps://www.w3.org/WAI/tips/designing/", "Two.",
            ])
        #expect(posts.map { $0["visibility"]?.text } == ["public", "unlisted"])
        #expect(posts.map { $0["spoiler_text"]?.text } == ["colours", "colours"])
        #expect(posts[1]["in_reply_to_id"]?.text == receipt.id)
        #expect(
            posts[0]["media_attachments"]?.items?.first?["description"]?.text == "Two buttons, one readable")
        #expect(driver.network.settling(driver.memory) == .key(lifeSeconds: 3_600))
    }

    @Test(arguments: ["lose-answer", "500-after", "garbage"])
    func `an outcome nobody knows is found in the timeline`(_ kind: String) async throws {
        var driver = try driver()
        var errand = Driver.fresh(
            message(["Did it go?"], link: "https://www.w3.org/WAI/tips/designing/very/long", warning: "a & b")
        )
        try await fault(kind)
        let ending = await driver.publish(&errand)
        #expect(ending == (kind == "lose-answer" ? .lost("part.0") : .stopped("part.0: unknown")))
        guard case .done(let receipt) = await driver.find("part.0", &errand) else { throw Failure(driver) }
        #expect(await driver.publish(&errand) == .done(receipt))
        #expect(try await statuses().count == 1)
    }

    @Test(arguments: ["drop", "500-before"])
    func `an outcome nobody knows, of a request that did nothing, is known to be absent`(_ kind: String)
        async throws
    {
        var driver = try driver()
        var errand = Driver.fresh(message(["Did it go?"]))
        try await fault(kind)
        _ = await driver.publish(&errand)
        #expect(await driver.find("part.0", &errand) == .absent)
        guard case .done = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(try await statuses().count == 1)
    }

    @Test func `the key of the errand keeps the server from posting twice within an hour`() async throws {
        var driver = try driver()
        let errand = Driver.fresh(message(["Once."]))
        var first = errand
        var second = errand
        let ending = await driver.publish(&first)
        #expect(await driver.publish(&second) == ending)
        #expect(try await statuses().count == 1)
    }

    @Test func `the second part of a thread is found by what it answers`() async throws {
        var driver = try driver()
        var errand = Driver.fresh(message(["One.", "Two."]))
        guard case .done = await driver.publish(&errand) else { throw Failure(driver) }
        errand.handles["part.1"] = nil
        guard case .done = await driver.find("part.1", &errand) else { throw Failure(driver) }
        #expect(errand.handles["part.1"] == (try await statuses())[1]["id"]?.text)
    }

    @Test func `two posts alike are no proof`() async throws {
        var driver = try driver()
        for _ in 0..<2 {
            var one = Driver.fresh(message(["Twins."]))
            _ = await driver.publish(&one)
        }
        var errand = Driver.fresh(message(["Twins."]))
        #expect(await driver.find("part.0", &errand) == .cannotTell)
    }

    @Test func `a limit is waited for, a bad token holds the account`() async throws {
        var driver = try driver()
        var errand = Driver.fresh(message(["Patience."]))
        try await fault("429")
        guard case .stopped(let why) = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(["part.0: later 29", "part.0: later 30", "part.0: later 31"].contains(why))
        var other = try self.driver(token: "wrong")
        #expect(await other.publish(&errand) == .stopped("whoami: held"))
    }

    @Test func `who was answered does not wait`() async throws {
        var driver = try driver()
        #expect(await driver.inbox() == .stopped("inbox: waiting nobody"))
        _ = try await Driver.control(
            base, "/_test/mention", #"{"to":"alice","from":"carol","text":"hello?","minutes_ago":90}"#)
        guard case .stopped(let why) = await driver.inbox() else { throw Failure(driver) }
        #expect(why.hasPrefix("inbox: waiting 1"))
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ driver: Driver) { description = driver.trace.joined(separator: " ") }
    }
}
