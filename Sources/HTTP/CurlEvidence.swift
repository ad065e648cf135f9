import CCurl

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What is known about a transfer that gave no response, and what follows from it.
struct CurlEvidence {
    let code: CURLcode
    let timesGateOpened: Int
    let gateWasClosed: Bool
    let refusedAddress: String?
    let isTooLarge: Bool
    let isHeadWhole: Bool
    let ended: CurlTransfer.Ending?
    /// The number of the system's error that kept a connection, 0 if there was none.
    var systemError: Int32 = 0

    func failure(_ detail: TransportFailure.Detail) -> TransportFailure {
        // A success without a gate cannot be: whatever it was, it is not proof that nothing was sent.
        let isSealed = timesGateOpened == 0 && (code != CURLE_OK || ended != nil)
        return isSealed ? .notSent(notSentReason, detail) : .unknown(unknownReason, detail)
    }

    private var notSentReason: TransportFailure.NotSentReason {
        switch ended {
        case .cancelled: return .cancelled
        case .shutDown: return .shutDown
        case nil: break
        }
        if gateWasClosed { return .gateClosed }
        if let refusedAddress, code == CURLE_COULDNT_CONNECT { return .addressRefused(refusedAddress) }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .resolve
        case CURLE_COULDNT_CONNECT: return CurlEvidence.ofMachine.contains(systemError) ? .machine : .connect
        case CURLE_OPERATION_TIMEDOUT: return .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            return .tls
        default: return .other
        }
    }

    /// Errors of a socket or a connection that this machine gives without having asked anybody.
    private static let ofMachine: Set<Int32> = [
        EMFILE, ENFILE, ENOMEM, ENOBUFS, ENETDOWN, ENETUNREACH, EADDRNOTAVAIL, EACCES, EPERM,
    ]

    private var unknownReason: TransportFailure.UnknownReason {
        switch ended {
        case .cancelled: return .cancelled
        case .shutDown: return .shutDown
        case nil: break
        }
        if isTooLarge || code == CURLE_FILESIZE_EXCEEDED { return .tooLarge }
        if timesGateOpened > 1 { return .secondSend }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timeout
        case CURLE_GOT_NOTHING: return .noAnswer
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SSL_CONNECT_ERROR: return .connectionLost
        case CURLE_PARTIAL_FILE: return .truncated
        case CURLE_OK where !isHeadWhole: return .truncated
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            return .malformed
        default: return .other
        }
    }
}
