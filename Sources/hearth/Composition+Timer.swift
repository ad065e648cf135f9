#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A timer of the kernel that ends this process at a set time, even one that is stopped or hangs in the kernel, and counts
/// time asleep. Where the system has none such (macOS) it does nothing: there the tick's own budget is all.
///
/// `@unchecked Sendable`: the timer is only handed to the kernel, which serves calls from any thread.
final class KernelTimer: @unchecked Sendable {
    #if os(Linux)
        // The kernel's first timer has the number 0, which is nil here; so whether there is one is said apart.
        private var timer: timer_t?
        private var isMade = false
    #endif

    /// - Parameter signal: What ends the process.
    init(signal: Int32 = SIGKILL) {
        #if os(Linux)
            var event = sigevent()
            event.sigev_notify = Int32(SIGEV_SIGNAL)
            event.sigev_signo = signal
            isMade = timer_create(CLOCK_BOOTTIME, &event, &timer) == 0
        #endif
    }

    /// Ends the process after so many milliseconds from now; nil: never.
    func set(_ milliseconds: Int?) {
        #if os(Linux)
            guard isMade else { return }
            var moment = itimerspec()
            if let milliseconds {
                // Zero would mean never.
                let due = max(1, milliseconds)
                moment.it_value = timespec(tv_sec: due / 1000, tv_nsec: due % 1000 * 1_000_000)
            }
            timer_settime(timer, 0, &moment, nil)
        #endif
    }

    deinit {
        #if os(Linux)
            if isMade { timer_delete(timer) }
        #endif
    }
}
