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
    var policy = "policies/default.yaml"

    @Option(help: "The folder of the ledger. (default: .hearth in the workspace, or $HEARTH_STATE)")
    var state: String?
}

/// What time it is, for commands that plan.
struct NowOption: ParsableArguments {
    @Option(help: "Plan as if it were this time, such as 2026-11-23T08:00:00Z.")
    var now: MomentArgument?
}

/// An instant on the command line; an offset is required, for a time without one means another thing everywhere.
struct MomentArgument: ExpressibleByArgument, Hashable {
    let instant: Instant

    init?(argument: String) {
        guard let instant = Instant(rfc3339: argument) else { return nil }
        self.instant = instant
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

    @Option(help: "How long to look for a better plan; the same effort gives the same plan.")
    var effort = Word.normal

    /// The effort in iterations.
    var value: Effort {
        switch effort {
        case .quick: .quick
        case .normal: .normal
        case .thorough: .thorough
        }
    }
}
