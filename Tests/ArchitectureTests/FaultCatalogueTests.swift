import Foundation
import Testing

/// `docs/faults.md` says which test shows what Hearth does about a fault; here every name on that page is looked up.
struct FaultCatalogueTests {
    /// A row of the page.
    struct Row {
        var id: String
        /// Whether the page says that nothing shows it.
        var isOpen: Bool
        /// Whether it says that something of it is not done, or not shown.
        var isInPart: Bool
        /// The tests, as the page names them.
        var tests: [String]
    }

    /// The groups of the catalogue and how many faults each has.
    static let groups: [(letter: String, count: Int)] = [
        ("P", 12), ("D", 15), ("N", 14), ("R", 18), ("T", 10), ("C", 9), ("I", 5), ("S", 2),
    ]

    private func text(_ path: String) throws -> String {
        try String(contentsOf: ImportsTests.root.appending(path: path), encoding: .utf8)
    }

    private func rows() throws -> [Row] {
        try text("docs/faults.md").split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard line.hasPrefix("| "), cells[1] != "id" else { return nil }
            try #require(cells.count == 6, "a row has four cells: \(line)")
            let spans = cells[4].split(separator: "`", omittingEmptySubsequences: false)
            // What stands between two marks is every second piece.
            let tests = spans.indices.filter { $0 % 2 == 1 }.map { String(spans[$0]) }
            return Row(
                id: cells[1], isOpen: cells[3].contains("**open**"),
                isInPart: cells[3].contains("**In part**: "), tests: tests)
        }
    }

    @Test func `every fault has one row, in order`() throws {
        let wanted = FaultCatalogueTests.groups.flatMap { group in
            (1...group.count).map { "\(group.letter)\($0)" }
        }
        #expect(wanted.count == 85)
        #expect(try rows().map(\.id) == wanted)
    }

    @Test func `a row has a test, one in part, or is open, and the page counts them right`() throws {
        let rows = try rows()
        for row in rows {
            #expect(row.isOpen == row.tests.isEmpty, "\(row.id)")
            #expect(!row.isOpen || !row.isInPart, "\(row.id)")
        }
        let (open, part) = (rows.count { $0.isOpen }, rows.count { $0.isInPart })
        let sentence =
            "\(rows.count) faults: \(rows.count - open - part) have a test, \(part) have one in part, \(open) are open."
        #expect(try text("docs/faults.md").contains(sentence), "the page should say: \(sentence)")
    }

    @Test func `every test that is named is there`() throws {
        let faults = try text("Tests/Simulation/Fault.swift")
        for row in try rows() {
            for test in row.tests {
                if test.hasPrefix("scripts/torture ") {
                    try expectMethod(test.dropFirst("scripts/torture ".count), row.id)
                } else if test.hasPrefix("hearth-simulate ") {
                    let name = test.dropFirst("hearth-simulate ".count)
                    #expect(faults.contains("= \"\(name)\""), "\(row.id): no fault \(name)")
                } else {
                    try expectSentence(test, row.id)
                }
            }
        }
    }

    /// `METHOD` or `METHOD POINTS`: the method is known, and each word of the points stands in its file.
    private func expectMethod(_ words: Substring, _ id: String) throws {
        let fields = words.split(separator: " ")
        let method = try #require(fields.first, "\(id): no method")
        let commands = try text("Tests/Torture/__main__.py")
        let entry = try #require(
            commands.split(separator: "\n").first { $0.hasPrefix("METHODS = ") }, "no table of methods")
        let table = commands[entry.startIndex...].prefix { $0 != "}" }
        let pair = try #require(
            table.split(separator: "\"\(method)\": ", maxSplits: 1).dropFirst().first,
            "\(id): scripts/torture has no method \(method)")
        // Points of kinds of scenes are those of `kills`; a name in two pieces is put together in the file.
        let module = pair.prefix { $0.isLetter }
        let source = try text("Tests/Torture/\(module).py") + text("Tests/Torture/kills.py")
        for word in fields.dropFirst().joined().split(whereSeparator: { "/:".contains($0) }) {
            let pieces = source.contains(word) ? [word] : word.split(separator: "-")
            #expect(pieces.allSatisfy { source.contains($0) }, "\(id): no points \(words)")
        }
    }

    /// `Folder/File: sentence`: the file is there, and a test or check in it has this name.
    private func expectSentence(_ test: String, _ id: String) throws {
        let fields = test.split(separator: ": ", maxSplits: 1)
        try #require(fields.count == 2, "\(id): \(test) names no test")
        let source = try text("Tests/\(fields[0])")
        let name = fields[0].hasSuffix(".swift") ? "func `\(fields[1])`" : "\"\(fields[1])\""
        #expect(source.contains(name), "\(id): \(fields[0]) has no \(name)")
    }
}
