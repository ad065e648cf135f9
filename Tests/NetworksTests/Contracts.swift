import Foundation
import Testing

@testable import Networks

/// Descriptions of the APIs that others publish, kept beside the repository where somebody has put them.
enum Contracts {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The text of a file below `../shared/contracts`; nil, and said so, where it is not there.
    static func text(_ path: String) -> String? {
        // Beside the repository, or beside the folder of its worktrees.
        for root in [folder, folder.deletingLastPathComponent()] {
            let file = root.appendingPathComponent("shared/contracts").appendingPathComponent(path)
            if let data = try? Data(contentsOf: file) { return String(decoding: data, as: UTF8.self) }
        }
        print("not checked against \(path): there is no ../shared/contracts")
        return nil
    }

    /// The lines of a file that are neither empty nor remarks.
    static func lines(_ path: String) -> [String]? {
        text(path)?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// A lexicon by its id, such as `app.bsky.feed.post`.
    static func lexicon(_ id: String) -> JSON? {
        text("bluesky/lexicons/\(id.split(separator: ".").joined(separator: "/")).json").flatMap {
            JSON(parsing: $0)
        }
    }

    /// A schema of an OpenAPI description with what its `allOf` brings together.
    static func schema(_ name: String, of api: JSON) -> JSON {
        let named = api["components"]?["schemas"]?[name]
        var properties: [JSON.Member] = []
        var required: [JSON] = []
        for part in named?["allOf"]?.items ?? named.map({ [$0] }) ?? [] {
            let reference = part["$ref"]?.text?.split(separator: "/").last.map(String.init)
            let whole = reference.map { schema($0, of: api) } ?? part
            if case .object(let members)? = whole["properties"] { properties += members }
            required += whole["required"]?.items ?? []
        }
        return .object(["properties": .object(properties), "required": .array(required)])
    }

    /// The members of `object` that a schema does not know, and those that it demands and `object` has not.
    static func faults(of object: JSON, schema: JSON?) -> [String] {
        guard case .object(let members) = object, case .object(let properties)? = schema?["properties"] else {
            return ["no object, or no schema"]
        }
        let known = Set(properties.map(\.name) + ["$type"])
        let unknown = members.map(\.name).filter { !known.contains($0) }.map { "unknown: \($0)" }
        let required = schema?["required"]?.items?.compactMap(\.text) ?? []
        return unknown + required.filter { object[$0] == nil }.map { "missing: \($0)" }
    }
}
