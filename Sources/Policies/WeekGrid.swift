import Timeline

/// The slots of an ordinary week, as minutes past Monday 00:00 on the wall clock; daylight saving is left aside.
struct WeekGrid {
    /// In order.
    let slots: [Int]

    /// The multiples of `grid` past each midnight that lie in `hours`.
    init(_ hours: WeeklyHours, grid: Minutes) {
        slots = hours.days.enumerated().flatMap { day, ranges in
            stride(from: 0, to: 1440, by: max(1, grid.count)).filter { minute in
                ranges.contains { $0.contains(minute) }
            }.map { day * 1440 + $0 }
        }
    }

    /// How many posts one day can hold at `spacing`, on the day of the week that holds most.
    func mostPerDay(spacing: Minutes?) -> Int {
        var counts = Array(repeating: 0, count: 7)
        var last: Int?
        for slot in slots {
            if let before = last, before / 1440 == slot / 1440, slot - before < spacing?.count ?? 0 {
                continue
            }
            counts[slot / 1440] += 1
            last = slot
        }
        return counts.max() ?? 0
    }
}

extension WeeklyHours {
    /// Per minute of the week, how many minutes in a row are open from it on (at most a whole week).
    var stretches: [Int] {
        let week = 7 * 1440
        var open = Array(repeating: false, count: week)
        for (day, ranges) in days.enumerated() {
            for range in ranges {
                for minute in range { open[day * 1440 + minute] = true }
            }
        }
        var lengths = Array(repeating: 0, count: week)
        // Twice around, so that a stretch over Sunday midnight is counted whole.
        for minute in (0..<2 * week).reversed() where open[minute % week] {
            lengths[minute % week] = min(week, lengths[(minute + 1) % week] + 1)
        }
        return lengths
    }

    /// Whether some stretch is as long as `length`.
    func holdsStretch(of length: Minutes) -> Bool { stretches.contains { $0 >= length.count } }

    /// Whether a minute of the week is open.
    func contains(minuteOfWeek minute: Int) -> Bool {
        days[minute / 1440].contains { $0.contains(minute % 1440) }
    }
}
