import Diagnostics

/// Time zones of many people, for the question "did you mean".
enum ZoneNames {
    private static let common = [
        "UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
        "America/Argentina/Buenos_Aires",
        "America/Bogota", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City",
        "America/New_York", "America/Sao_Paulo", "America/Toronto", "America/Vancouver", "Asia/Dubai",
        "Asia/Hong_Kong",
        "Asia/Jakarta", "Asia/Jerusalem", "Asia/Kolkata", "Asia/Manila", "Asia/Seoul", "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Tokyo", "Australia/Melbourne", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens",
        "Europe/Berlin",
        "Europe/Brussels", "Europe/Bucharest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki",
        "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Oslo",
        "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw",
        "Europe/Zurich", "Pacific/Auckland",
    ]

    /// The name that was probably meant: a near one, or the one with this city.
    static func suggest(_ name: String) -> String? {
        let written = String(name.map { $0 == " " ? "_" : $0 })
        let city = written.split(separator: "/").last.map { $0.lowercased() } ?? ""
        return common.first {
            $0.lowercased() == written.lowercased() || $0.lowercased().hasSuffix("/" + city)
        }
            ?? NearestWord.suggest(written, among: common)
    }
}
