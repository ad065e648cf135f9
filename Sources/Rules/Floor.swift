import Posts
import Timeline

/// A demand for presence: it refuses nothing, but measures what is missing from a finished timeline.
public protocol Floor: Sendable {
    /// Its name, one of a kind in the registry.
    static var name: RuleName { get }

    /// The floor of an account after `past`, nil if its policy asks for none.
    init?(on account: AccountCase, calendar: SlotCalendar, past: Past)

    /// What is missing from a plan that posts at these instants of the horizon, which ascend.
    func shortfalls(of planned: [Instant]) -> [Shortfall]
}

/// What a plan lacks on one account, because content or rules leave no way.
public struct Shortfall: Hashable, Sendable {
    /// Which floor falls short, and by how much.
    public enum Lack: Hashable, Sendable {
        /// Posts missing on a local day.
        case pace(day: LocalDate, missing: Int)
        /// Started hours beyond `silence` between two posts, or between a post and an end.
        case silence(from: Instant, to: Instant, hours: Int)
    }

    /// On which account.
    public let account: AccountID
    /// What is missing.
    public let lack: Lack

    /// Something missing on `account`.
    public init(account: AccountID, lack: Lack) {
        self.account = account
        self.lack = lack
    }

    /// The floor's name.
    public var floor: RuleName {
        switch lack {
        case .pace: PaceFloor.name
        case .silence: SilenceFloor.name
        }
    }

    /// Missing posts or silent hours: the sum of all amounts is the floor shortfall of a plan.
    public var amount: Int {
        switch lack {
        case .pace(_, let missing): missing
        case .silence(_, _, let hours): hours
        }
    }
}
