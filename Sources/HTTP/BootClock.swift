#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The clock that runs on while the machine sleeps, for limits that must hold then too.
enum BootClock {
    static func milliseconds() -> Int64 {
        var time = timespec()
        #if canImport(Darwin)
            clock_gettime(CLOCK_MONOTONIC, &time)
        #else
            clock_gettime(CLOCK_BOOTTIME, &time)
        #endif
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
