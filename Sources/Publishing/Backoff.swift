import Ledger

/// How long to wait before another attempt.
public enum Backoff {
    /// The shortest upper end, in seconds.
    static let base = 60
    /// The longest wait, in seconds.
    static let cap = 6 * 3600
    /// After so many attempts in a row that came to nothing, a person is asked.
    public static let mostFailures = 8
    /// The longest wait that a server may ask for, in seconds.
    static let longestAsked = AskedPause.longest

    /// Seconds until the attempt after `failures` failures in a row: anything from 1 to 60 s doubled each time, at most
    /// 6 h ("full jitter": it spreads clients that failed together).
    static func seconds(failures: Int, random: (ClosedRange<Int>) -> Int) -> Int {
        random(1...min(cap, base << min(max(failures, 0), 12)))
    }

    /// Seconds until a publishing call in doubt is looked up again after `lookups` look-ups: 1, 2, 4 … minutes, at
    /// most 2 h; twelve of them reach over about 12 hours.
    static func lookup(after lookups: Int) -> Int { min(2 * 3600, 60 << min(max(lookups, 0), 12)) }
}
