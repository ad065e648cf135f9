import Planning

/// One line on standard error that shows a person how the search goes.
final class ProgressLine {
    /// More often nobody can read it.
    private static let milliseconds = 100

    private let isOn: Bool
    private let clock: () -> Int
    private var shown: Int?

    /// - Parameter clock: Milliseconds that never jump.
    init(isOn: Bool, clock: @escaping () -> Int) {
        self.isOn = isOn
        self.clock = clock
    }

    /// Overwrites the line, unless it has just been.
    func show(_ progress: Planner.Progress) {
        guard isOn else { return }
        let now = clock()
        if let shown, now - shown < ProgressLine.milliseconds { return }
        shown = now
        Output.progress(ProgressLine.text(progress))
    }

    /// Removes the line.
    func clear() {
        guard shown != nil else { return }
        shown = nil
        Output.progress("")
    }

    /// `planning 40 %: score 124,490, at most 126,730 (gap 1.8 %)`, with the shortfall before it where there is one.
    static func text(_ progress: Planner.Progress) -> String {
        let share = progress.limit == 0 ? 100 : min(100, 100 * progress.iterations / progress.limit)
        let short = progress.floorShortfall == 0 ? "" : "floors short by \(progress.floorShortfall), "
        let text = "planning \(share) %: \(short)score \(progress.score)"
        guard let bound = progress.knownBound else { return text }
        let permille = max(0, 1000 * (bound - progress.score) / max(1, abs(progress.score)))
        return text + ", at most \(bound) (gap \(permille / 10).\(permille % 10) %)"
    }
}
