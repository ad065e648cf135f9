import Ledger

/// The lock of a tick: one at a time per ledger, on this machine.
public enum TickLock {
    /// Takes the lock of the tick; nil if another tick is at work. It is given back when the value goes away, or the
    /// process ends, however it ends.
    public static func take(in directory: StateDirectory) throws(LedgerError) -> KernelLock? {
        try directory.create()
        return try KernelLock.take(directory.tickLock, waiting: false)
    }
}
