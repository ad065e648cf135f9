import HTTP
import Testing

@Suite struct SecretTests {
    let canary = "canary-7Qw/+9=x"

    @Test func `no way of printing shows the text`() {
        struct Account { var token: Secret }
        let secret = Secret(canary)
        var dumped = ""
        dump(Account(token: secret), to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(Account(token: secret))",
            String(reflecting: [secret]), dumped, "\(["a": secret])", "\(Optional(secret) as Any)",
        ]
        for text in texts {
            #expect(!text.contains("canary"), "\(text)")
            #expect(text.contains("***") || text == dumped)
        }
        #expect(secret.reveal() == canary)
    }

    @Test func `no way of printing a request shows a secret header`() {
        let request = Request(
            url: "https://api.example/bot\(canary)/send", headers: [.bearer(Secret(canary))],
            json: "{\"t\":\"\(canary)\"}",
            secrets: [Secret(canary)])
        var dumped = ""
        dump(request, to: &dumped)
        dump(request.headers, to: &dumped)
        for text in ["\(request)", String(reflecting: request), "\(request.headers)", "\([request])", dumped]
        {
            #expect(!text.contains("canary"), "\(text)")
        }
    }

    @Test func `equal texts are equal secrets`() {
        #expect(Secret("a") == Secret("a"))
        #expect(Secret("a") != Secret("b"))
        #expect(Secret("").isEmpty)
    }
}
