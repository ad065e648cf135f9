import Policies
import Posts
import Timeline

/// At which slots each check refuses whom, asked only once for all subjects that the check cannot tell apart.
public struct RefusalMap: Sendable {
    /// What is asked of one check for all subjects of one aspect.
    private struct Question {
        /// One of them, who asks for all.
        let subject: Subject
        /// Where the check refuses them.
        var refused: SlotSet
    }

    private let checks: [any Rule]
    private let slots: [SlotCalendar.Slot]
    /// The questions of all checks, one check after the other.
    private var questions: [Question] = []
    /// The first question of each check, and the end.
    private var starts = [0]
    /// Which question answers for subject s on check c, at `c * number of subjects + s`.
    private var answers: [Int32] = []
    private let subjectCount: Int

    /// A map on which no slot is refused yet.
    ///
    /// - Parameter past: The longest past that will be asked after; all others are beginnings of it.
    public init(
        _ checks: [any Rule], of subjects: [Subject], at slots: [SlotCalendar.Slot], within past: Past
    ) {
        self.checks = checks
        self.slots = slots
        subjectCount = subjects.count
        answers.reserveCapacity(checks.count * subjects.count)
        let none = SlotSet(limit: slots.count)
        for check in checks {
            var known: [Int: Int32] = [:]
            for subject in subjects {
                let aspect = check.aspect(of: subject, within: past)
                let question = known[aspect] ?? Int32(questions.count)
                answers.append(question)
                guard question == questions.count else { continue }
                known[aspect] = question
                questions.append(Question(subject: subject, refused: none))
            }
            starts.append(questions.count)
        }
    }

    /// Asks every check about the slots of these numbers after `past`.
    public mutating func ask(_ numbers: Range<Int>, after past: Past) {
        guard !numbers.isEmpty else { return }
        for (number, check) in checks.enumerated() {
            for question in starts[number]..<starts[number + 1] {
                let subject = questions[question].subject
                for slot in numbers {
                    let candidate = Candidate(subject: subject, at: slots[slot].at, local: slots[slot].local)
                    if check.refusal(of: candidate, after: past) != nil {
                        questions[question].refused.insert(slot)
                    }
                }
            }
        }
    }

    /// The slots asked about at which a check refuses a subject, both by their places in what the map was made of.
    public func refused(by check: Int, _ subject: Int) -> SlotSet {
        questions[Int(answers[check * subjectCount + subject])].refused
    }
}
