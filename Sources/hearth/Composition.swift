import Foundation
import HTTP
import Timeline

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The only place that names the real clock, the environment, the terminal and libcurl; everything else is given
/// what it needs.
struct Composition: Sendable {
    /// What requests call this program.
    static let userAgent = "hearth/\(Hearth.version) (social posting scheduler)"

    /// The environment of the process.
    let environment: [String: String]

    /// The surroundings of this process.
    static let live = Composition(environment: ProcessInfo.processInfo.environment)

    /// What this process makes from now on is its owner's alone, and its memory, which may hold tokens, is never written
    /// to a core file, nor read by other programs of the same user.
    func harden() {
        umask(0o077)
        ProcessMemory.hide()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        #if os(Linux)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #else
            setrlimit(RLIMIT_CORE, &none)
        #endif
    }

    /// Seconds since the epoch on the system's clock.
    func epochSeconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec)
    }

    /// Microseconds since the epoch on the system's clock.
    func epochMicroseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1000
    }

    /// Milliseconds that never jump; time asleep counts.
    func steadyMilliseconds() -> Int {
        var time = timespec()
        #if os(Linux)
            clock_gettime(CLOCK_BOOTTIME, &time)
        #else
            clock_gettime(CLOCK_MONOTONIC, &time)
        #endif
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    /// Names one run of the operating system, to tell whether two steady readings can be compared.
    func bootID() -> String {
        let bytes = try? WorkspaceFiles.readRegular(
            "/proc/sys/kernel/random/boot_id", name: "boot_id", limit: 4096)
        return bytes.map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        } ?? ""
    }

    /// Where relative paths begin.
    var currentFolder: String { FileManager.default.currentDirectoryPath }

    /// A path of the command line, which begins in the current folder.
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : currentFolder + "/" + path }

    /// The folder of the time zones.
    var zoneFolder: String { environment["TZDIR"] ?? "/usr/share/zoneinfo" }

    /// The time zones of the system.
    var zones: ZoneCatalog {
        let folder = zoneFolder
        return ZoneCatalog { name in
            // Links between zone files are usual, so the path is resolved before it is opened.
            guard let path = realpath(folder + "/" + name, nil) else { return nil }
            defer { free(path) }
            return try? WorkspaceFiles.readRegular(String(cString: path), name: name, limit: 1 << 20)
        }
    }

    /// Whether standard output is a terminal that wants colour.
    var wantsColour: Bool {
        let isOff = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return isatty(STDOUT_FILENO) == 1 && !isOff && environment["TERM"] != "dumb"
    }

    /// Whether a person watches standard error.
    var isWatched: Bool { isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" }

    /// Columns of the terminal; 80 for files and pipes.
    var terminalWidth: Int {
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns >= 40 {
            return min(columns, 240)
        }
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
            size.ws_col >= 40
        else { return 80 }
        return min(Int(size.ws_col), 240)
    }
}
