import Diagnostics
import Planning
import Policies
import Posts
import Rules
import Timeline

/// One account of the text preview: its name, then a row a day.
struct TextCalendar {
    let plan: Plan
    let forecast: AccountForecast
    let style: PreviewStyle
    let paint: Paint

    private static let smallestCell = 30
    private static let dateColumns = 14

    var lines: [String] { title + hold + calendar }

    private var posts: [PlannedPost] { plan.placements.filter { $0.account == forecast.account } }

    private var title: [String] {
        let sides = posts.reduce(into: [Side: Int]()) { $0[$1.side, default: 0] += 1 }
        let counts = "\(sides[.give] ?? 0) give, \(sides[.ask] ?? 0) ask, \(sides[.neutral] ?? 0) neither"
        let sum = posts.isEmpty ? "no post" : "\(Phrases.count(posts.count, "post")): \(counts)"
        let name = Phrases.safe(forecast.account.rawValue)
        var rows = Wrapping.lines(
            "\(name)   \(Phrases.safe(forecast.zone.name))   \(sum)", width: style.columns)
        if let first = rows.first, first.hasPrefix(name) {
            rows[0] = paint.bold(name) + first.dropFirst(name.count)
        }
        return rows
    }

    private var hold: [String] {
        guard forecast.isHeld else { return [] }
        let account = Phrases.safe(forecast.account.rawValue)
        return Wrapping.lines(
            "ON HOLD: nothing goes out until `hearth resume` ends it for \(account)", width: style.columns,
            first: "  ", rest: "  "
        ).map(paint.red)
    }

    private var calendar: [String] {
        guard !posts.isEmpty || forecast.days.contains(where: { $0.published > 0 }) else {
            return forecast.isHeld ? [] : [paint.faint("  nothing is planned")]
        }
        let balances = forecast.days.map { goodwill(endOf: $0.date) }
        let longest = balances.map(DisplayWidth.of).max() ?? 0
        let balanceColumns = longest == 0 ? 0 : max(4, longest) + 2
        let room = style.columns - TextCalendar.dateColumns - balanceColumns
        return zip(forecast.days, balances).flatMap { day, balance -> [String] in
            let head =
                "  " + Phrases.day(day.date, aligned: true) + "  "
                + DisplayWidth.padded(balance, to: balanceColumns)
            let blank = String(repeating: " ", count: DisplayWidth.of(head))
            return rows(of: day, columns: room).enumerated().map { index, row in
                ((index == 0 ? head : blank) + row).trimmingTrailingSpaces()
            }
        }
    }

    private func rows(of day: AccountForecast.Day, columns: Int) -> [String] {
        let cells = posts.filter { $0.local.date == day.date }
        let perRow = max(1, columns / TextCalendar.smallestCell)
        let width = columns / perRow
        var rows = stride(from: 0, to: cells.count, by: perRow).map { start in
            cells[start..<min(start + perRow, cells.count)].map { cell($0, columns: width) }.joined()
        }
        if day.published > 0 {
            rows.insert(paint.faint(DisplayWidth.clipped("\(day.published) already out", to: columns)), at: 0)
        }
        if day.missing > 0 {
            let missing = "\(Phrases.count(day.missing, "post")) missing"
            rows.append(paint.red(DisplayWidth.clipped(missing, to: columns)))
        }
        return rows.isEmpty ? [paint.faint("-")] : rows
    }

    /// `09:15 + curated/contrast @~`, filled to `columns`.
    private func cell(_ post: PlannedPost, columns: Int) -> String {
        let head = "\(LocalDateTime.clockText(post.local.minuteOfDay)) \(Phrases.sign(post.side)) "
        let flags = (post.isPinned ? "@" : "") + (post.isKept ? "=" : "") + (post.broken.isEmpty ? "" : "~")
        let tail = flags.isEmpty ? "" : " " + flags
        let room = columns - DisplayWidth.of(head) - DisplayWidth.of(tail) - 2
        let text = head + Phrases.id(post.post, in: room) + tail
        let fill = String(repeating: " ", count: max(0, columns - DisplayWidth.of(text)))
        switch post.side {
        case .give: return paint.green(text) + fill
        case .ask: return paint.yellow(text) + fill
        case .neutral: return text + fill
        }
    }

    /// `5/8`, or `5` without a cap; empty without goodwill.
    private func goodwill(endOf date: LocalDate) -> String {
        let end = forecast.zone.day(date).end
        let point = forecast.goodwill.last { $0.at < end } ?? forecast.goodwill.first
        guard let balance = point?.balance else { return "" }
        return forecast.goodwillCap.map { "\(balance)/\($0)" } ?? String(balance)
    }
}

extension String {
    /// Without spaces at its end.
    func trimmingTrailingSpaces() -> String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}
