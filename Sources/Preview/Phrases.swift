import Policies
import Timeline

/// Short words for dates, numbers and sides, the same in every format that people read.
enum Phrases {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon 23 Nov`
    static func day(_ date: LocalDate) -> String {
        let (_, month, day) = date.fields
        let name = date.weekday.shortName
        return
            "\(name.prefix(1).uppercased())\(name.dropFirst()) \(day < 10 ? " " : "")\(day) \(months[month - 1])"
    }

    /// `Mon 23 Nov 2026 09:00`
    static func moment(_ local: LocalDateTime) -> String {
        "\(day(local.date)) \(local.date.fields.year) \(LocalDateTime.clockText(local.minuteOfDay))"
    }

    /// `Mon 23 Nov 09:00`
    static func shortMoment(_ local: LocalDateTime) -> String {
        "\(day(local.date)) \(LocalDateTime.clockText(local.minuteOfDay))"
    }

    /// `1 post`, `2 posts`
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `48,211`
    static func grouped(_ number: Int) -> String {
        var rest = String(abs(number))
        var groups: [String] = []
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = String(rest.dropLast(3))
        }
        return (number < 0 ? "-" : "") + ([rest] + groups).joined(separator: ",")
    }

    /// A sign that tells the sides apart without colour.
    static func sign(_ side: Side) -> String {
        switch side {
        case .give: "+"
        case .ask: "!"
        case .neutral: "."
        }
    }
}
