import Ledger

/// A run that failed.
public struct Failure: Sendable {
    /// The network.
    public var kind: ServiceKind
    /// The seed.
    public var seed: UInt64
    /// How.
    public var violation: Violation
    /// What was played.
    public var scenario: Scenario
}

/// What came of many runs.
public struct Total: Sendable {
    /// Numbers of one kind of network.
    public struct Line: Sendable {
        /// Runs.
        public var runs = 0
        /// Days that passed in them.
        public var days = 0
        /// Ticks that ran.
        public var ticks = 0
        /// Deliveries that were made.
        public var deliveries = 0
        /// Posts, or parts of them, that went out.
        public var publications = 0
        /// Faults that struck.
        public var faults = 0
        /// Ticks that died.
        public var deaths = 0
        /// What must never be, by sort.
        public var violations: [Violation.Sort: Int] = [:]
    }

    /// By kind.
    public var lines: [ServiceKind: Line] = [:]
    /// What occurred in all of them.
    public var census = Census()
    /// Those that failed, in order of kind and seed.
    public var failures: [Failure] = []

    /// Nothing was played yet.
    public init() {}

    /// Adds a run.
    public mutating func add(_ outcome: Outcome, seed: UInt64) {
        let kind = outcome.scenario.kind
        var line = lines[kind] ?? Line()
        line.runs += 1
        line.days += outcome.days
        line.ticks += outcome.ticks
        line.deliveries += outcome.deliveries
        line.publications += outcome.publications
        line.faults += outcome.census.faults.values.reduce(0, +)
        line.deaths += outcome.deaths
        for violation in outcome.violations { line.violations[violation.sort, default: 0] += 1 }
        lines[kind] = line
        census.add(outcome.census)
        if let first = outcome.violations.first {
            failures.append(Failure(kind: kind, seed: seed, violation: first, scenario: outcome.scenario))
        }
    }

    /// Adds other runs.
    public mutating func add(_ other: Total) {
        for (kind, line) in other.lines {
            var mine = lines[kind] ?? Line()
            mine.runs += line.runs
            mine.days += line.days
            mine.ticks += line.ticks
            mine.deliveries += line.deliveries
            mine.publications += line.publications
            mine.faults += line.faults
            mine.deaths += line.deaths
            mine.violations.merge(line.violations, uniquingKeysWith: +)
            lines[kind] = mine
        }
        census.add(other.census)
        failures += other.failures
        failures.sort { ($0.kind.rawValue, $0.seed) < ($1.kind.rawValue, $1.seed) }
    }

    /// One line per kind of network, and one for all.
    public func lines(_ kinds: [ServiceKind]) -> [String] {
        var all = Line()
        var texts: [String] = []
        for kind in kinds {
            let line = lines[kind] ?? Line()
            texts.append(Total.text(kind.rawValue, kind.settling, line))
            var sum = Total()
            sum.lines = [.mixed: all]
            var own = Total()
            own.lines = [.mixed: line]
            sum.add(own)
            all = sum.lines[.mixed] ?? all
        }
        return texts + [Total.text("all", "", all)]
    }

    private static func text(_ name: String, _ settling: String, _ line: Line) -> String {
        func count(_ sorts: [Violation.Sort]) -> Int {
            sorts.reduce(0) { $0 + line.violations[$1, default: 0] }
        }
        let others = line.violations.values.reduce(0, +) - count([.doubled, .lost, .burst])
        let years = "\(line.days / 365).\(line.days % 365 * 10 / 365)"
        return
            "\(name)\(settling.isEmpty ? "" : " (\(settling))"): \(years) years in \(line.runs) runs, "
            + "\(line.ticks) ticks, \(line.deliveries) deliveries, \(line.publications) posts and parts out, "
            + "\(line.faults) faults, \(line.deaths) crashes; \(count([.doubled])) doubled, \(count([.lost])) lost, "
            + "\(count([.burst])) bursts, \(others) other violations"
    }

    /// How often everything occurred.
    public var details: [String] {
        Fault.allCases.map { "\($0.rawValue): \(census.faults[$0, default: 0])" }
            + CrashPoint.allCases.map { "crash before \($0.rawValue): \(census.crashes[$0, default: 0])" }
            + census.edges.sorted { "\($0.key)" < "\($1.key)" }.map {
                "\($0.key.source) -> \($0.key.target): \($0.value)"
            }
            + census.ends.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                "in the end \($0.key): \($0.value)"
            }
            + ["days whose floor was judged: \(census.floorDays), by what lay there: \(census.stockedDays)"]
            + census.shapes.sorted { $0.key.rawValue < $1.key.rawValue }.map { "out \($0.key): \($0.value)" }
    }
}

/// Many runs, shared out among several tasks: each run is a world of its own.
public struct Years: Sendable {
    let kinds: [ServiceKind]
    let days: Int
    let seed: UInt64
    let jobs: Int

    /// So many days, shared out among `kinds`, from `seed` on.
    public init(kinds: [ServiceKind], days: Int, seed: UInt64, jobs: Int = 1) {
        self.kinds = kinds
        self.days = days
        self.seed = seed
        self.jobs = max(1, jobs)
    }

    /// Plays them.
    ///
    /// - Parameter observer: Told of every run with its seed as soon as it is over, by several tasks at once.
    public func play(observer: @escaping @Sendable (Outcome, UInt64) -> Void = { _, _ in }) async -> Total {
        await withTaskGroup(of: Total.self) { group in
            for job in 0..<jobs {
                group.addTask { await play(job, observer) }
            }
            var total = Total()
            for await part in group { total.add(part) }
            return total
        }
    }

    /// The runs of one task: every so-many-th seed of every kind.
    private func play(_ job: Int, _ observer: @Sendable (Outcome, UInt64) -> Void) async -> Total {
        var total = Total()
        for kind in kinds {
            var passed = 0
            var number = seed + UInt64(job)
            while passed < days / kinds.count / jobs {
                let outcome = await Run.play(Scenario.drawn(kind, seed: number))
                observer(outcome, number)
                total.add(outcome, seed: number)
                passed += max(1, outcome.days)
                number += UInt64(jobs)
            }
        }
        return total
    }
}
