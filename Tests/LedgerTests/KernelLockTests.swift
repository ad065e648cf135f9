import Testing

@testable import Ledger

struct KernelLockTests {
    @Test func `one at a time, and free again when it goes away`() throws {
        try Desk.withFolder { folder in
            try folder.create()
            var lock = try KernelLock.take(folder.tickLock, waiting: false)
            #expect(lock != nil)
            #expect(try KernelLock.take(folder.tickLock, waiting: false) == nil)
            lock = nil
            #expect(try KernelLock.take(folder.tickLock, waiting: false) != nil)
        }
    }

    @Test func `a folder that is not there is an error, not a lock`() throws {
        #expect(throws: LedgerError.file(operation: "open", path: "/nowhere/lock", errno: 2)) {
            try KernelLock.take("/nowhere/lock", waiting: false)
        }
    }
}
