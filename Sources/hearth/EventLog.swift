import Diagnostics
import Timeline

/// What a tick does as one JSON object a line, for journals and log collectors.
///
/// `time`, `level`, `event` and `text` are in every line; the other keys where they are known. Names and meanings are in
/// `docs/formats.md`.
struct EventLog: Sendable {
    /// How much it matters.
    enum Level: String {
        case info
        case warning
        case error
    }

    /// What a key may hold.
    enum Value {
        case text(String)
        case number(Int)
        case flag(Bool)
    }

    /// Microseconds since the epoch.
    let clock: @Sendable () -> Int
    /// Takes a line without its line break.
    let sink: @Sendable (String) -> Void

    /// Writes one line; keys without a value are left out.
    func write(_ level: Level, _ event: String, _ text: String, _ more: [(String, Value?)] = []) {
        var pairs: [(String, Value)] = [
            ("time", .text(EventLog.stamp(clock()))), ("level", .text(level.rawValue)),
            ("event", .text(event)), ("text", .text(text)),
        ]
        for case (let key, let value?) in more { pairs.append((key, value)) }
        sink(
            "{" + pairs.map { "\(EventLog.quoted($0.0)):\(EventLog.json($0.1))" }.joined(separator: ",") + "}"
        )
    }

    /// Writes a finding in queue or policy.
    func write(_ finding: Diagnostic) {
        let level: Level =
            switch finding.severity {
            case .error: .error
            case .warning: .warning
            }
        write(
            level, "finding", finding.message,
            [
                ("code", .text(finding.code)), ("file", finding.location.map { .text($0.file) }),
                ("line", finding.location?.line.map { .number($0) }),
                ("column", finding.location?.column.map { .number($0) }),
                ("help", finding.help.map { .text($0) }),
            ])
    }

    /// Writes what happened to a delivery, or else.
    func write(_ line: TickText.Line) {
        write(
            line.level, line.event, line.text,
            [
                ("account", (line.delivery?.account ?? line.account).map { .text($0) }),
                ("post", line.delivery.map { .text($0.post) }),
                ("delivery", line.delivery.map { .number($0.id) }),
                ("state", line.delivery.map { .text($0.state) }),
                ("planned_at", line.delivery.map { .text($0.planned_at) }),
                ("attempts", line.delivery.map { .number($0.attempts) }),
                ("url", line.delivery?.url.map { .text($0) }),
                ("reason", line.delivery?.reason.map { .text($0) }),
            ])
    }

    /// RFC 3339 in UTC with milliseconds.
    static func stamp(_ microseconds: Int) -> String {
        let milliseconds = floorDivide(microseconds, 1000)
        let second = floorDivide(milliseconds, 1000)
        let minute = floorDivide(second, 60)
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        let start = Instant(minutes: minute).rfc3339.dropLast("00Z".count)
        return "\(start)\(padded(second - minute * 60, 2)).\(padded(milliseconds - second * 1000, 3))Z"
    }

    private static func json(_ value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        }
    }

    /// A JSON string in which nothing is left that could move a cursor, begin a line or turn the direction of writing.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            default:
                if scalar.value >= 0x20 {
                    out.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return TerminalText.escapedJSON(out + "\"")
    }
}

extension TickText.Line {
    /// How much it matters to whoever reads a log.
    fileprivate var level: EventLog.Level {
        switch event {
        case "rejected", "held", "needs_person", "plan_failed", "account_unusable": .error
        case "half_out", "in_doubt", "waits", "refused", "missed", "expired", "inbox_failed", "paused",
            "note":
            .warning
        default: .info
        }
    }
}
