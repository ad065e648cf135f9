import Foundation
import Testing

@testable import Ledger

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

struct StateDirectoryTests {
    private let mounts = """
        overlay / overlay rw 0 0
        server:/export /home nfs4 rw 0 0
        /dev/sda1 /home/ann/local ext4 rw 0 0
        //nas/share /mnt/my\\040share cifs rw 0 0
        """

    @Test(arguments: [
        ("/var/lib", "overlay"), ("/home", "nfs4"), ("/home/bob/.hearth", "nfs4"),
        ("/home/ann/local/.hearth", "ext4"), ("/homework", "overlay"), ("/mnt/my share/x", "cifs"),
    ])
    func `a path is on the file system mounted nearest above it`(path: String, kind: String) {
        #expect(StateDirectory.fileSystem(of: path, mounts: mounts) == kind)
    }

    @Test func `a folder has one name, however it is written, before and after it is made`() throws {
        try Desk.withFolder { place in
            try place.create()
            let folder = place.path
            let real = try #require(realpath(folder, nil).map { String(cString: $0) })
            let name = URL(filePath: real).lastPathComponent
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder)
            let names = ["/s", "/s/", "//s", "/./s/.", "/link/s", "/link/../\(name)/s"]
            for name in names { #expect(StateDirectory.oneName(of: folder + name) == real + "/s") }
            try FileManager.default.createDirectory(atPath: folder + "/s", withIntermediateDirectories: true)
            for name in names { #expect(StateDirectory.oneName(of: folder + name) == real + "/s") }
            // A link to the folder itself is the folder.
            try FileManager.default.createSymbolicLink(atPath: folder + "/t", withDestinationPath: "s")
            #expect(StateDirectory.oneName(of: folder + "/t/") == real + "/s")
            #expect(
                StateDirectory(StateDirectory.oneName(of: folder + "/t/")).epochBeside == real + "/s.epoch")
            #expect(StateDirectory.oneName(of: "/") == "/")
            #expect(StateDirectory.oneName(of: "/hearth-is-not-here/") == "/hearth-is-not-here")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can be refused"))
    func `root is refused in the folder of another user, before anything is written`() throws {
        try Desk.withFolder { state in
            #expect(throws: Never.self) { try state.refuseStrangers() }
            try state.create()
            #expect(chown(state.path, 12_345, 12_345) == 0)
            let refusal = LedgerError.ownedByAnother(path: state.path, owner: "#12345")
            #expect(throws: refusal) { try state.create() }
            #expect(throws: refusal) { try LedgerDatabase.open(in: state, identity: "a", now: 1) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: state.path) == [])
            #expect(StateDirectory.name(of: 0) == "root")
        }
    }
}
