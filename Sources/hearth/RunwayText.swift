import Diagnostics
import Planning
import Posts
import Timeline

/// How long the stock of posts lasts, for `hearth check`.
enum RunwayText {
    /// One line an account.
    static func lines(_ plan: Plan) -> [String] {
        plan.accounts.map { forecast in
            let until = forecast.runway.giveUntil.map { "until \($0)" } ?? "without end in sight"
            return "runway: \(forecast.account): what gives lasts \(until)"
        }
    }

    /// A warning for each account whose gives run out within the plan, with what is needed.
    static func diagnostics(_ plan: Plan) -> [Diagnostic] {
        plan.accounts.compactMap { forecast in
            let end = forecast.zone.local(at: plan.end).date
            guard let until = forecast.runway.giveUntil, until <= end else { return nil }
            let needs = forecast.runway.needed.map { "\($0.count) \($0.kind) by \($0.by)" }
            return Diagnostic(
                .warning, code: "runway", "\(forecast.account): posts that give run out on \(until)",
                help: needs.isEmpty ? nil : "to keep pace and mix: " + needs.joined(separator: ", "))
        }
    }
}
