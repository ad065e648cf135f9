import Testing

@testable import Ledger

struct HeadroomTests {
    @Test func `sixteen mebibytes and two hundred inodes are enough, one less of either is not`() {
        #expect(Headroom(bytes: 16 << 20, inodes: 200).isEnough)
        #expect(!Headroom(bytes: (16 << 20) - 1, inodes: 200).isEnough)
        #expect(!Headroom(bytes: 16 << 20, inodes: 199).isEnough)
        #expect(Headroom(bytes: 16 << 20, inodes: nil).isEnough)
    }

    @Test func `the room of a folder can be looked at, that of nothing cannot`() throws {
        #expect(try Headroom.look(at: "/").bytes > 0)
        #expect(throws: LedgerError.self) { try Headroom.look(at: "/hearth-is-not-here") }
    }
}
