import Foundation
import Rules
import Testing

@Suite struct RegistryTests {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the rules stand in the order in which they are reported`() {
        let names = RuleRegistry.all.map { $0.name.rawValue }
        #expect(
            names == [
                "once", "window", "hours", "spacing", "pace", "goodwill", "mix", "apart", "spread", "order",
                "stagger", "campaign", "budget", "gate", "hold",
            ])
    }

    @Test func `every rule file is registered, tested and documented`() throws {
        let folder = Self.root.appending(path: "Sources/Rules")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let declaring = try files.filter { file in
            try file.pathExtension == "swift"
                && String(contentsOf: file, encoding: .utf8).contains(": Rule {")
        }
        let names = declaring.map { $0.deletingPathExtension().lastPathComponent }.sorted()
        let registered = RuleRegistry.all.map { String(describing: $0) }.sorted()
        #expect(names == registered)
        let manual = try String(contentsOf: Self.root.appending(path: "docs/rules.md"), encoding: .utf8)
        for name in names {
            let test = Self.root.appending(path: "Tests/RulesTests/\(name)Tests.swift")
            #expect(FileManager.default.fileExists(atPath: test.path), "\(name) has no test")
            #expect(manual.contains("\n### \(name)\n"), "\(name) has no section in docs/rules.md")
        }
    }
}
