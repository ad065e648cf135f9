import Diagnostics
import Policies
import Testing

/// A secret that was written into a policy by mistake is never shown.
struct SecretReaderTests {
    private static let canary = "ghp-Canary7Wx9QzSecretValue"

    private static let places = [
        "{ network: x, token: CANARY }",
        "{ network: x, token: 'CANARY' }",
        "{ network: x, token: \"CANARY\", budget: nothing, pace: { min: 9, max: 1 } }",
        "{ network: x, token: [CANARY] }",
        "{ network: x, token: { value: CANARY } }",
        "{ network: x, token: \"env:CANARY\" }",
        "{ network: x, token: \"credential:CANARY/\" }",
        "{ network: x, tokn: CANARY }",
        "{ network: x, tokn: CANARY, nothing: 3 }",
        "{ network: mastodon, url: \"https://me:CANARY@social.example\", token: \"env:T\" }",
        "{ network: mastodon, url: CANARY, token: CANARY }",
        "{ network: nonsense, token: CANARY }",
        "{ token: CANARY }",
        "{ network: x, token: CANARY, token: \"env:T\" }",
        "{ network: x, token: \"CANARY }",
        "{ network: x, token: CANARY",
        "{ network: x, token: !secret CANARY }",
        "{ network: x, token: &a CANARY }",
        "{ network: x, password: CANARY }",
        "CANARY",
        "[CANARY]",
        "\n    network: x\n    token: |\n      CANARY\n    budget: nothing",
        "\n    network: x\n    token: >-\n      CANARY\n    handle: 3",
    ]

    @Test(arguments: places)
    func `a secret written by mistake is never shown`(place: String) {
        let text =
            "accounts:\n  m: "
            + place.split(separator: "CANARY", omittingEmptySubsequences: false)
            .joined(separator: SecretReaderTests.canary) + "\n"
        let (policy, diagnostics) = Example.read(text)
        // `env:` takes every name of a variable: dashes make this one no name.
        #expect(policy == nil)
        #expect(!diagnostics.isEmpty)
        #expect(!"\(diagnostics)".contains(SecretReaderTests.canary))
        #expect(!"\(diagnostics)".contains("Canary7"))
    }

    @Test func `a literal secret is told where to go, with its place starred out`() {
        #expect(
            Example.report("accounts:\n  m: { network: x, token: ghp-abc, budget: 20 EUR }\n") == """
                policies/p.yaml:2:27: error: 'token' takes a reference to a secret, never the secret itself
                |   m: { network: x, token: *******, budget: 20 EUR }
                |                           ^^^^^^^
                  help: write where it is: env:NAME, file:PATH, "command: …" or credential:NAME
                policies/p.yaml:2:44: error: 'x' charges in USD, not in EUR
                |   m: { network: x, token: *******, budget: 20 EUR }
                |                                            ^^^^^^
                  help: write the budget in USD
                """)
    }

    @Test(arguments: [
        ("env:MASTODON_TOKEN", SecretReference.environment("MASTODON_TOKEN")),
        ("env: T", .environment("T")),
        ("file:secrets/x", .file("secrets/x")),
        ("file:/run/secrets/a b", .file("/run/secrets/a b")),
        ("credential:mastodon.token", .credential("mastodon.token")),
        ("command: pass show x", .command(["pass", "show", "x"])),
        ("command:pass  show\tx", .command(["pass", "show", "x"])),
        ("command: op read 'op://my vault/x'", .command(["op", "read", "op://my vault/x"])),
        (#"command: a "b \" \\ \n c" d\ e ''"#, .command(["a", #"b " \ \n c"#, "d e", ""])),
        ("command: a 'b'\"c\"d; rm $HOME", .command(["a", "bcd;", "rm", "$HOME"])),
    ])
    func `a reference says where a secret is`(text: String, reference: SecretReference) throws {
        let quoted = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        let (policy, diagnostics) = Example.read("accounts: { m: { network: x, token: '\(quoted)' } }")
        #expect(Example.lines(diagnostics) == "")
        #expect(try #require(policy).accounts[0].secrets["token"] == reference)
    }

    @Test(arguments: [
        "env:", "env:1A", "env:A-B", "file: ", "command:", "command: ''", "command: a 'b", "command: a \"b",
        "command: a \\",
        "credential:", "credential:..", "credential:a/b", "vault:x", "ENV:T", "",
    ])
    func `what is no whole reference is refused`(text: String) {
        let quoted = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        let (policy, diagnostics) = Example.read("accounts: { m: { network: x, token: '\(quoted)' } }")
        #expect(policy == nil)
        #expect(diagnostics.map(\.code).allSatisfy { $0 == "invalid-secret" || $0 == "literal-secret" })
        #expect(diagnostics.count == 1)
    }
}
