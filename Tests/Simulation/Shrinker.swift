/// Makes a failing scenario smaller, as long as it still fails in the same way.
public enum Shrinker {
    /// The smallest scenario found, with how it fails.
    ///
    /// - Parameters:
    ///   - patience: Runs at most.
    ///   - play: Plays a scenario and says whether, and how, it fails.
    public static func shrink(
        _ scenario: Scenario, patience: Int = 400, play: (Scenario) async -> Violation?
    ) async -> (scenario: Scenario, violation: Violation?) {
        guard let first = await play(scenario) else { return (scenario, nil) }
        var best = (scenario: scenario, violation: first)
        var runs = 0
        func fails(_ candidate: Scenario) async -> Bool {
            guard runs < patience, candidate != best.scenario else { return false }
            runs += 1
            guard let violation = await play(candidate), violation.sort == first.sort else { return false }
            best = (candidate, violation)
            return true
        }
        // What comes after the failure had no part in it.
        var cut = best.scenario
        cut.days = min(cut.days, first.minute / 1_440 + 1)
        cut.mishaps.removeAll { $0.at > first.minute }
        cut.drafts.removeAll { $0.day > first.minute / 1_440 }
        _ = await fails(cut)
        var hasShrunk = true
        while hasShrunk, runs < patience {
            hasShrunk = false
            // Halves, quarters, single ones.
            var size = max(1, best.scenario.mishaps.count / 2)
            while size >= 1 {
                var at = 0
                while at < best.scenario.mishaps.count {
                    var fewer = best.scenario
                    fewer.mishaps.removeSubrange(at..<min(at + size, fewer.mishaps.count))
                    if await fails(fewer) { hasShrunk = true } else { at += size }
                }
                if size == 1 { break }
                size /= 2
            }
            var at = 0
            while at < best.scenario.drafts.count {
                var fewer = best.scenario
                fewer.drafts.remove(at: at)
                if await fails(fewer) { hasShrunk = true } else { at += 1 }
            }
            if best.scenario.accounts > 1 {
                var fewer = best.scenario
                fewer.accounts = 1
                for index in fewer.drafts.indices { fewer.drafts[index].account = nil }
                if await fails(fewer) { hasShrunk = true }
            }
        }
        return best
    }
}
