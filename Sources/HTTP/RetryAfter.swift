/// How long a service asks to be left alone, from `Retry-After` and the rate-limit headers of the networks.
///
/// Times are seconds since the Unix epoch and are passed in. Every answer lies in `range`, so that neither a
/// mistake nor malice makes the scheduler hammer a service or wait for years.
public enum RetryAfter: Sendable {
    /// One second to one day.
    public static let range = 1...86_400

    /// Seconds to wait from `now` as the headers of a response say; nil if they say nothing readable.
    ///
    /// Where several headers speak, the longest wait counts. The reset of a limit counts only if that limit is
    /// used up: services tell it with every answer. In each of these rows, the reset and what must be 0 or absent:
    ///
    /// - `Retry-After`, always (RFC 9110; also as a decimal fraction: Discord)
    /// - `X-RateLimit-Reset`, `X-RateLimit-Remaining` (Mastodon, GoToSocial, Discord, Zulip, Reddit, Mattermost)
    /// - `X-RateLimit-Reset-After`, `X-RateLimit-Remaining` (Discord)
    /// - `X-Rate-Limit-Reset`, `X-Rate-Limit-Remaining` (X)
    /// - `RateLimit-Reset`, `RateLimit-Remaining` (Bluesky and the drafts of the IETF)
    public static func wait(_ response: Response, now: Double) -> Int? {
        let resets = [
            ("X-RateLimit-Reset", "X-RateLimit-Remaining"),
            ("X-RateLimit-Reset-After", "X-RateLimit-Remaining"),
            ("X-Rate-Limit-Reset", "X-Rate-Limit-Remaining"),
            ("RateLimit-Reset", "RateLimit-Remaining"),
        ]
        var texts = response.headers.all(named: "Retry-After")
        for (reset, remaining) in resets {
            let left = response.header(remaining).flatMap(number) ?? 0
            if left <= 0 { texts += response.headers.all(named: reset) }
        }
        return texts.compactMap { seconds($0, now: now) }.max()
    }

    /// Seconds to wait from `now`, rounded up and clamped to `range`; nil if `text` is none of the forms.
    ///
    /// A number is seconds to go, above 10^9 an epoch in seconds, above 10^12 one in milliseconds. A text is an
    /// HTTP date or an ISO 8601 instant.
    public static func seconds(_ text: String, now: Double) -> Int? {
        let text = trimmed(text)
        if let value = number(text) {
            switch value {
            case 1e12...: return clamped(value / 1_000 - now)
            case 1e9...: return clamped(value - now)
            default: return clamped(value)
            }
        }
        return HTTPDate.seconds(text, now: now).map { clamped($0 - now) }
    }

    /// A wait in seconds, such as `retry_after` of a JSON body, rounded up and clamped to `range`.
    public static func clamped(_ seconds: Double) -> Int {
        guard seconds < Double(range.upperBound) else { return range.upperBound }
        guard seconds > Double(range.lowerBound) else { return range.lowerBound }
        return Int(seconds.rounded(.up))
    }

    /// Digits with at most one point and a sign; neither `inf` nor `1e9`, which `Double` would read.
    private static func number(_ text: String) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy(isDigits)
        else { return nil }
        return Double(text)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
