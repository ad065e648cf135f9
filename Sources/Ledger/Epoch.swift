import Foundation

/// What is remembered outside the ledger: which ledger sends, and the last calls that it was about to make.
///
/// It is written between the claim and the call. A ledger that lacks one of these calls is not the one that made it.
public struct Epoch: Hashable, Sendable {
    /// So many calls are remembered: twenty days of ten a day.
    public static let mostCalls = 200

    /// The identity of the ledger.
    public var ledger: String
    /// Its last publishing calls, oldest first. None in the mark that lies in the queue.
    public var calls: [Call]

    /// What `ledger` was about to do.
    public init(ledger: String, calls: [Call]) {
        self.ledger = ledger
        self.calls = calls
    }

    /// A publishing call that was about to be made.
    public struct Call: Hashable, Sendable, Codable {
        /// The number of its record in the ledger.
        public var attempt: Int
        /// Where it was to go.
        public var account: String
        /// What was to go.
        public var post: String
        /// Which time it was.
        public var occurrence: Int
        /// The slot, in minutes since the epoch.
        public var slot: Int
        /// When, in epoch seconds.
        public var at: Int
        var facts: FactsColumn
    }

    /// One line of JSON, with what it is.
    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(File(format: Epoch.format, ledger: ledger, calls: calls))) + [10]
        }
    }

    /// Reads what `json` wrote; nil if it is something else.
    init?(json: [UInt8]) {
        guard let file = try? JSONDecoder().decode(File.self, from: Data(json)), file.format == Epoch.format
        else { return nil }
        self.init(ledger: file.ledger, calls: file.calls ?? [])
    }

    private static let format = "hearth-epoch/1"

    private struct File: Codable {
        var format: String
        var ledger: String
        var calls: [Call]?
    }
}

/// What is remembered outside the ledger, as far as it can be read.
public struct EpochReading: Hashable, Sendable {
    /// Every epoch that could be read.
    public var epochs: [Epoch]
    /// Why others could not, each with its path: what they know nobody knows then.
    public var faults: [LedgerError]

    /// What was read.
    public init(epochs: [Epoch] = [], faults: [LedgerError] = []) {
        self.epochs = epochs
        self.faults = faults
    }
}

/// Where epochs are kept.
public protocol EpochStore: Sendable {
    /// Every epoch that is kept; none before anything was sent.
    func load() -> EpochReading

    /// Keeps an epoch, durably: the call is made when this returns.
    func save(_ epoch: Epoch) throws(LedgerError)
}

/// Nothing is remembered: for dry runs.
public struct NoEpochs: EpochStore {
    /// A store that keeps nothing.
    public init() {}
    /// None.
    public func load() -> EpochReading { EpochReading() }
    /// Nothing happens.
    public func save(_ epoch: Epoch) throws(LedgerError) {}
}
