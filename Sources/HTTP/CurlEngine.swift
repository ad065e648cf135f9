import CCurl

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One thread that runs libcurl's multi interface. Easy handles are touched by that thread only.
///
/// Unchecked: `multi` is used by the thread, and by others only for `curl_multi_wakeup`, which libcurl permits from
/// any thread; that call is made under the lock and never after the handle was freed. All else is in `Locked`.
final class CurlEngine: @unchecked Sendable {
    typealias Outcome = Result<Response, TransportFailure>
    typealias Ticket = UInt64

    struct Job: Sendable {
        let ticket: Ticket
        let wire: WireRequest
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct Mailbox: Sendable {
        var lastTicket: Ticket = 0
        /// Tickets given out whose job has not ended. A task may be cancelled before its job is submitted: with the
        /// ticket already known here, such a cancellation is not lost.
        var open: Set<Ticket> = []
        var cancelled: Set<Ticket> = []
        var submitted: [Job] = []
        var isStopping = false
        var isStopped = false
        var isJoined = false
    }

    private let configuration: CurlConfiguration
    private let multi: UnsafeMutableRawPointer?
    private let mailbox = Locked(Mailbox())
    private let thread: Locked<UInt>

    /// libcurl's global state, set up once for the process.
    private static let isReady: Bool = {
        for name in ["SSLKEYLOGFILE", "CURL_SSL_BACKEND", "NETRC"] { unsetenv(name) }
        return ccurl_global_init() == CURLE_OK
    }()

    init(_ configuration: CurlConfiguration) {
        self.configuration = configuration
        thread = Locked(0)
        multi = CurlEngine.isReady ? curl_multi_init() : nil
        // Without descriptors libcurl makes a handle that cannot be woken: every request would wait for seconds.
        guard let multi, curl_multi_wakeup(multi) == CURLM_OK, start() else {
            if let multi { curl_multi_cleanup(multi) }
            mailbox.withLock { $0.isStopped = true }
            return
        }
    }

    /// A number under which a job will be submitted and may be cancelled.
    func ticket() -> Ticket {
        mailbox.withLock { box in
            box.lastTicket += 1
            box.open.insert(box.lastTicket)
            return box.lastTicket
        }
    }

    func submit(_ job: Job) {
        let accepted = mailbox.withLock { box -> Bool in
            guard !box.isStopping, !box.isStopped else { return false }
            box.submitted.append(job)
            wake()
            return true
        }
        if !accepted { end(job, .failure(.notSent(.shutDown, .init()))) }
    }

    func cancel(_ ticket: Ticket) {
        mailbox.withLock { box in
            guard box.open.contains(ticket) else { return }
            box.cancelled.insert(ticket)
            if !box.isStopped { wake() }
        }
    }

    func stop(wait: Bool) {
        let shouldRelease = mailbox.withLock { box -> Bool in
            box.isStopping = true
            if !box.isStopped { wake() }
            defer { box.isJoined = true }
            return !box.isJoined
        }
        let id = thread.withLock { $0 }
        guard shouldRelease, id != 0 else { return }
        let native = CurlEngine.thread(id)
        if wait { pthread_join(native, nil) } else { pthread_detach(native) }
    }

    /// To be called under the lock, while the multi handle lives.
    private func wake() {
        if let multi { curl_multi_wakeup(multi) }
    }

