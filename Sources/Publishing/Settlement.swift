import Ledger
import Networks

/// How a delivery in doubt may be settled at this moment, by what its network promises.
enum Settlement: Hashable {
    /// Only a person can.
    case person(String)
    /// Send the same again; nothing need be looked up before.
    case resend
    /// Look first; if it is not there, send the same again, within so many seconds after the first sending.
    case lookThenResend(within: Int)
    /// Look; whether not finding it counts as a scan.
    case look(absenceCounts: Bool)

    /// Seconds between two scans that count.
    static let betweenScans = 5 * 60
    /// Seconds between the last sending and the first scan that counts.
    static let beforeFirstScan = 2 * 60
    /// A call may still be under way at the server for so long after the caller died, in seconds.
    private static let callTime = 30

    /// What may be done about `flight` at `now` (epoch seconds).
    static func of(_ settling: Settling, flight: Delivery.Flight, now: Int) -> Settlement {
        switch settling {
        case .none: .person("this network cannot say whether it took it")
        case .clientID: .resend
        case .key(let life):
            // A fifth of the life, or half a minute, is kept back: clocks differ, and the call takes time too.
            now - flight.firstSent <= window(life: life) && now >= flight.firstSent
                ? .lookThenResend(within: window(life: life)) : scan(flight, lag: 0, apart: betweenScans, now: now)
        case .container: scan(flight, lag: 0, apart: 60, now: now)
        case .readBack(let isAuthoritative, let lag):
            isAuthoritative
                ? scan(flight, lag: lag, apart: betweenScans, now: now) : .look(absenceCounts: false)
        }
    }

    /// Seconds after the first sending within which a key surely lives.
    static func window(life: Int) -> Int { life - max(life / 5, 30) }

    private static func scan(_ flight: Delivery.Flight, lag: Int, apart: Int, now: Int) -> Settlement {
        let isSettled = now - flight.lastSent >= max(beforeFirstScan, lag + callTime)
        let isApart = flight.absentAt.map { now - $0 >= apart } ?? true
        return .look(absenceCounts: isSettled && isApart)
    }
}
