import ArgumentParser
import Diagnostics
import Foundation
import Ledger
import Networks
import Planning
import Policies
import Posts
import Rules
import Timeline

/// A workspace, read: policy, queue and what was found on the way.
struct House {
    let composition: Composition
    let files: WorkspaceFiles
    /// The folder of ledger, locks and sessions.
    let state: String
    let policy: Policy
    let queue: Queue
    /// Findings in policy and queue.
    let diagnostics: [Diagnostic]
    /// Findings in the queue, unreadable files included.
    let queueFindings: [Diagnostic]
    /// Files that are there but could not be read this time, though nothing that a person wrote is wrong; sentences.
    let unread: [String]
    /// Changes whenever a file of the queue changes, or one that the policy was read from, or the program.
    let contentFingerprint: String

    /// Reads policy and queue.
    ///
    /// - Parameters:
    ///   - posted: Posts that went out; an `after:` may name them although their files are gone.
    ///   - patience: Reads the queue when it stands still; nil takes it as it is.
    ///   - plansExamples: Whether the posts that `hearth init` makes are planned like others, to show a plan that is never sent.
    /// - Throws: `ExitStatus.configuration` after reporting, when the policy has an error.
    init(
        _ options: WorkspaceOptions, _ composition: Composition = .live, posted: Set<PostID> = [],
        patience: QueueSnapshot.Patience? = nil, plansExamples: Bool = false
    ) throws {
        self.composition = composition
        files = try House.folder(options, composition)
        state = House.stateFolder(options, composition, root: files.root)
        var fingerprint = Fingerprint()
        let workspace = files
        // Another policy, or another text of a file that it builds on, calls for another plan.
        var loaded: [(path: String, bytes: [UInt8])] = []
        var reader = PolicyReader(networks: NetworkRegistry.all.map { $0.profile }, zones: composition.zones)
        { path in
            let bytes = try? workspace.read(path)
            if let bytes { loaded.append((path, bytes)) }
            return bytes
        }
        reader.refusal = { workspace.policyRefusal($0) }
        reader.judge = { NetworkFactory.fault(of: $0) }
        let read = reader.read(options.policy)
        guard let policy = read.policy else {
            Output.report(read.diagnostics, colour: composition.isWatched)
            throw ExitStatus.configuration
        }
        self.policy = policy
        fingerprint.add(Hearth.version)
        for file in loaded {
            fingerprint.add(file.path)
            fingerprint.add(file.bytes)
        }
        for (name, zone) in policy.zones.sorted(by: { $0.key < $1.key }) {
            fingerprint.add(name)
            fingerprint.add(zone.rules.fingerprint)
        }
        let snapshot = QueueSnapshot(files, patience)
        for file in snapshot.files {
            fingerprint.add(file.path)
            fingerprint.add(file.bytes)
        }
        let unreadable =
            snapshot.failures.map { Diagnostic(.error, code: "unreadable-file", "\($0)") }
            + snapshot.refused.map { path, refusal in
                Diagnostic(
                    .error, code: "unreadable-file", "\(refusal)", at: SourceLocation(file: "queue/" + path))
            }
        unread = (snapshot.failures + snapshot.refused.map(\.refusal)).filter(\.isPassing).map { "\($0)" }
        let found = QueueReader(vocabulary: policy.vocabulary(posted: posted)) { workspace.hasFile($0) }.read(
            snapshot.files)
        let examples = ExamplePosts(snapshot.files)
        queue = plansExamples ? found : examples.asDrafts(in: found)
        for path in queue.posts.flatMap(\.pictures) {
            fingerprint.add("\(path) \(files.mark(of: path).map { "\($0)" } ?? "none")")
        }
        queueFindings = unreadable + examples.findings(in: found) + queue.diagnostics
        diagnostics = read.diagnostics + queueFindings
        contentFingerprint = fingerprint.text
    }

    /// The policy alone.
    static func readPolicy(_ options: WorkspaceOptions, _ composition: Composition) throws -> (
        policy: Policy?, diagnostics: [Diagnostic]
    ) {
        readPolicy(options.policy, in: try House.folder(options, composition), composition)
    }

    /// The policy alone, from a workspace that was found already.
    static func readPolicy(_ path: String, in files: WorkspaceFiles, _ composition: Composition) -> (
        policy: Policy?, diagnostics: [Diagnostic]
    ) {
        var reader = PolicyReader(networks: NetworkRegistry.all.map { $0.profile }, zones: composition.zones)
        {
            try? files.read($0)
        }
        reader.refusal = { files.policyRefusal($0) }
        let read = reader.read(path)
        return (read.policy, read.diagnostics)
    }

    /// The workspace's folder.
    static func folder(_ options: WorkspaceOptions, _ composition: Composition) throws -> WorkspaceFiles {
        let path =
            options.workspace.hasPrefix("/")
            ? options.workspace : composition.currentFolder + "/" + options.workspace
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Output.usage("there is no folder '\(options.workspace)'")
        }
        return WorkspaceFiles(root: path)
    }

    /// The folder of the state.
    static func stateFolder(_ options: WorkspaceOptions, _ composition: Composition, root: String) -> String {
        // An empty variable is one that is not set, as for other programs; it would mean the current folder.
        let variable = composition.environment["HEARTH_STATE"].flatMap { $0.isEmpty ? nil : $0 }
        guard let named = options.state ?? variable else {
            return StateDirectory.oneName(of: root + "/.hearth")
        }
        return StateDirectory.oneName(of: composition.absolute(named))
    }

    /// The minute meant by `--now`, or the present one.
    func now(_ option: NowOption) -> Instant {
        option.now?.instant ?? Instant(roundingUpSeconds: composition.epochSeconds())
    }
}

extension WorkspaceFiles {
    /// Why a policy that is there cannot be read; nil if there is none.
    fileprivate func policyRefusal(_ path: String) -> String? {
        do throws(Refusal) {
            _ = try read(path)
            return nil
        } catch {
            switch error {
            case .missing: return nil
            case .outside:
                return "a policy must lie in the workspace, and is named by its path from there, such as "
                    + WorkspaceOptions.usualPolicy
            case .notRegular where hasFolder(path): return "'\(path)' is a folder"
            default: return "\(error)"
            }
        }
    }
}

extension Policy {
    /// The time zones of its accounts, by name.
    fileprivate var zones: [String: Zone] {
        Dictionary(accounts.map { ($0.settings.zone.name, $0.settings.zone) }) { first, _ in first }
    }
}

extension Post {
    /// The files it shows.
    var pictures: [String] { images.map(\.file) + [card?.thumbnail].compactMap(\.self) }
}

/// A short stable hash of what a plan depends on: FNV-1a over 64 bits, enough to notice a change.
struct Fingerprint {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds bytes with their length, so that neighbours cannot run into each other.
    mutating func add(_ bytes: some Collection<UInt8>) {
        mix(bytes.count)
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Adds a text.
    mutating func add(_ text: String) { add(Array(text.utf8)) }

    private mutating func mix(_ number: Int) {
        for shift in stride(from: 0, to: 64, by: 8) {
            hash = (hash ^ UInt64(truncatingIfNeeded: number >> shift) & 0xFF) &* 0x100_0000_01b3
        }
    }

    /// Sixteen hexadecimal digits.
    var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
