import Foundation

/// What came of a publishing call, where the ledger could not take it.
public struct KeptOutcome: Hashable, Sendable {
    /// The delivery's key, which tells it from one of the same number in another ledger.
    public var key: String
    /// The delivery.
    public var delivery: Int
    /// The call.
    public var attempt: Int
    /// What became of the delivery.
    public var move: DeliveryMove

    /// An outcome; nil if it is worth nothing: the delivery stands as one in doubt without it.
    public init?(_ delivery: Delivery, _ move: DeliveryMove) {
        guard delivery.state == .sending, move.to != .unknown else { return nil }
        key = delivery.key
        self.delivery = delivery.id
        attempt = delivery.attempt
        self.move = move
        // What the call was is in the ledger already.
        self.move.flight = nil
    }

    /// The delivery if it is still as the call left it.
    public func delivery(in ledger: LedgerDatabase) throws(LedgerError) -> Delivery? {
        let found: Delivery
        do throws(LedgerError) {
            found = try ledger.delivery(delivery)
        } catch {
            guard case .noDelivery = error else { throw error }
            return nil
        }
        return found.key == key && found.state == .sending && found.attempt == attempt ? found : nil
    }
}

/// Room that is set aside for one outcome.
public protocol OutcomeReserve: Sendable {
    /// Makes sure that there is room; nothing is sent without.
    func prepare() throws(LedgerError)

    /// Keeps an outcome, durably.
    func keep(_ outcome: KeptOutcome) throws(LedgerError)

    /// The outcome that is kept, if there is one.
    func kept() throws(LedgerError) -> KeptOutcome?

    /// Forgets it; the ledger has it.
    func clear() throws(LedgerError)
}

/// No room for outcomes: for dry runs.
public struct NoReserve: OutcomeReserve {
    /// A reserve that keeps nothing.
    public init() {}
    /// Nothing is made sure of.
    public func prepare() throws(LedgerError) {}
    /// There is no room.
    public func keep(_ outcome: KeptOutcome) throws(LedgerError) { throw .full }
    /// Nothing.
    public func kept() throws(LedgerError) -> KeptOutcome? { nil }
    /// Nothing to forget.
    public func clear() throws(LedgerError) {}
}

/// The room is a file of one block, made and synced beforehand: writing over it needs no space on file systems that write
/// in place.
public struct OutcomeFile: OutcomeReserve {
    /// Its length in bytes.
    static let length = 4096

    private let path: String

    /// The file in a state folder.
    public init(_ directory: StateDirectory) { path = directory.outcome }

    /// Makes the file, unless it is there in full length.
    public func prepare() throws(LedgerError) {
        if try DurableFile.read(path, limit: OutcomeFile.length)?.count == OutcomeFile.length { return }
        try DurableFile.replace(path, with: OutcomeFile.blank)
    }

    /// Writes over the file: a digest, which tells a whole outcome from a torn one, and the outcome.
    public func keep(_ outcome: KeptOutcome) throws(LedgerError) {
        var json = Column(outcome).json
        if json.count > OutcomeFile.length - 65 {
            // Handles are only needed to go on.
            guard outcome.move.to == .posted else { throw .full }
            var shorter = outcome
            shorter.move.handles = nil
            json = Column(shorter).json
        }
        guard !json.isEmpty, json.count <= OutcomeFile.length - 65 else { throw .full }
        let text = Array(ContentDigest.hex(json).utf8) + [32] + json
        try DurableFile.overwrite(path, with: text + OutcomeFile.blank.dropFirst(text.count))
    }

    /// The outcome in the file; nil if there is none, or half of one.
    public func kept() throws(LedgerError) -> KeptOutcome? {
        guard let bytes = try DurableFile.read(path, limit: OutcomeFile.length), bytes.count > 65 else {
            return nil
        }
        let end = (bytes.lastIndex { $0 != 32 } ?? 0) + 1
        let json = bytes.prefix(end).dropFirst(65)
        guard !json.isEmpty, String(decoding: bytes.prefix(64), as: UTF8.self) == ContentDigest.hex(json)
        else {
            return nil
        }
        return (try? JSONDecoder().decode(Column.self, from: Data(json)))?.outcome
    }

    /// Blanks the file.
    public func clear() throws(LedgerError) {
        try DurableFile.overwrite(path, with: OutcomeFile.blank)
    }

    private static let blank = [UInt8](repeating: 32, count: length)

    /// The outcome as it is written.
    private struct Column: Codable {
        var key: String, delivery: Int, attempt: Int
        var to: DeliveryState, reason: String?, notBefore: Int?, failures: Int?
        var handles: [String: String]?, visibleSince: Int?, remoteID: String?, url: String?, asksPerson: Bool
        var pausesUntil: Int?

        init(_ outcome: KeptOutcome) {
            let move = outcome.move
            (key, delivery, attempt) = (outcome.key, outcome.delivery, outcome.attempt)
            (to, notBefore, failures, handles) = (move.to, move.notBefore, move.failures, move.handles)
            // A server's words may be long.
            reason = move.reason.map { String($0.prefix(300)) }
            (visibleSince, remoteID, url) = (move.visibleSince, move.remoteID, move.url)
            (asksPerson, pausesUntil) = (move.asksPerson, move.pausesUntil)
        }

        var json: [UInt8] { (try? JSONEncoder().encode(self)).map { Array($0) } ?? [] }

        var outcome: KeptOutcome {
            KeptOutcome(
                key: key, delivery: delivery, attempt: attempt,
                move: DeliveryMove(
                    to, reason: reason, notBefore: notBefore, failures: failures, handles: handles,
                    visibleSince: visibleSince, remoteID: remoteID, url: url, asksPerson: asksPerson,
                    pausesUntil: pausesUntil))
        }
    }
}

extension KeptOutcome {
    fileprivate init(key: String, delivery: Int, attempt: Int, move: DeliveryMove) {
        self.key = key
        self.delivery = delivery
        self.attempt = attempt
        self.move = move
    }
}
