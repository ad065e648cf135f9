import HTTP
import Posts
import Testing

@testable import Networks

@Suite struct BlueskyTests {
    private let did = "did:plc:abc"
    private let pds = "https://pds.example"

    private func bluesky(_ options: [String: String] = [:]) throws -> Bluesky {
        try Bluesky(
            account(["handle": "hearth.example"].merging(options) { $1 }, secrets: ["password": "abcd-efgh"]))
    }

    /// Logged in an hour ago.
    private func known(issued: EpochSeconds = morning - 3_600) -> Memory {
        let place = ["handle": "hearth.example", "service": "https://bsky.social", "did": did, "pds": pds]
        return Memory(
            facts: place,
            session: place.merging([
                Memory.accessToken: token(from: issued, to: issued + 7_200), "refreshToken": "refresh",
                "issued": String(issued),
            ]) { $1 })
    }

    private func step(_ errand: Errand, _ memory: Memory, at clock: EpochSeconds = morning) throws -> Step {
        try #require(try bluesky().next(errand, memory: memory, clock: clock).step)
    }

    private func meaning(
        _ status: Int, _ body: String = "", to step: Step, of errand: Errand? = nil, memory: Memory? = nil,
        at clock: EpochSeconds = morning
    ) throws -> Meaning {
        try bluesky().meaning(
            of: Response(status: status, body: Array(body.utf8)), to: step, of: errand,
            memory: memory ?? known(), clock: clock)
    }

