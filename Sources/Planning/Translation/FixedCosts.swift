import Rules
import Solver

/// What breaking entries costs that look at nothing but the post and the slot: it is taken off the worth.
struct FixedCosts {
    /// One entry: whom it concerns, nil for everything, and what it costs per slot.
    private struct Entry {
        var members: [Bool]?
        var cost: [Int]
    }

    private let entries: [Entry]

    /// The costs of such entries of `bench` in `slots`.
    init(_ bench: Bench, slots: [SlotCalendar.Slot], past: Past) {
        entries = bench.shoulds.compactMap { entry in
            guard let hours = entry.rule as? Hours else { return nil }
            // Of one class, what it says of one member it says of all.
            guard let member = bench.account.subjects.first(where: { hours.members?[$0.index] ?? true })
            else { return nil }
            return Entry(
                members: hours.members,
                cost: slots.map { slot in
                    let candidate = Candidate(subject: member, at: slot.at, local: slot.local)
                    return hours.refusal(of: candidate, after: past) == nil ? 0 : entry.weight
                })
        }
    }

    /// Takes off the row of `subject` what it would break per slot.
    func subtract(from row: inout [Int32], of subject: Subject) {
        for entry in entries where entry.members?[subject.index] ?? true {
            for slot in row.indices where row[slot] != Lane.never && entry.cost[slot] != 0 {
                row[slot] = Int32(max(-Lane.mostWorth, Int(row[slot]) - entry.cost[slot]))
            }
        }
    }
}
