import Foundation
import FuzzTargets
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A short run over every target: the whole corpus, then inputs made from it. `scripts/fuzz` runs longer.
///
/// Each input is written to `hearth-fuzz/TARGET.input` in the folder for temporary files before it is read, and removed
/// when its target is done: after a crash, the one that is left is the one that caused it.
@Suite(.serialized) struct FuzzTests {
    /// The most processor time that an input of at most 16 KiB may take; debug builds are slow.
    static let patience = 2.0

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Corpus")

    static func corpus(_ name: String) throws -> [(name: String, bytes: [UInt8])] {
        let place = folder.appending(path: name)
        return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map {
            ($0, [UInt8](try Data(contentsOf: place.appending(path: $0))))
        }
    }

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `no input of the corpus, and none made from it, makes a reader fall over`(name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let corpus = try FuzzTests.corpus(name)
        #expect(!corpus.isEmpty)
        let last = try LastInput(name)
        for one in corpus {
            let outcome = try last.run(one.bytes, in: target)
            #expect(outcome == nil, "\(name)/\(one.name)")
        }
        var mutator = Mutator(seed: 1)
        for round in 0..<target.quick {
            let input = mutator.input(from: corpus.map(\.bytes), words: target.words)
            guard let fault = try last.run(input, in: target) else { continue }
            let kept = try last.keep(round)
            Issue.record("\(name): \(fault); the input is \(kept)")
            return
        }
        try last.remove()
    }

    @Test func `every target has a corpus, and every corpus a target`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: FuzzTests.folder.path).sorted()
        #expect(folders == FuzzTarget.all.map(\.name).sorted())
    }

    @Test func `the same seed makes the same inputs`() {
        var (first, second, other) = (Mutator(seed: 7), Mutator(seed: 7), Mutator(seed: 8))
        let inputs = (0..<20).map { _ in first.input(from: [[1, 2, 3]], words: ["word"]) }
        #expect(inputs == (0..<20).map { _ in second.input(from: [[1, 2, 3]], words: ["word"]) })
        #expect(inputs != (0..<20).map { _ in other.input(from: [[1, 2, 3]], words: ["word"]) })
    }
}

/// The file that names the input after a crash.
private struct LastInput {
    private let folder: URL
    private let file: URL
    private let name: String

    init(_ name: String) throws {
        self.name = name
        folder = FileManager.default.temporaryDirectory.appending(path: "hearth-fuzz")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        file = folder.appending(path: "\(name).input")
    }

    func run(_ input: [UInt8], in target: FuzzTarget) throws -> String? {
        try Data(input).write(to: file)
        let start = LastInput.seconds()
        let fault = target.run(input)
        let took = LastInput.seconds() - start
        return fault ?? (took > FuzzTests.patience ? "it took \(took) s of the processor" : nil)
    }

    func keep(_ round: Int) throws -> String {
        let kept = folder.appending(path: "\(name)-\(round).failed")
        try? FileManager.default.removeItem(at: kept)
        try FileManager.default.moveItem(at: file, to: kept)
        return kept.path
    }

    func remove() throws { try FileManager.default.removeItem(at: file) }

    /// Processor time of this thread; the wall clock would count what other tests take.
    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
