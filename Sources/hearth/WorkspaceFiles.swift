import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads files inside one folder and refuses everything else: no way out by `..` or links, only regular files of
/// bounded size, and nothing that could block (a FIFO opens without waiting).
struct WorkspaceFiles: Sendable {
    /// Why a file was not read.
    enum Refusal: Error, Hashable {
        case missing(String)
        /// A folder that must be there is not: nobody took it away, it is not mounted, or not checked out, at the moment.
        case noFolder(String)
        case outside(String)
        /// A folder that is a link to somewhere else.
        case linkOutside(String)
        case notRegular(String)
        case tooLarge(String, bytes: Int, limit: Int)
        case unreadable(String, errno: Int32)
        case changing(String)

        /// Whether the disk failed, or something ran out, so that another time it may be read: nothing that a person wrote is
        /// wrong.
        var isPassing: Bool {
            switch self {
            case .changing, .noFolder: true
            case .unreadable(_, let number): ![EACCES, EPERM, ELOOP, ENAMETOOLONG, ENXIO].contains(number)
            case .missing, .outside, .linkOutside, .notRegular, .tooLarge: false
            }
        }

        /// Whether it is no fault of what the file holds: a picture that was there a moment ago may be there again.
        var isOfMoment: Bool {
            switch self {
            case .missing, .noFolder, .unreadable, .changing: true
            case .outside, .linkOutside, .notRegular, .tooLarge: false
            }
        }
    }

    /// Texts larger than this are no posts and no policies.
    static let textLimit = 1 << 20
    /// Pictures larger than this are taken by no network.
    static let pictureLimit = 40 << 20

    /// The folder, with links resolved.
    let root: String

    init(root: String) {
        self.root = WorkspaceFiles.resolved(root) ?? root
    }

    /// The bytes of the file at `path` below the folder.
    func read(_ path: String, limit: Int = textLimit) throws(Refusal) -> [UInt8] {
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { throw .outside(path) }
        let full = root + "/" + path
        guard let resolved = WorkspaceFiles.resolved(full) else {
            let number = errno
            throw [ENOENT, ENOTDIR].contains(number) ? .missing(path) : .unreadable(path, errno: number)
        }
        guard resolved.hasPrefix(root + "/") else { throw .outside(path) }
        return try WorkspaceFiles.readRegular(resolved, name: path, limit: limit)
    }

