import Foundation
import Ledger
import Policies
import Posts
import Timeline

/// Whom to tell, kept in the ledger: a policy that cannot be read does not say it.
enum RememberedSettings {
    private static let fact = "notify"

    private struct Form: Codable, Equatable {
        var command: [String]?
        var webhook: String?
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
    static func load(_ ledger: LedgerDatabase) throws -> NotifySettings? {
        guard let text = try ledger.facts(of: "*")[fact],
            let form = try? JSONDecoder().decode(Form.self, from: Data(text.utf8))
        else { return nil }
        return way(form).map { NotifySettings(way: $0, runway: Minutes(form.runway)) }
    }

    private static func form(_ settings: NotifySettings) -> Form {
        var form = Form(runway: settings.runway.count)
        switch settings.way {
        case .command(let arguments): form.command = arguments
        case .webhook(let address): form.webhook = address
        case .secretWebhook(.environment(let name)): form.env = name
        case .secretWebhook(.file(let path)): form.file = path
        case .secretWebhook(.command(let arguments)): form.program = arguments
        case .secretWebhook(.credential(let name)): form.credential = name
        }
        return form
    }

    private static func way(_ form: Form) -> NotifySettings.Way? {
        if let command = form.command { return .command(command) }
        if let webhook = form.webhook { return .webhook(webhook) }
        if let name = form.env { return .secretWebhook(.environment(name)) }
        if let path = form.file { return .secretWebhook(.file(path)) }
        if let program = form.program { return .secretWebhook(.command(program)) }
        return form.credential.map { .secretWebhook(.credential($0)) }
    }
}
