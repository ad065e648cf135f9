import HTTP
import Networks
import Posts

/// What services answer. An input is a few answers in turn, each a status, header lines, an empty line and a body,
/// with a line `====` between them.
extension FuzzTarget {
    static let answers: [FuzzTarget] = [
        network("mastodon") {
            try? Mastodon(
                account(["url": "https://social.example"], ["token": "canary-token"]))
        },
        network("bluesky") {
            try? Bluesky(account(["handle": "hearth.example"], ["password": "canary-pass"]))
        },
        network("webhook") {
            try? Webhook(
                account(
                    ["url": "https://hooks.example/in"], ["secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
            )
        },
        FuzzTarget(
            "wait",
            words: [
                "429\nRetry-After: ", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994", "X-RateLimit-Reset: ", "X-RateLimit-Remaining: 0\n", "1795425300",
                "2026-11-23T09:15:00.250Z", "99999999999999999999", "-1", "1e309", "+02:00",
            ]
        ) { bytes in
            let answer = answers(bytes)[0]
            if let wait = RetryAfter.wait(answer, now: 1_795_425_300), !RetryAfter.range.contains(wait) {
                return "a wait of \(wait) s"
            }
            _ = RetryAfter.seconds(Outcome.text(bytes), now: 1_795_425_300)
            return nil
        },
    ]

    private static func account(_ options: [String: String], _ secrets: [String: String]) -> NetworkAccount {
        NetworkAccount(
            id: "fire", options: options, secrets: secrets.mapValues { Secret($0) }, userAgent: "hearth")
    }

    private static func network(_ name: String, _ make: @escaping @Sendable () -> (any Network)?)
        -> FuzzTarget
    {
        FuzzTarget(name, words: answerWords) { bytes in
            guard let network = make() else { return "there is no \(name)" }
            let responses = answers(bytes)
            let asks: [(any Network, Errand, Memory) -> Next] = [
                { $0.next($1, memory: $2, clock: clock) },
                { $0.find("part.0", of: $1, memory: $2, clock: clock) },
                { network, _, memory in network.probe(memory: memory, clock: clock) },
                { network, _, memory in network.inbox(memory: memory, clock: clock) ?? .absent },
            ]
            for ask in asks {
                if let fault = walk(network, responses, ask) { return fault }
            }
            return nil
        }
    }

    /// Performs what the network says against the answers, in turn, as the publisher would.
    private static func walk(
        _ network: any Network, _ responses: [Response], _ ask: (any Network, Errand, Memory) -> Next
    ) -> String? {
        var errand = FuzzTarget.errand
        var memory = Memory()
        for turn in 0..<12 {
            let next = ask(network, errand, memory)
            if case .done(let receipt) = next { return address(receipt.url) }
            guard case .perform(let step) = next else { return nil }
            guard step.request.url.hasPrefix("https://") else { return "a request to \(step.request.url)" }
            if let fault = Outcome.controls(
                in: step.request.masked.replacing("\t", with: ""), of: "the request")
            {
                return fault
            }
            _ = network.complaints(about: errand.message, memory: memory)
            let meaning = network.meaning(
                of: responses[turn % responses.count], to: step, of: errand, memory: memory, clock: clock)
            switch meaning {
            case .keep(let findings):
                errand.keep(findings)
                memory.keep(findings)
            case .forget(let forgotten, let why):
                errand.forget(forgotten)
                memory.forget(forgotten)
                if let fault = words(why) { return fault }
            case .later(let seconds, let why):
                if let seconds, !(0...31_536_000).contains(seconds) { return "later by \(seconds) s" }
                return words(why)
            case .refused(let why), .held(let why), .unknown(let why): return words(why)
            case .absent, .waiting: return nil
            }
        }
        return nil
    }

    /// Where something can be seen is shown as a link, and may come from an answer.
    private static func address(_ url: String?) -> String? {
        guard let url else { return nil }
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            return "a receipt that leads to \(url)"
        }
        return Outcome.controls(in: url, of: "the address")
    }

    private static func words(_ why: String) -> String? {
        why.count > 600 ? "a reason of \(why.count) characters" : Outcome.controls(in: why, of: "the reason")
    }

    private static let clock: EpochSeconds = 1_795_425_300

    private static let errand: Errand = {
        let pixel: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let message = Message(
            parts: ["Seven changes for @bob.example #a11y", "And one more."], link: "https://www.w3.org/",
            card: nil,
            images: [
                Message.Picture(
                    name: "a.png", mediaType: "image/png", bytes: pixel, size: PixelSize(width: 1, height: 1),
                    alt: "A")
            ], language: "en", warning: nil, visibility: nil, about: .init(post: "curated/a", kind: "curated")
        )
        return Errand(
            message: message, key: "abcdefghijklmnopqrstuvwx", begunMicroseconds: clock * 1_000_000)
    }()

    /// At least one, at most twelve.
    private static func answers(_ bytes: [UInt8]) -> [Response] {
        let parts = Outcome.text(bytes).split(separator: "\n====\n", maxSplits: 11)
        let read = parts.map { part -> Response in
            let halves = part.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
            let head = (halves.first ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            let headers = head.dropFirst().compactMap { line -> Header? in
                let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return pair.count == 2 ? Header(String(pair[0]), String(pair[1].drop { $0 == " " })) : nil
            }
            return Response(
                status: head.first.flatMap { Int($0) } ?? 200, headers: headers,
                body: halves.count == 2 ? Array(halves[1].utf8) : [])
        }
        return read.isEmpty ? [Response(status: 200)] : read
    }

    private static let answerWords = [
        "\n====\n", "200\n\n", "429\nRetry-After: 9\n\n", "401\n\n", "500\n\n", "422\n\n", "{\"id\":\"1\"",
        "{\"error\":\"",
        "\"uri\":\"at://did:plc:a/app.bsky.feed.post/b\"", "\"cid\":\"", "\"accessJwt\":\"a.eyJleHAiOjF9.c\"",
        "\"did\":\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\"", "\"refreshJwt\":\"",
        "\"serviceEndpoint\":\"https://x.example\"",
        "\"configuration\":{\"statuses\":{\"max_characters\":", "9223372036854775807", "-9223372036854775808",
        "1e400",
        "\"created_at\":\"2026-11-23T09:15:00.000Z\"", "\"content\":\"<p>Seven", "&#x110000;", "<br />", "[",
        "]",
        "\\u001b[31m", "\\u202e", "\\ud800", "null", "\"media_attachments\":[", "\"type\":\"mention\"",
        "\"status\":{",
        "\"software\":{\"name\":\"mastodon\",\"version\":\"4.3.0\"}", "\"links\":[{\"rel\":\"", "\"blob\":{",
    ]
}
