import CCurl

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One request on its way: an easy handle, what libcurl's callbacks collect, and what it all means at the end.
///
/// Lives on the engine's thread from beginning to end.
final class CurlTransfer {
    /// Why a transfer was ended from outside.
    enum Ending {
        case cancelled, shutDown
    }

    let job: CurlEngine.Job
    let easy: UnsafeMutableRawPointer
    private let configuration: CurlConfiguration
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    // Set by the callbacks.
    private var timesGateOpened = 0
    private var gateWasClosed = false
    private var refusedAddress: NetworkAddress?
    /// Why no socket could be made.
    private var socketError: Int32 = 0
    private var body: [UInt8] = []
    private var headBytes = 0
    /// Whether the blank line after the last status line has arrived.
    private var isHeadWhole = false
    private var isTooLarge = false

    init?(_ job: CurlEngine.Job, _ configuration: CurlConfiguration) {
        guard let easy = curl_easy_init() else { return nil }
        self.job = job
        self.easy = easy
        self.configuration = configuration
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        // The handle first: libcurl copies neither the list nor the buffer.
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    // MARK: - Options

    /// Sets every option; the first that libcurl refuses ends it, since none of them may be missing.
    func configure() -> CURLcode {
        let wire = job.wire
        let context = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        for line in wire.headerLines {
            guard let longer = curl_slist_append(headerList, line) else { return CURLE_OUT_OF_MEMORY }
            headerList = longer
        }
        let longs: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_QUICK_EXIT, 1),  // without it, ending a transfer waits for a slow name look-up
            (CURLOPT_FRESH_CONNECT, 1),
            (CURLOPT_FORBID_REUSE, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            (CURLOPT_FOLLOWLOCATION, 0),
            (CURLOPT_NETRC, 0),
            (CURLOPT_UNRESTRICTED_AUTH, 0),
            (CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
            (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            (CURLOPT_TCP_FASTOPEN, 0),  // it would send before the gate
            (CURLOPT_CONNECTTIMEOUT_MS, max(1, wire.timeouts.connect)),
            (CURLOPT_TIMEOUT_MS, max(1, wire.timeouts.total)),
            (CURLOPT_LOW_SPEED_LIMIT, 1),
            (CURLOPT_LOW_SPEED_TIME, max(1, wire.timeouts.stall)),
        ]
        let texts: [(CURLoption, String)] = [
            (CURLOPT_URL, wire.endpoint.url),
            (CURLOPT_PROTOCOLS_STR, wire.endpoint.isPlain ? "http" : "https"),
            (CURLOPT_REDIR_PROTOCOLS_STR, "https"),
            (CURLOPT_PROXY, ""),  // not setting it would take the environment's
            (CURLOPT_USERAGENT, configuration.userAgent),
        ]
        let pointers: [(CURLoption, UnsafeRawPointer)] = [
            (CURLOPT_ERRORBUFFER, UnsafeRawPointer(errorText)),
            (CURLOPT_WRITEDATA, context),
            (CURLOPT_HEADERDATA, context),
            (CURLOPT_OPENSOCKETDATA, context),
            (CURLOPT_PREREQDATA, context),
        ]
        return firstFault(
            longs.lazy.map { ccurl_set_long(self.easy, $0, $1) }.first { $0 != CURLE_OK },
            texts.lazy.map { ccurl_set_text(self.easy, $0, $1) }.first { $0 != CURLE_OK },
            pointers.lazy.map { ccurl_set_pointer(self.easy, $0, $1) }.first { $0 != CURLE_OK },
            ccurl_set_size(easy, CURLOPT_MAXFILESIZE_LARGE, Int64(configuration.longestBody)),
            ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList),
            setCertificates(),
            setCallbacks(),
            setMethod(wire))
    }

    private func firstFault(_ codes: CURLcode?...) -> CURLcode {
        codes.compactMap { $0 }.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private func setCertificates() -> CURLcode {
        guard let path = configuration.certificates else { return CURLE_OK }
        // The folder of the system's certificates would be asked beside the file.
        return firstFault(
            ccurl_set_text(easy, CURLOPT_CAPATH, nil), ccurl_set_text(easy, CURLOPT_CAINFO, path))
    }

    private func setMethod(_ wire: WireRequest) -> CURLcode {
        switch (wire.method, wire.body) {
        case ("GET", nil): return ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
        case ("HEAD", nil): return ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        case ("DELETE", nil): return ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, "DELETE")
        default:
            let bytes = wire.body ?? []
            // The size before the bytes: libcurl copies that many.
            return firstFault(
                ccurl_set_long(easy, CURLOPT_POST, 1),
                ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes.count)),
                bytes.isEmpty
                    ? ccurl_set_text(easy, CURLOPT_COPYPOSTFIELDS, "")
                    : bytes.withUnsafeBytes {
                        ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
                    },
                wire.method == "POST" ? CURLE_OK : ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, wire.method))
        }
    }

    // MARK: - Callbacks

    private func setCallbacks() -> CURLcode {
        firstFault(
            ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
                CurlTransfer.of(context).takeBody(UnsafeRawBufferPointer(start: data, count: size * count))
            },
            ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
                CurlTransfer.of(context).takeHead(UnsafeRawBufferPointer(start: data, count: size * count))
            },
            ccurl_set_socket_function(easy) { context, _, address in
                CurlTransfer.of(context).openSocket(address)
            },
            ccurl_set_gate_function(easy) { context, _, _, _, _ in
                CurlTransfer.of(context).openGate() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            })
    }

    private static func of(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
        Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= configuration.longestBody else {
            isTooLarge = true
            return -1
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// Called for each line of the head, and for trailers after the body.
    private func takeHead(_ line: UnsafeRawBufferPointer) -> Int {
        headBytes += line.count
        guard headBytes <= configuration.longestHead else {
            isTooLarge = true
            return -1
        }
        if line.starts(with: "HTTP/".utf8) {
            isHeadWhole = false
        } else if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
            isHeadWhole = true
        }
        return line.count
    }

    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        var bytes = [UInt8](repeating: 0, count: 16)
        let length = ccurl_address(address, &bytes)
        let target = NetworkAddress(bytes: Array(bytes.prefix(Int(length))))
        let endpoint = job.wire.endpoint
        guard configuration.addresses.allows(target, host: endpoint.host, isPlain: endpoint.isPlain) else {
            refusedAddress = target
            return ccurl_no_socket()
        }
        let socket = ccurl_open_socket(address)
        if socket == ccurl_no_socket() { socketError = errno }
        return socket
    }

    /// The last moment at which nothing has been sent. A second call means that libcurl repeats the request.
    private func openGate() -> Bool {
        if timesGateOpened == 0, let limit = job.wire.timeouts.gateClosesAt, BootClock.milliseconds() >= limit
        {
            gateWasClosed = true
            return false
        }
        timesGateOpened += 1
        return timesGateOpened == 1
    }

    // MARK: - The end

    func outcome(_ code: CURLcode) -> CurlEngine.Outcome {
        var status = 0
        // A connection that closes inside the headers is a success for libcurl: the rest is taken to be the body.
        guard code == CURLE_OK, ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK,
            status >= 200,
            isHeadWhole
        else { return .failure(failure(code, ended: nil)) }
        var headers: [Header] = []
        var last: UnsafeMutablePointer<curl_header>?
        while let next = curl_easy_nextheader(easy, UInt32(CURLH_HEADER), -1, last) {
            headers.append(
                Header(String(cString: next.pointee.name), String(cString: next.pointee.value)))
            last = next
        }
        // What went wrong is written down and shown; a server, or a gateway before it, may repeat what it was sent. A new
        // token comes with a success.
        let said = status < 300 ? body : Scrubber(job.wire.secrets).scrub(body)
        return .success(Response(status: status, headers: headers, body: said))
    }

    func failure(_ code: CURLcode, ended: Ending?) -> TransportFailure {
        var microseconds: Int64 = 0
        _ = ccurl_get_microseconds(easy, CURLINFO_TOTAL_TIME_T, &microseconds)
        var status = 0
        _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        var systemError = 0
        _ = ccurl_get_long(easy, CURLINFO_OS_ERRNO, &systemError)
        var message = String(cString: errorText)
        if message.isEmpty, code != CURLE_OK { message = String(cString: curl_easy_strerror(code)) }
        let detail = TransportFailure.Detail(
            curlCode: Int(code.rawValue),
            message: BodyText.visible(Scrubber(job.wire.secrets).scrub(message)),
            elapsedMilliseconds: Int(microseconds / 1_000), status: status > 0 ? status : nil)
        let evidence = CurlEvidence(
            code: code, timesGateOpened: timesGateOpened, gateWasClosed: gateWasClosed,
            refusedAddress: refusedAddress?.description, isTooLarge: isTooLarge, isHeadWhole: isHeadWhole,
            ended: ended, systemError: socketError == 0 ? Int32(truncatingIfNeeded: systemError) : socketError
        )
        return evidence.failure(detail)
    }
}