    /// Whether `path` names a regular file inside the folder.
    func hasFile(_ path: String) -> Bool {
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains(".."),
            let resolved = WorkspaceFiles.resolved(root + "/" + path), resolved.hasPrefix(root + "/")
        else { return false }
        var info = stat()
        return stat(resolved, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    /// Whether `path` names a folder inside the folder.
    func hasFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(root + "/" + path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether `path` names something that lies elsewhere, because a link leads there.
    func leadsOut(_ path: String) -> Bool {
        guard let resolved = WorkspaceFiles.resolved(root + "/" + path) else { return false }
        return !resolved.hasPrefix(root + "/")
    }

    /// Changes when the file at `path` changes; nil while there is none.
    func mark(of path: String) -> FileMark? {
        var info = stat()
        guard stat(root + "/" + path, &info) == 0 else { return nil }
        #if os(Linux)
            let written = info.st_mtim
        #else
            let written = info.st_mtimespec
        #endif
        return FileMark(
            size: Int(info.st_size), seconds: Int(written.tv_sec), nanoseconds: Int(written.tv_nsec))
    }

    /// The paths of all regular files below `folder`, relative to it, in code point order; hidden ones left out.
    ///
    /// - Parameter failures: Takes what could not be looked at.
    func list(_ folder: String, failures: inout [Refusal]) -> [String] {
        walk(folder, failures: &failures).files
    }

    /// The same, and beside them what is neither a regular file nor a folder: links above all, which are not followed.
    func walk(_ folder: String, failures: inout [Refusal]) -> (files: [String], others: [String]) {
        var found: [String] = []
        var others: [String] = []
        var pending = [""]
        while let prefix = pending.popLast() {
            let path = root + "/" + folder + (prefix.isEmpty ? "" : "/" + prefix)
            let names: [String]
            do throws(Refusal) {
                names = try WorkspaceFiles.names(in: path, name: folder + "/" + prefix)
            } catch {
                if case .missing = error {} else { failures.append(error) }
                continue
            }
            for name in names where !name.hasPrefix(".") {
                let below = prefix.isEmpty ? name : prefix + "/" + name
                var info = stat()
                guard lstat(path + "/" + name, &info) == 0 else {
                    let number = errno
                    if number != ENOENT {
                        failures.append(.unreadable(folder + "/" + below, errno: number))
                    }
                    continue
                }
                switch info.st_mode & S_IFMT {
                case S_IFDIR: pending.append(below)
                case S_IFREG: found.append(below)
                default: others.append(below)
                }
            }
        }
        func inOrder(_ paths: [String]) -> [String] {
            paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return (inOrder(found), inOrder(others))
    }

    /// The names in a folder at an absolute path, in no order.
    private static func names(in path: String, name: String) throws(Refusal) -> [String] {
        guard let folder = opendir(path) else {
            let number = errno
            throw [ENOENT, ENOTDIR].contains(number) ? .missing(name) : .unreadable(name, errno: number)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                let number = errno
                guard number == 0 else { throw .unreadable(name, errno: number) }
                return names
            }
            let found = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if found != ".", found != ".." { names.append(found) }
        }
    }

    /// The bytes of a regular file at an absolute path, without waiting for one that is none.
    static func readRegular(_ path: String, name: String, limit: Int) throws(Refusal) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            let number = errno
            throw number == ENOENT ? .missing(name) : .unreadable(name, errno: number)
        }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw .unreadable(name, errno: errno) }
        guard info.st_mode & S_IFMT == S_IFREG else { throw .notRegular(name) }
        guard info.st_size <= limit else { throw .tooLarge(name, bytes: Int(info.st_size), limit: limit) }
        return try toTheEnd(name, size: Int(info.st_size), limit: limit) { readFile(descriptor, $0) }
    }

    /// All that a file gives, in as many pieces as it gives it: its size may have changed since it was asked for, and files
    /// below `/proc` say that they have none.
    ///
    /// - Parameter read: read(2) into a buffer.
    static func toTheEnd(
        _ name: String, size: Int, limit: Int, by read: (UnsafeMutableRawBufferPointer) -> Int
    ) throws(Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        var piece = [UInt8](repeating: 0, count: min(max(size + 1, 1 << 12), 1 << 16))
        while true {
            let got = piece.withUnsafeMutableBytes { read($0) }
            if got < 0 {
                let number = errno
                if number == EINTR { continue }
                throw .unreadable(name, errno: number)
            }
            guard got > 0 else { return bytes }
            bytes += piece[..<got]
            if bytes.count > limit { throw .tooLarge(name, bytes: bytes.count, limit: limit) }
        }
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}

/// How a file looked at a moment.
struct FileMark: Hashable, Sendable {
    var size: Int
    /// When its content last changed, in seconds since the epoch and nanoseconds.
    var seconds: Int
    var nanoseconds: Int

    /// The same in microseconds.
    var microseconds: Int { seconds * 1_000_000 + nanoseconds / 1000 }
}

// The name `read` belongs to the folder inside of it.
private func readFile(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}

extension WorkspaceFiles.Refusal: CustomStringConvertible {
    /// One sentence in lower case.
    var description: String {
        switch self {
        case .missing(let path): "there is no file '\(path)'"
        case .noFolder(let path): "there is no folder '\(path)' in the workspace"
        case .outside(let path): "'\(path)' lies outside the workspace"
        case .linkOutside(let path): "'\(path)' is a link that leads out of the workspace"
        case .notRegular(let path): "'\(path)' is no regular file"
        case .tooLarge(let path, let bytes, let limit): "'\(path)' has \(bytes) bytes, more than \(limit)"
        case .unreadable(let path, let number):
            "'\(path)' cannot be read: \(String(cString: strerror(number)))"
        case .changing(let path): "'\(path)' is being written"
        }
    }
}
