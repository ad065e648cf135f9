import Foundation
import Testing

/// The dependency rules of `docs/architecture.md`, checked on the import lines themselves: the build's own check lets
/// undeclared imports of indirect dependencies pass.
struct ImportsTests {
    /// Per room, everything it may import besides Swift's own standard modules.
    static let allowed: [String: Set<String>] = [
        "Diagnostics": ["Foundation"],
        "Timeline": [],
        "YAML": ["CLibYAML", "Diagnostics", "Foundation"],
        "Posts": ["Diagnostics", "Timeline", "YAML", "Foundation"],
        "Policies": ["Diagnostics", "Timeline", "Posts", "YAML", "Foundation"],
        "Rules": ["Timeline", "Posts", "Policies"],
        "Solver": ["Dispatch"],
        "Planning": ["Diagnostics", "Timeline", "Posts", "Policies", "Rules", "Solver", "Foundation"],
        "Preview": ["Diagnostics", "Timeline", "Posts", "Policies", "Rules", "Planning", "Foundation"],
        "Ledger": ["Timeline", "Posts", "CLibcrypto", "GRDB", "Foundation", "Glibc", "Darwin"],
        "HTTP": ["CCurl", "CLibcurl", "Foundation", "Glibc", "Darwin"],
        "Networks": ["Timeline", "Posts", "HTTP", "CLibcrypto", "Foundation"],
        "Publishing": [
            "Timeline", "Posts", "Policies", "Rules", "Ledger", "Networks", "HTTP", "Foundation", "Glibc",
            "Darwin",
        ],
        "hearth": [
            "Diagnostics", "Timeline", "YAML", "Posts", "Policies", "Rules", "Solver", "Planning", "Preview",
            "Ledger",
            "HTTP", "Networks", "Publishing", "ArgumentParser", "Foundation", "Glibc", "Darwin",
        ],
    ]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: allowed.keys.sorted())
    func `a room imports only what the house allows`(room: String) throws {
        let files = try swiftFiles(in: ImportsTests.root.appending(path: "Sources/\(room)"))
        #expect(!files.isEmpty, "Sources/\(room) holds no Swift file")
        for file in files {
            for module in try imports(of: file) {
                #expect(
                    ImportsTests.allowed[room]?.contains(module) == true,
                    "\(file.lastPathComponent) imports \(module), which \(room) may not")
            }
        }
    }

    @Test func `every room of Swift code is in the table`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            at: ImportsTests.root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        for folder in folders where try !swiftFiles(in: folder).isEmpty {
            #expect(
                ImportsTests.allowed[folder.lastPathComponent] != nil,
                "\(folder.lastPathComponent) has no row")
        }
    }

    @Test(arguments: ["Timeline", "Posts", "Policies", "Rules", "Solver", "Planning", "Preview", "Networks"])
    func `nothing that only thinks asks what time it is`(room: String) throws {
        let clocks = [
            "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "clock_gettime", "time(nil)",
            ".now()",
        ]
        for file in try swiftFiles(in: ImportsTests.root.appending(path: "Sources/\(room)")) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for clock in clocks {
                #expect(!text.contains(clock), "\(file.lastPathComponent) names \(clock)")
            }
        }
    }

    @Test func `only the composition names the live clock, the environment and libcurl`() throws {
        let live = ["ProcessInfo.processInfo", "CurlTransport(", "clock_gettime", "getenv(", "Date()"]
        for file in try swiftFiles(in: ImportsTests.root.appending(path: "Sources/hearth"))
        where !file.lastPathComponent.hasPrefix("Composition") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for name in live {
                #expect(!text.contains(name), "\(file.lastPathComponent) names \(name)")
            }
        }
    }

    private func swiftFiles(in folder: URL) throws -> [URL] {
        let all =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        return all.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    private func imports(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            if let first = words.first,
                ["public", "internal", "package", "private", "fileprivate"].contains(first)
            {
                words.removeFirst()
            }
            guard words.first == "import", words.count >= 2 else { return nil }
            let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let path = kinds.contains(String(words[1])) && words.count > 2 ? words[2] : words[1]
            return String(path.split(separator: ".")[0])
        }
    }
}