    private func fault(_ name: String) -> String { #"{"error":"\#(name)","message":"whatever"}"# }

    // MARK: - What is sent

    @Test func `a post is a record under our key, written only if there is none`() throws {
        let errand = errand(["Seven small changes."])
        let step = try step(errand, known())
        #expect(step.name == "part.0")
        #expect(step.effect == .publishes)
        #expect(step.request.url == "https://pds.example/xrpc/com.atproto.repo.putRecord")
        #expect(
            step.request.bodyText == """
                {"repo":"did:plc:abc","collection":"app.bsky.feed.post","rkey":"\(BlueskyRecord.key(errand, 0))",\
                "swapRecord":null,"record":{"$type":"app.bsky.feed.post","text":"Seven small changes.",\
                "createdAt":"2026-11-23T09:15:00.250Z"}}
                """)
        #expect(
            try self.step(errand, known(issued: morning), at: morning + 600).request.body == step.request.body
        )
        if let put = Contracts.lexicon("com.atproto.repo.putRecord") {
            let schema = put["defs"]?["main"]?["input"]?["schema"]
            #expect(Contracts.faults(of: try #require(step.request.json), schema: schema) == [])
            #expect(schema?["nullable"]?.items?.compactMap(\.text).contains("swapRecord") == true)
        }
        #expect(try bluesky().settling(Memory()) == .clientID)
    }

    @Test func `mentions are resolved and pictures uploaded before`() throws {
        var errand = errand(["Hi @bob.test"], images: [picture()])
        let resolve = try step(errand, known())
        #expect(resolve.name == "mention.bob.test")
        #expect(
            resolve.request.url
                == "https://pds.example/xrpc/com.atproto.identity.resolveHandle?handle=bob.test")
        errand.keep(try #require(try meaning(200, #"{"did":"did:plc:bob"}"#, to: resolve).findings))
        let upload = try step(errand, known())
        #expect(upload.name == "image.0")
        #expect(upload.request.url == "https://pds.example/xrpc/com.atproto.repo.uploadBlob")
        #expect(upload.request.headers.first(named: "Content-Type") == "image/png")
        #expect(upload.request.body == .bytes(redPixel))
        let blob = #"{"$type":"blob","ref":{"$link":"bafkrei"},"mimeType":"image/png","size":69}"#
        errand.keep(try #require(try meaning(200, "{\"blob\": \(blob)}", to: upload, of: errand).findings))
        let put = try step(errand, known())
        #expect(put.request.json?["record"]?["embed"]?["images"]?.items?.first?["image"]?.minified == blob)
        // A picture that no record uses is thrown away: after half an hour it is uploaded again.
        #expect(try step(errand, known(), at: morning + 1_799).name == "part.0")
        #expect(try step(errand, known(issued: morning), at: morning + 1_800).name == "image.0")
    }

    @Test func `a handle that nobody has stays plain text`() throws {
        var errand = errand(["Hi @nobody.test"])
        let resolve = try step(errand, known())
        errand.keep(try #require(try meaning(400, fault("InvalidRequest"), to: resolve).findings))
        #expect(try step(errand, known()).request.json?["record"]?["facets"] == nil)
        #expect(try meaning(502, to: resolve).sort == "later")
    }

    @Test func `the thumbnail of a card is uploaded, beside pictures it is not`() throws {
        let card = Message.Card(title: "t", description: "d", thumbnail: picture())
        #expect(try step(errand(["x"], link: "https://a.example/", card: card), known()).name == "card.thumb")
        #expect(try step(errand(["x"], card: card), known()).name == "part.0")
        let both = errand(["x"], link: "https://a.example/", card: card, images: [picture()])
        #expect(try step(both, known()).name == "image.0")
    }

    @Test func `when all parts are out, the first is the receipt`() throws {
        let errand = errand(
            ["1", "2"], handles: ["part.0": "at://did:plc:abc/app.bsky.feed.post/3k", "part.1": "at://x"])
        #expect(
            try bluesky().next(errand, memory: Memory(), clock: morning)
                == .done(
                    Receipt(
                        id: "at://did:plc:abc/app.bsky.feed.post/3k",
                        url: "https://bsky.app/profile/did:plc:abc/post/3k")))
    }

    // MARK: - Sessions

    @Test func `the first log-in is at the service, later calls go to the account's server`() throws {
        let login = try step(errand(["x"]), Memory())
        #expect(login.name == "login")
        #expect(login.effect == .prepares)
        #expect(login.request.url == "https://bsky.social/xrpc/com.atproto.server.createSession")
        #expect(login.request.bodyText == #"{"identifier":"hearth.example","password":"abcd-efgh"}"#)
        #expect(!login.request.masked.contains("abcd-efgh"))
        let answer = #"""
            {"accessJwt":"\#(token(from: morning, to: morning + 7_200))","refreshJwt":"r","did":"did:plc:abc",
            "didDoc":{"service":[{"id":"#atproto_pds","serviceEndpoint":"https://pds.example"}]}}
            """#
        let findings = try #require(try meaning(200, answer, to: login, memory: Memory()).findings)
        #expect(
            findings.facts == [
                "did": did, "handle": "hearth.example", "service": "https://bsky.social", "pds": pds,
            ])
        var memory = Memory()
        memory.keep(findings)
        #expect(try step(errand(["x"]), memory).request.url.hasPrefix("https://pds.example/"))
    }

    @Test func `a token that runs out is renewed with the other one, without a body`() throws {
        for memory in [
            known(issued: morning - 6_600),
            {
                var m = known(); m.forget(.init(accessToken: true)); return m
            }(),
        ] {
            let refresh = try step(errand(["x"]), memory)
            #expect(refresh.name == "refresh")
            #expect(refresh.request.url == "https://pds.example/xrpc/com.atproto.server.refreshSession")
            #expect(refresh.request.headers.first(named: "Authorization") == "Bearer refresh")
            #expect(refresh.request.body == .none)
        }
        #expect(try step(errand(["x"]), known(issued: morning - 6_599)).name == "part.0")
    }

    @Test(arguments: [
        ("login", 200, "{}", "later"), ("login", 400, "{}", "held"), ("login", 401, "{}", "held"),
        ("login", 403, "", "held"),
        ("login", 429, "", "later"), ("login", 500, "", "later"), ("login", 502, "<html>", "later"),
        ("login", 301, "", "held"),
        ("refresh", 400, #"{"error":"ExpiredToken"}"#, "forget session"),
        ("refresh", 401, "", "forget session"),
        ("refresh", 429, "", "later"), ("refresh", 500, "", "later"), ("refresh", 301, "", "held"),
    ])
    func `a refused renewal leads to one log-in, a refused log-in to a hold`(
        _ name: String, _ status: Int, _ body: String, _ sort: String
    ) throws {
        let step = Step(name, .prepares, Request(method: "POST", url: "https://bsky.social/"))
        #expect(try meaning(status, body, to: step).sort == sort)
    }

    @Test(arguments: ["ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"])
    func `a refused token is renewed, unless it is brand-new`(_ name: String) throws {
        let errand = errand(["x"], images: [picture()])
        for step in [
            try step(errand, known()), Step("part.0", .publishes, Request(method: "POST", url: pds)),
        ] {
            #expect(try meaning(400, fault(name), to: step, of: errand).sort == "forget token")
            let sort = try meaning(
                401, fault(name), to: step, of: errand, memory: known(issued: morning - 29)
            ).sort
            #expect(sort == (name == "ExpiredToken" ? "forget token" : "held"))
        }
    }

    // MARK: - What an answer means

    @Test(arguments: [
        (200, #"{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","cid":"c"}"#, "keep"), (200, "{}", "unknown"),
        (200, "<html>", "unknown"), (301, "", "unknown"), (400, #"{"error":"InvalidRequest"}"#, "refused"),
        (400, #"{"error":"InvalidSwap"}"#, "unknown"), (400, #"{"error":"InvalidMimeType"}"#, "refused"),
        (400, #"{"error":"AccountTakedown"}"#, "held"), (401, #"{"error":"AccountTakedown"}"#, "held"),
        (401, "", "held"),
        (403, "", "held"), (413, #"{"error":"PayloadTooLarge"}"#, "refused"),
        (429, #"{"error":"RateLimitExceeded"}"#, "later"),
        (500, #"{"error":"InternalServerError"}"#, "unknown"), (500, #"{"error":"InvalidToken"}"#, "unknown"),
        (502, #"{"error":"UpstreamFailure"}"#, "unknown"), (503, "", "unknown"), (504, "<html>", "unknown"),
    ])
    func `a status and the name of its error mean what the table says`(
        _ status: Int, _ body: String, _ sort: String
    ) throws {
        let errand = errand(["x"])
        #expect(try meaning(status, body, to: try step(errand, known()), of: errand).sort == sort)
    }

    @Test func `a picture that the server has lost is uploaded again`() throws {
        var errand = errand(
            ["x"], images: [picture()], handles: ["image.0": "{}", "image.0.at": String(morning)])
        let put = try step(errand, known())
        #expect(put.name == "part.0")
        let lost = try meaning(400, fault("BlobNotFound"), to: put, of: errand)
        #expect(lost.sort == "forget image.0 image.0.at")
        if case .forget(let what, _) = lost { errand.forget(what) }
        #expect(try step(errand, known()).name == "image.0")
    }

    @Test func `a limit is waited for until it is lifted`() throws {
        let errand = errand(["x"])
        let response = Response(
            status: 429,
            headers: [Header("RateLimit-Remaining", "0"), Header("RateLimit-Reset", String(morning + 77))])
        let meaning = try bluesky().meaning(
            of: response, to: try step(errand, known()), of: errand, memory: known(), clock: morning)
        #expect(meaning.sort == "later 77")
    }

    // MARK: - Looking up

    private func found(_ status: Int, _ body: String, _ errand: Errand) throws -> (Meaning, Next) {
        let step = try #require(
            try bluesky().find("part.0", of: errand, memory: known(), clock: morning).step)
        let meaning = try meaning(status, body, to: step, of: errand)
        var after = errand
        if let findings = meaning.findings { after.keep(findings) }
        return (meaning, try bluesky().find("part.0", of: after, memory: known(), clock: morning))
    }

    @Test func `the record under our key is asked for, without a token`() throws {
        let errand = errand(["x"])
        let step = try #require(
            try bluesky().find("part.0", of: errand, memory: known(), clock: morning).step)
        #expect(
            step.request.url == "https://pds.example/xrpc/com.atproto.repo.getRecord?repo=did%3Aplc%3Aabc"
                + "&collection=app.bsky.feed.post&rkey=\(BlueskyRecord.key(errand, 0))")
        #expect(step.request.headers.first(named: "Authorization") == nil)
        #expect(
            try bluesky().find("part.0", of: errand, memory: Memory(), clock: morning).step?.name == "login")
    }

    @Test func `there, not there, something else there, and no answer`() throws {
        let errand = errand(["x"])
        func record(_ text: String, _ created: String) -> String {
            #"{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","cid":"c","value":{"text":"\#(text)","createdAt":"\#(created)"}}"#
        }
        #expect(
            try found(200, record("x", "2026-11-23T09:15:00.250Z"), errand).1
                == .done(
                    Receipt(
                        id: "at://did:plc:abc/app.bsky.feed.post/3k",
                        url: "https://bsky.app/profile/did:plc:abc/post/3k")))
        for other in [record("y", "2026-11-23T09:15:00.250Z"), record("x", "2026-11-23T09:15:00.251Z")] {
            #expect(
                try found(200, other, errand).1
                    == .cannotTell("another record stands at at://did:plc:abc/app.bsky.feed.post/3k"))
        }
        #expect(try found(400, fault("RecordNotFound"), errand).0 == .absent)
        #expect(try found(400, fault("InvalidRequest"), errand).0.sort == "later")
        #expect(try found(404, "<html>", errand).0.sort == "later")
        #expect(try found(200, "<html>", errand).0.sort == "later")
        #expect(try found(502, "", errand).0.sort == "later")
    }

    // MARK: - Who waits

    @Test func `who wrote after our last reply or like waits`() throws {
        var memory = known()
        func ask(_ name: String, _ body: String) throws -> Meaning {
            let step = try #require(try bluesky().inbox(memory: memory, clock: morning)?.step)
            #expect(step.name == name)
            let meaning = try meaning(200, body, to: step, memory: memory)
            if let findings = meaning.findings { memory.keep(findings) }
            return meaning
        }
        let reply =
            #"{"value":{"createdAt":"2026-11-23T08:00:00Z","reply":{"parent":{"uri":"at://did:plc:bob/app.bsky.feed.post/1"}}}}"#
        let like =
            #"{"value":{"createdAt":"2026-11-23T09:00:00Z","subject":{"uri":"at://did:plc:eve/app.bsky.feed.post/1"}}}"#
        _ = try ask(
            "inbox.replies", "{\"records\":[\(reply),{\"value\":{\"createdAt\":\"2026-11-23T09:00:00Z\"}}]}")
        _ = try ask("inbox.likes", "{\"records\":[\(like)]}")
        func note(_ did: String, _ reason: String, _ at: String) -> String {
            #"{"author":{"did":"\#(did)"},"reason":"\#(reason)","indexedAt":"2026-11-23T\#(at):00.000Z"}"#
        }
        let quiet = [
            note("did:plc:bob", "reply", "07:59"), note("did:plc:eve", "quote", "08:59"),
            note("did:plc:x", "like", "08:00"),
        ]
        #expect(
            try ask("inbox", "{\"notifications\":[\(quiet.joined(separator: ","))]}") == .waiting(since: nil))
        let loud = quiet + [note("did:plc:bob", "mention", "08:05"), note("did:plc:new", "reply", "09:00")]
        let none = try #require(try bluesky().inbox(memory: memory, clock: morning)?.step)
        #expect(
            try bluesky().meaning(
                of: Response(status: 501, body: Array("{\"error\":\"MethodNotImplemented\"}".utf8)), to: none,
                of: nil,
                memory: memory, clock: morning) == .absent)
        #expect(
            try ask("inbox", "{\"notifications\":[\(loud.joined(separator: ","))]}")
                == .waiting(since: morning - 4_200))
    }

    @Test func `a probe asks the server whether the session is good, at most once a minute`() throws {
        let network = try bluesky()
        var memory = known()
        let step = try #require(network.probe(memory: memory, clock: morning).step)
        #expect(step.request.url == "https://pds.example/xrpc/com.atproto.server.getSession")
        memory.keep(try #require(try meaning(200, "{}", to: step, memory: memory).findings))
        #expect(
            network.probe(memory: memory, clock: morning + 59)
                == .done(Receipt(id: did, url: "https://bsky.app/profile/did:plc:abc")))
        #expect(network.probe(memory: memory, clock: morning + 60).step?.name == "whoami")
    }

    // MARK: - Complaints and keys

    private func said(_ message: Message) throws -> [String] {
        try bluesky().complaints(about: message, memory: Memory())
            .map { "\($0.isError ? "error" : "warning") \($0.code): \($0.message)" }
    }

    @Test func `300 graphemes and 3000 bytes are the limits`() throws {
        #expect(try said(message([String(repeating: "é", count: 300)])).isEmpty)
        #expect(
            try said(message([String(repeating: "x", count: 312)]))
                == ["error text-too-long: the text has 312 graphemes, Bluesky takes 300"])
        // 25 bytes each.
        #expect(try said(message([String(repeating: "👩‍👩‍👧‍👦", count: 120)])).isEmpty)
        #expect(
            try said(message([String(repeating: "👩‍👩‍👧‍👦", count: 121)]))
                == ["error text-too-long: the text has 3025 bytes, Bluesky takes 3000"])
    }

    @Test func `the link counts where it stands in the text`() throws {
        let text = String(repeating: "x", count: 290)
        #expect(try said(message([text], link: "https://a.example/")).isEmpty)
        #expect(
            try said(message([text], link: "https://a.example/", images: [picture()]))
                == ["error text-too-long: the text has 310 graphemes, Bluesky takes 300"])
    }

    @Test func `what Bluesky does not have is said`() throws {
        #expect(
            try said(message(["x"], warning: "food"))
                == [
                    "warning warning-in-text: Bluesky has no content warnings in words; the text begins with “CW: food”"
                ])
        #expect(try said(message(["x"], warning: "nudity")).isEmpty)
        #expect(
            try said(message(["x"], visibility: .private))
                == ["error visibility: everything on Bluesky is public, this post is private"])
        #expect(
            try said(message(["x"], visibility: .unlisted)).first?.hasPrefix("warning visibility") == true)
        #expect(try said(message(["x", " "])) == ["error text-empty: part 2 is empty"])
        #expect(try said(message([""])) == ["error text-empty: the text is empty"])
        #expect(try said(message([""], link: "https://a.example/")).isEmpty)
    }

    @Test func `pictures have their limits, thumbnails smaller ones`() throws {
        #expect(
            try said(message(["x"], images: Array(repeating: picture(), count: 5)))
                == ["error too-many-images: has 5 images, Bluesky takes 4"])
        func sized(_ count: Int) -> Message.Picture {
            Message.Picture(
                name: "a.png", mediaType: "image/png", bytes: [UInt8](repeating: 0, count: count), size: nil,
                alt: "a")
        }
        #expect(try said(message(["x"], images: [sized(1_000_000)])).isEmpty)
        #expect(
            try said(message(["x"], images: [sized(2_000_000)])).map { $0.prefix(19) } == [
                "warning image-large"
            ])
        #expect(
            try said(message(["x"], images: [sized(2_000_001)]))
                == ["error image-too-large: a.png has 2000001 bytes, Bluesky takes 2000000"])
        let card = Message.Card(title: "t", description: "d", thumbnail: sized(1_000_001))
        #expect(
            try said(message(["x"], link: "https://a.example/", card: card))
                == ["error image-too-large: a.png has 1000001 bytes, a link card of Bluesky takes 1000000"])
    }

    @Test func `what would be refused is not sent`() throws {
        let long = errand([String(repeating: "x", count: 301)])
        #expect(
            try bluesky().next(long, memory: known(), clock: morning)
                == .impossible([Complaint("text-too-long", "the text has 301 graphemes, Bluesky takes 300")]))
    }

    @Test func `keys that cannot be used are named`() {
        #expect(throws: AccountFault(key: "handle", reason: "is missing")) {
            try Bluesky(account([:], secrets: ["password": "x"]))
        }
        #expect(throws: AccountFault(key: "password", reason: "is missing")) {
            try Bluesky(account(["handle": "a.example"]))
        }
        for handle in ["@a.example", "a", "a b.example", "a.example."] {
            #expect(throws: AccountFault.self) { try bluesky(["handle": handle]) }
        }
        #expect(throws: AccountFault.self) { try bluesky(["url": "http://pds.example"]) }
        #expect(throws: Never.self) {
            try bluesky(["url": "http://127.0.0.1:8124", "handle": "did:plc:abc"])
        }
    }
}
