import Diagnostics

/// Why no tick can begin: the policy has an error. The ledger knows nothing of it, for such a tick ends before it touches it.
struct PolicyFault: Hashable {
    /// What it is called among the kinds of trouble.
    static let kind = "policy"

    /// What is wrong and where, in a sentence.
    let sentence: String

    /// - Parameter diagnostics: What was found in a policy that cannot be used.
    init(_ diagnostics: [Diagnostic]) {
        let errors = diagnostics.filter(\.isError).sorted(by: DiagnosticPrinter.precedes)
        var words = "the policy has an error, so that no tick can begin"
        if let first = errors.first { words += ": \(PolicyFault.place(first.location))\(first.message)" }
        if errors.count > 1 { words += " (and \(errors.count - 1) more: `hearth check`)" }
        sentence = words
    }

    /// Reads the policy as a tick would; nil if that could begin.
    ///
    /// - Parameter path: The policy, as on the command line.
    static func look(_ path: String, in files: WorkspaceFiles, _ composition: Composition) -> PolicyFault? {
        let read = House.readPolicy(path, in: files, composition)
        return read.policy == nil ? PolicyFault(read.diagnostics) : nil
    }

    /// `file:line:column: `, as far as it is known.
    private static func place(_ location: SourceLocation?) -> String {
        guard let location else { return "" }
        let parts =
            [location.file]
            + [location.line, location.column].compactMap { number in number.map { "\($0)" } }
        return parts.joined(separator: ":") + ": "
    }
}
