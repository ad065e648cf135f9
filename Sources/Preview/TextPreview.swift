import Diagnostics
import Planning
import Policies
import Posts
import Rules
import Timeline

/// The plan as a calendar for a terminal: one block an account, one row a day.
///
/// Gives and asks are told apart by a sign, so that neither colour blindness nor a log file hides the difference.
/// No line is wider than the style asks for.
public enum TextPreview: PreviewFormat {
    /// `text`
    public static let name = "text"

    /// The calendar, then what is left out and why.
    public static func render(_ plan: Plan, style: PreviewStyle) -> String {
        let paint = Paint(isOn: style.colour)
        var lines = headline(plan, style, paint)
        for forecast in plan.accounts {
            lines.append("")
            lines += TextCalendar(plan: plan, forecast: forecast, style: style, paint: paint).lines
            lines += TextSummary(plan: plan, forecast: forecast, style: style, paint: paint).lines
        }
        lines += TextFindings(plan: plan, style: style, paint: paint).lines
        lines += TextLeftOut(plan: plan, style: style, paint: paint).lines
        lines += legend(plan, style).map(paint.faint)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func headline(_ plan: Plan, _ style: PreviewStyle, _ paint: Paint) -> [String] {
        let span = "Plan, \(Phrases.moment(plan.now.utc)) to \(Phrases.moment(plan.end.utc)) UTC"
        let accounts = plan.accounts.isEmpty ? "no account" : Phrases.count(plan.accounts.count, "account")
        let content = "\(Phrases.count(plan.placements.count, "post")) on \(accounts); \(quality(plan))"
        let colour = plan.floorShortfall == 0 ? paint.green : paint.red
        return Wrapping.lines(span, width: style.columns).map(paint.bold)
            + Wrapping.lines(content, width: style.columns)
            + Wrapping.lines(presence(plan), width: style.columns).map(colour)
            + Wrapping.lines(ending(plan), width: style.columns).map(paint.yellow)
    }

    /// Nothing where no account has a floor.
    private static func presence(_ plan: Plan) -> String {
        if plan.floorShortfall == 0 {
            let isAsked = plan.accounts.contains { $0.pace?.min != nil || $0.pace?.silence != nil }
            return isAsked ? "floors met" : ""
        }
        let short = "floors short by \(Phrases.grouped(plan.floorShortfall))"
        return plan.floorBound == plan.floorShortfall
            ? short + ": nothing better is possible"
            : short + ", by \(Phrases.grouped(plan.floorBound)) at the least"
    }

    /// Nothing where the search has done its work.
    private static func ending(_ plan: Plan) -> String {
        switch plan.ended {
        case .timeLimit: "ended by the time limit: another run may give another plan"
        case .interrupted: "interrupted: another run may give another plan"
        case nil: ""
        }
    }

    private static func quality(_ plan: Plan) -> String {
        let score = "score \(Phrases.grouped(plan.score))"
        if plan.status == .optimal { return score + ", the best there is" }
        let gap = plan.gapTenThousandths
        return score + ", at most \(Phrases.grouped(plan.bound)) (gap \(gap / 100).\(gap % 100 / 10) %)"
    }

    /// Only the signs that are there.
    private static func legend(_ plan: Plan, _ style: PreviewStyle) -> [String] {
        let posts = plan.placements
        guard !posts.isEmpty else { return [] }
        var signs = ["+ gives", "! asks", ". neither"]
        if posts.contains(where: \.isPinned) { signs.append("@ pinned") }
        if posts.contains(where: \.isKept) { signs.append("= kept") }
        if posts.contains(where: { !$0.broken.isEmpty }) { signs.append("~ breaks a wish (should)") }
        var rows = Wrapping.lines(signs.joined(separator: "   "), width: style.columns)
        if let forecast = plan.accounts.first(where: { !$0.goodwill.isEmpty }) {
            let cap = forecast.goodwillCap == nil ? "" : ", and the cap"
            rows += Wrapping.lines("beside a day: the goodwill at its end\(cap)", width: style.columns)
        }
        return [""] + rows
    }
}
