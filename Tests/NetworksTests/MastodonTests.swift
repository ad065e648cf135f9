import HTTP
import Posts
import Testing

@testable import Networks

@Suite struct MastodonTests {
    private func mastodon(_ options: [String: String] = [:], token: String = "t0ken") throws -> Mastodon {
        try Mastodon(
            account(["url": "https://social.example"].merging(options) { $1 }, secrets: ["token": token]))
    }

    /// Everything is known of a server with this software.
    private func known(_ network: Mastodon, software: String = "mastodon", facts: [String: String] = [:])
        throws -> Memory
    {
        var memory = Memory()
        let whoami = try #require(network.next(errand(["x"]), memory: memory, clock: morning).step)
        let me = Response(
            json:
                #"{"id":"42","acct":"fire","url":"https://social.example/@fire","source":{"privacy":"public"}}"#
        )
        memory.keep(
            try #require(
                network.meaning(of: me, to: whoami, of: nil, memory: memory, clock: morning).findings))
        for name in ["checked.instance", "checked.software"] { memory.facts[name] = String(morning) }
        memory.facts["software"] = software
        memory.facts.merge(facts) { $1 }
        return memory
    }

    private func step(
        _ network: Mastodon, _ errand: Errand, _ memory: Memory, at clock: EpochSeconds = morning
    ) throws -> Step {
        try #require(network.next(errand, memory: memory, clock: clock).step)
    }

    private func status(
        _ id: String, _ html: String, at: String = "2026-11-23T09:15:02.000Z", warning: String = "",
        parent: String? = nil, media: [String] = []
    ) -> String {
        JSON.object([
            "id": .string(id), "created_at": .string(at), "content": .string(html),
            "spoiler_text": .string(warning),
            "in_reply_to_id": .text(parent) ?? .null, "url": .string("https://social.example/@fire/\(id)"),
            "media_attachments": .array(media.map { .object(["id": .string($0)]) }),
        ]).minified
    }

    // MARK: - What is sent

    @Test func `a post is one JSON object with the key of its part`() throws {
        let network = try mastodon(["language": "de"])
        let step = try step(
            network, errand(["Seven small changes."], link: "https://www.w3.org/"), known(network))
        #expect(step.name == "part.0")
        #expect(step.effect == .publishes)
        #expect(step.request.url == "https://social.example/api/v1/statuses")
        #expect(
            step.request.bodyText
                == #"{"status":"Seven small changes.\n\nhttps://www.w3.org/","language":"de"}"#)
        #expect(step.request.headers.first(named: "Idempotency-Key") == "abcdefghijklmnopqrstuvwx-0")
        #expect(step.request.headers.first(named: "Authorization") == "Bearer t0ken")
        #expect(step.request.headers.first(named: "User-Agent") == "hearth/1.0 (+https://hearth.example)")
        #expect(!step.request.masked.contains("t0ken"))
    }

    @Test func `pictures and a warning stand in it too`() throws {
        let network = try mastodon()
        let handles = [
            "media.0": "7", "media.0.at": String(morning), "media.0.trusted": "1", "media.1": "8",
            "media.1.at": String(morning), "media.1.trusted": "1",
        ]
        let full = errand(
            ["Look."], images: [picture(), picture()], language: "en", warning: "food", visibility: .private,
            handles: handles)
        #expect(
            try step(network, full, known(network)).request.bodyText == """
                {"status":"Look.","media_ids":["7","8"],"sensitive":true,"spoiler_text":"food",\
                "visibility":"private","language":"en"}
                """)
        let silent = errand([""], images: [picture()], handles: handles)
        #expect(try step(network, silent, known(network)).request.bodyText == #"{"media_ids":["7"]}"#)
    }

    @Test(arguments: [
        (nil, nil, "public", nil, "unlisted"), (nil, nil, "private", nil, "private"),
        (Visibility.public, nil, "private", "public", "unlisted"),
        (.private, nil, "public", "private", "private"),
        (nil, "unlisted", "public", "unlisted", "unlisted"),
        (.public, "private", "public", "public", "unlisted"),
    ])
    func `the first part is seen as asked, those behind it are not listed`(
        _ asked: Visibility?, _ option: String?, _ preferred: String, _ first: String?, _ second: String?
    ) throws {
        let network = try mastodon(option.map { ["visibility": $0] } ?? [:])
        let memory = try known(network, facts: ["privacy": preferred])
        let start = errand(["1", "2"], visibility: asked)
        #expect(try step(network, start, memory).request.json?["visibility"]?.text == first)
        let onward = errand(["1", "2"], visibility: asked, handles: ["part.0": "99"])
        let step = try step(network, onward, memory)
        #expect(step.name == "part.1")
        #expect(step.request.json?["in_reply_to_id"]?.text == "99")
        #expect(step.request.json?["visibility"]?.text == second)
        #expect(step.request.headers.first(named: "Idempotency-Key") == "abcdefghijklmnopqrstuvwx-1")
    }

    @Test(arguments: [
        ("gotosocial", true), ("pleroma", true), ("akkoma", true), ("glitch", true), ("mastodon", false),
        ("mitra", false), ("pixelfed", false),
    ])
    func `where posts have formats, a post is plain text whatever the account prefers`(
        software: String, isNamed: Bool
    ) throws {
        let network = try mastodon()
        let step = try step(network, errand(["* x"]), known(network, software: software))
        #expect(step.request.json?["content_type"]?.text == (isNamed ? "text/plain" : nil))
    }

    @Test func `Pixelfed is given no key`() throws {
        let network = try mastodon()
        let step = try step(network, errand(["x"]), known(network, software: "pixelfed"))
        #expect(step.request.headers.first(named: "Idempotency-Key") == nil)
    }

    @Test func `what is sent is what the published description of the API knows`() throws {
        guard let api = Contracts.text("mastodon/mastodon-openapi.json").flatMap({ JSON(parsing: $0) }) else {
            return
        }
        let network = try mastodon()
        let memory = try known(network)
        let handles = ["media.0": "7", "media.0.at": String(morning), "media.0.trusted": "1", "part.0": "1"]
        let text = try step(
            network, errand(["x", "y"], language: "en", warning: "w", visibility: .public, handles: handles),
            memory)
        #expect(
            Contracts.faults(
                of: try #require(text.request.json), schema: Contracts.schema("TextStatus", of: api)) == [])
        let media = try step(
            network,
            errand(
                [""], images: [picture()],
                handles: ["media.0": "7", "media.0.at": String(morning), "media.0.trusted": "1"]),
            memory)
        #expect(
            Contracts.faults(
                of: try #require(media.request.json), schema: Contracts.schema("MediaStatus", of: api)) == [])
        for path in [
            "/api/v1/statuses", "/api/v2/media", "/api/v2/instance", "/api/v1/instance", "/api/v1/media/{id}",
            "/api/v1/accounts/verify_credentials", "/api/v1/accounts/{id}/statuses", "/api/v1/notifications",
        ] {
            #expect(api["paths"]?[path] != nil, "\(path)")
        }
    }

    // MARK: - What is learned first

    @Test func `the account, the server and its software are learned in turn, and again after a day`() throws
    {
        let network = try mastodon()
        var memory = Memory()
        var answers = [
            "whoami": #"{"id":"42","acct":"fire","source":{"privacy":"unlisted"}}"#,
            "instance": #"{"version":"4.5.0","configuration":{"statuses":{"max_characters":1000}}}"#,
            "nodeinfo":
                #"{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://social.example/nodeinfo/2.0"}]}"#,
            "software": #"{"software":{"name":"Mastodon","version":"4.5.0"}}"#,
        ]
        var seen: [String] = []
        func learn(_ ask: () -> Next) throws {
            while let step = ask().step, let answer = answers[step.name] {
                seen.append("\(step.name) \(step.request.url.dropFirst(22))")
                memory.keep(
                    try #require(
                        network.meaning(
                            of: Response(json: answer), to: step, of: nil, memory: memory, clock: morning
                        ).findings))
            }
        }
        try learn { network.next(errand(["x"]), memory: memory, clock: morning) }
        #expect(
            seen == [
                "whoami /api/v1/accounts/verify_credentials", "instance /api/v2/instance",
                "nodeinfo /.well-known/nodeinfo",
                "software /nodeinfo/2.0",
            ])
        #expect(memory.facts["max_characters"] == "1000")
        #expect(memory.facts["privacy"] == "unlisted")
        #expect(network.settling(memory) == .key(lifeSeconds: 3_600))
        #expect(network.probe(memory: memory, clock: morning + 59) == .done(Receipt(id: "fire")))
        #expect(network.probe(memory: memory, clock: morning + 60).step?.name == "whoami")
        #expect(try step(network, errand(["x"]), memory, at: morning + 86_399).name == "part.0")
        #expect(try step(network, errand(["x"]), memory, at: morning + 86_400).name == "whoami")
        // A fork with formats has the name of its origin.
        memory.facts["checked.software"] = nil
        answers["software"] = #"{"software":{"name":"mastodon","version":"4.5.0+glitch"}}"#
        try learn { network.next(errand(["x"]), memory: memory, clock: morning) }
        #expect(memory.facts["software"] == "glitch")
        // Another token may be another account: nothing of the old one is believed.
        #expect(try step(mastodon(token: "other"), errand(["x"]), memory).name == "whoami")
        #expect(!memory.facts.values.contains { $0.contains("t0ken") })
    }

    @Test(arguments: [("https://social.example", "other"), ("https://new.example", "t0ken")])
    func `a new address or token learns limits and software anew`(_ url: String, _ token: String) throws {
        var memory = try known(
            mastodon(), facts: ["max_characters": "5000", "media_types": "image/png"])
        let network = try mastodon(["url": url], token: token)
        #expect(network.settling(memory) == .readBack(authoritative: false, lagSeconds: 120))
        let long = message([String(repeating: "x", count: 501)])
        #expect(!network.complaints(about: long, memory: memory).isEmpty)
        func answer(_ step: Step, _ response: Response) throws {
            memory.keep(
                try #require(
                    network.meaning(of: response, to: step, of: nil, memory: memory, clock: morning).findings)
            )
        }
        let whoami = try step(network, errand(["x"]), memory)
        #expect(whoami.name == "whoami")
        try answer(whoami, Response(json: #"{"id":"7","acct":"new"}"#))
        #expect(network.settling(memory) == .readBack(authoritative: false, lagSeconds: 120))
        #expect(!network.complaints(about: long, memory: memory).isEmpty)
        let instance = try step(network, errand(["x"]), memory)
        #expect(instance.name == "instance")
        try answer(
            instance,
            Response(json: #"{"version":"1","configuration":{"statuses":{"max_characters":600}}}"#))
        #expect(network.complaints(about: long, memory: memory).isEmpty)
        #expect(try step(network, errand(["x"]), memory).name == "nodeinfo")
        // A look-up depends on the software too, and asks for it.
        let asked = try #require(
            network.find("part.0", of: errand(["x"]), memory: memory, clock: morning).step)
        #expect(asked.name == "nodeinfo")
        try answer(asked, Response(status: 404))
        let next = network.find("part.0", of: errand(["x"]), memory: memory, clock: morning)
        #expect(next.step?.name == "find.part.0")
    }

    @Test
    func
        `a server without the newer description is asked for the older, one without either goes by the book`()
        throws
    {
        let network = try mastodon()
        var memory = try known(network)
        memory.facts["checked.instance"] = nil
        for name in ["instance", "instance.v1"] {
            let step = try step(network, errand(["x"]), memory)
            #expect(step.name == name)
            memory.keep(
                try #require(
                    network.meaning(
                        of: Response(status: 404), to: step, of: nil, memory: memory, clock: morning
                    ).findings))
        }
        #expect(try step(network, errand(["x"]), memory).name == "part.0")
    }

    @Test(arguments: [
        Response(status: 404), Response(status: 500), Response(json: "{}"), Response(status: 200),
    ])
    func `without nodeinfo the software is unknown for an hour`(_ response: Response) throws {
        let network = try mastodon()
        var memory = try known(network)
        memory.facts["checked.software"] = nil
        let step = try step(network, errand(["x"]), memory)
        #expect(step.name == "nodeinfo")
        memory.keep(
            try #require(
                network.meaning(of: response, to: step, of: nil, memory: memory, clock: morning).findings))
        #expect(network.settling(memory) == .readBack(authoritative: false, lagSeconds: 120))
        #expect(try self.step(network, errand(["x"]), memory, at: morning + 3_599).name == "part.0")
        #expect(try self.step(network, errand(["x"]), memory, at: morning + 3_600).name == "nodeinfo")
    }

    @Test(arguments: [
        (200, "later"), (301, "held"), (400, "held"), (401, "held"), (403, "held"), (404, "held"),
        (422, "held"),
        (429, "later"), (500, "later"), (503, "later"),
    ])
    func `whatever is said of the token holds the account, troubles of the server do not`(
        _ status: Int, _ sort: String
    ) throws {
        let network = try mastodon()
        let step = try step(network, errand(["x"]), Memory())
        #expect(step.name == "whoami")
        let response = Response(status: status, body: Array("<html>".utf8))
        #expect(
            network.meaning(of: response, to: step, of: nil, memory: Memory(), clock: morning).sort == sort)
    }

    // MARK: - Pictures

    @Test func `a picture is uploaded, waited for, and then shown`() throws {
        let network = try mastodon()
        let memory = try known(network)
        var errand = errand(["Look."], images: [picture()])
        func answer(_ step: Step, _ response: Response) throws {
            errand.keep(
                try #require(
                    network.meaning(of: response, to: step, of: errand, memory: memory, clock: morning)
                        .findings))
        }
        let upload = try step(network, errand, memory)
        #expect(upload.name == "media.0")
        #expect(upload.effect == .prepares)
        #expect(upload.request.url == "https://social.example/api/v2/media")
        #expect(
            upload.request.body
                == .multipart([
                    .init(name: "file", filename: "contrast.png", contentType: "image/png", bytes: redPixel),
                    .init(name: "description", value: "Two buttons, one readable"),
                ]))
        try answer(upload, Response(status: 202, json: #"{"id":"7","url":null}"#))
        #expect(network.next(errand, memory: memory, clock: morning + 1) == .wait(seconds: 2))
        let look = try step(network, errand, memory, at: morning + 2)
        #expect(look.request.url == "https://social.example/api/v1/media/7")
        try answer(look, Response(status: 206, json: #"{"id":"7","url":null}"#))
        #expect(network.next(errand, memory: memory, clock: morning) == .wait(seconds: 2))
        try answer(look, Response(json: #"{"id":"7","url":"https://x"}"#))
        #expect(try step(network, errand, memory).name == "part.0")
        // Half a day later, the upload may be gone.
        #expect(try step(network, errand, known(network), at: morning + 43_199).name == "part.0")
        #expect(try step(network, errand, known(network), at: morning + 43_200).name == "media.0")
    }

    @Test func `a picture that is not ready a minute after its upload is an attempt that came to nothing`()
        throws
    {
        let network = try mastodon()
        let memory = try known(network)
        let look = errand(
            ["Look."], images: [picture()],
            handles: ["media.0": "7", "media.0.at": String(morning), "media.0.working": String(morning)])
        let ask = try step(network, look, memory, at: morning + 60)
        #expect(ask.name == "media.0.ready")
        let working = Response(status: 206, json: #"{"id":"7","url":null}"#)
        for (seconds, sort) in [(60, "keep"), (61, "later")] {
            let meaning = network.meaning(
                of: working, to: ask, of: look, memory: memory, clock: morning + seconds)
            #expect(meaning.sort == sort)
        }
    }

    @Test(arguments: [
        ("media.0", 413, "refused"), ("media.0", 422, "refused"), ("media.0", 401, "held"),
        ("media.0", 429, "later"),
        ("media.0", 500, "later"), ("media.0", 200, "later"),
        ("media.0.ready", 404, "forget media.0 media.0.at media.0.working"),
        ("media.0.ready", 422, "refused"), ("media.0.ready", 500, "later"),
    ])
    func `an upload that fails`(_ name: String, _ status: Int, _ sort: String) throws {
        let network = try mastodon()
        let step = Step(name, .prepares, Request(method: "GET", url: "https://social.example/"))
        let meaning = network.meaning(
            of: Response(status: status), to: step, of: errand(["x"], images: [picture()]), memory: Memory(),
            clock: morning)
        #expect(meaning.sort == sort)
    }

    // MARK: - What an answer means

    @Test(arguments: [
        (200, #"{"id":"99","url":"https://social.example/@fire/99"}"#, "keep"), (200, #"{"id":99}"#, "keep"),
        (200, "{}", "unknown"),
        (200, "<html>", "unknown"), (202, "", "unknown"), (302, "", "unknown"),
        (400, "Invalid Bearer token", "refused"),
        (401, "{}", "held"), (403, "{}", "held"), (404, "<html>", "refused"), (408, "", "unknown"),
        (409, "{}", "unknown"),
        (422, "", "refused"), (429, "{}", "later"), (500, "{}", "unknown"), (502, "<html>", "unknown"),
        (503, "{}", "unknown"),
        (504, "", "unknown"), (522, "", "unknown"),
    ])
    func `a status means what the table says`(_ status: Int, _ body: String, _ sort: String) throws {
        let network = try mastodon()
        let memory = try known(network)
        let errand = errand(["x"])
        let meaning = network.meaning(
            of: Response(status: status, body: Array(body.utf8)), to: try step(network, errand, memory),
            of: errand,
            memory: memory, clock: morning)
        #expect(meaning.sort == sort)
    }

    @Test func `when all parts are out, the first is the receipt`() throws {
        let network = try mastodon()
        let errand = errand(
            ["1", "2"], handles: ["part.0": "7", "part.0.url": "https://s/7", "part.1": "8"])
        #expect(
            network.next(errand, memory: Memory(), clock: morning)
                == .done(Receipt(id: "7", url: "https://s/7")))
    }

    // MARK: - Looking up

    private func look(_ errand: Errand, _ statuses: [String], part: String = "part.0") throws -> (
        Meaning, Next
    ) {
        let network = try mastodon()
        let memory = try known(network)
        let step = try #require(network.find(part, of: errand, memory: memory, clock: morning).step)
        #expect(
            step.request.url
                == "https://social.example/api/v1/accounts/42/statuses?limit=40&exclude_reblogs=true")
        let response = Response(json: "[\(statuses.joined(separator: ","))]")
        let meaning = network.meaning(of: response, to: step, of: errand, memory: memory, clock: morning)
        var after = errand
        if let findings = meaning.findings { after.keep(findings) }
        return (meaning, network.find(part, of: after, memory: memory, clock: morning))
    }

    private let html =
        #"<p>Tips for @<span>bob</span> &amp; all</p><p><a href="https://a.example/b"><span class="invisible">https://</span>a.example/b</a></p>"#

    @Test func `one post alike is proof`() throws {
        let mine = errand(["Tips for @bob@far.example & all"], link: "https://a.example/b")
        let (_, next) = try look(
            mine,
            [status("8", "<p>other</p>"), status("9", html), status("7", html, at: "2026-11-23T09:11:00Z")])
        #expect(next == .done(Receipt(id: "9", url: "https://social.example/@fire/9")))
    }

    @Test func `what differs in anything is not it`() throws {
        let mine = errand(["Tips for @bob@far.example & all"], link: "https://a.example/b")
        #expect(try look(mine, []).0 == .absent)
        #expect(try look(mine, [status("9", html, warning: "w")]).0 == .absent)
        #expect(try look(mine, [status("9", html, parent: "3")]).0 == .absent)
        #expect(try look(mine, [status("9", html, media: ["5"])]).0 == .absent)
        #expect(
            try look(mine, [status("9", html, at: "2026-11-23T09:12:00Z")]).0.findings?.handles["part.0"]
                == "9")
        #expect(try look(mine, [status("9", "<p>Tips for @bob &amp; all</p>")]).0 == .absent)
    }

    @Test func `one alike that is older than its sending is a doubt, not an absence`() throws {
        let mine = errand(["Tips for @bob@far.example & all"], link: "https://a.example/b")
        #expect(
            try look(mine, [status("9", html, at: "2026-11-23T09:11:59Z")]).1
                == .cannotTell("a post like it is there, but older than its sending"))
    }

    @Test func `one that is older and another delivery's is no doubt, a young one is`() throws {
        var mine = errand(["Tips for @bob@far.example & all"], link: "https://a.example/b")
        mine.others = ["9"]
        let old = "2026-11-23T09:11:59Z"
        #expect(try look(mine, [status("9", html, at: old)]).0 == .absent)
        #expect(
            try look(mine, [status("9", html, at: old), status("7", html, at: old)]).1
                == .cannotTell("a post like it is there, but older than its sending"))
        #expect(try look(mine, [status("9", html)]).0.findings?.handles["part.0"] == "9")
    }

    @Test
    func `one in other words is a doubt if it is of the minutes of the call and nobody accounts for it`()
        throws
    {
        var mine = errand(["Hello."])
        let other = status("9", "<p>Something else.</p>")
        #expect(try look(mine, [other]).0 == .absent)
        mine.calls = Errand.Calls(span: morning...morning, known: [])
        #expect(
            try look(mine, [other]).1
                == .cannotTell("a post in other words is there from the minutes of the call"))
        #expect(try look(mine, [other, status("8", "<p>Hello.</p>")]).0.findings?.handles["part.0"] == "8")
        mine.calls = Errand.Calls(span: morning...morning, known: ["9"])
        #expect(try look(mine, [other]).0 == .absent)
    }

    @Test func `a clock of ours that is ahead is corrected by the server's`() throws {
        let network = try mastodon()
        let mine = errand(["Tips for @bob@far.example & all"], link: "https://a.example/b")
        let step = try #require(
            network.find("part.0", of: mine, memory: known(network), clock: morning).step)
        let list = status("9", html, at: "2026-11-23T09:05:00Z")
        let response = Response(
            headers: [Header("Date", "Mon, 23 Nov 2026 09:05:10 GMT")], json: "[\(list)]")
        let meaning = try network.meaning(
            of: response, to: step, of: mine, memory: known(network), clock: morning)
        #expect(meaning.findings?.handles["part.0"] == "9")
    }

    @Test func `a picture that may still be worked on is asked about before a refusal is believed`() throws {
        let network = try mastodon()
        var errand = errand(
            ["Look."], images: [picture()],
            handles: ["media.0": "7", "media.0.at": String(morning), "media.0.trusted": "1"])
        let post = try step(network, errand, known(network))
        #expect(post.name == "part.0")
        func refused() throws -> Meaning {
            try network.meaning(
                of: Response(status: 422, json: #"{"error":"not finished processing"}"#), to: post,
                of: errand,
                memory: known(network), clock: morning)
        }
        #expect(try refused().sort == "forget media.0.trusted")
        errand.handles["media.0.trusted"] = nil
        let ask = try step(network, errand, known(network))
        #expect(ask.name == "media.0.ready")
        let ready = try network.meaning(
            of: Response(json: #"{"id":"7","url":"https://x"}"#), to: ask, of: errand,
            memory: known(network), clock: morning)
        errand.keep(try #require(ready.findings))
        #expect(try step(network, errand, known(network)).name == "part.0")
        #expect(try refused().sort == "refused")
    }

    @Test func `the part of a thread is known by what it answers`() throws {
        let thread = errand(["Same.", "Same."], handles: ["part.0": "7"])
        let list = [status("8", "<p>Same.</p>", parent: "7"), status("7", "<p>Same.</p>")]
        #expect(try look(thread, list, part: "part.1").0.findings?.handles["part.1"] == "8")
    }

    @Test func `a post without words is known by its pictures`() throws {
        let silent = errand([""], images: [picture()], handles: ["media.0": "5"])
        #expect(try look(silent, [status("9", "", media: ["5"])]).0.findings?.handles["part.0"] == "9")
        #expect(try look(silent, [status("9", "", media: ["6"])]).0 == .absent)
    }

    @Test func `two alike, or a list that does not reach back, are no proof of anything`() throws {
        let mine = errand(["Hello."])
        #expect(
            try look(mine, [status("8", "<p>Hello.</p>"), status("9", "<p>Hello.</p>")]).1
                == .cannotTell("2 posts of the account look like it"))
        let many = (0..<20).map { status("\($0)", "<p>other</p>") }
        #expect(try look(mine, many).1 == .cannotTell("more was posted since than the server lists at once"))
        #expect(try look(mine, many.dropLast() + [status("1", "", at: "2026-11-22T00:00:00Z")]).0 == .absent)
        #expect(try look(mine, Array(many.dropLast())).0 == .absent)
    }

    @Test func `a look-up that fails proves nothing`() throws {
        let network = try mastodon()
        let memory = try known(network)
        let errand = errand(["x"])
        let step = try #require(network.find("part.0", of: errand, memory: memory, clock: morning).step)
        for (status, sort) in [(200, "later"), (401, "held"), (429, "later"), (500, "later")] {
            #expect(
                network.meaning(
                    of: Response(status: status), to: step, of: errand, memory: memory, clock: morning
                ).sort == sort)
        }
        #expect(network.find("part.0", of: errand, memory: Memory(), clock: morning).step?.name == "whoami")
    }

    // MARK: - Who waits

    private func inbox(_ mine: String, _ mentions: String) throws -> Meaning {
        let network = try mastodon()
        var memory = try known(network)
        let first = try #require(network.inbox(memory: memory, clock: morning)?.step)
        memory.keep(
            try #require(
                network.meaning(of: Response(json: mine), to: first, of: nil, memory: memory, clock: morning)
                    .findings))
        let second = try #require(network.inbox(memory: memory, clock: morning)?.step)
        #expect(second.request.url == "https://social.example/api/v1/notifications?types[]=mention&limit=80")
        return network.meaning(
            of: Response(json: mentions), to: second, of: nil, memory: memory, clock: morning)
    }

    private func mention(_ from: String, _ at: String, more: String = "", bot: Bool = false) -> String {
        #"{"type":"mention","account":{"id":"\#(from)","bot":\#(bot)},"status":{"created_at":"\#(at)"\#(more)}}"#
    }

    @Test func `who wrote after we last answered waits`() throws {
        let mine =
            #"[{"id":"1","in_reply_to_account_id":"7","created_at":"2026-11-23T08:00:00Z"},{"id":"2","in_reply_to_account_id":null,"created_at":"2026-11-23T09:00:00Z"}]"#
        #expect(try inbox(mine, "[]") == .waiting(since: nil))
        #expect(try inbox(mine, "[\(mention("7", "2026-11-23T07:59:00Z"))]") == .waiting(since: nil))
        #expect(
            try inbox(
                mine, "[\(mention("7", "2026-11-23T08:01:00Z")),\(mention("8", "2026-11-23T08:30:00Z"))]")
                == .waiting(since: morning - 74 * 60))
    }

    @Test func `bots, favourites and other notifications are nobody who waits`() throws {
        let at = "2026-11-23T08:00:00Z"
        let none = [
            mention("8", at, bot: true), mention("8", at, more: #","favourited":true"#),
            #"{"type":"favourite","account":{"id":"8"},"created_at":"\#(at)"}"#,
        ]
        #expect(try inbox("[]", "[\(none.joined(separator: ","))]") == .waiting(since: nil))
    }

    // MARK: - Complaints and keys

    @Test func `the length is counted as the server does, the warning included`() throws {
        let network = try mastodon()
        let full = message(
            [String(repeating: "x", count: 470)], link: "https://a.example/long/path", warning: "12345")
        #expect(network.complaints(about: full, memory: Memory()).isEmpty)
        var over = full
        over.warning = "123456"
        #expect(
            network.complaints(about: over, memory: Memory()) == [
                Complaint(
                    "text-too-long",
                    "the text has 501 characters, the warning included, social.example takes 500")
            ])
        over.parts.append("")
        #expect(
            network.complaints(about: over, memory: Memory()).map(\.message) == [
                "part 1 has 501 characters, the warning included, social.example takes 500",
                "part 2 is empty",
            ])
        #expect(
            network.complaints(about: over, memory: Memory(facts: ["max_characters": "501"])).map(\.code) == [
                "text-empty"
            ])
        #expect(
            network.complaints(about: full, memory: Memory(facts: ["software": "gotosocial"])).map(\.message)
                == ["the text has 504 characters, the warning included, social.example takes 500"])
    }

    @Test func `what would be refused is not sent`() throws {
        let network = try mastodon()
        let long = errand([String(repeating: "x", count: 501)])
        #expect(
            network.next(long, memory: try known(network), clock: morning)
                == .impossible([
                    Complaint("text-too-long", "the text has 501 characters, social.example takes 500")
                ]))
    }

    @Test func `keys that cannot be used are named`() {
        #expect(throws: AccountFault(key: "token", reason: "is missing")) {
            try Mastodon(account(["url": "https://a.example"]))
        }
        #expect(throws: AccountFault(key: "url", reason: "is missing")) {
            try Mastodon(account([:], secrets: ["token": "x"]))
        }
        #expect(throws: AccountFault.self) { try mastodon(["visibility": "direct"]) }
        #expect(throws: AccountFault.self) { try mastodon(["url": "http://social.example"]) }
    }
}
