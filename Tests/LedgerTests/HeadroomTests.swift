import Testing

@testable import Ledger

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

struct HeadroomTests {
    @Test func `sixteen mebibytes and two hundred inodes are enough, one less of either is not`() {
        #expect(Headroom(bytes: 16 << 20, inodes: 200).isEnough)
        #expect(!Headroom(bytes: (16 << 20) - 1, inodes: 200).isEnough)
        #expect(!Headroom(bytes: 16 << 20, inodes: 199).isEnough)
        #expect(Headroom(bytes: 16 << 20, inodes: nil).isEnough)
    }

    @Test
    func `a file system that counts no blocks has told nothing, one whose blocks are all taken is full`() {
        var facts = statvfs()
        #expect(Headroom(facts) == nil)
        facts.f_blocks = 1
        #expect(Headroom(facts) == Headroom(bytes: 0, inodes: nil))
        facts.f_frsize = 4096
        facts.f_bavail = 3
        facts.f_files = 9
        facts.f_favail = 2
        #expect(Headroom(facts) == Headroom(bytes: 12_288, inodes: 2))
    }

    @Test func `the room of a folder can be looked at, that of nothing cannot`() throws {
        #expect(try #require(try Headroom.look(at: "/")).bytes > 0)
        #expect(throws: LedgerError.self) { try Headroom.look(at: "/hearth-is-not-here") }
    }
}
