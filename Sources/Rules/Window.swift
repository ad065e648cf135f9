import Policies
import Posts
import Timeline

/// A post goes out within its own window, a pinned post at its instant.
///
/// What announces a date is worse than nothing after it, and what is embargoed must not go out before. The window
/// is `not_before` <= t < `not_after`; where `not_after` is a date, that whole day is inside.
///
/// Example: with `not_after: 2026-12-10T18:00` the post is admitted at 17:59 of that day and refused at 18:00.
public struct Window: Rule {
    /// `window`
    public static let name: RuleName = "window"

    /// When a post may go out.
    private struct Span: Hashable {
        let notBefore: Instant?
        let notAfter: Instant?
        let pin: Instant?
    }

    /// Per subject the number of its window; 0 is none.
    private let windows: [Int]

    /// Asked where a post of the account has a window or a pin.
    public static func checks(on account: AccountCase) -> [Window] {
        var numbers = [Span(notBefore: nil, notAfter: nil, pin: nil): 0]
        let windows = account.subjects.map { subject in
            let span = Span(notBefore: subject.notBefore, notAfter: subject.notAfter, pin: subject.pin)
            let number = numbers[span] ?? numbers.count
            numbers[span] = number
            return number
        }
        return numbers.count > 1 ? [Window(windows: windows)] : []
    }

    /// Refuses what is too early, too late or not at its pin.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        let subject = candidate.subject
        if let pin = subject.pin, candidate.at != pin { return PinRefusal(at: candidate.at, pin: pin) }
        if let start = subject.notBefore, candidate.at < start {
            return WindowEarlyRefusal(at: candidate.at, notBefore: start)
        }
        if let end = subject.notAfter, candidate.at >= end {
            return WindowLateRefusal(at: candidate.at, notAfter: end)
        }
        return nil
    }

    /// The number of its window.
    public func aspect(of subject: Subject, within past: Past) -> Int { windows[subject.index] }

    /// Both ends of a window, and a pin.
    public static let examples: [RuleExample] = [
        .holds("a post with `not_before: 2026-11-24` in the first minute of that day") {
            $0.candidate = .init("curated", at: "2026-11-24T00:00", notBefore: "2026-11-24")
        },
        .breaks("a post with `not_after: 2026-12-10T18:00` at that time") {
            $0.candidate = .init("curated", at: "2026-12-10T18:00", notAfter: "2026-12-10T18:00")
        },
        .breaks("a post with `at: 2026-12-01T12:00` a minute later") {
            $0.candidate = .init("curated", at: "2026-12-01T12:01", pin: "2026-12-01T12:00")
        },
    ]
}

/// The post may not go out yet.
public struct WindowEarlyRefusal: Refusal, Hashable {
    /// When it would go out.
    public let at: Instant
    /// The first instant of its window.
    public let notBefore: Instant

    /// `window`
    public var rule: RuleName { Window.name }

    /// `it may not go out before 2026-11-24 00:00`
    public func sentence(in zone: Zone) -> String {
        "it may not go out before \(notBefore.clock(in: zone, seenFrom: at))"
    }
}

/// The post may not go out any more.
public struct WindowLateRefusal: Refusal, Hashable {
    /// When it would go out.
    public let at: Instant
    /// The first instant after its window.
    public let notAfter: Instant

    /// `window`
    public var rule: RuleName { Window.name }

    /// `it must go out before 18:00`
    public func sentence(in zone: Zone) -> String {
        "it must go out before \(notAfter.clock(in: zone, seenFrom: at))"
    }
}

/// The post is pinned to another time.
public struct PinRefusal: Refusal, Hashable {
    /// When it would go out.
    public let at: Instant
    /// The only instant at which it may.
    public let pin: Instant

    /// `window`
    public var rule: RuleName { Window.name }

    /// `it is pinned to 12:00`
    public func sentence(in zone: Zone) -> String {
        "it is pinned to \(pin.clock(in: zone, seenFrom: at))"
    }
}
