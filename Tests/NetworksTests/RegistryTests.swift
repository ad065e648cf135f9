import Foundation
import Posts
import Testing

@testable import Networks

@Suite struct RegistryTests {
    @Test func `names are unique, sorted, and found again`() {
        let names = NetworkRegistry.all.map { $0.profile.name }
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        for name in names { #expect(NetworkRegistry.network(named: name)?.profile.name == name) }
        #expect(NetworkRegistry.network(named: "fax") == nil)
    }

    @Test func `every key says what it is for in a sentence`() {
        for network in NetworkRegistry.all {
            for key in network.profile.keys {
                #expect(key.summary.hasSuffix("."), "\(network.profile.name) \(key.name)")
            }
        }
    }

    /// Rule 22 of `SECURITY.md`.
    @Test(arguments: NetworkRegistry.all.map { $0.profile.name.rawValue })
    func `every network says which rights its credentials need`(name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/networks.md"), encoding: .utf8)
        let section = try #require(
            text.components(separatedBy: "\n## ").first { $0.lowercased().hasPrefix(name + "\n") })
        let paragraph = try #require(
            section.components(separatedBy: "\n\n").first { $0.hasPrefix("**Credentials.**") })
        let words = ["scopes", "opens nothing"]
        #expect(words.contains { paragraph.contains($0) }, "it names no rights: \(paragraph)")
    }
}
