import Diagnostics
import Policies
import Posts
import Timeline

/// Short words for dates, numbers, ids and sides, the same in every format that people read.
enum Phrases {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon 7 Dec`; with `aligned`, the day of the month takes two columns.
    static func day(_ date: LocalDate, aligned: Bool = false) -> String {
        let (_, month, day) = date.fields
        let name = date.weekday.shortName
        let fill = aligned && day < 10 ? " " : ""
        return "\(name.prefix(1).uppercased())\(name.dropFirst()) \(fill)\(day) \(months[month - 1])"
    }

    /// `Mon 7 Dec`, with the year where it is not that of `reference`.
    static func day(_ date: LocalDate, seenFrom reference: LocalDate) -> String {
        date.fields.year == reference.fields.year ? day(date) : "\(day(date)) \(date.fields.year)"
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
        var rest = String(number.magnitude)
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

    /// Text from files, made safe for a terminal.
    static func safe(_ text: String) -> String { TerminalText.escaped(text) }

    /// An id in at most `columns` columns: one that is too long loses its folders first, then its end.
    static func id(_ post: PostID, in columns: Int) -> String {
        let whole = safe(post.rawValue)
        guard DisplayWidth.of(whole) > columns, let last = whole.split(separator: "/").last else {
            return whole
        }
        let short = "…/" + last
        return DisplayWidth.of(short) <= columns ? short : DisplayWidth.clipped(String(last), to: columns)
    }
}
