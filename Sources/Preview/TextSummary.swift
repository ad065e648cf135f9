import Diagnostics
import Planning
import Policies
import Posts
import Rules
import Timeline

/// What stands below the days of an account: goodwill, shares, floors and runway, one label each.
struct TextSummary {
    let plan: Plan
    let forecast: AccountForecast
    let style: PreviewStyle
    let paint: Paint

    private static let labelColumns = 12
    /// More shortfalls than this are summed up.
    private static let mostShortfalls = 6
    private static let mostRunwayLines = 2

    var lines: [String] { goodwill + shares + floors + runway }

    private var columns: Int { style.columns - TextSummary.labelColumns }
    private var today: LocalDate { forecast.zone.local(at: plan.now).date }

    private var goodwill: [String] {
        guard let first = forecast.goodwill.first, let last = forecast.goodwill.last else { return [] }
        let lowest = forecast.goodwill.map(\.balance).min() ?? first.balance
        let cap = forecast.goodwillCap.map { ", never over \($0)" } ?? ""
        return row("goodwill", "\(first.balance) now, \(last.balance) at the end, lowest \(lowest)\(cap)")
    }

    private var shares: [String] {
        forecast.shares.enumerated().flatMap { index, share -> [String] in
            let (label, text) = (index == 0 ? "shares" : "", TextSummary.text(share))
            return share.isBroken ? row(label, text, paint.yellow) : row(label, text)
        }
    }

    /// `ask: 4 of 42 = 9 %, limit 20 % over 14d`
    static func text(_ share: AccountForecast.Share) -> String {
        let window =
            switch share.limit.over {
            case .time(let length): "over \(length)"
            case .posts(let count): "over \(Phrases.count(count, "post"))"
            }
        let of = Phrases.safe(share.limit.of.description)
        let wish =
            if case .should = share.limit.level { share.isBroken ? " (a wish, broken)" : " (a wish)" } else {
                ""
            }
        switch share.limit.atMost {
        case .percent(let limit):
            let percent = share.total == 0 ? 0 : 100 * share.members / share.total
            return
                "\(of): \(share.members) of \(share.total) = \(percent) %, limit \(limit) % \(window)\(wish)"
        case .count(let limit):
            return "\(of): \(share.members), limit \(limit) \(window)\(wish)"
        }
    }

    private var floors: [String] {
        let own = plan.shortfalls.filter { $0.account == forecast.account }
        guard !own.isEmpty else {
            let isAsked = forecast.pace?.min != nil || forecast.pace?.silence != nil
            return isAsked ? row("floors", "met", paint.green) : []
        }
        let shown = style.leftOutLimit == nil ? own[...] : own.prefix(TextSummary.mostShortfalls)
        var rows = shown.enumerated().flatMap { index, shortfall in
            row(index == 0 ? "floors" : "", text(shortfall), paint.red)
        }
        let rest = own.dropFirst(shown.count)
        if !rest.isEmpty { rows += row("", TextSummary.summedUp(Array(rest)), paint.red) }
        return rows
    }

    private func text(_ shortfall: Shortfall) -> String {
        switch shortfall.lack {
        case .pace(let day, let missing):
            return "\(Phrases.day(day)): \(Phrases.count(missing, "post")) missing to the minimum"
        case .silence(let from, let to, let hours):
            let start = Phrases.shortMoment(forecast.zone.local(at: from))
            return "\(start) to \(Phrases.shortMoment(forecast.zone.local(at: to))): \(hours) h too silent"
        }
    }

    /// `and 12 more days, 3 more silences; --all lists them`
    private static func summedUp(_ rest: [Shortfall]) -> String {
        let days = rest.count { if case .pace = $0.lack { true } else { false } }
        let parts = [(days, "more day"), (rest.count - days, "more silence")].filter { $0.0 > 0 }
        return "and " + parts.map { Phrases.count($0.0, $0.1) }.joined(separator: ", ") + "; --all lists them"
    }

    /// At most two lines: the needs that do not fit are counted.
    private var runway: [String] {
        let needs = forecast.runway.needed.map {
            "\($0.count) \(Phrases.safe($0.kind.rawValue)) by \(Phrases.day($0.by, seenFrom: today))"
        }
        func text(naming count: Int) -> String {
            guard !needs.isEmpty else { return stock }
            var named = Array(needs.prefix(count))
            if count < needs.count {
                named.append(count == 0 ? "\(needs.count) kinds" : "\(needs.count - count) more")
            }
            return stock + "; to keep the mix: " + named.joined(separator: ", ")
        }
        let fitting = (0...needs.count).reversed().first {
            Wrapping.lines(text(naming: $0), width: columns).count <= TextSummary.mostRunwayLines
        }
        return row("runway", fitting.map(text) ?? stock)
    }

    private var stock: String {
        let runway = forecast.runway
        if let day = runway.giveUntil {
            return runway.giveStock == 0
                ? "nothing that gives is left" : "what gives lasts until \(Phrases.day(day, seenFrom: today))"
        }
        guard let stock = runway.giveStock else { return "what gives never runs out" }
        return stock == 0 ? "nothing that gives is left" : "\(Phrases.count(stock, "post")) left that give"
    }

    private func row(_ label: String, _ text: String, _ colour: ((String) -> String)? = nil) -> [String] {
        Wrapping.lines(text, width: columns).enumerated().map { index, line in
            let head = DisplayWidth.padded(index == 0 ? label : "", to: TextSummary.labelColumns - 2)
            return "  " + (index == 0 && !label.isEmpty ? paint.faint(head) : head) + (colour?(line) ?? line)
        }
    }
}
