import Foundation
import HTTP
import Posts
import Testing

@testable import Networks

/// Against a server of the AT Protocol: `Tests/Servers/arroba-pds.sh start`, then
/// `HEARTH_TEST_PDS=http://127.0.0.1:8124`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["HEARTH_TEST_PDS"] != nil))
struct BlueskyServerTests {
    private let base = ProcessInfo.processInfo.environment["HEARTH_TEST_PDS"] ?? ""

    private func driver(password: String = "pw-alice") throws -> Driver {
        let network = try Bluesky(
            account(
                ["handle": "alice.test", "url": base, "language": "en"], secrets: ["password": password]))
        return Driver(network, Driver.loopback)
    }

    private func record(_ uri: String) async throws -> JSON {
        let fields = uri.split(separator: "/").map(String.init)
        let found = try await Driver.control(
            base,
            "/xrpc/com.atproto.repo.getRecord?repo=\(fields[1])&collection=\(fields[2])&rkey=\(fields[3])")
        return try #require(found?["value"])
    }

    private func count() async throws -> Int {
        let all = try await Driver.control(
            base, "/xrpc/com.atproto.repo.listRecords?repo=alice.test&collection=app.bsky.feed.post&limit=100"
        )
        return try #require(all?["records"]?.items?.count)
    }

    private func log() async throws -> [String] {
        try #require(try await Driver.control(base, "/_test/log")?.items).compactMap { $0["nsid"]?.text }
    }

    init() async throws { _ = try await Driver.control(base, "/_test/reset", "{}") }

    @Test
    func `a post with a mention, a tag and a card goes out once, and the same errand again does nothing`()
        async throws
    {
        var driver = try driver()
        var errand = Driver.fresh(
            message(["Grüße an @bob.test und @nobody.test 🎉 #über"], link: "https://www.w3.org/WAI/"))
        let before = errand
        guard case .done(let receipt) = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(driver.trace == ["login", "mention.bob.test", "mention.nobody.test", "part.0"])
        let record = try await record(receipt.id)
        #expect(record["facets"]?.items?.count == 2)
        #expect(record["embed"]?["external"]?["uri"]?.text == "https://www.w3.org/WAI/")
        #expect(await driver.publish(&errand) == .done(receipt))
        // As if everything that was learned had been lost: the same record is sent again.
        var again = before
        #expect(await driver.publish(&again) == .done(receipt))
        #expect(try await count() == 1)
        #expect(again.handles == errand.handles)
    }

    @Test func `pictures and the parts of a thread go out in order`() async throws {
        var driver = try driver()
        var errand = Driver.fresh(
            message(
                ["One.", "Two.", "Three."], link: "https://www.w3.org/WAI/", images: [picture(), picture()]))
        guard case .done(let receipt) = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(driver.trace == ["login", "image.0", "image.1", "part.0", "part.1", "part.2"])
        let first = try await record(receipt.id)
        #expect(first["text"]?.text == "One.\n\nhttps://www.w3.org/WAI/")
        #expect(first["embed"]?["images"]?.items?.count == 2)
        let third = try await record(try #require(errand.handles["part.2"]))
        #expect(third["reply"]?["root"]?["uri"]?.text == receipt.id)
        #expect(third["reply"]?["parent"]?["uri"]?.text == errand.handles["part.1"])
    }

    @Test func `what went out is found, and what did not is known not to be there`() async throws {
        var driver = try driver()
        var errand = Driver.fresh(message(["Is it there?"]))
        #expect(await driver.find("part.0", &errand) == .absent)
        var sent = errand
        guard case .done(let receipt) = await driver.publish(&sent) else { throw Failure(driver) }
        #expect(await driver.find("part.0", &errand) == .done(receipt))
        #expect(errand.handles["part.0.cid"] == sent.handles["part.0.cid"])
    }

    @Test func `a token that the server no longer takes is renewed without a log-in`() async throws {
        var driver = try driver()
        #expect(
            await driver.probe()
                == .done(
                    Receipt(
                        id: "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
                        url: "https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz")))
        driver.memory.session[Memory.accessToken] = "spoilt"
        driver.memory.session["issued"] = "0"
        var errand = Driver.fresh(message(["With a new token."]))
        guard case .done = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(driver.trace == ["login", "whoami", "part.0", "refresh", "part.0"])
        #expect(try await count() == 1)
    }

    @Test func `a token that expired before its time is renewed`() async throws {
        var driver = try driver()
        _ = await driver.probe()
        _ = try await Driver.control(base, "/_test/expire", "{}")
        var errand = Driver.fresh(message(["With a new token."], images: [picture()]))
        guard case .done = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(driver.trace == ["login", "whoami", "image.0", "refresh", "image.0", "part.0"])
        #expect(try await count() == 1)
    }

    @Test(arguments: ["500-after", "500-before"])
    func `an outcome nobody knows is found out, and sending again makes no second post`(_ kind: String)
        async throws
    {
        var driver = try driver()
        var errand = Driver.fresh(message(["Did it go?"]))
        let fault = #"{"nsid":"com.atproto.repo.putRecord","kind":"\#(kind)"}"#
        _ = try await Driver.control(base, "/_test/fault", fault)
        #expect(await driver.publish(&errand) == .stopped("part.0: unknown"))
        var looked = errand
        let found = await driver.find("part.0", &looked)
        #expect((found == .absent) == (kind == "500-before"))
        guard case .done(let receipt) = await driver.publish(&errand) else { throw Failure(driver) }
        if kind == "500-after" { #expect(found == .done(receipt)) }
        #expect(try await count() == 1)
    }

    @Test func `a used refresh token leads to one log-in, a wrong password to a hold`() async throws {
        var driver = try driver()
        _ = await driver.probe()
        let old = driver.memory.session
        driver.memory.session[Memory.accessToken] = nil
        _ = await driver.probe()
        driver.memory.session = old
        driver.memory.session[Memory.accessToken] = nil
        driver.trace = []
        var errand = Driver.fresh(message(["After all."]))
        guard case .done = await driver.publish(&errand) else { throw Failure(driver) }
        #expect(driver.trace == ["refresh", "login", "part.0"])
        var other = try self.driver(password: "wrong")
        #expect(await other.publish(&errand) != .tooLong)
        var fresh = Driver.fresh(message(["Never."]))
        #expect(await other.publish(&fresh) == .stopped("login: held"))
        #expect(try await log().filter { $0.hasSuffix("createSession") }.count == 3)
    }

    @Test func `another text under the same key is not written over what stands there`() async throws {
        var driver = try driver()
        var errand = Driver.fresh(message(["As it was."]))
        guard case .done = await driver.publish(&errand) else { throw Failure(driver) }
        var changed = errand
        changed.message.parts = ["As it is not."]
        changed.handles = [:]
        #expect(await driver.find("part.0", &changed) == .cannotTell)
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ driver: Driver) { description = driver.trace.joined(separator: " ") }
    }
}
