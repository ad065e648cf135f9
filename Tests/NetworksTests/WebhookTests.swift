import HTTP

import Testing

@testable import Networks

@Suite struct WebhookTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func webhook(_ options: [String: String] = [:], secret: String? = secret) throws -> Webhook {
        try Webhook(
            account(
                ["url": "https://hooks.example/in"].merging(options) { $1 },
                secrets: secret.map { ["secret": $0] } ?? [:]))
    }

    @Test func `the vector that Standard Webhooks publishes is signed as it says`() throws {
        let key = try #require(Base64Text.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = Webhook.signature(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, Array(#"{"test": 2432232314}"#.utf8), key: key)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `the body is minified, in a fixed order, and the same for every attempt`() throws {
        let errand = errand(
            ["Seven small changes.", "A second part."], link: "https://www.w3.org/", images: [picture()],
            language: "en")
        let hook = try webhook()
        let first = try #require(hook.next(errand, memory: Memory(), clock: morning).step?.request)
        let second = try #require(hook.next(errand, memory: Memory(), clock: morning + 60).step?.request)
        #expect(
            first.bodyText == """
                {"type":"post.published","timestamp":"2026-11-23T09:15:00.250Z","data":\
                {"id":"hearth_abcdefghijklmnopqrstuvwx","post":"curated/contrast","account":"fire","kind":"curated",\
                "text":"Seven small changes.\\n\\nA second part.","parts":["Seven small changes.","A second part."],\
                "link":"https://www.w3.org/","topics":["accessibility"],"campaign":"spring","language":"en",\
                "warning":null,"visibility":null,"images":[{"name":"contrast.png","media_type":"image/png",\
                "alt":"Two buttons, one readable"}]}}
                """)
        #expect(first.body == second.body)
        #expect(first.headers.first(named: "webhook-id") == "hearth_abcdefghijklmnopqrstuvwx")
        #expect(second.headers.first(named: "webhook-id") == "hearth_abcdefghijklmnopqrstuvwx")
        #expect(first.headers.first(named: "webhook-timestamp") == "1795425300")
        #expect(second.headers.first(named: "webhook-timestamp") == "1795425360")
        #expect(
            first.headers.first(named: "webhook-signature")
                != second.headers.first(named: "webhook-signature"))
    }

    @Test func `whom to credit is said where the post says so`() throws {
        var errand = errand(["Look."])
        errand.message.about.via = "@w3c"
        let step = try webhook().next(errand, memory: Memory(), clock: morning).step
        #expect(step?.request.json?["data"]?["via"]?.text == "@w3c")
    }

    @Test func `images are sent along only where that is asked for`() throws {
        let errand = errand(["Look."], images: [picture()])
        let step = try webhook(["images": "data"]).next(errand, memory: Memory(), clock: morning).step
        let image = try #require(step?.request.json?["data"]?["images"]?.items?.first)
        #expect(image["data"]?.text == Base64.encode(redPixel))
    }

    @Test func `without a secret nothing is signed`() throws {
        let step = try webhook(secret: nil).next(errand(["Hello."]), memory: Memory(), clock: morning).step
        #expect(step?.request.headers.first(named: "webhook-signature") == nil)
    }

    @Test(arguments: [
        (200, "keep"), (202, "keep"), (204, "keep"), (302, "unknown"), (400, "refused"), (401, "held"),
        (403, "held"),
        (404, "held"), (405, "held"), (408, "unknown"), (409, "unknown"), (410, "held"), (413, "refused"),
        (422, "refused"), (429, "later"), (500, "unknown"), (502, "unknown"), (503, "unknown"),
        (504, "unknown"),
    ])
    func `a status means what the table says`(_ status: Int, _ meaning: String) throws {
        let hook = try webhook()
        let errand = errand(["Hello."])
        let step = try #require(hook.next(errand, memory: Memory(), clock: morning).step)
        let response = Response(status: status, body: Array("<html>oops</html>".utf8))
        #expect(
            hook.meaning(of: response, to: step, of: errand, memory: Memory(), clock: morning).sort == meaning
        )
    }

    @Test func `a throttled receiver is left alone as long as it asks`() throws {
        let hook = try webhook()
        let errand = errand(["Hello."])
        let step = try #require(hook.next(errand, memory: Memory(), clock: morning).step)
        let response = Response(status: 429, headers: [Header("Retry-After", "90")])
        #expect(
            hook.meaning(of: response, to: step, of: errand, memory: Memory(), clock: morning).sort
                == "later 90")
    }

    @Test(arguments: [
        (#"{"id":"7","url":"https://blog.example/7"}"#, nil, "https://blog.example/7"),
        (#"{"id":7}"#, "https://blog.example/8", "https://blog.example/8"),
        ("", "https://blog.example/9", "https://blog.example/9"),
        ("ok", nil, nil), (#"{"id":"ok"}"#, nil, nil),
    ])
    func `where it can be seen is taken from the answer, its name is ours`(
        _ body: String, _ location: String?, _ url: String?
    ) throws {
        let hook = try webhook()
        var errand = errand(["Hello."])
        let step = try #require(hook.next(errand, memory: Memory(), clock: morning).step)
        let response = Response(
            status: 201, headers: location.map { [Header("Location", $0)] } ?? [], body: Array(body.utf8))
        let meaning = hook.meaning(of: response, to: step, of: errand, memory: Memory(), clock: morning)
        errand.keep(try #require(meaning.findings))
        #expect(
            hook.next(errand, memory: Memory(), clock: morning)
                == .done(Receipt(id: "hearth_abcdefghijklmnopqrstuvwx", url: url)))
    }

    @Test func `an unknown outcome is settled by repeating only where the receiver has promised`() throws {
        #expect(try webhook().settling(Memory()) == .none)
        #expect(try webhook(["deduplicates": "true"]).settling(Memory()) == .key(lifeSeconds: 259_200))
        let looked = try webhook().find("deliver", of: errand(["Hello."]), memory: Memory(), clock: morning)
        #expect(looked == .cannotTell("a webhook cannot be asked what it took"))
    }

    @Test func `a body above 20 kB is called unwise, not refused`() throws {
        let long = message([String(repeating: "x", count: 20_000)])
        #expect(try webhook().complaints(about: long, memory: Memory()).map(\.isError) == [false])
        #expect(try webhook().complaints(about: message(["x"]), memory: Memory()).isEmpty)
    }

    @Test(arguments: [
        (["url": "http://hooks.example/"], Self.secret, "url"),
        (["url": "https://user:word@hooks.example/"], Self.secret, "url"),
        (["url": "hooks.example"], Self.secret, "url"),
        ([:], "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "secret"),
        ([:], "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa", "secret"),
        (["deduplicates": "yes"], Self.secret, "deduplicates"),
        (["images": "all"], Self.secret, "images"),
    ])
    func `a key with a value that cannot be used is named`(
        _ options: [String: String], _ secret: String, _ key: String
    ) {
        let fault = #expect(throws: AccountFault.self) { try webhook(options, secret: secret) }
        #expect(fault?.key == key)
        #expect(fault?.reason.contains(secret) == false)
    }

    @Test func `plain http is for this machine`() throws {
        _ = try webhook(["url": "http://127.0.0.1:8080/in?x=1"])
    }
}
