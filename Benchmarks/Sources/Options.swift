import ArgumentParser
import Solver

/// Which workspace.
struct ShapeOptions: ParsableArguments {
    @Option(help: "S, M, L or XL; the other options change single sizes of it.")
    var set = "M"
    @Option(help: "Groups of accounts that share no post.")
    var brands: Int?
    @Option(help: "Accounts of one brand.")
    var accounts: Int?
    @Option(help: "Candidate posts.")
    var posts: Int?
    @Option(help: "Days of the horizon.")
    var days: Int?
    @Option(help: "Minutes between slots.")
    var grid: Int?
    @Flag(help: "Every account has the first one's policy.")
    var uniform = false

    func shape() throws -> Shape { try shape(named: set) }

    func shape(named name: String) throws -> Shape {
        guard var shape = Shape.sets.first(where: { $0.name == name }) else {
            throw ValidationError("there is no set '\(name)'; known: S, M, L, XL")
        }
        if let brands { shape.brands = brands }
        if let accounts {
            shape.accountsPerBrand = accounts
            if shape.spread == 1...1 { shape.spread = 1...min(4, accounts) }
        }
        if let posts { shape.posts = posts }
        if let days { shape.days = days }
        if let grid { shape.grid = grid }
        shape.isUniform = uniform
        if shape.brands < 1 || shape.accountsPerBrand < 1 || shape.posts < 1 || shape.days < 1 {
            throw ValidationError("sizes are positive")
        }
        return shape
    }

    /// The options that make a process of its own build the same workspace.
    func arguments(set: String) -> [String] {
        var all = ["--set", set]
        for (name, value) in [
            ("--brands", brands), ("--accounts", accounts), ("--posts", posts), ("--days", days),
            ("--grid", grid),
        ] {
            if let value { all += [name, "\(value)"] }
        }
        return uniform ? all + ["--uniform"] : all
    }
}

/// How much work.
struct EffortOption: ParsableArguments {
    @Option(help: "quick, normal or thorough.")
    var effort = "normal"

    func value() throws -> Effort {
        switch effort {
        case "quick": .quick
        case "normal": .normal
        case "thorough": .thorough
        default: throw ValidationError("there is no effort '\(effort)'; known: quick, normal, thorough")
        }
    }
}
