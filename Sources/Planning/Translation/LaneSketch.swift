import Rules
import Solver
import Timeline

/// What a rule may know of a lane when it translates itself.
struct LaneSketch {
    /// What the items stand for.
    var subjects: [Subject]
    /// The items: what is the same thing, and how often.
    var items: [Lane.Item]
    /// The slots in order of time, all of them after the history.
    var slots: [SlotCalendar.Slot]
    /// What has gone out before the first slot.
    var past: Past
    /// The least time between two placements, in minutes.
    var spacing: Int

    /// The postings in (first slot - length, first slot): what a window of that length may still see.
    func history(within length: Minutes) -> ArraySlice<Past.Posting> {
        guard let first = slots.first?.at else { return [] }
        return past.postings[past.count(through: first - length)...]
    }

    /// Per item, what a table of the rules says of its subject.
    func lookUp<T>(_ table: [T]) -> [T] { subjects.map { table[$0.index] } }
}
