import HTTP
import Ledger
import Posts
import Timeline

/// What a tick did and found, as values; text is made by the command line.
public struct TickReport: Hashable, Sendable {
    /// Whether the clock was believed.
    public var clock: TickClock
    /// Why nothing was sent, although it was looked up and planned.
    public var obstacles: [LedgerTrouble] = []
    /// What happened, in order.
    public var events: [Event] = []
    /// Whether it was asked to stop before everything was done.
    public var isStopped = false
    /// Whether the time ran out before everything was done.
    public var isOutOfTime = false

    /// Something that happened.
    public enum Event: Hashable, Sendable {
        /// It is out.
        case posted(Delivery)
        /// Found, or found out, to be out.
        case settled(Delivery)
        /// Some parts of a thread are out, the rest follows.
        case halfOut(Delivery)
        /// Nobody knows yet whether it is out.
        case inDoubt(Delivery)
        /// It will be tried again.
        case waits(Delivery)
        /// A rule refused it when it was due: the sentences. It goes back to the planner, unless it is pinned.
        case refusedByRules(Delivery, [String])
        /// Its slot went by; it goes back to the planner.
        case missed(Delivery)
        /// Its last moment, or the instant it is pinned to, went by.
        case expired(Delivery)
        /// The network refuses it.
        case rejected(Delivery)
        /// Nothing happens until a person has put something right.
        case held(Delivery)
        /// Only a person can say whether it is out.
        case needsPerson(Delivery)
        /// Somebody else, such as a person with `hearth resolve`, moved it while it was worked on; it stands as it is.
        case movedByOthers(Delivery)
        /// A plan was made, with so many placements.
        case planned(Int)
        /// No plan could be made; the one before stays.
        case planFailed(String)
        /// The account cannot be used.
        case accountUnusable(AccountID, String)
        /// Nothing is sent on the account for a while, because attempts came to nothing.
        case paused(AccountID, Circuit)
        /// Nothing is sent on the account for a while, because the network asks for it.
        case askedToPause(AskedPause)
        /// Who waits on the account could not be found out.
        case inboxFailed(AccountID, String)
    }

    /// Whether a person must do something.
    public var needsPerson: Bool {
        !obstacles.isEmpty
            || events.contains { event in
                switch event {
                case .rejected, .held, .needsPerson, .planFailed, .accountUnusable: true
                case .expired(let delivery), .refusedByRules(let delivery, _): delivery.asksPerson
                default: false
                }
            }
    }

    /// What went out.
    public var posted: [Delivery] {
        events.compactMap { event in
            switch event {
            case .posted(let delivery), .settled(let delivery): delivery
            default: nil
            }
        }
    }

    /// A word for the heartbeat.
    var outcome: String {
        switch clock {
        case .behind(let seconds): "clock \(seconds) s behind"
        case .ahead(let seconds): "clock \(seconds) s ahead"
        case .accepted(let isRecovery):
            (isRecovery ? "recovered, " : "") + "\(posted.count) posted, \(events.count) events"
        }
    }

    /// Adds what became of a delivery.
    mutating func add(_ delivery: Delivery, settled: Bool = false) {
        switch delivery.state {
        case .posted: events.append(settled ? .settled(delivery) : .posted(delivery))
        case .planned: events.append(delivery.visibleSince == nil ? .waits(delivery) : .halfOut(delivery))
        case .sending, .unknown: events.append(.inDoubt(delivery))
        case .missed: events.append(.missed(delivery))
        case .expired: events.append(.expired(delivery))
        case .rejected: events.append(.rejected(delivery))
        case .held: events.append(.held(delivery))
        case .needsResolve: events.append(.needsPerson(delivery))
        case .cancelled: break
        }
    }
}
