extension Scenario {
    /// The scenario of a seed: some weeks of an ordinary workspace in which much goes wrong.
    ///
    /// - Parameter days: How many days of trouble; drawn if it is left out.
    public static func drawn(_ kind: ServiceKind, seed: UInt64, days: Int? = nil) -> Scenario {
        var dice = Dice(
            seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(ServiceKind.allCases.firstIndex(of: kind) ?? 0))
        let days = days ?? (dice.chance(8) ? dice.roll(70...130) : dice.roll(16...40))
        let accounts = kind == .mixed ? dice.roll(2...3) : dice.roll(1...2)
        var scenario = Scenario(
            seed: dice.next(), kind: kind, days: days, cadence: dice.pick([5, 10, 15, 15, 15, 30]),
            accounts: accounts,
            limits: Limits(
                spacing: dice.pick([30, 60, 120, 240]), most: dice.roll(1...3),
                least: dice.chance(40) ? 1 : nil, asks: dice.roll(2...6),
                apart: dice.pick([0, 0, 600, 1_440]), grid: dice.pick([30, 60, 60, 120]),
                gate: dice.chance(15)),
            drafts: [])
        var number = 0
        // Some posts at once, then about two in three days.
        for day in 0..<days {
            for _ in 0..<(day == 0 ? dice.roll(2...5) : dice.chance(55) ? 1 : 0) {
                let shape = dice.pick(shapes)
                let account = accounts > 1 && dice.chance(60) ? dice.roll(0...accounts - 1) : nil
                scenario.drafts.append(Draft(number: number, shape: shape, day: day, account: account))
                number += 1
            }
        }
        // Sometimes a floor has something to stand on. By dice of its own.
        var others = Dice(seed: seed &+ 0x5DEE_CE66)
        if scenario.limits.least != nil, others.chance(40) {
            for _ in 0..<others.roll(10...30) {
                scenario.drafts.append(Draft(number: number, shape: .plain, day: 0, account: nil))
                number += 1
            }
        }
        // From nearly nothing to one thing after the other.
        let perDay = dice.pick([5, 40, 80, 120, 200])
        for day in 0..<days {
            for _ in 0..<(perDay / 100 + (dice.chance(perDay % 100) ? 1 : 0)) {
                scenario.mishaps.append(mishap(day, kind, &dice))
            }
        }
        scenario.mishaps.sort { ($0.at, $0.what.rawValue) < ($1.at, $1.what.rawValue) }
        return scenario
    }

    private static let shapes: [Shape] = [
        .plain, .plain, .plain, .picture, .picture, .link, .thread, .thread, .thread, .ask, .ask, .campaign,
        .campaign, .evergreen, .pinned, .pinned, .dated, .dated, .follower, .plain, .link, .picture, .tooLong,
    ]

    private static let harms = Fault.allCases.filter { $0.place != .world }
    // A name is taken in some renamings.
    private static let events = Fault.allCases.filter {
        $0.place == .world && $0 != .crash && $0 != .nameTaken
    }

    private static func mishap(_ day: Int, _ kind: ServiceKind, _ dice: inout Dice) -> Mishap {
        let what: Fault
        switch dice.roll(1...100) {
        case ...25: what = .crash
        case ...60: what = dice.pick(harms.filter { $0.place == .publish })
        case ...70: what = dice.pick(harms.filter { $0.place == .prepare })
        case ...77: what = dice.pick(harms.filter { $0.place == .lookup })
        default: what = dice.pick(events)
        }
        return Mishap(
            at: day * 1_440 + dice.roll(0...1_439), what: what, amount: amount(of: what, &dice))
    }

    private static func amount(of what: Fault, _ dice: inout Dice) -> Int {
        switch what {
        // Up to 100: the so-many-th step from then on; above: the first step of one sort.
        case .crash: dice.chance(50) ? dice.roll(0...60) : 100 + dice.roll(0...CrashPoint.allCases.count - 1)
        case .ledgerFull, .ledgerFails:
            dice.chance(50) ? dice.roll(0...60) : 100 + dice.roll(0...CrashPoint.allCases.count - 1)
        // Minutes; what is restored was copied so long before, what is lost or full is seen to so long after.
        case .ledgerRestored: dice.pick([30, 300, 1_500, 4_000, 10_000])
        case .noRoom, .reserveMissing: dice.pick([30, 300, 1_600])
        case .epochUnreadable: dice.pick([20, 90, 400])
        case .down: dice.pick([10, 40, 120, 600, 1_500, 5_000, 14_400])
        case .suspended: dice.pick([30, 480, 2_000])
        case .reboot: dice.roll(1...20)
        // Seconds; the clock is put right some hours later.
        case .deadClock: dice.pick([-40_000_000, -86_400, -3_600, 7_200, 200_000, 300_000_000])
        case .clockAhead: dice.pick([900, 3_600, 10_800, 86_400, 300_000_000])
        case .clockBack: dice.pick([600, 3_600, 86_400, 50_000_000])
        case .clockDrift: dice.pick([-110, -60, 45, 200, 550])
        case .unreachable, .outage: dice.pick([5, 30, 90, 400, 1_500, 2_900])
        case .lag: dice.roll(10...90)
        case .accountUnusable, .accountGone, .hold: dice.pick([60, 400, 1_500, 3_000])
        case .sessionBroken, .planFails: dice.pick([30, 300, 1_600])
        case .draft: dice.pick([300, 1_500, 5_000])
        case .holdMidTick: dice.roll(0...20)
        case .remove: dice.pick([100, 2_000, 1_000_000])
        default: dice.roll(0...999)
        }
    }
}
