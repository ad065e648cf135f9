import Diagnostics
import Planning
import Posts
import Policies
import Rules
import Timeline

/// One account of the text preview: a row a day, then goodwill, shares, floors and runway.
struct TextCalendar {
    let plan: Plan
    let forecast: AccountForecast
    let style: PreviewStyle
    let paint: Paint

    /// Columns before the posts of a day: indentation, date, goodwill.
    private static let margin = 20
    private static let smallestCell = 30

    var lines: [String] { [title] + calendar + goodwillLine + shareLines + floorLines + runwayLines }

    private var posts: [PlannedPost] { plan.placements.filter { $0.account == forecast.account } }

    private var title: String {
        let sides = posts.reduce(into: [Side: Int]()) { $0[$1.side, default: 0] += 1 }
        let counts = "\(sides[.give] ?? 0) give, \(sides[.ask] ?? 0) ask, \(sides[.neutral] ?? 0) neither"
        let held = forecast.isHeld ? "   " + paint.red("ON HOLD") : ""
        return paint.bold(forecast.account.rawValue) + "   \(forecast.zone.name)   "
            + "\(Phrases.count(posts.count, "post")): \(counts)" + held
    }

    private var calendar: [String] {
        forecast.days.flatMap { day -> [String] in
            let own = posts.filter { $0.local.date == day.date }
            let cells = own.map(cell)
            let perRow = max(1, (style.width - TextCalendar.margin) / TextCalendar.smallestCell)
            let width = (style.width - TextCalendar.margin) / perRow
            var rows = stride(from: 0, to: cells.count, by: perRow).map { start in
                cells[start..<min(start + perRow, cells.count)].map { fitted($0, width) }.joined()
            }
            if day.published > 0 { rows.insert(paint.faint("\(day.published) already out"), at: 0) }
            if day.missing > 0 { rows.append(paint.red("\(Phrases.count(day.missing, "post")) missing")) }
            if rows.isEmpty { rows = [paint.faint("-")] }
            let balance = DisplayWidth.padded(goodwill(endOf: day.date), to: 6)
            let head = "  " + Phrases.day(day.date) + "  " + balance
            let blank = String(repeating: " ", count: DisplayWidth.of(head))
            return rows.enumerated().map { index, row in
                ((index == 0 ? head : blank) + row).trimmingTrailingSpaces()
            }
        }
    }

    private struct Cell {
        var clock: String
        var sign: String
        var flags: String
        var id: String
        var side: Side
    }

    private func cell(_ post: PlannedPost) -> Cell {
        let flags = (post.isPinned ? "@" : "") + (post.isKept ? "=" : "") + (post.broken.isEmpty ? "" : "~")
        return Cell(
            clock: LocalDateTime.clockText(post.local.minuteOfDay), sign: Phrases.sign(post.side),
            flags: flags,
            id: TextPreview.safe(post.post.rawValue), side: post.side)
    }

    /// A cell in `width` columns; an id that is too long loses its folders first, then its end.
    private func fitted(_ cell: Cell, _ width: Int) -> String {
        let head = "\(cell.clock) \(cell.sign) "
        let tail = cell.flags.isEmpty ? "" : " " + cell.flags
        let room = width - DisplayWidth.of(head) - DisplayWidth.of(tail) - 2
        var id = cell.id
        if DisplayWidth.of(id) > room, let last = id.split(separator: "/").last { id = "…/" + last }
        id = DisplayWidth.clipped(id, to: room)
        let text = head + id + tail
        let fill = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        let painted =
            switch cell.side {
            case .give: paint.green(text)
            case .ask: paint.yellow(text)
            case .neutral: text
            }
        return painted + fill
    }

    private func goodwill(endOf date: LocalDate) -> String {
        guard !forecast.goodwill.isEmpty else { return "" }
        let end = forecast.zone.day(date).end
        let balance = forecast.goodwill.last { $0.at < end }?.balance ?? forecast.goodwill.first?.balance
        guard let balance else { return "" }
        return forecast.goodwillCap.map { "\(balance)/\($0)" } ?? String(balance)
    }

    private var goodwillLine: [String] {
        guard let first = forecast.goodwill.first, let last = forecast.goodwill.last else { return [] }
        let lowest = forecast.goodwill.map(\.balance).min() ?? first.balance
        let cap = forecast.goodwillCap.map { ", never over \($0)" } ?? ""
        return [row("goodwill", "\(first.balance) now, \(last.balance) at the end, lowest \(lowest)\(cap)")]
    }

    private var shareLines: [String] {
        forecast.shares.enumerated().map { index, share in
            let text = TextCalendar.text(share)
            return row(index == 0 ? "shares" : "", text.isOver ? paint.red(text.text) : text.text)
        }
    }

    /// `ask 4 of 42 (9 %), limit 20 % over 14d`
    static func text(_ share: AccountForecast.Share) -> (text: String, isOver: Bool) {
        let window =
            switch share.limit.over {
            case .time(let length): "over \(length)"
            case .posts(let count): "over \(Phrases.count(count, "post"))"
            }
        let percent = share.total == 0 ? 0 : 100 * share.members / share.total
        let wish = if case .should = share.limit.level { " (a wish)" } else { "" }
        switch share.limit.atMost {
        case .percent(let limit):
            let text =
                "\(share.limit.of): \(share.members) of \(share.total) = \(percent) %, limit \(limit) % \(window)\(wish)"
            return (text, 100 * share.members > limit * share.total)
        case .count(let limit):
            return (
                "\(share.limit.of): \(share.members), limit \(limit) \(window)\(wish)", share.members > limit
            )
        }
    }

    private var floorLines: [String] {
        let own = plan.shortfalls.filter { $0.account == forecast.account }
        guard !own.isEmpty else {
            let asked = forecast.pace?.min != nil || forecast.pace?.silence != nil
            return asked ? [row("floors", paint.green("met"))] : []
        }
        return own.enumerated().map { index, shortfall in
            let text =
                switch shortfall.lack {
                case .pace(let day, let missing):
                    "\(Phrases.day(day)): \(Phrases.count(missing, "post")) missing to the minimum"
                case .silence(let from, let to, let hours):
                    "\(Phrases.shortMoment(forecast.zone.local(at: from))) to "
                        + "\(Phrases.shortMoment(forecast.zone.local(at: to))): \(hours) h too silent"
                }
            return row(index == 0 ? "floors" : "", paint.red(text))
        }
    }

    private var runwayLines: [String] {
        let runway = forecast.runway
        var parts: [String] = []
        if let day = runway.giveUntil {
            parts.append("what gives lasts until \(Phrases.day(day))")
        } else {
            parts.append("what gives lasts beyond the plan")
        }
        if !runway.needed.isEmpty {
            let needs = runway.needed.map { "\($0.count) \($0.kind) by \(Phrases.day($0.by))" }
            parts.append("to keep the mix: " + needs.joined(separator: ", "))
        }
        return wrapped("runway", parts.joined(separator: "; "))
    }

    private func row(_ label: String, _ text: String) -> String {
        "  " + paint.faint(DisplayWidth.padded(label, to: 10)) + text
    }

    private func wrapped(_ label: String, _ text: String) -> [String] {
        var rows: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty && DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > style.width - 12 {
                rows.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { rows.append(line) }
        return rows.enumerated().map { row($0 == 0 ? label : "", $1) }
    }
}

extension String {
    /// Without spaces at its end.
    func trimmingTrailingSpaces() -> String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}
