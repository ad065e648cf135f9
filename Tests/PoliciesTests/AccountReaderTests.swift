import Diagnostics
import Policies
import Posts
import Testing

/// Accounts, their networks' keys and their secrets.
struct AccountReaderTests {
    @Test func `a policy without accounts`() {
        #expect(
            Example.report(
                "horizon: 14d") == #"""
                    policies/p.yaml:1:1: error: the policy has no accounts
                    | horizon: 14d
                    | ^
                      help: add, for instance: accounts: { mastodon: { network: mastodon, … } }
                    """#)
    }

    @Test func `an empty list of accounts`() {
        #expect(
            Example.report(
                "accounts: {}") == #"""
                    policies/p.yaml:1:11: error: the policy has no accounts
                    | accounts: {}
                    |           ^^
                    """#)
    }

    @Test func `an unknown network names the nearest`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  m: { network: mastdon, url: "https://social.example", token: "env:T" }
                """#) == #"""
                    policies/p.yaml:2:17: error: 'network' takes 'bluesky', 'mastodon', 'webhook' or 'x', not 'mastdon'
                    |   m: { network: mastdon, url: "https://social.example", token: "env:T" }
                    |                 ^^^^^^^
                      help: did you mean 'mastodon'?
                    """#)
    }

    @Test func `a missing network lists them`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  m: { url: "https://social.example" }
                """#) == #"""
                    policies/p.yaml:2:6: error: the key 'network' is missing
                    |   m: { url: "https://social.example" }
                    |      ^
                      help: one of bluesky, mastodon, webhook, x
                    """#)
    }

    @Test func `required keys say what they are for`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  m: { network: mastodon }
                """#) == #"""
                    policies/p.yaml:2:6: error: the key 'url' is missing
                    |   m: { network: mastodon }
                    |      ^
                      help: The server.
                    policies/p.yaml:2:6: error: the key 'token' is missing
                    |   m: { network: mastodon }
                    |      ^
                      help: The access token.
                    """#)
    }

    @Test func `keys of another network are named as such`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  m: { network: mastodon, url: "https://social.example", token: "env:T", handle: me }
                """#) == #"""
                    policies/p.yaml:2:82: error: 'handle' is no key of an account on 'mastodon'
                    |   m: { network: mastodon, url: "https://social.example", token: "env:T", handle: me }
                    |                                                                                  ^^
                      help: keys there: url, token
                    """#)
    }

    @Test func `what a network says of an account is shown where it stands, and leaves the policy as it is`()
        throws
    {
        let text = """
            accounts:
              b: { network: bluesky, handle: "@me", password: "env:P" }
            """
        var reader = PolicyReader(networks: Example.networks, zones: Example.zones) { _ in Array(text.utf8) }
        reader.judge = { account in
            account.options["handle"] == "@me" ? (key: "handle", reason: "is no handle") : nil
        }
        let (policy, diagnostics) = reader.read("policies/p.yaml")
        #expect(policy?.accounts.map(\.id) == ["b"])
        #expect(diagnostics.map(\.code) == [Account.faultCode])
        #expect(
            Example.lines(diagnostics) == #"""
                policies/p.yaml:2:34: error: 'handle' is no handle
                |   b: { network: bluesky, handle: "@me", password: "env:P" }
                |                                  ^^^^^
                  help: nothing is sent on 'b' until it is mended
                """#)
    }

    @Test func `words of a network are checked`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  w: { network: webhook, url: "https://a.example/hook", style: plian }
                """#) == #"""
                    policies/p.yaml:2:64: error: 'style' takes 'plain' or 'rich', not 'plian'
                    |   w: { network: webhook, url: "https://a.example/hook", style: plian }
                    |                                                                ^^^^^
                      help: did you mean 'plain'?
                    """#)
    }

    @Test func `an address is https, or this machine`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  a: { network: webhook, url: "http://a.example/hook" }
                  b: { network: webhook, url: social.example }
                  c: { network: webhook, url: "http://127.0.0.1:8080/" }
                  d: { network: webhook, url: "https://me:hunter22@a.example" }
                """#) == #"""
                    policies/p.yaml:2:31: error: the address begins with http, so secrets would travel unencrypted
                    |   a: { network: webhook, url: "http://a.example/hook" }
                    |                               ^^^^^^^^^^^^^^^^^^^^^^^
                      help: use https
                    policies/p.yaml:3:31: error: 'url' takes an address such as https://social.example, not 'social.example'
                    |   b: { network: webhook, url: social.example }
                    |                               ^^^^^^^^^^^^^^
                    policies/p.yaml:5:31: error: an address with a user or password in it is not taken
                    |   d: { network: webhook, url: ******************************* }
                    |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                      help: give the secret its own key, as a reference
                    """#)
    }

    @Test func `what is the same for all accounts stands at the top`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  m: { network: mastodon, url: "https://social.example", token: "env:T", horizon: 7d }
                """#) == #"""
                    policies/p.yaml:2:83: error: 'horizon' is the same for all accounts
                    |   m: { network: mastodon, url: "https://social.example", token: "env:T", horizon: 7d }
                    |                                                                                   ^^
                      help: move it to the top level
                    """#)
    }

    @Test func `a budget has the network's currency`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  x: { network: x, token: "env:X", budget: 20 EUR }
                  y: { network: x, token: "env:X", budget: 20 }
                  z: { network: x, token: "env:X", budget: 0.01 USD }
                  m: { network: mastodon, url: "https://social.example", token: "env:T", budget: 1 USD }
                """#) == #"""
                    policies/p.yaml:2:44: error: 'x' charges in USD, not in EUR
                    |   x: { network: x, token: "env:X", budget: 20 EUR }
                    |                                            ^^^^^^
                      help: write the budget in USD
                    policies/p.yaml:3:44: error: 'budget' takes an amount and a currency, such as 20 USD, not '20'
                    |   y: { network: x, token: "env:X", budget: 20 }
                    |                                            ^^
                    policies/p.yaml:4:44: error: one post costs 0.015 USD, more than the whole budget
                    |   z: { network: x, token: "env:X", budget: 0.01 USD }
                    |                                            ^^^^^^^^
                      help: nothing could ever be posted
                    policies/p.yaml:5:82: warning: posts on 'mastodon' cost nothing, so this limits nothing
                    |   m: { network: mastodon, url: "https://social.example", token: "env:T", budget: 1 USD }
                    |                                                                                  ^^^^^
                    """#)
    }

    @Test func `a reference to a secret is whole`() {
        #expect(
            Example.report(
                #"""
                accounts:
                  a: { network: x, token: "env:MY TOKEN" }
                  b: { network: x, token: "file:" }
                  c: { network: x, token: "command: pass 'show" }
                  d: { network: x, token: "credential:../x" }
                """#) == #"""
                    policies/p.yaml:2:27: error: this reference to a secret is not complete: expected the name of an environment variable, such as env:MASTODON_TOKEN
                    |   a: { network: x, token: ************** }
                    |                           ^^^^^^^^^^^^^^
                    policies/p.yaml:3:27: error: this reference to a secret is not complete: expected a path, such as file:secrets/mastodon
                    |   b: { network: x, token: ******* }
                    |                           ^^^^^^^
                    policies/p.yaml:4:27: error: this reference to a secret is not complete: expected a program and its arguments, such as command: pass show mastodon
                    |   c: { network: x, token: ********************* }
                    |                           ^^^^^^^^^^^^^^^^^^^^^
                    policies/p.yaml:5:27: error: this reference to a secret is not complete: expected the name of a systemd credential, such as credential:mastodon
                    |   d: { network: x, token: ***************** }
                    |                           ^^^^^^^^^^^^^^^^^
                    """#)
    }

    @Test func `an account's own section is checked with the policy's others`() {
        #expect(
            Example.report(
                #"""
                hours: { active: { mon-fri: "09:00-12:00" } }
                pace: { min: 1 }
                accounts:
                  m: { network: mastodon, url: "https://social.example", token: "env:T", pace: { min: 3, spacing: 2h } }
                  n: { network: mastodon, url: "https://social.example", token: "env:T" }
                """#) == #"""
                    policies/p.yaml:4:87: error: no day's hours hold 3 posts at a spacing of 2h, at most 2
                    |   m: { network: mastodon, url: "https://social.example", token: "env:T", pace: { min: 3, spacing: 2h } }
                    |                                                                                       ^
                      help: lower 'min', shorten 'spacing' or widen 'hours.active'
                    """#)
    }
}
