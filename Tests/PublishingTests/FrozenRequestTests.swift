import Foundation
import HTTP
import Networks
import Posts
import Testing

@testable import Publishing

struct FrozenRequestTests {
    private func request(_ token: String, body: String = "status=hello", stamp: String = "1") -> Request {
        Request(
            method: "POST", url: "https://api.example/bot\(token)/send?t=\(token)",
            headers: [
                .bearer(Secret(token)), Header("Content-Type", "text/plain"),
                Header("webhook-timestamp", stamp),
            ], body: .bytes(Array((body + "&access_token=" + token).utf8)), secrets: [Secret(token)])
    }

    @Test func `secrets stay out, whatever place they stand in`() throws {
        let frozen = try FrozenRequest.freeze(request("canary"))
        #expect(!String(decoding: frozen, as: UTF8.self).contains("canary"))
        #expect(
            !String(decoding: frozen, as: UTF8.self).contains(
                Data("canary".utf8).base64EncodedString().prefix(6)))
    }

    @Test func `sent again it has the old words, the new secrets and the new time`() throws {
        let frozen = try FrozenRequest.freeze(request("old"))
        let again = try FrozenRequest.thaw(frozen, like: request("renewed", body: "status=other", stamp: "2"))
        #expect(again.url == "https://api.example/botrenewed/send?t=renewed")
        #expect(again.body == .bytes(Array("status=hello&access_token=renewed".utf8)))
        #expect(again.headers.first(named: "webhook-timestamp") == "2")
        #expect(again.headers.first(named: "authorization") == "Bearer renewed")
        #expect(again.headers.all(named: "content-type") == ["text/plain"])
    }

    @Test func `with nothing changed it is the same request`() throws {
        let first = request("token")
        let again = try FrozenRequest.thaw(FrozenRequest.freeze(first), like: first)
        #expect(again.url == first.url)
        #expect(again.body == first.body)
    }
}

struct FrozenMessageTests {
    @Test func `a message survives freezing whole`() throws {
        let picture = Message.Picture(
            name: "a.png", mediaType: "image/png", bytes: [0, 255, 7], size: PixelSize(width: 3, height: 4),
            alt: "a/b")
        let message = Message(
            parts: ["Grüße 🫖", "two"], link: "https://a.example/?x=1&y=2",
            card: .init(title: "t", description: "d", thumbnail: picture), images: [picture], language: "de",
            warning: "w", visibility: .unlisted,
            about: .init(post: "a/b", kind: "curated", topics: ["x"], campaign: "c", via: "@w3c"))
        let frozen = try FrozenMessage.freeze(message)
        #expect(try FrozenMessage.thaw(frozen) == message)
        #expect(try FrozenMessage.freeze(message) == frozen)
    }
}
