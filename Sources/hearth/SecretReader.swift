import Foundation
import HTTP
import Policies
import Posts

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Fetches secrets from where a policy says they are.
struct SecretReader: Sendable {
    /// Why a secret is not at hand; never with the secret in it.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let key: String
        let reason: String
        var description: String { "the secret '\(key)' \(reason)" }
    }

    let composition: Composition
    /// Where relative paths begin.
    let root: String
    /// Environment variables that hold secrets: programs that fetch other secrets do not get to see them.
    private let secretVariables: Set<String>

    /// - Parameter policy: Nil where it cannot be read; then programs see the whole environment.
    init(composition: Composition, root: String, policy: Policy?) {
        self.composition = composition
        self.root = root
        var references = policy?.accounts.flatMap(\.secrets.values) ?? []
        if case .secretWebhook(let reference) = policy?.notify?.way { references.append(reference) }
        secretVariables = Set(
            references.compactMap { reference in
                if case .environment(let name) = reference { name } else { nil }
            })
    }

    /// All secrets of an account by key.
    func secrets(of account: Account) throws(Failure) -> [String: Secret] {
        var found: [String: Secret] = [:]
        for (key, reference) in account.secrets.sorted(by: { $0.key < $1.key }) {
            found[key] = try secret(key, reference)
        }
        return found
    }

    /// The secret behind one reference; `key` is for messages.
    func secret(_ key: String, _ reference: SecretReference) throws(Failure) -> Secret {
        let text: String
        switch reference {
        case .environment(let name):
            guard let value = composition.environment[name] else {
                throw Failure(key: key, reason: "is not there: the environment has no \(name)")
            }
            text = value
        case .file(let path):
            text = try file(key, path.hasPrefix("/") ? path : root + "/" + path, name: path)
        case .credential(let name):
            guard let folder = composition.environment["CREDENTIALS_DIRECTORY"] else {
                throw Failure(key: key, reason: "is not there: systemd has given no CREDENTIALS_DIRECTORY")
            }
            guard !name.contains("/"), name != ".." else {
                throw Failure(key: key, reason: "has a credential name with a slash")
            }
            // systemd keeps this folder private; its files belong to root and cannot be judged by their owner.
            text = try content(key, folder + "/" + name, name: name)
        case .command(let arguments):
            let visible = composition.environment.filter { !secretVariables.contains($0.key) }
            text = try SecretCommand.output(
                of: arguments, key: key, environment: visible, clock: composition.steadyMilliseconds)
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else { throw Failure(key: key, reason: "is empty") }
        return Secret(trimmed)
    }

    /// A file that nobody but its owner can read.
    private func file(_ key: String, _ path: String, name: String) throws(Failure) -> String {
        var info = stat()
        guard lstat(path, &info) == 0 else {
            throw Failure(key: key, reason: "is not there: no file '\(name)'")
        }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw Failure(key: key, reason: "is refused: '\(name)' is no regular file")
        }
        guard info.st_mode & 0o077 == 0 else {
            throw Failure(key: key, reason: "is refused: others can read '\(name)'; run chmod 600 on it")
        }
        guard info.st_uid == geteuid() || geteuid() == 0 else {
            throw Failure(key: key, reason: "is refused: '\(name)' belongs to somebody else")
        }
        return try content(key, path, name: name)
    }

    private func content(_ key: String, _ path: String, name: String) throws(Failure) -> String {
        do throws(WorkspaceFiles.Refusal) {
            let bytes = try WorkspaceFiles.readRegular(path, name: name, limit: 64 << 10)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw WorkspaceFiles.Refusal.notRegular(name)
            }
            return text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        } catch {
            throw Failure(key: key, reason: "cannot be read: \(error)")
        }
    }
}
