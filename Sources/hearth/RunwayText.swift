import Planning
import Posts
import Timeline

/// How long the stock of posts lasts, for `hearth check`.
enum RunwayText {
    /// One line an account.
    static func lines(_ plan: Plan) -> [String] {
        plan.accounts.map { forecast in
            let needs = forecast.runway.needed.map { "\($0.count) \($0.kind) by \($0.by)" }
            return "runway: \(forecast.account): \(stock(forecast.runway))"
                + (needs.isEmpty ? "" : "; to keep the mix: " + needs.joined(separator: ", "))
        }
    }

    /// Nothing, until a day, without an end, or nothing that uses it up: four things, and only one of them needs no look.
    private static func stock(_ runway: Runway) -> String {
        guard let count = runway.giveStock else { return "what gives never runs out" }
        if count == 0 { return "nothing that gives is left" }
        if let day = runway.giveUntil { return "what gives lasts until \(day)" }
        return "\(count) \(count == 1 ? "post" : "posts") left that give, and nothing planned uses them up"
    }
}
