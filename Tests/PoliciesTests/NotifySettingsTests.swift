import Diagnostics
import Policies
import Testing
import Timeline

struct NotifySettingsTests {
    private func settings(_ notify: String) -> NotifySettings? {
        Example.read(Example.account + notify + "\n").policy?.notify
    }

    private func fault(_ notify: String) -> (code: String, message: String, line: Int?, help: String?)? {
        let read = Example.read(Example.account + notify + "\n")
        #expect(read.policy == nil)
        return read.diagnostics.first.map { ($0.code, $0.message, $0.location?.line, $0.help) }
    }

    @Test func `without the section nobody is told`() {
        #expect(settings("") == nil)
    }

    @Test func `a command is a list, or a text that is cut as a shell would cut it`() {
        let wanted = NotifySettings(way: .command(["/usr/bin/mail", "-s", "Our hearth", "me@example.org"]))
        #expect(
            settings("notify: { command: [/usr/bin/mail, -s, Our hearth, me@example.org] }") == wanted)
        #expect(
            settings("notify: { command: \"/usr/bin/mail -s 'Our hearth' me@example.org\" }") == wanted)
        #expect(wanted.runway == .days(7))
    }

    @Test func `a webhook is an address, or where the address is`() {
        #expect(
            settings("notify: { webhook: \"https://hooks.example/hearth\", runway: 3d }")
                == NotifySettings(way: .webhook("https://hooks.example/hearth"), runway: .days(3)))
        #expect(
            settings("notify: { webhook: \"env:HOOK\", runway: 0m }")
                == NotifySettings(way: .secretWebhook(.environment("HOOK")), runway: .minutes(0)))
        #expect(
            settings("notify: { webhook: \"credential:hook\" }")?.way == .secretWebhook(.credential("hook")))
    }

    @Test(arguments: [
        ("notify: { runway: 3d }", "missing-key", "'notify' names no way to tell anybody"),
        (
            "notify: { command: [a], webhook: \"https://a.example\" }", "notify-twice",
            "'notify' takes 'command' or 'webhook', not both"
        ),
        (
            "notify: { command: [] }", "invalid-value",
            "'command' takes a program and its arguments, such as [/usr/bin/mail, -s, Hearth, me@example.org], not a list"
        ),
        ("notify: { command: [a], runway: soon }", "invalid-value", "'runway' takes a duration"),
        (
            "notify: { webhook: \"http://hooks.example/x\" }", "unencrypted-address",
            "the address begins with http"
        ),
        (
            "notify: { webhook: \"https://me:pw@hooks.example\" }", "address-with-password",
            "an address with a user or password in it is not taken"
        ),
        ("notify: { webhook: \"env:\" }", "invalid-secret", "this reference to a secret is not complete"),
        ("notify: { comand: [a] }", "missing-key", "'notify' names no way"),
        ("notify: yes", "invalid-value", "'notify' takes a mapping"),
    ])
    func `a mistake is named at its place, with what was expected`(
        text: String, code: String, message: String
    ) throws {
        let found = try #require(fault(text))
        #expect(found.code == code)
        #expect(found.message.hasPrefix(message), "\(found.message)")
        #expect(found.line == 2)
    }

    @Test func `a key that is nearly right is answered with the right one`() {
        let read = Example.read(Example.account + "notify: { comand: [a] }\n")
        #expect(read.diagnostics.contains { $0.help == "did you mean 'command'?" })
    }

    @Test func `an address is not shown where it is wrong, for whoever knows it can write there`() {
        let canary = "T0ps3cr3t-hook"
        for text in [
            "notify: { webhook: \"hooks.example/\(canary)\" }",
            "notify: { webhook: \"http://hooks.example/\(canary)\" }",
            "notify: { webhook: \"https://hooks.example/\(canary)\", comand: x }",
        ] {
            let read = Example.read(Example.account + text + "\n")
            #expect(read.policy == nil)
            for finding in read.diagnostics {
                let all = [finding.message, finding.sourceLine ?? "", finding.help ?? ""] + finding.notes
                #expect(!all.joined().contains(canary), "\(finding)")
            }
        }
    }

    @Test func `an account has no way of its own, and what a policy extends may have one`() {
        let own = Example.read(
            "accounts: { m: { network: mastodon, url: \"https://a.example\", token: env:T, notify: { command: a } } }\n"
        )
        #expect(own.diagnostics.map(\.code) == ["not-per-account"])
        let read = Example.read(
            "extends: base\n" + Example.account,
            files: ["policies/base.yaml": "notify: { command: [tell] }\n"])
        #expect(read.policy?.notify?.way == .command(["tell"]))
    }
}
