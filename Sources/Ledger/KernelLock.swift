#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A lock on a file that the kernel holds for this process and drops at its end, however it ends.
///
/// The file stays and says nothing: unlike a pid file it can be neither stale nor wrong.
public final class KernelLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Closing the file gives the lock back.
    deinit { close(descriptor) }

    /// Takes the lock at `path`, making the file if there is none.
    ///
    /// - Parameter waiting: Whether to wait for it; otherwise nil is returned if another process, or another part of
    ///   this one, has it.
    public static func take(_ path: String, waiting: Bool) throws(LedgerError) -> KernelLock? {
        // Closed on exec, so that a command that prints a secret does not inherit the lock.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(operation: "open", path: path, errno: errno) }
        while flock(descriptor, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
            let failure = errno
            if failure == EINTR { continue }
            close(descriptor)
            if failure == EWOULDBLOCK { return nil }
            throw .file(operation: "lock", path: path, errno: failure)
        }
        return KernelLock(descriptor: descriptor)
    }
}
