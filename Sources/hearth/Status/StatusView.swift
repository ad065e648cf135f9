import Foundation
import Ledger
import Posts
import Timeline

/// Everything that tells how things stand, read from the ledger once.
struct StatusView {
    var status: LedgerStatus
    let census: [AccountID: AccountCensus]
    let forecast: StoredForecast
    /// When the stored plan was stored, in epoch seconds.
    let planStored: Int?
    /// Notices that nobody could be told of yet.
    let untold: Int
    /// Epoch seconds.
    let now: Int

    init(_ ledger: LedgerDatabase, now: Int) throws(LedgerError) {
        status = try ledger.status(now: Instant(roundingUpSeconds: now))
        census = try ledger.census()
        let plan = try ledger.plan()
        forecast = plan.map { StoredForecast(planJSON: $0.json) } ?? StoredForecast()
        planStored = plan?.stored
        untold = try ledger.untoldNotices()
        self.now = now
    }

    /// With what stands in its way outside of it.
    ///
    /// - Parameters:
    ///   - state: The state folder.
    ///   - root: The workspace's folder.
    ///   - now: Epoch seconds.
    init(_ ledger: LedgerDatabase, state: String, root: String, now: Int) throws(LedgerError) {
        try self.init(ledger, now: now)
        let remembered = LedgerAccess.epochs(
            state: state, root: root, accounts: try ledger.served()
        ).load()
        let standing = try ledger.standing(remembered.epochs)
        var first = remembered.faults.map { LedgerTrouble.epochUnreadable($0) }
        if standing != .known { first.insert(.notAdopted(standing), at: 0) }
        status.troubles.insert(contentsOf: first, at: 0)
        if let room = try Headroom.look(at: state), !room.isEnough { status.troubles.append(.noRoom(room)) }
    }

    /// Accounts that the ledger or the plan knows, by name.
    var accounts: [AccountID] {
        var all = Set(census.keys).union(status.next.map(\.account)).union(status.waiting.keys)
        all.formUnion(status.holds.compactMap(\.account))
        all.formUnion(forecast.accounts.keys)
        return all.sorted()
    }

    /// Whether the clock of the last tick was believed; nil before the first.
    var isClockBelieved: Bool? { status.lastTick?.isAccepted }

    /// Days until the posts that give run out, as the stored plan saw it; nil: not within sight.
    func runwayDays(_ account: AccountID) -> Int? {
        guard let forecast = forecast.accounts[account], let until = forecast.giveUntil else { return nil }
        // Where the day of the account is a later one than that of UTC, too.
        if forecast.giveStock == 0 { return 0 }
        return max(0, until.dayNumber - Instant(minutes: floorDivide(now, 60)).utc.date.dayNumber)
    }
}

/// What the stored plan foresees, from its JSON.
struct StoredForecast: Hashable {
    struct Account: Hashable {
        /// The first day without a post that gives.
        var giveUntil: LocalDate?
        /// How many posts that give there were.
        var giveStock: Int?
        /// Posts that are missing to the daily minimum.
        var missingPosts = 0
        /// Started hours by which silences are too long.
        var silentHours = 0
    }

    var accounts: [AccountID: Account] = [:]

    /// Nothing is foreseen.
    init() {}

    /// What cannot be read is left out: this is for reports only.
    init(planJSON: String) {
        guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(planJSON.utf8)) else { return }
        for forecast in plan.accounts {
            accounts[AccountID(forecast.account)] = Account(
                giveUntil: forecast.runway.give_until.flatMap { LocalDate(parsing: $0) },
                giveStock: forecast.runway.give_stock)
        }
        for lack in plan.shortfalls {
            accounts[AccountID(lack.account), default: Account()].missingPosts += lack.missing ?? 0
            accounts[AccountID(lack.account), default: Account()].silentHours += lack.hours ?? 0
        }
    }

    /// The part of `hearth-plan/1` that is needed.
    private struct Plan: Decodable {
        struct Forecast: Decodable {
            struct Runway: Decodable {
                let give_until: String?
                let give_stock: Int?
            }
            let account: String
            let runway: Runway
        }
        struct Lack: Decodable {
            let account: String
            let missing: Int?
            let hours: Int?
        }
        let accounts: [Forecast]
        let shortfalls: [Lack]
    }
}
