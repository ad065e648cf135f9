import Foundation
import Ledger
import Policies
import Posts
import Timeline

/// Whom to tell, kept in the ledger: a policy that cannot be read does not say it.
///
/// Whoever knows the address of a webhook can write there, so only its digest is kept; it is found again among the addresses
/// that stand in the policy's files, understood or not.
enum RememberedSettings {
    private static let fact = "notify"

    private struct Form: Codable, Equatable {
        var command: [String]?
        /// What an older Hearth kept.
        var webhook: String?
        /// SHA-256 of the webhook's address, in hexadecimal.
        var digest: String?
        var env: String?
        var file: String?
        var program: [String]?
        var credential: String?
        var runway: Int
    }

    /// Keeps the settings, if they are others than before; nil for none.
    static func keep(_ settings: NotifySettings?, in ledger: LedgerDatabase) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = try settings.map { String(decoding: try encoder.encode(form($0)), as: UTF8.self) } ?? ""
        guard try ledger.facts(of: "*")[fact] ?? "" != text else { return }
        try ledger.keep([fact: text], about: "*")
    }

    /// The settings of the last policy that could be read.
    ///
    /// - Parameter texts: The policy's files.
    static func load(_ ledger: LedgerDatabase, texts: () -> [String]) throws -> NotifySettings? {
        guard let text = try ledger.facts(of: "*")[fact],
            let form = try? JSONDecoder().decode(Form.self, from: Data(text.utf8))
        else { return nil }
        return way(form, texts).map { NotifySettings(way: $0, runway: Minutes(form.runway)) }
    }

    private static func form(_ settings: NotifySettings) -> Form {
        var form = Form(runway: settings.runway.count)
        switch settings.way {
        case .command(let arguments): form.command = arguments
        case .webhook(let address): form.digest = ContentDigest.hex(address.utf8)
        case .secretWebhook(.environment(let name)): form.env = name
        case .secretWebhook(.file(let path)): form.file = path
        case .secretWebhook(.command(let arguments)): form.program = arguments
        case .secretWebhook(.credential(let name)): form.credential = name
        }
        return form
    }

    private static func way(_ form: Form, _ texts: () -> [String]) -> NotifySettings.Way? {
        if let command = form.command { return .command(command) }
        if let webhook = form.webhook { return .webhook(webhook) }
        if let digest = form.digest {
            return texts().lazy.flatMap(addresses).first { ContentDigest.hex($0.utf8) == digest }.map {
                .webhook($0)
            }
        }
        if let name = form.env { return .secretWebhook(.environment(name)) }
        if let path = form.file { return .secretWebhook(.file(path)) }
        if let program = form.program { return .secretWebhook(.command(program)) }
        return form.credential.map { .secretWebhook(.credential($0)) }
    }

    /// What may be an address in a text: what stands in quotes, and what stands between blanks and brackets.
    private static func addresses(in text: String) -> [String] {
        let quoted = text.split { "\"'\n\r".contains($0) || $0 == "\r\n" }
        let bare = text.split { $0.isWhitespace || "\"'{}[],".contains($0) }
        return (quoted + bare).filter { $0.lowercased().hasPrefix("http") }.map(String.init)
    }
}
