#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A value behind a lock.
///
/// `Synchronization.Mutex` would do, but the thread sanitizer does not know it on Linux and reports races that are
/// none; a pthread mutex it knows.
///
/// Unchecked: `value` is touched under the mutex only.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        self.value = value
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
