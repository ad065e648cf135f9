import Diagnostics
import Posts
import Timeline
import YAML

/// Reads a policy file, with what it extends, into a ``Policy``.
///
/// A policy decides what is published, so one error makes it no policy: all errors are reported in one pass, and
/// nothing is guessed. Secrets stand in it by reference only; a text in their place is reported without being shown.
///
///     let (policy, diagnostics) = PolicyReader(networks: profiles, zones: catalog, load: bytes).read("policies/default.yaml")
public struct PolicyReader {
    private let networks: [NetworkProfile]
    private let zones: ZoneCatalog
    private let load: (String) -> [UInt8]?
    /// Why the file at a path that cannot be loaded is not simply absent, in a sentence; nil if it is.
    public var refusal: (String) -> String? = { _ in nil }
    /// What a network itself says of an account's keys: the one that it cannot use, and why.
    ///
    /// Such an account cannot be used, the policy can: the finding takes nothing else out.
    public var judge: (Account) -> (key: String, reason: String)? = { _ in nil }

    /// A reader for accounts on these networks.
    ///
    /// - Parameter load: The bytes of the file at a path, nil if there is none. Paths are those given to ``read(_:)``
    ///   and, for what a policy extends, paths below the same folder.
    public init(networks: [NetworkProfile], zones: ZoneCatalog, load: @escaping (String) -> [UInt8]?) {
        self.networks = networks
        self.zones = zones
        self.load = load
    }

    /// Reads the policy at `path`; nil if there is any error but those of ``judge``.
    ///
    /// Findings are in the order of files and lines, each of them once.
    public func read(_ path: String) -> (policy: Policy?, diagnostics: [Diagnostic]) {
        let sink = DiagnosticSink()
        let mask = SecretMask(networks: networks)
        let files = PolicyFiles(load: load, refusal: refusal, sink: sink).chain(from: path)
        for file in files {
            mask.findSecrets(below: file.root["accounts"], in: file.path)
            mask.findHook(in: file.root["notify"], in: file.path)
        }
        var policy: Policy?
        if !files.isEmpty {
            policy = PolicyDraft(files: files, networks: networks, zones: zones, judge: judge, sink: sink)
                .policy()
            for file in files { file.fields.finish() }
        }
        let isSound = sink.diagnostics.allSatisfy { !$0.isError || $0.code == Account.faultCode }
        return (isSound ? policy : nil, PolicyReader.inOrder(sink.diagnostics.map(mask.masked)))
    }

    /// By place, and each only once: accounts that share a section share its contradictions.
    private static func inOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        let nowhere = SourceLocation(file: "")
        return diagnostics.filter { seen.insert($0).inserted }
            .sorted { ($0.location ?? nowhere) < ($1.location ?? nowhere) }
    }
}

extension Policy {
    /// The words that a queue may use under this policy.
    ///
    /// - Parameter posted: Posts that went out, even if their files are gone.
    public func vocabulary(posted: Set<PostID> = []) -> Vocabulary {
        Vocabulary(
            kinds: kinds.keys.sorted(), accounts: accounts.map(\.id),
            networks: Set(accounts.map(\.network.name)).sorted(),
            campaigns: Set(accounts.flatMap(\.settings.campaigns.keys)).sorted(), posted: posted)
    }
}
