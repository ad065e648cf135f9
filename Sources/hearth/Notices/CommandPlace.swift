import Ledger

/// Completes a command so that it works wherever it is typed.
struct CommandPlace: Hashable {
    /// The workspace's folder.
    let workspace: String
    /// The options that name workspace, state and policy, with a space before each.
    let options: String

    /// - Parameters:
    ///   - workspace: An absolute path.
    ///   - state: An absolute path.
    ///   - policy: As on the command line.
    init(workspace: String, state: String, policy: String) {
        self.workspace = workspace
        var options = " --workspace \(CommandPlace.quoted(workspace))"
        if state != StateDirectory.oneName(of: workspace + "/.hearth") {
            options += " --state \(CommandPlace.quoted(state))"
        }
        if policy != WorkspaceOptions.usualPolicy { options += " --policy \(CommandPlace.quoted(policy))" }
        self.options = options
    }

    /// `hearth` with these words.
    func command(_ words: String) -> String { "hearth \(words)\(options)" }

    /// As a shell takes it for one word.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "/._-+@:".unicodeScalars.contains($0))
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
