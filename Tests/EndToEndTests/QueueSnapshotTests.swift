import Foundation
import Posts
import Testing

@testable import hearth

/// Files that change while they are read. The clock and the waiting are the test's.
struct QueueSnapshotTests {
    /// A second of the epoch around which files are written.
    private static let second = 1_795_000_000

    private final class Scene {
        let place: TemporaryWorkspace
        var clock = QueueSnapshotTests.second * 1_000_000
        var waits = 0
        /// What happens when the files have been read, by the number of the reading.
        var afterReading: (Int) throws -> Void = { _ in }
        private var readings = 0

        init(_ files: [String: String]) throws {
            place = try TemporaryWorkspace([:])
            for (name, text) in files { try write(name, text, ago: 3_600) }
        }

        /// Writes a file that says it was written so many seconds ago.
        func write(_ name: String, _ text: String, ago: Double) throws {
            try place.write("queue/" + name, text)
            let moment = Double(clock) / 1_000_000 - ago
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: moment)],
                ofItemAtPath: place.path + "/queue/" + name)
        }

        func remove(_ name: String) throws {
            try FileManager.default.removeItem(atPath: place.path + "/queue/" + name)
        }

        func read() -> QueueSnapshot {
            QueueSnapshot(
                WorkspaceFiles(root: place.path),
                QueueSnapshot.Patience(
                    clock: { [self] in
                        readings += 1
                        do { try afterReading(readings) } catch { Issue.record(error) }
                        return clock
                    },
                    wait: { [self] in
                        clock += $0
                        waits += 1
                    }))
        }
    }

    private func texts(_ snapshot: QueueSnapshot) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: snapshot.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    @Test func `files that stand still are read once`() throws {
        let scene = try Scene(["a.md": "A", "b/c.csv": "C", "d.md~": "no"])
        try scene.write("e.md", "E", ago: 1)
        try scene.write("f.md", "from a clock that is ahead", ago: -60)
        let snapshot = scene.read()
        #expect(snapshot.files.map(\.path) == ["a.md", "b/c.csv", "e.md", "f.md"])
        #expect(scene.waits == 0)
    }

    @Test func `one that an editor is writing is read again when it has stood still for a second`() throws {
        let scene = try Scene(["a.md": "A"])
        try scene.write("half.md", "Half a sen", ago: 0.2)
        scene.afterReading = { reading in
            if reading == 1 { try scene.write("half.md", "Half a sentence no more.", ago: -0.3) }
        }
        let snapshot = scene.read()
        #expect(texts(snapshot) == ["a.md": "A", "half.md": "Half a sentence no more."])
        #expect(scene.waits == 2)
        #expect(snapshot.refused.isEmpty)
    }

    @Test func `one that never stands still is left out, as one that the disk did not give`() throws {
        let scene = try Scene(["a.md": "A"])
        scene.afterReading = { try scene.write("log.md", String(repeating: "x", count: $0), ago: 0) }
        let snapshot = scene.read()
        #expect(texts(snapshot) == ["a.md": "A"])
        #expect(snapshot.refused.map(\.path) == ["log.md"])
        #expect(snapshot.refused.map(\.refusal) == [.changing("queue/log.md")])
        #expect(snapshot.refused.allSatisfy { $0.refusal.isPassing })
        #expect("\(WorkspaceFiles.Refusal.changing("queue/log.md"))" == "'queue/log.md' is being written")
        #expect(scene.waits == 3)
    }

    @Test func `a queue that is rewritten while it is read is seen before or after, never as a mixture`()
        throws
    {
        let scene = try Scene(["a.md": "old", "b.md": "old", "gone.md": "old"])
        scene.afterReading = { reading in
            guard reading == 1 else { return }
            // As if by a pull: with times of their own, so that only the marks differ.
            try scene.write("a.md", "new!", ago: 1_800)
            try scene.write("c.md", "new!", ago: 1_800)
            try scene.remove("gone.md")
        }
        #expect(texts(scene.read()) == ["a.md": "new!", "b.md": "old", "c.md": "new!"])
        #expect(scene.waits == 1)
    }

    @Test func `a folder that is not there is no empty one`() throws {
        let scene = try Scene(["a.md": "A"])
        #expect(scene.read().failures.isEmpty)
        try FileManager.default.removeItem(atPath: scene.place.path + "/queue")
        #expect(scene.read().failures == [.noFolder("queue")])
        #expect(WorkspaceFiles.Refusal.noFolder("queue").isPassing)
        #expect(
            "\(WorkspaceFiles.Refusal.noFolder("queue"))" == "there is no folder 'queue' in the workspace")
    }

    @Test func `without patience files are taken as they are`() throws {
        let scene = try Scene([:])
        try scene.write("a.md", "A", ago: 0)
        #expect(texts(QueueSnapshot(WorkspaceFiles(root: scene.place.path))) == ["a.md": "A"])
    }
}
