import Foundation
import Testing

@testable import hearth

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

    @Test func `links, pipes and devices in the queue are passed over, a huge file takes only itself out`()
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
        #if os(Linux)
            // /dev/zero, which never ends; only root can make one.
            if geteuid() == 0 {
                try #require(mknod(place.path + "/queue/device.md", S_IFCHR | 0o600, 1 << 8 | 5) == 0)
            }
        #endif
        try place.write("queue/folder.md/README", "A folder may be called so.")
        try place.write("queue/huge.md", "")
        try #require(truncate(place.path + "/queue/huge.md", 10 << 30) == 0)
        let shown = try await place.preview()
        #expect(shown.status == 0)
        #expect(shown.output == PreviewTests.golden)
        #expect(
            shown.errors == """
                queue/huge.md: error: 'queue/huge.md' has 10737418240 bytes, more than 1048576 [unreadable-file]
                1 error in 1 file

                """)
    }

    @Test func `a file that comes in pieces, or has grown, is read to its end`() throws {
        var pieces = ["Tea ", "", "is ", "good"].map { Array($0.utf8) }
        let bytes = try WorkspaceFiles.toTheEnd("a.md", size: 4, limit: 100) { buffer in
            guard !pieces.isEmpty else { return 0 }
            let piece = pieces.removeFirst()
            if piece.isEmpty {
                errno = EINTR
                return -1
            }
            buffer.copyBytes(from: piece)
            return piece.count
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "Tea is good")
    }

    @Test
    func `one that fails in the middle is not half a file, and one that grows beyond its limit is refused`() {
        var isFirst = true
        #expect(throws: WorkspaceFiles.Refusal.unreadable("a.md", errno: EIO)) {
            try WorkspaceFiles.toTheEnd("a.md", size: 8, limit: 100) { _ in
                defer { isFirst = false }
                errno = EIO
                return isFirst ? 4 : -1
            }
        }
        #expect(throws: WorkspaceFiles.Refusal.tooLarge("a.md", bytes: 12, limit: 8)) {
            try WorkspaceFiles.toTheEnd("a.md", size: 8, limit: 8) { _ in 6 }
        }
    }

    #if os(Linux)
        /// The kernel says that this file is empty.
        @Test func `the run of the machine has a name`() {
            #expect(Composition.live.bootID().utf8.count == 36)
            #expect(Composition.live.bootID() == Composition.live.bootID())
        }
    #endif

    @Test(arguments: [
        (WorkspaceFiles.Refusal.unreadable("a", errno: EIO), true), (.unreadable("a", errno: EACCES), true),
        (.missing("a"), true), (.changing("a"), true), (.outside("a"), false), (.notRegular("a"), false),
        (.tooLarge("a", bytes: 2, limit: 1), false),
    ])
    func `a picture that cannot be read at the moment is no verdict on its post, one that is none is`(
        refusal: WorkspaceFiles.Refusal, isOfMoment: Bool
    ) {
        #expect(MessageBuilder.Failure.file(refusal).isOfMoment == isOfMoment)
        #expect(!MessageBuilder.Failure.notAPicture("a").isOfMoment)
    }
}
