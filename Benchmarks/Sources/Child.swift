import Foundation

/// Runs this program again as a process of its own, so that memory and CPU are those of one instance.
enum Child {
    /// Standard output of `arguments`; nil if the process failed, which is told on standard error.
    static func output(_ arguments: [String]) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        if !FileManager.default.fileExists(atPath: "/proc/self/exe") {
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        }
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
        } catch {
            Text.note("cannot start: \(error)")
            return nil
        }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            Text.note("\(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
            return nil
        }
        return data
    }
}

/// Text for people.
enum Text {
    /// A line on standard error.
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// A line on standard output, at once.
    static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    /// `number` with so many decimals.
    static func fixed(_ number: Double, _ decimals: Int) -> String {
        number.isNaN ? "-" : String(format: "%.\(decimals)f", number)
    }

    /// Rows under a head as aligned columns; the first is left-aligned.
    static func table(_ rows: [[String]]) -> String {
        let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
