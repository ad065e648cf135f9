import Foundation
import Testing

/// What Hearth is made of: two packages and three libraries of the system, each with its licence in `SECURITY.md`.
struct DependenciesTests {
    static let packages = [
        "https://github.com/apple/swift-argument-parser": "Apache-2.0",
        "https://github.com/groue/GRDB.swift": "MIT",
    ]

    private func text(_ name: String) throws -> String {
        try String(contentsOf: ImportsTests.root.appending(path: name), encoding: .utf8)
    }

    @Test func `the manifest names these packages, each from a version on, and no others`() throws {
        let parts = try text("Package.swift").components(separatedBy: ".package(").dropFirst()
        let named = parts.map { String($0.prefix { $0 != ")" }) }
        let urls = named.compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
        #expect(urls.sorted() == DependenciesTests.packages.keys.sorted())
        for one in named { #expect(one.contains(", from: \"") || one.contains(", exact: \""), "\(one)") }
    }

    @Test func `the libraries of the system are these`() throws {
        let parts = try text("Package.swift").components(separatedBy: "pkgConfig: \"").dropFirst()
        #expect(parts.map { String($0.prefix { $0 != "\"" }) } == ["yaml-0.1", "libcurl", "libcrypto"])
    }

    @Test func `every part is listed with its licence`() throws {
        let security = try text("SECURITY.md")
        for (url, licence) in DependenciesTests.packages {
            let name = url.split(separator: "/").last ?? ""
            #expect(security.contains("| [\(name)](\(url)) | \(licence) |"), "\(name)")
        }
        for library in ["libcurl", "libyaml", "libcrypto", "SQLite"] {
            #expect(security.contains("| \(library) |"), "\(library)")
        }
    }
}
