#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writing to what is no file of ours: a terminal, a pipe, a device.
enum ByteStream {
    /// Writes all of `text`; 0, or the `errno` of what failed.
    ///
    /// - Parameter patience: Milliseconds to wait for a reader that takes nothing, where the descriptor does not block; -1 for
    ///   as long as it takes.
    static func put(_ text: String, to descriptor: Int32, patience: Int32 = -1) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            let number = errno
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 {
                return EIO
            } else if number == EAGAIN {
                var one = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&one, 1, patience) == 0 { return EAGAIN }
            } else if number != EINTR {
                return number
            }
        }
        return 0
    }
}
