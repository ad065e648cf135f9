import Foundation
import Testing

@testable import hearth

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct ReportFileTests {
    /// What kind of thing lies at a path.
    private static func kind(of path: String) -> mode_t? {
        var facts = stat()
        return lstat(path, &facts) == 0 ? facts.st_mode & S_IFMT : nil
    }

    @Test func `the file is replaced as a whole, with its mode, and nothing is left beside it`() throws {
        let place = try TemporaryWorkspace(["a.prom": "old\n"])
        try ReportFile.write("new\n", to: place.path + "/a.prom")
        try ReportFile.write("own\n", to: place.path + "/b", mode: 0o600)
        #expect(try place.contents(of: "") == ["a.prom": Data("new\n".utf8), "b": Data("own\n".utf8)])
        let facts = try FileManager.default.attributesOfItem(atPath: place.path + "/a.prom")
        #expect(facts[.posixPermissions] as? Int == 0o644)
    }

    @Test func `a link stays, and what it leads to is replaced`() throws {
        let place = try TemporaryWorkspace(["real/a.prom": "old\n"])
        let link = place.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real/a.prom")
        try ReportFile.write("new\n", to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/a.prom")
        #expect(try String(contentsOfFile: place.path + "/real/a.prom", encoding: .utf8) == "new\n")

        // What it leads to is made, where its folder is there.
        try FileManager.default.removeItem(atPath: place.path + "/real/a.prom")
        try ReportFile.write("made\n", to: link)
        #expect(try String(contentsOfFile: place.path + "/real/a.prom", encoding: .utf8) == "made\n")
        try FileManager.default.removeItem(atPath: place.path + "/real")
        let lost = #expect(throws: ReportFile.Failure.self) { try ReportFile.write("x", to: link) }
        #expect(lost?.number == ENOENT)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/a.prom")
    }

    @Test func `what is no file is written to and stays what it is`() throws {
        let place = try TemporaryWorkspace([:])
        let fifo = place.path + "/fifo"
        #expect(mkfifo(fifo, 0o600) == 0)
        let unread = #expect(throws: ReportFile.Failure.self) { try ReportFile.write("x", to: fifo) }
        #expect(unread?.number == ENXIO)
        let reader = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(reader >= 0)
        defer { close(reader) }
        try ReportFile.write("new\n", to: fifo)
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(reader, &bytes, bytes.count)
        #expect(count == 4)
        #expect(ReportFileTests.kind(of: fifo) == S_IFIFO)

        // As root a file would take the place of the machine's own.
        try ReportFile.write("x", to: "/dev/null")
        #expect(ReportFileTests.kind(of: "/dev/null") == S_IFCHR)
    }

    @Test func `a folder that is not there is named`() throws {
        let found = #expect(throws: ReportFile.Failure.self) {
            try ReportFile.write("x", to: "/no/such/folder/a.prom")
        }
        #expect(found?.operation == "make")
        #expect(found?.number == ENOENT)
    }
}
