#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What is free on the file system of the state folder: nothing is sent unless its outcome can be written down.
public struct Headroom: Hashable, Sendable {
    /// Free bytes.
    public var bytes: Int
    /// Free inodes; nil on file systems that make them as they need them.
    public var inodes: Int?

    /// Bytes that have to be free.
    public static let leastBytes = 16 << 20
    /// Inodes that have to be free.
    public static let leastInodes = 200

    /// So much.
    public init(bytes: Int, inodes: Int?) {
        self.bytes = bytes
        self.inodes = inodes
    }

    /// Whether a tick may send.
    public var isEnough: Bool { bytes >= Headroom.leastBytes && inodes ?? .max >= Headroom.leastInodes }

    /// What is free at `path`; nil where the file system does not tell, as some in user space do.
    public static func look(at path: String) throws(LedgerError) -> Headroom? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else {
            throw .file(operation: "look at the room of", path: path, errno: errno)
        }
        return Headroom(facts)
    }

    /// What `statvfs` says; nil if it says nothing: a file system without a single block is no full one.
    init?(_ facts: statvfs) {
        if facts.f_blocks == 0 { return nil }
        bytes = Int(
            clamping: UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
                .partialValue)
        inodes = facts.f_files == 0 ? nil : Int(clamping: facts.f_favail)
    }
}
