import HTTP
import Testing

@Suite struct TransportFailureTests {
    @Test func `a failure reads as one line`() {
        let refused = TransportFailure.notSent(
            .connect, .init(curlCode: 7, message: "Connection refused", elapsedMilliseconds: 3))
        #expect(refused.description == "not sent: no connection (curl 7: Connection refused), 3 ms")
        let cut = TransportFailure.unknown(
            .truncated, .init(curlCode: 18, message: "transfer closed", elapsedMilliseconds: 20, status: 200))
        #expect(
            cut.description
                == "outcome unknown: answer cut short (curl 18: transfer closed), status 200, 20 ms")
        #expect(
            TransportFailure.notSent(.invalid(.plainHTTP(host: "a.example")), .init()).description
                == "not sent: invalid request: http is for loopback hosts only, not for 'a.example', 0 ms")
        #expect(
            TransportFailure.notSent(.addressRefused("10.0.0.1"), .init()).description
                == "not sent: address 10.0.0.1 is not allowed, 0 ms")
    }

    @Test(arguments: [
        (TransportFailure.notSent(.connect, .init()), true), (.notSent(.tls, .init()), true),
        (.notSent(.timeout, .init()), true), (.unknown(.timeout, .init()), true),
        (.unknown(.noAnswer, .init()), true), (.unknown(.malformed, .init()), true),
        (.notSent(.machine, .init()), false), (.notSent(.resolve, .init()), false),
        (.notSent(.gateClosed, .init()), false), (.notSent(.shutDown, .init()), false),
        (.notSent(.addressRefused("10.0.0.1"), .init()), false), (.notSent(.other, .init()), false),
        (.notSent(.invalid(.userInfo), .init()), false), (.unknown(.cancelled, .init()), false),
    ])
    func `what never left this machine tells nothing about the service`(
        failure: TransportFailure, concernsService: Bool
    ) {
        #expect(failure.concernsService == concernsService)
    }

    @Test func `libcurl's words do not betray a secret host`() async {
        let transport = CurlTransport(CurlConfiguration(userAgent: "t"))
        let request = Request(
            method: "GET", url: "https://hidden-name.invalid/path?token=canary",
            secrets: [Secret("hidden-name")])
        await #expect {
            try await transport.send(request)
        } throws: { error in
            guard let failure = error as? TransportFailure else { return false }
            let message = failure.detail.message
            return message.contains("***") && !message.contains("hidden-name") && !message.contains("canary")
        }
    }
}
