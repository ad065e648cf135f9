import Diagnostics
import Planning
import Policies
import Posts
import Rules
import Timeline

/// The plan as a calendar for a terminal: one block an account, one row a day.
///
/// Gives and asks are told apart by a sign, so that neither colour blindness nor a log file hides the difference.
public enum TextPreview: PreviewFormat {
    /// `text`
    public static let name = "text"

    /// The calendar, then what is left out and why.
    public static func render(_ plan: Plan, style: PreviewStyle) -> String {
        let paint = Paint(isOn: style.colour)
        var lines = headline(plan, paint)
        for forecast in plan.accounts {
            lines.append("")
            lines += TextCalendar(plan: plan, forecast: forecast, style: style, paint: paint).lines
        }
        lines += findings(plan, paint)
        lines += TextLeftOut(plan: plan, style: style, paint: paint).lines
        lines += ["", paint.faint(legend(plan))]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func headline(_ plan: Plan, _ paint: Paint) -> [String] {
        let span = "\(Phrases.moment(plan.now.utc)) to \(Phrases.moment(plan.end.utc)) UTC"
        let placed = Phrases.count(plan.placements.count, "post")
        let floors =
            plan.floorShortfall == 0
            ? paint.green("floors met")
            : paint.red("floors short by \(plan.floorShortfall)")
                + (plan.floorBound == plan.floorShortfall ? " (nothing better is possible)" : "")
        return [
            paint.bold("Plan, \(span)"),
            "\(placed) on \(Phrases.count(plan.accounts.count, "account")), \(floors); \(quality(plan))",
        ]
    }

    private static func quality(_ plan: Plan) -> String {
        let score = "score \(Phrases.grouped(plan.score))"
        if plan.status == .optimal { return score + ", the best there is" }
        let gap = plan.gapTenThousandths
        return score + ", at most \(Phrases.grouped(plan.bound)) (gap \(gap / 100).\(gap % 100 / 10) %)"
    }

    private static func findings(_ plan: Plan, _ paint: Paint) -> [String] {
        var lines: [String] = []
        if !plan.mislabelled.isEmpty {
            lines += ["", paint.bold("Labels that do not hold")]
            for found in plan.mislabelled {
                lines.append(
                    "  \(safe(found.post.rawValue)): '\(found.label)' counts as '\(found.counted)', \(why(found.finding))"
                )
            }
        }
        if !plan.pinConflicts.isEmpty {
            lines += ["", paint.bold("Pinned posts that cannot go out at their time")]
            for conflict in plan.pinConflicts {
                let zone = plan.accounts.first { $0.account == conflict.account }?.zone ?? .utc
                let when = Phrases.shortMoment(zone.local(at: conflict.at))
                lines.append("  \(safe(conflict.post.rawValue)) on \(conflict.account), \(when):")
                lines += conflict.refusals.map { "    \($0.rule): \(safe($0.sentence))" }
            }
        }
        return lines
    }

    private static func why(_ finding: LabelAudit.Finding) -> String {
        switch finding {
        case .ownHost(let host): "its link leads to our own \(host)"
        case .shopHost(let host): "its link leads to our shop \(host)"
        case .affiliateParameter(let name): "its link carries the affiliate parameter '\(name)'"
        }
    }

    private static func legend(_ plan: Plan) -> String {
        "+ gives   ! asks   . neither   @ pinned   = kept   ~ breaks a wish (should)"
    }

    /// Text from files, made safe for a terminal.
    static func safe(_ text: String) -> String { TerminalText.escaped(text) }
}
