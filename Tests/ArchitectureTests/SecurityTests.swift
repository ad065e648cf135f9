import Foundation
import Testing

/// The table of `SECURITY.md`: every rule has a test that exists, or says why it needs none.
struct SecurityTests {
    struct Row {
        var number: Int
        var rule: String
        var proof: String
    }

    static let text = try? String(
        contentsOf: ImportsTests.root.appending(path: "SECURITY.md"), encoding: .utf8)

    /// `| 12 | rule | proof |`
    static func rows() throws -> [Row] {
        try #require(text).split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let number = Int(cells[0]) else { return nil }
            return Row(number: number, rule: cells[1], proof: cells[2])
        }
    }

    /// The files that a proof names, each with the sentences that follow it: `` `File.swift`: "one sentence"; "another" ``.
    static func named(in proof: String) -> [(file: String, sentences: [String])] {
        proof.split(separator: "`", omittingEmptySubsequences: false).enumerated().reduce(into: []) {
            found, part in
            if part.offset % 2 == 1 {
                found.append((String(part.element), []))
            } else if !found.isEmpty {
                let quoted = part.element.split(separator: "\"", omittingEmptySubsequences: false)
                    .enumerated()
                found[found.count - 1].1 += quoted.filter { $0.offset % 2 == 1 }.map { String($0.element) }
            }
        }
    }

    @Test func `all forty rules stand in the table, in order`() throws {
        let rows = try SecurityTests.rows()
        #expect(rows.map(\.number) == Array(1...40))
        for row in rows {
            #expect(row.rule.count > 10, "rule \(row.number)")
            let named = SecurityTests.named(in: row.proof).contains { !$0.sentences.isEmpty }
            #expect(
                named || row.proof.hasPrefix("Not needed: "),
                "rule \(row.number) has neither a test nor a reason")
        }
    }

    @Test func `every test that the table names is there`() throws {
        let tests = ImportsTests.root.appending(path: "Tests")
        let all = try FileManager.default.subpathsOfDirectory(atPath: tests.path)
        for row in try SecurityTests.rows() {
            for (file, sentences) in SecurityTests.named(in: row.proof) where !sentences.isEmpty {
                let path = try #require(
                    all.first { $0 == file || $0.hasSuffix("/" + file) },
                    "rule \(row.number): no file \(file)")
                let text = try String(contentsOf: tests.appending(path: path), encoding: .utf8)
                for sentence in sentences {
                    // A script says its sentences in quotation marks.
                    let isThere = text.contains("`\(sentence)`(") || text.contains("\"\(sentence)\"")
                    #expect(isThere, "rule \(row.number): \(file) has no test '\(sentence)'")
                }
            }
        }
    }

    @Test func `what the table names is read as it is written`() {
        let named = SecurityTests.named(in: "`ATests.swift`: \"one\"; \"two\"; and `BTests.swift`: \"three\"")
        #expect(named.map(\.file) == ["ATests.swift", "BTests.swift"])
        #expect(named.map(\.sentences) == [["one", "two"], ["three"]])
    }

    /// Rules 34 to 37 are about servers; there is none, and whoever adds one has to look at them.
    @Test func `nothing listens`() throws {
        let calls = [" listen(", ".listen(", "NWListener", "SO_REUSEADDR", "accept4("]
        for (name, text) in try sources(".swift") + sources(".c") {
            for call in calls { #expect(!text.contains(call), "\(name) has \(call)") }
        }
    }

    /// Rule 14: a command line is seen by everybody on the machine.
    @Test func `no option takes a secret`() throws {
        let secret = ["token", "secret", "password", "passphrase", "credential", "apiKey"]
        for (name, text) in try sources(".swift") where name.hasPrefix("hearth/") {
            for part in text.components(separatedBy: "@Option").dropFirst()
                + text.components(separatedBy: "@Argument").dropFirst()
            {
                let words =
                    part.components(separatedBy: "var ").dropFirst().first?.prefix { $0.isLetter } ?? ""
                #expect(!secret.contains { words.localizedCaseInsensitiveContains($0) }, "\(name): \(words)")
            }
        }
    }

    /// Rule 3: a switch that turns the checks of certificates off would be used.
    @Test func `certificates are always checked`() throws {
        let all = try sources(".swift").filter { $0.text.contains("SSL_VERIFY") }
        #expect(all.map(\.name) == ["HTTP/CurlTransfer.swift"])
        let text = try #require(all.first).text
        #expect(text.contains("(CURLOPT_SSL_VERIFYPEER, 1),"))
        #expect(text.contains("(CURLOPT_SSL_VERIFYHOST, 2),"))
        #expect(text.contains("(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),"))
    }

    /// Rule 40: the unit that people copy.
    @Test(arguments: [
        "NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system-service", "User=hearth",
        "CapabilityBoundingSet=", "StateDirectoryMode=0700", "UMask=0077", "LimitCORE=0",
    ])
    func `the example unit takes away what a tick does not need`(line: String) throws {
        let unit = try String(
            contentsOf: ImportsTests.root.appending(path: "docs/examples/hearth.service"), encoding: .utf8)
        #expect(unit.split(separator: "\n").contains { $0 == line })
    }

    /// In the state directory itself the epoch would have no place beside it, and a folder brought back would go unnoticed.
    @Test func `the example unit keeps the epoch beside the state, where it may write`() throws {
        let unit = try String(
            contentsOf: ImportsTests.root.appending(path: "docs/examples/hearth.service"), encoding: .utf8)
        let lines = unit.split(separator: "\n")
        #expect(lines.contains("StateDirectory=hearth"))
        let state = try #require(lines.first { $0.hasPrefix("Environment=HEARTH_STATE=") })
        let folders = state.split(separator: "/").dropFirst()
        #expect(folders.count == 4 && folders.starts(with: ["var", "lib", "hearth"]))
    }

    /// systemd refuses a unit whose credential is not there.
    @Test func `the example unit names only secrets that its description makes`() throws {
        let docs = ImportsTests.root.appending(path: "docs")
        let unit = try String(contentsOf: docs.appending(path: "examples/hearth.service"), encoding: .utf8)
        let text = try String(contentsOf: docs.appending(path: "operations.md"), encoding: .utf8)
        let named = unit.split(separator: "\n").filter { $0.hasPrefix("LoadCredential=") }
        #expect(!named.isEmpty)
        for line in named {
            let path = try #require(line.split(separator: ":").last)
            #expect(text.contains("sudo install -m 600 my-token \(path)\n"), "\(line)")
        }
    }

    /// Without its word a clock that was set right after the first tick is not believed for a day.
    @Test func `the example unit leaves a tick the question whether the clock is synchronised`() throws {
        let unit = try String(
            contentsOf: ImportsTests.root.appending(path: "docs/examples/hearth.service"), encoding: .utf8)
        let lines = unit.split(separator: "\n")
        let refused = try #require(lines.firstIndex { $0.hasPrefix("SystemCallFilter=~") })
        let allowed = lines.firstIndex(of: "SystemCallFilter=adjtimex clock_adjtime clock_adjtime64")
        #expect(try #require(allowed) > refused)
        #expect(!lines.contains("ProtectClock=yes"), "it forbids the question as well")
    }

    private func sources(_ ending: String) throws -> [(name: String, text: String)] {
        let folder = ImportsTests.root.appending(path: "Sources")
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(ending) }
            .map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
    }
}