    private func end(_ job: Job, _ outcome: Outcome) {
        mailbox.withLock { box in
            box.open.remove(job.ticket)
            box.cancelled.remove(job.ticket)
        }
        job.continuation.resume(returning: outcome)
    }
}

// MARK: - The thread

extension CurlEngine {
    private func run() {
        guard let multi else { return }
        var running: [UnsafeMutableRawPointer: CurlTransfer] = [:]
        while true {
            let (jobs, cancelled, isStopping) = mailbox.withLock { box in
                defer { box.submitted = [] }
                return (box.submitted, box.cancelled, box.isStopping)
            }
            for job in jobs {
                if cancelled.contains(job.ticket) {
                    end(job, .failure(.notSent(.cancelled, .init())))
                } else {
                    begin(job, in: multi, &running)
                }
            }
            if !cancelled.isEmpty {
                for transfer in Array(running.values) where cancelled.contains(transfer.job.ticket) {
                    abandon(transfer, .cancelled, in: multi, &running)
                }
            }
            var count: Int32 = 0
            let performed = isStopping || curl_multi_perform(multi, &count) == CURLM_OK
            collect(multi, &running)
            // A handle that cannot be driven any more ends the engine rather than spinning.
            guard !isStopping, performed, curl_multi_poll(multi, nil, 0, 10_000, nil) == CURLM_OK else {
                break
            }
        }
        for transfer in Array(running.values) { abandon(transfer, .shutDown, in: multi, &running) }
        let left = mailbox.withLock { box in
            box.isStopped = true
            defer { box.submitted = [] }
            return box.submitted
        }
        curl_multi_cleanup(multi)
        for job in left { end(job, .failure(.notSent(.shutDown, .init()))) }
    }

    private func begin(
        _ job: Job, in multi: UnsafeMutableRawPointer,
        _ running: inout [UnsafeMutableRawPointer: CurlTransfer]
    ) {
        guard let transfer = CurlTransfer(job, configuration) else {
            return end(job, .failure(.notSent(.other, .init(message: "out of memory"))))
        }
        let code = transfer.configure()
        guard code == CURLE_OK, curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            return end(job, .failure(transfer.failure(code, ended: nil)))
        }
        running[transfer.easy] = transfer
    }

    private func collect(
        _ multi: UnsafeMutableRawPointer, _ running: inout [UnsafeMutableRawPointer: CurlTransfer]
    ) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
                continue
            }
            let code = message.pointee.data.result  // the message is gone once its handle is removed
            guard let transfer = running.removeValue(forKey: easy) else { continue }
            let outcome = transfer.outcome(code)
            curl_multi_remove_handle(multi, easy)
            end(transfer.job, outcome)
        }
    }

    private func abandon(
        _ transfer: CurlTransfer, _ ending: CurlTransfer.Ending, in multi: UnsafeMutableRawPointer,
        _ running: inout [UnsafeMutableRawPointer: CurlTransfer]
    ) {
        running[transfer.easy] = nil
        let failure = transfer.failure(CURLE_OK, ended: ending)
        curl_multi_remove_handle(multi, transfer.easy)
        end(transfer.job, .failure(failure))
    }

    private func start() -> Bool {
        let box = Unmanaged.passRetained(self).toOpaque()
        var id = CurlEngine.thread(0)
        // A thread that takes no signals: handlers run elsewhere, and a write to a connection that the other side
        // closed answers EPIPE instead of ending the process. libcurl's look-up threads inherit this.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #if canImport(Darwin)
            let made = pthread_create(&id, nil, { box in CurlEngine.enter(box) }, box)
        #else
            let made = pthread_create(&id, nil, { box in box.flatMap(CurlEngine.enter) }, box)
        #endif
        guard made == 0 else {
            Unmanaged<CurlEngine>.fromOpaque(box).release()
            return false
        }
        let number = CurlEngine.number(id)
        thread.withLock { $0 = number }
        return true
    }

    private static func enter(_ box: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<CurlEngine>.fromOpaque(box).takeRetainedValue().run()
        return nil
    }

    #if canImport(Darwin)
        private static func thread(_ number: UInt) -> pthread_t? { pthread_t(bitPattern: number) }
        private static func number(_ id: pthread_t?) -> UInt { UInt(bitPattern: id) }
    #else
        private static func thread(_ number: UInt) -> pthread_t { pthread_t(number) }
        private static func number(_ id: pthread_t) -> UInt { UInt(id) }
    #endif
}
