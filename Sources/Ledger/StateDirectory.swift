import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The folder that holds the ledger, the locks and the sessions: for its owner only.
public struct StateDirectory: Hashable, Sendable {
    /// Its path.
    public var path: String

    /// The folder at `path`; it need not exist.
    public init(_ path: String) { self.path = path }

    /// Where the ledger is.
    public var ledger: String { path + "/ledger.sqlite" }
    /// SQLite's journal of it: empty, but while a commit is under way or was cut off.
    public var ledgerJournal: String { ledger + "-journal" }
    /// The lock under which the ledger is made and brought up to date.
    public var ledgerLock: String { path + "/ledger.lock" }
    /// The lock of a tick.
    public var tickLock: String { path + "/tick.lock" }
    /// Where the epoch is: beside the folder, which may be lost or restored as a whole.
    public var epochBeside: String { path + ".epoch" }
    /// Where the epoch is if nothing may be written beside the folder.
    public var epochInside: String { path + "/epoch" }
    /// The room that is set aside for an outcome that the ledger cannot take.
    public var outcome: String { path + "/outcome" }
    /// Where sessions are.
    public var sessions: String { path + "/sessions" }

    /// The one name of a folder, however it is written: without links, `.`, `..` and slashes at its end. What lies beside
    /// it must be found again under every name. Where it is not there yet, that of the folder it will be in counts.
    ///
    /// - Parameter path: An absolute path.
    public static func oneName(of path: String) -> String {
        if let real = resolved(path) { return real }
        var parts = path.split(separator: "/").filter { $0 != "." }
        guard let last = parts.popLast(), last != ".." else { return path }
        let folder = "/" + parts.joined(separator: "/")
        let above = resolved(folder) ?? folder
        return (above == "/" ? "" : above) + "/" + last
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The user that the folder belongs to; nil if it is not there.
    private var owner: uid_t? {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_uid : nil
    }

    /// What `uid` is called, as `sudo -u` takes it: its name, or `#` and its number if it has none.
    public static func name(of uid: uid_t) -> String {
        getpwuid(uid).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "#\(uid)"
    }

    /// Refuses root in the folder of another user, who could not read the files that root leaves there.
    ///
    /// - Throws: `ownedByAnother`.
    public func refuseStrangers() throws(LedgerError) {
        guard geteuid() == 0, let owner, owner != 0 else { return }
        throw .ownedByAnother(path: path, owner: StateDirectory.name(of: owner))
    }

    /// Makes the folder if it is not there.
    ///
    /// - Throws: `networkFileSystem` on NFS and SMB, where locks and durability are not what they seem; `ownedByAnother`
    ///   to root in the folder of another user; `file` where nothing may be written in it, of which SQLite notices nothing
    ///   while its files are there, but what is remembered beside them cannot be.
    public func create() throws(LedgerError) {
        try StateDirectory.makeFolder(path)
        try refuseStrangers()
        if StateDirectory.isRemote(path) { throw .networkFileSystem(path: path) }
        guard access(path, W_OK | X_OK) == 0 else {
            throw .file(operation: "write in", path: path, errno: errno)
        }
    }

    /// Makes one folder for its owner only, unless it is there.
    public static func makeFolder(_ path: String) throws(LedgerError) {
        if mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw .file(operation: "make folder", path: path, errno: errno)
        }
    }

    /// The permission bits and the length of a regular file; nil if there is none.
    static func look(at path: String) throws(LedgerError) -> (mode: Int, length: Int)? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            if errno == ENOENT { return nil }
            throw .file(operation: "look at", path: path, errno: errno)
        }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .notALedger(path: path) }
        return (Int(facts.st_mode & 0o777), Int(facts.st_size))
    }

    /// Makes the file's name durable.
    static func syncFolder(_ path: String) throws(LedgerError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(operation: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(operation: "sync", path: path, errno: errno) }
    }

    /// Whether something was sent from here, by what is remembered outside the ledger.
    var hasEpoch: Bool {
        get throws(LedgerError) {
            for path in [epochBeside, epochInside] where try StateDirectory.look(at: path) != nil {
                return true
            }
            return false
        }
    }

    private static func isRemote(_ path: String) -> Bool {
        guard let real = resolved(path) else { return false }
        // Absent elsewhere than on Linux: then nothing is known and nothing refused.
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else {
            return false
        }
        let kind = fileSystem(of: real, mounts: mounts)
        return ["nfs", "nfs4", "cifs", "smb3", "smbfs"].contains(kind)
    }

    /// The type of the file system that holds `path`: of the mount point that is its longest leading part, the last
    /// one mounted there.
    ///
    /// - Parameter mounts: Lines of `/proc/self/mounts`: device, mount point, type, options.
    static func fileSystem(of path: String, mounts: String) -> String? {
        var best: (length: Int, kind: String)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 3 else { continue }
            let point = fields[1].replacing("\\040", with: " ")
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            if isAbove && point.count >= best?.length ?? 0 { best = (point.count, String(fields[2])) }
        }
        return best?.kind
    }
}
