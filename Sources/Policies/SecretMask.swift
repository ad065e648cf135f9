import Diagnostics
import Posts
import YAML

/// Keeps what may be a secret out of every finding.
///
/// Somebody who writes a token into a policy makes one mistake; showing it in a log, a bug report or a CI run would
/// make it a leak. A finding shows the line as written, so every such value is starred out, whatever is found there.
final class SecretMask {
    private struct Place {
        let file: String
        let mark: YAMLMark
    }

    private let secretKeys: Set<String>
    private let plainKeys: Set<String>
    private var places: [Place] = []
    private var texts: Set<String> = []

    init(networks: [NetworkProfile]) {
        let keys = networks.flatMap(\.keys)
        secretKeys = Set(keys.filter { $0.form == .secret }.map(\.name))
        plainKeys = Set(keys.filter { $0.form != .secret }.map(\.name))
            .union(SectionReader.keys).union(["network", "budget"]).union(PolicyDraft.commonKeys)
    }

    /// Notes every value below `accounts` that stands where a secret may stand and is no reference to one.
    func findSecrets(below accounts: YAMLNode?, in file: String) {
        for account in accounts?.entries ?? [] {
            guard let keys = account.value.entries else {
                hide(account.value, file)
                continue
            }
            for key in keys where secretKeys.contains(key.key) || !plainKeys.contains(key.key) {
                if let text = key.value.text, case .reference = SecretReader.read(text) { continue }
                hide(key.value, file)
            }
            // An address with a password in it is refused; it must not be shown either.
            for key in keys
            where key.value.text?.contains("@") == true && key.value.text?.contains("://") == true {
                hide(key.value, file)
            }
        }
    }

    /// Notes an address for notices: whoever knows it can write there.
    func findHook(in notify: YAMLNode?, in file: String) {
        for entry in notify?.entries ?? [] where entry.key == "webhook" {
            if let text = entry.value.text, case .reference = SecretReader.read(text) { continue }
            hide(entry.value, file)
        }
    }

    /// The same finding without what was noted.
    func masked(_ diagnostic: Diagnostic) -> Diagnostic {
        var masked = diagnostic
        masked.message = hiding(diagnostic.message)
        masked.notes = diagnostic.notes.map { hiding($0) }
        masked.help = diagnostic.help.map { hiding($0) }
        if let line = diagnostic.sourceLine, let place = diagnostic.location {
            // The same secret may stand in a second place; stars keep the carets where they belong.
            masked.sourceLine = hiding(hidingAfterNames(hidingPlaces(line, at: place))) {
                String(repeating: "*", count: $0.unicodeScalars.count)
            }
        }
        return masked
    }

    private func hide(_ node: YAMLNode, _ file: String) {
        places.append(Place(file: file, mark: node.mark))
        // Very short values are part of many words; their place is hidden all the same.
        if let text = node.text, text.count >= 6 { texts.insert(text) }
    }

    private func hidingPlaces(_ line: String, at place: SourceLocation) -> String {
        guard let number = place.line else { return line }
        var scalars = Array(line.unicodeScalars)
        for hidden in places where hidden.file == place.file {
            let mark = hidden.mark
            guard (mark.line...mark.endLine).contains(number) else { continue }
            let first = number == mark.line ? mark.column - 1 : 0
            let last = number == mark.endLine ? mark.endColumn - 1 : scalars.count
            for index in scalars.indices where index >= first && index < last { scalars[index] = "*" }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Stars out what follows `token:` and the like in a line that could not be read as YAML.
    private func hidingAfterNames(_ line: String) -> String {
        let scalars = Array(line.unicodeScalars)
        for index in scalars.indices where scalars[index] == ":" {
            var end = index
            while end > 0, " \t'\"".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
            var start = end
            while start > 0,
                scalars[start - 1].properties.isAlphabetic || "_-".unicodeScalars.contains(scalars[start - 1])
            {
                start -= 1
            }
            let name = text(scalars[start..<end]).lowercased()
            guard !name.isEmpty,
                secretKeys.contains(name) || SecretMask.words.contains(where: { name.contains($0) })
            else { continue }
            var value = index + 1
            while value < scalars.count, " \t'\"".unicodeScalars.contains(scalars[value]) { value += 1 }
            let rest = text(scalars[value...])
            if rest.hasPrefix("*") || SecretReader.schemes.contains(where: { rest.hasPrefix($0.0 + ":") }) {
                continue
            }
            return text(scalars[..<value]) + String(repeating: "*", count: scalars.count - value)
        }
        return line
    }

    private static let words = ["token", "password", "secret"]

    private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private func hiding(_ text: String, behind stars: (String) -> String = { _ in "***" }) -> String {
        texts.filter { text.contains($0) }.sorted { $0.count > $1.count }.reduce(text) { text, secret in
            var result = ""
            var rest = text[...]
            while !rest.isEmpty {
                if rest.hasPrefix(secret) {
                    result += stars(secret)
                    rest = rest.dropFirst(secret.count)
                } else {
                    result.append(rest.removeFirst())
                }
            }
            return result
        }
    }
}
