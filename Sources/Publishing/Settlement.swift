import Ledger
import Networks

/// How a delivery in doubt may be settled at this moment, by what its network promises.
enum Settlement: Hashable {
    /// Only a person can.
    case person(String)
    /// Send the same again, within so many seconds after the first sending; nothing need be looked up before.
    case resend(within: Int)
    /// Look first; if it is not there, and the call has surely come to an end, send the same again, within so many seconds
    /// after the first sending.
    case lookThenResend(within: Int)
    /// Look; whether not finding it counts as a scan.
    case look(absenceCounts: Bool)

    /// Seconds between two scans that count.
    static let betweenScans = 5 * 60
    /// Seconds between the last sending and the first scan that counts, or the first call with the same key: a server may
    /// know the key, and list the post, only when it is done with it.
    static let beforeFirstScan = 2 * 60
    /// Seconds after the first sending within which the same may be sent again at all: a network that comes back after
    /// a day must not get yesterday's posts.
    static let resendLimit = 6 * 3600

    /// What may be done about `flight` at `now` (epoch seconds).
    ///
    /// - Parameter mayResend: Whether it may go out now at all; otherwise it is only looked up.
    static func of(_ settling: Settling, flight: Delivery.Flight, mayResend: Bool = true, now: Int)
        -> Settlement
    {
        let age = now - flight.firstSent
        return switch settling {
        case .none: .person("this network cannot say whether it took it")
        case .clientID:
            mayResend && (0...resendLimit).contains(age)
                ? .resend(within: resendLimit) : scan(flight, lag: 0, apart: betweenScans, now: now)
        case .key(let life):
            mayResend && 0 <= age && age <= window(life: life)
                ? .lookThenResend(within: window(life: life))
                : scan(flight, lag: 0, apart: betweenScans, now: now)
        case .container: scan(flight, lag: 0, apart: 60, now: now)
        case .readBack(let isAuthoritative, let lag):
            isAuthoritative
                ? scan(flight, lag: lag, apart: betweenScans, now: now) : .look(absenceCounts: false)
        }
    }

    /// Seconds after the first sending within which a key surely lives: a fifth of its life, or half a minute, is kept
    /// back, because clocks differ and the call takes time too.
    static func window(life: Int) -> Int { min(resendLimit, life - max(life / 5, 30)) }

    /// Whether a call that is not found may be taken for one that never was. Later, somebody may have deleted what was out,
    /// and it must not come back.
    static func provesAbsence(_ flight: Delivery.Flight, now: Int) -> Bool {
        now - flight.lastSent <= resendLimit
    }

    private static func scan(_ flight: Delivery.Flight, lag: Int, apart: Int, now: Int) -> Settlement {
        let isSettled = now - flight.lastSent >= max(beforeFirstScan, lag + Delivery.Flight.mostSeconds)
        let isApart = flight.absentAt.map { now - $0 >= apart } ?? true
        return .look(absenceCounts: isSettled && isApart)
    }
}

extension Settling {
    /// Whether the same call does no harm so many seconds after the first one, even if that took effect.
    func isHarmless(after seconds: Int) -> Bool {
        switch self {
        case .clientID: true
        case .key(let life): 0 <= seconds && seconds <= Settlement.window(life: life)
        case .container, .readBack, .none: false
        }
    }
}
