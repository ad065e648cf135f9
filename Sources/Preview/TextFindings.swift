import Planning
import Policies
import Posts
import Timeline

/// What the author of a queue should look at: labels that do not hold, and pins that cannot be kept.
struct TextFindings {
    let plan: Plan
    let style: PreviewStyle
    let paint: Paint

    var lines: [String] { labels + pins }

    private var labels: [String] {
        guard !plan.mislabelled.isEmpty else { return [] }
        return ["", paint.bold("Labels that do not hold")]
            + plan.mislabelled.flatMap { found in
                entry("\(found.post): \(found.sentence)", indent: 2)
            }
    }

    private var pins: [String] {
        guard !plan.pinConflicts.isEmpty else { return [] }
        return [""]
            + Wrapping.lines("Pinned posts that cannot go out at their time", width: style.columns)
            .map(paint.bold) + plan.pinConflicts.flatMap(lines)
    }

    private func lines(_ conflict: PinConflict) -> [String] {
        let zone = plan.accounts.first { $0.account == conflict.account }?.zone ?? .utc
        let when = Phrases.shortMoment(zone.local(at: conflict.at))
        let reasons =
            conflict.refusals.isEmpty
            ? ["what is pinned or frozen already would be refused after it"]
            : conflict.refusals.map { "\($0.rule): \($0.sentence)" }
        return entry("\(conflict.post) on \(conflict.account), \(when):", indent: 2)
            + reasons.flatMap { entry($0, indent: 4) }
    }

    private func entry(_ text: String, indent: Int) -> [String] {
        Wrapping.lines(
            Phrases.safe(text), width: style.columns, first: String(repeating: " ", count: indent),
            rest: String(repeating: " ", count: indent + 4))
    }
}
