import Testing

@testable import Ledger

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
}
