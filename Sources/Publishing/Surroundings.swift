import HTTP
import Ledger
import Networks
import Posts

/// Everything that publishing needs from outside; no part of it asks for the time or draws a number by itself.
public struct Surroundings: Sendable {
    /// The ledger.
    public var ledger: LedgerDatabase
    /// The networks of the accounts that can be used.
    public var networks: [AccountID: any Network]
    /// Why other accounts cannot be used, in a sentence each.
    public var faults: [AccountID: String]
    /// The only door to the network.
    public var transport: any Transport
    /// Where tokens are kept.
    public var sessions: any SessionStore
    /// Microseconds since the epoch.
    public var clock: @Sendable () -> Int
    /// Milliseconds since the machine started, sleep included.
    public var steady: @Sendable () -> Int
    /// Names this run of the machine; readings of `steady` can be compared within it only.
    public var bootID: String
    /// Whether the system knows its clock to be synchronised; nil if it does not say.
    public var isSynchronised: @Sendable () -> Bool?
    /// Host and process, for the record.
    public var owner: String
    /// A number from a range.
    public var random: @Sendable (ClosedRange<Int>) -> Int
    /// Waits for so many seconds.
    public var pause: @Sendable (Int) async -> Void
    /// What is remembered outside the ledger.
    public var epochs: any EpochStore
    /// Room for an outcome that the ledger cannot take.
    public var reserve: any OutcomeReserve
    /// What is free on the ledger's file system; nil if it does not matter.
    public var headroom: @Sendable () throws -> Headroom?
    /// Sets how many milliseconds this process has to live, however it hangs; nil: no limit any more.
    public var limit: @Sendable (Int?) -> Void
    /// Whether somebody has asked the process to stop: the call under way is finished, no other is begun.
    public var isStopping: @Sendable () -> Bool
    /// Called between any two steps with the name of what comes next; tests stop here.
    public var checkpoint: @Sendable (String) throws -> Void
    /// Milliseconds a tick may take; no new call is begun after them.
    public var budget: Int

    /// Surroundings; see the properties.
    public init(
        ledger: LedgerDatabase, networks: [AccountID: any Network], faults: [AccountID: String] = [:],
        transport: any Transport, sessions: any SessionStore, clock: @escaping @Sendable () -> Int,
        steady: @escaping @Sendable () -> Int, bootID: String,
        isSynchronised: @escaping @Sendable () -> Bool? = { nil }, owner: String,
        random: @escaping @Sendable (ClosedRange<Int>) -> Int, pause: @escaping @Sendable (Int) async -> Void,
        budget: Int = 240_000, epochs: any EpochStore = NoEpochs(), reserve: any OutcomeReserve = NoReserve(),
        headroom: @escaping @Sendable () throws -> Headroom? = { nil },
        limit: @escaping @Sendable (Int?) -> Void = { _ in },
        isStopping: @escaping @Sendable () -> Bool = { false },
        checkpoint: @escaping @Sendable (String) throws -> Void = { _ in }
    ) {
        self.ledger = ledger
        self.networks = networks
        self.faults = faults
        self.transport = transport
        self.sessions = sessions
        self.clock = clock
        self.steady = steady
        self.bootID = bootID
        self.isSynchronised = isSynchronised
        self.owner = owner
        self.random = random
        self.pause = pause
        self.budget = budget
        self.epochs = epochs
        self.reserve = reserve
        self.headroom = headroom
        self.limit = limit
        self.isStopping = isStopping
        self.checkpoint = checkpoint
    }

    /// Seconds since the epoch.
    var now: EpochSeconds { clock() / 1_000_000 }

    /// Why an account cannot be used, in a sentence; nil if it can. One bad file stops its own account only.
    func fault(of account: AccountID) -> String? {
        if let fault = faults[account] { return fault }
        do {
            _ = try sessions.load(account)
            return nil
        } catch {
            return "its session cannot be read: \(error)"
        }
    }

    /// What decides, at this moment.
    var machine: DeliveryMachine { DeliveryMachine(now: now, random: random) }
}
