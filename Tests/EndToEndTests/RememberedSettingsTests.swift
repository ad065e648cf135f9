import Foundation
import Ledger
import Policies
import Posts
import Testing

@testable import hearth

/// Whom to tell when the policy cannot be understood any more.
struct RememberedSettingsTests {
    private static let address = "https://hooks.example/T0/B1/canary-5d1c?x=1,2"

    private func remembered(_ settings: NotifySettings, in text: String) throws -> (NotifySettings?, String) {
        let ledger = try LedgerDatabase.inMemory(identity: "test", now: 0)
        try RememberedSettings.keep(settings, in: ledger)
        let kept = try ledger.facts(of: "*").values.joined()
        return (try RememberedSettings.load(ledger) { [text] }, kept)
    }

    @Test(arguments: [
        "notify: { webhook: \"\(RememberedSettingsTests.address)\", runway: 0m }\naccounts: [",
        "  webhook: '\(RememberedSettingsTests.address)'\r\n\tbroken",
    ])
    func `the address of a webhook is not in the ledger, and found again in a policy that is broken`(
        text: String
    )
        throws
    {
        let settings = NotifySettings(way: .webhook(RememberedSettingsTests.address))
        let (found, kept) = try remembered(settings, in: text)
        #expect(found == settings)
        #expect(!kept.contains("canary") && !kept.contains("hooks"))
    }

    @Test func `a bare address is found, another one is not taken for it`() throws {
        let plain = NotifySettings(way: .webhook("https://hooks.example/a"))
        #expect(
            try remembered(plain, in: "notify: {webhook: https://hooks.example/a, runway: 0m}").0 == plain)
        #expect(try remembered(plain, in: "notify: { webhook: https://hooks.example/b }").0 == nil)
    }

    @Test(arguments: [
        NotifySettings(way: .command(["/bin/tell", "me"])), .init(way: .secretWebhook(.environment("HOOK"))),
        .init(way: .secretWebhook(.file("secrets/hook"))), .init(way: .secretWebhook(.credential("hook"))),
        .init(way: .secretWebhook(.command(["pass", "hook"]))),
    ])
    func `every other way is kept as it is`(settings: NotifySettings) throws {
        #expect(try remembered(settings, in: "").0 == settings)
    }
}
