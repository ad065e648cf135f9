import Posts
import Rules
import Solver
import Timeline

/// The slots that posts of one account may have at all, and what they are worth there.
struct Domain {
    /// What makes posts equally worth at every slot.
    private struct Worth: Hashable {
        let priority: Int
        /// Nil, as `freshFrom`, for a post that does not age.
        let halfLife: Minutes?
        let freshFrom: Instant?

        init(_ subject: Subject) {
            let ages = subject.halfLife != nil && subject.freshFrom != nil
            priority = subject.priority
            halfLife = ages ? subject.halfLife : nil
            freshFrom = ages ? subject.freshFrom : nil
        }
    }

    private let subjects: [Subject]
    private let slots: [SlotCalendar.Slot]
    private let bench: Bench
    private let past: Past
    /// The checks whose refusal after the history is for good.
    private let early: [any Rule]
    /// What they refuse of posts without a pin.
    private let refusals: RefusalMap
    /// The place of each subject in `refusals`; nil for pinned posts, which are asked about at one instant only.
    private let places: [Int?]
    /// The slots that no post without a pin has: those up to the end of the history, and pins beside the grid.
    private let closed: SlotSet
    /// The slots where the stored plan has a post.
    private var stored: [PostID: [Int]] = [:]
    /// Reach by slot, as far as it was asked for; -1 where it was not.
    private var reach: [[Int32]] = []
    private var numbers: [Worth: Int] = [:]

    /// The domains of `subjects` in `slots`, the account's and the own ones of pinned posts.
    ///
    /// - Parameter stored: Placements that earn `keep` where they are.
    init(
        of subjects: [Subject], in slots: [SlotCalendar.Slot], bench: Bench, past: Past,
        stored: Set<Placement>
    ) {
        self.subjects = subjects
        self.slots = slots
        self.bench = bench
        self.past = past
        early = bench.musts.filter(Domain.isForGood)
        var places: [Int?] = []
        var movable: [Subject] = []
        for subject in subjects {
            places.append(subject.pin == nil ? movable.count : nil)
            if subject.pin == nil { movable.append(subject) }
        }
        self.places = places
        // Two posts never share an instant, whatever the policy says.
        let first = past.postings.last.map { slots.firstNumber(after: $0.at) } ?? 0
        var closed = SlotSet(limit: slots.count)
        for number in slots.indices where number < first || !bench.calendar.isSlot(slots[number].at) {
            closed.insert(number)
        }
        self.closed = closed
        var refusals = RefusalMap(early, of: movable, at: slots, within: past)
        refusals.ask(first..<slots.count, after: past)
        self.refusals = refusals
        for placement in stored {
            if let number = slots.number(at: placement.at) {
                self.stored[placement.post, default: []].append(number)
            }
        }
    }

    /// Whether what the check refuses after the history is refused after every longer past too.
    static func isForGood(_ check: any Rule) -> Bool {
        Translation.monotoneRules.contains(type(of: check).name)
            || (check as? Apart)?.isOverTime == true
    }

    /// What a subject is worth per slot, `Lane.never` where it may not go; nil for one that may go nowhere.
    mutating func row(of number: Int) -> [Int32]? {
        let open = open(to: number)
        guard !open.isEmpty else { return nil }
        let subject = subjects[number]
        let shared = sharedRow(of: subject)
        var row = [Int32](repeating: Lane.never, count: slots.count)
        for slot in open { row[slot] = Domain.clamped(reach(of: subject, at: slot, row: shared)) }
        for slot in subject.post.flatMap({ stored[$0] }) ?? [] where row[slot] != Lane.never {
            row[slot] = Domain.clamped(reach(of: subject, at: slot, row: shared) + bench.weights.keep)
        }
        return row
    }

    /// The slots that a subject may have, ascending.
    private func open(to number: Int) -> [Int] {
        let subject = subjects[number]
        if let pin = subject.pin {
            guard let slot = slots.number(at: pin), pin > past.postings.last?.at ?? Instant(minutes: .min)
            else { return [] }
            let candidate = Candidate(subject: subject, at: pin, local: slots[slot].local)
            return early.contains { $0.refusal(of: candidate, after: past) != nil } ? [] : [slot]
        }
        guard let place = places[number] else { return [] }
        var refused = closed
        for check in early.indices { refused.formUnion(refusals.refused(by: check, place)) }
        return slots.indices.filter { !refused.contains($0) }
    }

    /// The row of `reach` that a subject shares with its like.
    private mutating func sharedRow(of subject: Subject) -> Int {
        let worth = Worth(subject)
        if let known = numbers[worth] { return known }
        numbers[worth] = reach.count
        reach.append([Int32](repeating: -1, count: slots.count))
        return reach.count - 1
    }

    private mutating func reach(of subject: Subject, at slot: Int, row: Int) -> Int {
        if reach[row][slot] < 0 {
            let at = slots[slot]
            reach[row][slot] = Domain.clamped(bench.reach.of(subject, at: at.at, local: at.local))
        }
        return Int(reach[row][slot])
    }

    private static func clamped(_ worth: Int) -> Int32 {
        Int32(max(-Lane.mostWorth, min(Lane.mostWorth, worth)))
    }
}

extension [SlotCalendar.Slot] {
    /// The number of the slot at an instant, of slots in order of time.
    func number(at instant: Instant) -> Int? {
        let found = firstNumber(after: Instant(minutes: instant.minutes - 1))
        return found < count && self[found].at == instant ? found : nil
    }

    /// The number of the first slot after an instant; that of the end if there is none.
    func firstNumber(after instant: Instant) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
