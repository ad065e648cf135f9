import Foundation
import HTTP
import Ledger
import Policies
import Posts
import TestTransport
import Testing

@testable import hearth

struct MessengerTests {
    static let canary = "canary-3f81c2aa"

    private func message(_ what: String = "it broke") -> NoticeMessage {
        let notice = Notice(
            key: "a", code: "held", account: "home", what: what, remedy: "mend it\nthen go on")
        return NoticeMessage(
            notices: [OpenNotice(notice: notice, since: LedgerScene.start)], workspace: "/w",
            now: LedgerScene.now, scrubber: Scrubber([Secret(MessengerTests.canary)]))
    }

    private func messenger(
        _ way: NotifySettings.Way, _ transport: any Transport = ScriptedTransport(), folder: String = "/"
    ) -> Messenger {
        Messenger(
            way: way, environment: ["PATH": "/usr/bin:/bin", "TOKEN": MessengerTests.canary, "LANG": "C"],
            secret: { _ in Secret("https://hooks.example/\(MessengerTests.canary)") },
            transport: { _ in transport }, folder: folder)
    }

    private func failure(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `a command gets the message on its input, and no secrets in its environment`() async throws {
        let place = try TemporaryWorkspace([:])
        try await messenger(
            .command(["sh", "-c", "{ env; echo \"arg $1\"; cat; } > told", "sh", "a b; rm"]),
            folder: place.path
        ).send(message("it broke: \(MessengerTests.canary)"))
        let told = try String(contentsOfFile: place.path + "/told", encoding: .utf8)
        #expect(
            told.contains(
                "arg a b; rm\nHearth: something needs you (/w)\n\nit broke: ***\nmend it\nthen go on\n"))
        #expect(told.contains("LANG=C\n"))
        #expect(!told.contains(MessengerTests.canary))
        #expect(!told.contains("TOKEN"))
    }

    @Test func `a command that fails, is not there, or reads nothing, is a failure or none and never a trap`()
        async throws
    {
        #expect(
            await failure { try await messenger(.command(["sh", "-c", "exit 3"])).send(message()) }
                == "'sh' ended with 3")
        #expect(
            await failure { try await messenger(.command(["sh", "-c", "kill -9 $$"])).send(message()) }
                == "'sh' was ended by signal 9")
        #expect(
            await failure { try await messenger(.command(["/no/such", "x"])).send(message()) }
                == "there is no program '/no/such'")
        #expect(await failure { try await messenger(.command(["true"])).send(message()) } == nil)
    }

    @Test func `a command that hangs is ended with all that it has started`() throws {
        let place = try TemporaryWorkspace([:])
        #expect(throws: Messenger.Failure(description: "'sh' took more than 0 s and was ended")) {
            try NoticeCommand.run(
                ["sh", "-c", "(sleep 2; echo x > late) & sleep 60"], "text", ["PATH": "/usr/bin:/bin"],
                place.path,
                limit: 300)
        }
        Thread.sleep(forTimeInterval: 2.5)
        #expect(!place.has("late"))
    }

    @Test func `a webhook gets JSON whose text is the message`() async throws {
        let transport = ScriptedTransport([
            .on("POST", "https://hooks.example/h", respond: Response(status: 204))
        ])
        try await messenger(.webhook("https://hooks.example/h"), transport).send(message())
        let request = try #require(await transport.requests.first)
        guard case .bytes(let bytes) = request.body else {
            Issue.record("no body")
            return
        }
        let body = try ReadJSON.object(String(decoding: bytes, as: UTF8.self))
        #expect(body["format"] as? String == "hearth-notice/1")
        #expect(body["text"] as? String == message().text)
        #expect(body["workspace"] as? String == "/w")
        #expect(body["at"] as? String == "2026-06-21T01:00:00Z")
        let notice = try #require((body["notices"] as? [[String: String]])?.first)
        #expect(
            notice == [
                "code": "held", "account": "home", "since": "2026-06-21T00:00:00Z", "what": "it broke",
                "remedy": "mend it\nthen go on",
            ])
        #expect(request.timeouts?.total == 10_000)
    }

    @Test func `an address that is a secret is never in a failure`() async throws {
        let secret = NotifySettings.Way.secretWebhook(.environment("HOOK"))
        let refused = ScriptedTransport([.on("POST", MessengerTests.canary, respond: Response(status: 404))])
        #expect(
            await failure { try await messenger(secret, refused).send(message()) }
                == "the webhook at hooks.example answered 404")
        let down = ScriptedTransport([
            .on("POST", MessengerTests.canary, fail: .notSent(.connect, .init(curlCode: 7)))
        ])
        let words = await failure { try await messenger(secret, down).send(message()) }
        #expect(words == "the webhook at hooks.example: not sent: no connection (curl 7), 0 ms")
        let request = try #require(await down.requests.first)
        #expect(!request.description.contains(MessengerTests.canary))
    }
}
