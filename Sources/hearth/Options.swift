import ArgumentParser
import Foundation
import Solver
import Timeline

/// Where to work; every command takes these.
struct WorkspaceOptions: ParsableArguments {
    @Option(
        name: .customLong("workspace"), help: "The folder with queue/ and policies/.", completion: .directory)
    var workspace = "."

    @Option(help: "The policy, relative to the workspace.", completion: .file(extensions: ["yaml", "yml"]))
    var policy = WorkspaceOptions.usualPolicy

    /// The policy where none is named.
    static let usualPolicy = "policies/default.yaml"

    @Option(help: "The folder of the ledger. (default: .hearth in the workspace, or $HEARTH_STATE)")
    var state: String?

    /// A variable of a script that is not set would mean the current folder.
    func validate() throws {
        if state?.isEmpty == true { throw ValidationError("--state takes a folder, not nothing") }
    }
}

/// What time it is, for commands that plan.
struct NowOption: ParsableArguments {
    @Option(
        help: "Plan as if it were this time, such as 2026-11-23T08:00:00Z.", transform: MomentArgument.read)
    var now: MomentArgument?
}

/// An instant on the command line; an offset is required, for a time without one means another thing everywhere.
struct MomentArgument: Hashable, Sendable {
    let instant: Instant

    /// Reads it; says what is expected, for it is mostly the offset that is missing.
    static func read(_ text: String) throws -> MomentArgument {
        guard let instant = Instant(rfc3339: text) else {
            throw ValidationError("it takes a time with an offset, such as 2026-11-23T08:00:00Z or …+01:00")
        }
        return MomentArgument(instant: instant)
    }
}

/// Text for people or JSON for programs.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

/// How long to look for a better plan.
struct EffortOption: ParsableArguments {
    /// The words after `--effort`.
    enum Word: String, ExpressibleByArgument, CaseIterable {
        case quick
        case normal
        case thorough
    }

    @Option(
        help: """
            How long to look for a better plan, in steps: the same effort gives the same plan. (default: quick for \
            preview, else normal)
            """)
    var effort: Word?

    @Option(
        help: """
            End the search after this time and take the best plan so far: 30, 30s, 2m or 500ms. Then, and only then, \
            plans may differ from run to run.
            """)
    var timeLimit: TimeLimit?

    /// Waits from now on.
    func patience(_ composition: Composition) -> Patience {
        Patience(timeLimit?.milliseconds, composition: composition)
    }

    /// The effort in iterations.
    func value(unlessNamed usual: Word) -> Effort {
        switch effort ?? usual {
        case .quick: .quick
        case .normal: .normal
        case .thorough: .thorough
        }
    }
}

/// A length of time on the command line: seconds, or a number with `ms`, `s` or `m`.
struct TimeLimit: ExpressibleByArgument, Hashable {
    let milliseconds: Int

    /// A day; whoever waits longer needs no limit.
    private static let longest = 86_400_000

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1000, "ms": 1, "s": 1000, "m": 60_000]
        guard let count = Int(digits), let unit = units[String(argument.dropFirst(digits.count))], count > 0,
            count <= TimeLimit.longest / unit
        else { return nil }
        milliseconds = count * unit
    }
}
