import Timeline

/// How many are listening, per mille, by local hour of the week.
public struct Audience: Hashable, Sendable {
    /// 168 values from 0 to 1000: Monday 00h first.
    public let perMille: [Int]

    /// From 168 values, Monday 00h first; nil for any other number or a value outside 0 to 1000.
    public init?(perMille: [Int]) {
        guard perMille.count == 168, perMille.allSatisfy({ (0...1000).contains($0) }) else { return nil }
        self.perMille = perMille
    }

    /// The same number at every hour.
    public init(always value: Int) {
        perMille = Array(repeating: Swift.min(1000, Swift.max(0, value)), count: 168)
    }

    /// The value at a clock reading.
    public func value(at local: LocalDateTime) -> Int {
        perMille[local.date.weekday.rawValue * 24 + local.hour]
    }

    /// The built-in curve: mornings and the end of work on weekdays, late mornings and evenings at the weekend.
    public static let builtIn: Audience = {
        var values = Array(repeating: 200, count: 168)
        for day in 0..<5 {
            for (hours, value) in [
                (7..<9, 600), (9..<11, 900), (11..<13, 800), (13..<16, 600), (16..<19, 1000), (19..<22, 700),
            ] {
                for hour in hours { values[day * 24 + hour] = value }
            }
        }
        for day in 5..<7 {
            for (hours, value) in [(9..<12, 600), (12..<18, 500), (18..<21, 600)] {
                for hour in hours { values[day * 24 + hour] = value }
            }
        }
        return Audience(perMille: values) ?? Audience(always: 200)
    }()
}
