import Planning
import Posts
import Timeline

/// How long the stock of posts lasts, for `hearth check`.
enum RunwayText {
    /// One line an account.
    static func lines(_ plan: Plan) -> [String] {
        plan.accounts.map { forecast in
            let until = forecast.runway.giveUntil.map { "until \($0)" } ?? "without end in sight"
            let needs = forecast.runway.needed.map { "\($0.count) \($0.kind) by \($0.by)" }
            return "runway: \(forecast.account): what gives lasts \(until)"
                + (needs.isEmpty ? "" : "; to keep the mix: " + needs.joined(separator: ", "))
        }
    }
}
