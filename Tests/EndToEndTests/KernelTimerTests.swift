import Testing

@testable import hearth

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

#if os(Linux)
    /// Signals that have come. A signal's handler can hold on to nothing, so it is global; only this file's one suite, which
    /// runs one test at a time, looks at it.
    private nonisolated(unsafe) var signals: Int32 = 0

    /// The timer that ends a process, with a signal that does not.
    @Suite(.serialized)
    struct KernelTimerTests {
        /// How many signals of a timer come within 400 ms, if it is set as `set` says.
        private func heard(_ set: (KernelTimer) -> Void) -> Int32 {
            signals = 0
            signal(SIGUSR1) { _ in signals += 1 }
            let timer = KernelTimer(signal: SIGUSR1)
            set(timer)
            // A signal ends a sleep.
            for _ in 0..<40 { usleep(10_000) }
            timer.set(nil)
            return signals
        }

        @Test func `it goes off once when its time has come`() {
            #expect(heard { $0.set(20) } == 1)
            #expect(heard { $0.set(0) } == 1, "at once, not never")
        }

        /// /proc/self/timers has the clock of each timer of the process.
        @Test(.enabled(if: access("/proc/self/timers", R_OK) == 0, "the kernel does not show timers"))
        func `its clock counts the time that the machine sleeps`() throws {
            let timer = KernelTimer(signal: SIGUSR1)
            timer.set(60_000)
            let timers = try WorkspaceFiles.readRegular("/proc/self/timers", name: "timers", limit: 1 << 16)
            timer.set(nil)
            #expect(String(decoding: timers, as: UTF8.self).contains("ClockID: \(CLOCK_BOOTTIME)\n"))
        }

        @Test func `it does not go off before, nor when it was called off`() {
            #expect(heard { $0.set(30_000) } == 0)
            #expect(
                heard {
                    $0.set(200)
                    $0.set(nil)
                } == 0)
        }
    }
#endif
