import Diagnostics
import Posts
import YAML

/// One file of a policy.
struct PolicyFile {
    /// Its path as the user knows it.
    let path: String
    /// Its top level.
    let fields: FieldReader
    /// The same, untyped.
    let root: YAMLNode
}

/// Follows `extends:` from file to file.
struct PolicyFiles {
    let load: (String) -> [UInt8]?
    let refusal: (String) -> String?
    let sink: DiagnosticSink

    /// The file at `path`, then what it extends, then what that extends; ends at the first that cannot be read.
    func chain(from path: String) -> [PolicyFile] {
        var files: [PolicyFile] = []
        var visited = [path]
        guard let first = load(path) else {
            let help = "write one, or begin with 'hearth init'"
            let why = refusal(path)
            sink.report(
                Diagnostic(
                    .error, code: why == nil ? "missing-policy" : "unreadable-policy",
                    why ?? "there is no policy file", at: SourceLocation(file: path),
                    help: why == nil ? help : nil))
            return []
        }
        var bytes = first
        while let last = visited.last, let file = file(last, bytes) {
            files.append(file)
            guard let value = file.fields.value("extends"), let name = value.string() else { break }
            guard let target = PolicyFiles.resolve(name, from: last) else {
                value.refuse(expected: "a policy in this folder or below, such as presets/4-1-1")
                break
            }
            if let start = visited.firstIndex(of: target) {
                let way = (visited[start...] + [target]).joined(separator: " -> ")
                value.error("extends-cycle", "each extends the next: \(way)", help: "remove one 'extends'")
                break
            }
            let loaded = load(target)
            if loaded == nil, let why = refusal(target) {
                value.error("unreadable-policy", why)
                break
            }
            guard let next = loaded ?? Preset(path: target).map({ Array($0.text.utf8) }) else {
                let known = Preset.all.map { "presets/" + $0.name }
                value.error(
                    "missing-policy", "there is no file '\(target)', and no built-in preset of that name",
                    help: NearestWord.suggest(name, among: known).map { "did you mean '\($0)'?" }
                        ?? "built in: " + known.joined(separator: ", "))
                break
            }
            visited.append(target)
            bytes = next
        }
        return files
    }

    private func file(_ path: String, _ bytes: [UInt8]) -> PolicyFile? {
        do throws(SyntaxError) {
            let source = try SourceText(bytes: bytes, file: path)
            let root = try YAMLNode.parse(source)
            guard let fields = FieldReader(root, in: source, reporting: sink) else { return nil }
            return PolicyFile(path: path, fields: fields, root: root)
        } catch {
            sink.report(error.diagnostic)
            return nil
        }
    }

    /// The path of `name`, with or without `.yaml`, beside the file at `path`; nil if it is absolute or leads out.
    static func resolve(_ name: String, from path: String) -> String? {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.hasSuffix("/") else { return nil }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var parts: [Substring] = []
        for part in name.split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case "", ".": continue
            case "..": return nil
            default: parts.append(part)
            }
        }
        guard !parts.isEmpty else { return nil }
        let joined = (folder + parts).joined(separator: "/")
        return joined.hasSuffix(".yaml") ? joined : joined + ".yaml"
    }
}
