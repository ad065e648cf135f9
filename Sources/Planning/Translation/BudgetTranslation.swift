import Policies
import Rules
import Solver
import Timeline

/// What is left of the budget is a total per calendar month. A month that is overdrawn already has no domain.
extension Budget: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        guard weight == nil else { return nil }
        let prices = lane.subjects.map(\.price)
        guard prices.contains(where: { $0 > 0 }) else { return [] }
        var months: [Instant] = []
        let buckets = lane.slots.map { slot in
            let month = Budget.month(of: slot.at)
            if months.last != month { months.append(month) }
            return months.count - 1
        }
        let limits = months.enumerated().map { number, month in
            // Only the first month may have begun before the first slot.
            let before =
                number > 0
                ? 0
                : lane.past.postings.reduce(0) {
                    $0 + ($1.at >= month ? $1.subject.price : 0)
                }
            return max(0, budget.millionths - before)
        }
        return [.total(Total(amounts: prices, buckets: buckets, limits: limits))]
    }
}
