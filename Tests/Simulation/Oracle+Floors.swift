import Ledger
import Policies
import Posts
import Timeline

extension Oracle {
    /// On days on which nothing was wrong, the posts of the floor went out if every plan had promised them, or if more lay there
    /// that could go on any day than the days that a plan has to fill.
    mutating func judgeFloors(_ world: World, _ deliveries: [Delivery], troubled: [ClosedRange<Int>]) {
        guard let least = world.scenario.limits.least else { return }
        for (index, account) in world.workspace.accounts.enumerated() {
            for number in 0..<world.scenario.days {
                let noon = World.start + .minutes(number * 1_440 + 720)
                let date = account.settings.zone.local(at: noon).date
                let isPromised = promises[account.id]?[date] ?? false
                let day = account.settings.zone.day(date)
                let from = day.start.minutes - World.start.minutes
                let to = day.end.minutes - World.start.minutes
                // Two days before count too: what was late or in doubt then is not in the way any more.
                guard from >= 0, to <= world.scenario.days * 1_440,
                    !troubled.contains(where: { $0.overlaps(from - 2_880...to) })
                else { continue }
                let isStocked = stock(from, to, index, deliveries, in: world) > 5 * least
                guard isPromised || isStocked else { continue }
                floorDays += 1
                if isStocked { stockedDays += 1 }
                let count = publications.count {
                    $0.account == index && $0.marker.part == 0
                        && (day.start.minutes..<day.end.minutes).contains($0.minute)
                }
                if count < least {
                    let why = isPromised ? "\(least) were promised" : "there was something for it"
                    violate(.absent, "\(date) on \(account.id) has \(count) posts, and \(why)", at: world)
                }
            }
        }
    }

    /// The posts that lay there, two days before and until that day was over, and that nothing spoke against: not their time,
    /// nor other posts, nor what people did with them. Whatever the planner thinks of it.
    private func stock(
        _ from: Int, _ to: Int, _ index: Int, _ deliveries: [Delivery], in world: World
    ) -> Int {
        // Its subject may be too fresh, who waits for an answer comes first, and money may be spent.
        guard world.scenario.limits.apart == 0, !world.scenario.limits.gate,
            world.workspace.accounts[index].budget == nil
        else { return 0 }
        return world.workspace.entries.count { entry in
            let draft = entry.draft
            guard [.plain, .picture].contains(draft.shape), draft.account ?? index == index,
                draft.day * 1_440 <= from - 2_880, entry.version == 0, !entry.isRemoved, !entry.isDraft,
                !entry.isRenamed, entry.backSince == nil
            else { return false }
            let isOut = publications.contains {
                $0.account == index && $0.marker.number == draft.number
                    && $0.minute < World.start.minutes + to
            }
            let isTouched = deliveries.contains {
                $0.account == Workspace.account(index) && world.workspace.number(of: $0) == draft.number
                    && ($0.needsPerson || $0.state == .cancelled || settledByHand.contains($0.id)
                        || $0.state == .expired)
            }
            return !isOut && !isTouched
        }
    }
}
