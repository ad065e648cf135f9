import Diagnostics
import Testing

@testable import YAML

@Suite struct NamedFieldTests {
    @Test func `a name that is not liked is reported where it stands`() throws {
        let found = try printed("accounts:\n  my account: {a: 1}\n  b:\n") { fields in
            for account in fields.named("accounts") ?? [] {
                #expect(account.nameMark == YAMLMark(line: 2, column: 3, endColumn: 13))
                account.errorAtName(
                    "account-name", "an account's name has no spaces", help: "write my_account")
            }
        }
        #expect(
            found == """
                p.yaml:3:3: error: 'b' is empty [empty-value]
                      b:
                      ^
                  help: give it a value or remove it
                p.yaml:2:3: error: an account's name has no spaces [account-name]
                      my account: {a: 1}
                      ^~~~~~~~~~
                  help: write my_account

                """)
    }

    @Test func `what is no mapping has no names`() throws {
        let found = try printed("accounts: [a]\n") { #expect($0.named("accounts")?.count == nil) }
        #expect(
            found.hasPrefix(
                "p.yaml:1:11: error: 'accounts' takes a mapping (lines of 'name: value'), not a list"))
    }
}
