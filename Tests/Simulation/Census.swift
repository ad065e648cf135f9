import Ledger

/// Between which steps a tick can die: what comes next when it does.
public enum CrashPoint: String, Hashable, Sendable, CaseIterable {
    case heartbeat, orphan, settle, due, aside = "set aside", plan, begin, keep, claim, epoch, refuse, outcome
    case reserve, clear, hold, work, done, end
    case callPublish = "call publish", callPrepare = "call prepare", callLookup = "call lookup"
    case answeredPublish = "answered publish", answeredPrepare = "answered prepare"
    case answeredLookup = "answered lookup"
    case failedPublish = "failed publish", failedPrepare = "failed prepare", failedLookup = "failed lookup"
    case sessionBefore = "session before", sessionAfter = "session after"

    /// Whether the step is one that the ledger writes down.
    var isWrite: Bool {
        switch self {
        case .heartbeat, .orphan, .due, .aside, .plan, .begin, .keep, .claim, .refuse, .outcome, .hold, .work,
            .done, .end:
            true
        default: false
        }
    }

    /// The point that a checkpoint's name stands for; nil for names that are not known here.
    init?(checkpoint: String) {
        let words = checkpoint.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2, ["call", "answered", "failed"].contains(words[0]) else {
            self.init(rawValue: checkpoint)
            return
        }
        let place: String
        switch words[1] {
        case let step where step.hasPrefix("find."): place = "lookup"
        case let step where step.hasPrefix("part.") || step == "deliver": place = "publish"
        default: place = "prepare"
        }
        self.init(rawValue: "\(words[0]) \(place)")
    }
}

/// Why a tick sends nothing although its clock is right.
public enum Obstacle: String, Hashable, Sendable, CaseIterable {
    case restored = "a restored ledger", lost = "a lost ledger", epoch = "an unreadable epoch"
    case room = "a full disk", reserve = "no reserve"

    init?(_ trouble: LedgerTrouble) {
        switch trouble {
        case .notAdopted(.restored): self = .restored
        case .notAdopted(.lost): self = .lost
        case .epochUnreadable: self = .epoch
        case .noRoom: self = .room
        case .noReserve: self = .reserve
        default: return nil
        }
    }
}

/// What has really occurred: a run proves nothing about what never happened in it.
public struct Census: Hashable, Sendable {
    /// Faults that struck.
    public var faults: [Fault: Int] = [:]
    /// Deaths between steps.
    public var crashes: [CrashPoint: Int] = [:]
    /// Steps from state to state, as the ledger recorded them.
    public var edges: [DeliveryState.Edge: Int] = [:]
    /// Where deliveries stood in the end.
    public var ends: [DeliveryState: Int] = [:]
    /// Shapes of posts that went out.
    public var shapes: [Scenario.Shape: Int] = [:]
    /// Ticks in which an account was left alone because attempts had come to nothing.
    public var pauses = 0
    /// Ticks that sent nothing because of something other than the clock, by what it was.
    public var obstacles: [Obstacle: Int] = [:]
    /// Days whose floor was judged.
    public var floorDays = 0
    /// Those of them on which something lay there that could go on any day, whatever the plan said.
    public var stockedDays = 0
    /// Writes that the ledger refused, by the step that was to be written down.
    public var refusals: [CrashPoint: Int] = [:]
    /// Checkpoints whose name stands for no point known here.
    public var strangers: Set<String> = []

    /// Nothing has occurred.
    public init() {}

    /// Adds what another census counted.
    public mutating func add(_ other: Census) {
        faults.merge(other.faults, uniquingKeysWith: +)
        crashes.merge(other.crashes, uniquingKeysWith: +)
        edges.merge(other.edges, uniquingKeysWith: +)
        ends.merge(other.ends, uniquingKeysWith: +)
        shapes.merge(other.shapes, uniquingKeysWith: +)
        pauses += other.pauses
        floorDays += other.floorDays
        stockedDays += other.stockedDays
        obstacles.merge(other.obstacles, uniquingKeysWith: +)
        refusals.merge(other.refusals, uniquingKeysWith: +)
        strangers.formUnion(other.strangers)
    }

    /// Edges that a hundred years need not have, each with the reason.
    public static let unreachable: [DeliveryState.Edge: String] = [
        .init(.held, .expired): "only a person moves what is held, and nobody expires by hand",
        .init(.rejected, .planned): "what was edited is missed before its new slot is due, as a rule",
    ]

    /// What never happened, in words; empty when everything did.
    ///
    /// - Parameter times: How often each must have happened.
    public func missing(times: Int = 1) -> [String] {
        let faults = Fault.allCases.filter { self.faults[$0, default: 0] < times }.map {
            "fault \($0.rawValue)"
        }
        let points = CrashPoint.allCases.filter { crashes[$0, default: 0] < times }.map {
            "crash before \($0.rawValue)"
        }
        let edges = DeliveryState.edges.filter {
            self.edges[$0, default: 0] < times && Census.unreachable[$0] == nil
        }.map { "step \($0.source) -> \($0.target)" }
        let refusals = CrashPoint.allCases.filter { $0.isWrite && self.refusals[$0, default: 0] < times }.map
        {
            "refused write at \($0.rawValue)"
        }
        let obstacles = Obstacle.allCases.filter { self.obstacles[$0, default: 0] < times }.map {
            "a tick that sent nothing because of \($0.rawValue)"
        }
        let pauses = pauses < times ? ["pause of an account that failed"] : []
        let floors =
            (floorDays < times ? ["day whose floor was judged"] : [])
            + (stockedDays < times ? ["day whose floor was judged by what lay there"] : [])
        return faults + points + edges + refusals + obstacles + pauses + floors
            + strangers.sorted().map { "checkpoint '\($0)' is not known here" }
    }
}
