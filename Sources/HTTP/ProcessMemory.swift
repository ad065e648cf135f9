import CCurl

/// The memory of this process, in which tokens are.
public enum ProcessMemory {
    /// Keeps other processes of the same user, and core files, from it: Linux then gives `/proc/PID` to root and lets nobody
    /// else trace the process. Programs that this one starts are not concerned.
    ///
    /// - Returns: Whether it is so; false where the system has no such thing.
    @discardableResult
    public static func hide() -> Bool {
        ccurl_hide_memory()
        return isHidden
    }

    /// Whether it is kept from them.
    public static var isHidden: Bool { ccurl_hides_memory() == 1 }
}
