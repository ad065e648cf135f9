import CCurl
import Testing

@testable import HTTP

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct CurlEvidenceTests {
    func failure(
        _ code: CURLcode, gate: Int, closed: Bool = false, refused: String? = nil, large: Bool = false,
        head: Bool = false, ended: CurlTransfer.Ending? = nil, system: Int32 = 0
    ) -> TransportFailure {
        CurlEvidence(
            code: code, timesGateOpened: gate, gateWasClosed: closed, refusedAddress: refused,
            isTooLarge: large,
            isHeadWhole: head, ended: ended, systemError: system
        ).failure(.init())
    }

    @Test func `whatever libcurl says, the gate alone decides between not sent and unknown`() {
        for raw in 1..<UInt32(CURL_LAST.rawValue) {
            let code = CURLcode(rawValue: raw)
            #expect(failure(code, gate: 0).isNotSent, "\(raw)")
            #expect(!failure(code, gate: 1).isNotSent, "\(raw)")
            #expect(!failure(code, gate: 2).isNotSent, "\(raw)")
        }
        for ending in [CurlTransfer.Ending.cancelled, .shutDown] {
            #expect(failure(CURLE_OK, gate: 0, ended: ending).isNotSent)
            #expect(!failure(CURLE_OK, gate: 1, ended: ending).isNotSent)
        }
    }

    @Test func `a success that cannot be is no proof that nothing was sent`() {
        #expect(!failure(CURLE_OK, gate: 0).isNotSent)
    }

    @Test func `reasons before the gate`() {
        func reason(_ failure: TransportFailure) -> TransportFailure.NotSentReason? {
            if case .notSent(let reason, _) = failure { reason } else { nil }
        }
        #expect(reason(failure(CURLE_COULDNT_RESOLVE_HOST, gate: 0)) == .resolve)
        #expect(reason(failure(CURLE_COULDNT_CONNECT, gate: 0)) == .connect)
        #expect(
            reason(failure(CURLE_COULDNT_CONNECT, gate: 0, refused: "10.0.0.1"))
                == .addressRefused("10.0.0.1"))
        #expect(reason(failure(CURLE_PEER_FAILED_VERIFICATION, gate: 0)) == .tls)
        #expect(reason(failure(CURLE_SSL_CONNECT_ERROR, gate: 0)) == .tls)
        #expect(reason(failure(CURLE_OPERATION_TIMEDOUT, gate: 0)) == .timeout)
        #expect(reason(failure(CURLE_ABORTED_BY_CALLBACK, gate: 0, closed: true)) == .gateClosed)
        #expect(reason(failure(CURLE_OUT_OF_MEMORY, gate: 0)) == .other)
        #expect(reason(failure(CURLE_OK, gate: 0, ended: .cancelled)) == .cancelled)
        #expect(reason(failure(CURLE_OK, gate: 0, ended: .shutDown)) == .shutDown)
    }

    @Test(arguments: [
        (EMFILE, true), (ENFILE, true), (ENETUNREACH, true), (ENETDOWN, true), (ENOBUFS, true),
        (EACCES, true),
        (0, false), (ECONNREFUSED, false), (ETIMEDOUT, false), (EHOSTUNREACH, false), (ECONNRESET, false),
    ])
    func `a connection that this machine could not begin is told from one that the host refused`(
        system: Int32, isOfMachine: Bool
    ) {
        let found = failure(CURLE_COULDNT_CONNECT, gate: 0, system: system)
        #expect(found == .notSent(isOfMachine ? .machine : .connect, .init()))
        #expect(failure(CURLE_SSL_CONNECT_ERROR, gate: 0, system: system) == .notSent(.tls, .init()))
    }

    @Test func `reasons after the gate`() {
        func reason(_ failure: TransportFailure) -> TransportFailure.UnknownReason? {
            if case .unknown(let reason, _) = failure { reason } else { nil }
        }
        #expect(reason(failure(CURLE_OPERATION_TIMEDOUT, gate: 1)) == .timeout)
        #expect(reason(failure(CURLE_GOT_NOTHING, gate: 1)) == .noAnswer)
        #expect(reason(failure(CURLE_SEND_ERROR, gate: 1)) == .connectionLost)
        #expect(reason(failure(CURLE_RECV_ERROR, gate: 1)) == .connectionLost)
        #expect(reason(failure(CURLE_PARTIAL_FILE, gate: 1)) == .truncated)
        #expect(reason(failure(CURLE_OK, gate: 1)) == .truncated)
        #expect(reason(failure(CURLE_WRITE_ERROR, gate: 1, large: true)) == .tooLarge)
        #expect(reason(failure(CURLE_FILESIZE_EXCEEDED, gate: 1)) == .tooLarge)
        #expect(reason(failure(CURLE_ABORTED_BY_CALLBACK, gate: 2)) == .secondSend)
        #expect(reason(failure(CURLE_UNSUPPORTED_PROTOCOL, gate: 1)) == .malformed)
        #expect(reason(failure(CURLE_OUT_OF_MEMORY, gate: 1)) == .other)
        #expect(reason(failure(CURLE_OK, gate: 1, ended: .cancelled)) == .cancelled)
        #expect(reason(failure(CURLE_OK, gate: 1, ended: .shutDown)) == .shutDown)
    }
}
