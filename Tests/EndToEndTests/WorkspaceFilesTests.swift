import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What lies in a workspace, and what only seems to.
struct WorkspaceFilesTests {
    /// The smallest picture: one pixel.
    static let pixel = Data(
        base64Encoded:
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )

    static func post(picture: String) -> String {
        "---\nkind: curated\nlink: https://a.example/\nimages: [{file: \(picture), alt: A pixel}]\n---\nWords.\n"
    }

    @Test func `a picture inside the workspace is taken`() async throws {
        let place = try TemporaryWorkspace()
        try place.write("queue/curated/picture.md", WorkspaceFilesTests.post(picture: "media/pixel.png"))
        try place.write("media/pixel.png", "")
        try WorkspaceFilesTests.pixel?.write(to: URL(filePath: place.path + "/media/pixel.png"))
        let checked = try await place.hearth("check")
        #expect(checked.findings == "no errors, no warnings\n")
    }

    @Test(arguments: [
        "../outside.png", "/etc/hostname", "media/link.png", "media/pipe.png", "media/none.png",
    ])
    func `a picture that is not a file of the workspace is refused`(path: String) async throws {
        let place = try TemporaryWorkspace()
        let other = try TemporaryWorkspace([:])
        try other.write("outside.png", "")
        try WorkspaceFilesTests.pixel?.write(to: URL(filePath: other.path + "/outside.png"))
        try place.write("media/README", "")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/media/link.png", withDestinationPath: other.path + "/outside.png")
        try #require(mkfifo(place.path + "/media/pipe.png", 0o600) == 0)
        try place.write("queue/curated/picture.md", WorkspaceFilesTests.post(picture: path))
        let checked = try await place.hearth("check")
        #expect(checked.status == 1)
        #expect(checked.output.hasPrefix("queue/curated/picture.md:"))
        #expect(try await place.preview().output == PreviewTests.golden)
    }

    @Test func `links and pipes in the queue are passed over, a huge file takes only itself out`()
        async throws
    {
        let place = try TemporaryWorkspace()
        let other = try TemporaryWorkspace([:])
        try other.write("stray.md", "---\nkind: curated\n---\nStray.\n")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/queue/stray.md", withDestinationPath: other.path + "/stray.md")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/queue/loop", withDestinationPath: place.path + "/queue")
        try #require(mkfifo(place.path + "/queue/pipe.md", 0o600) == 0)
        try place.write("queue/huge.md", String(repeating: "x", count: (1 << 20) + 1))
        let shown = try await place.preview()
        #expect(shown.status == 0)
        #expect(shown.output == PreviewTests.golden)
        #expect(
            shown.errors == """
                queue/huge.md: error: 'queue/huge.md' has 1048577 bytes, more than 1048576 [unreadable-file]
                1 error in 1 file

                """)
    }
}
