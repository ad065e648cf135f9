import Foundation
import Timeline

/// Time zones of the system, for tests; the only place that names their folder.
public enum SystemZones {
    /// The catalog over `/usr/share/zoneinfo`.
    public static let catalog = ZoneCatalog { name in
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)").map { [UInt8]($0) }
    }

    /// `Europe/Berlin`
    public static let berlin = zone("Europe/Berlin")

    /// The zone of this name; the tests need the system's `tzdata`.
    public static func zone(_ name: String) -> Zone {
        do {
            return try catalog.zone(named: name)
        } catch {
            preconditionFailure("tests need the system's time zone data: \(error)")
        }
    }
}
