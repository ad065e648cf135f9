/// Finds time zones by name in a folder of TZif files, which is read through a function passed in.
///
/// Only names of the form `Area/City` (and `UTC`) are accepted: `EST`, `GMT+3` and POSIX strings are read
/// differently by different programs, and a policy must mean the same everywhere.
public struct ZoneCatalog: Sendable {
    /// Why a name has no zone.
    public enum LookupError: Error, Hashable, Sendable {
        /// Not of the form `Area/City`; the name.
        case notAnAreaName(String)
        /// No such file; the name.
        case unknown(String)
        /// The file is there but cannot be read as TZif.
        case unreadable(String, ZoneRules.ReadError)
    }

    private let read: @Sendable (String) -> [UInt8]?

    /// A catalog over `read`, which gives the bytes of the file of a zone name or nil if there is none.
    public init(read: @escaping @Sendable (String) -> [UInt8]?) {
        self.read = read
    }

    /// The zone called `name`, case-exact.
    public func zone(named name: String) throws(LookupError) -> Zone {
        if name == "UTC" || name == "Etc/UTC" { return Zone(name: name, rules: Zone.utc.rules) }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let allowed = name.utf8.allSatisfy { byte in
            (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
                || [0x2F, 0x5F, 0x2D].contains(byte)
        }
        // Names of areas are capitalised; `right/…` has other seconds and `posix/…` is a second copy.
        guard parts.count >= 2, allowed, parts.allSatisfy({ !$0.isEmpty }), parts[0] != "Etc",
            let first = name.utf8.first, first >= 0x41, first <= 0x5A
        else {
            throw .notAnAreaName(name)
        }
        guard let bytes = read(name) else { throw .unknown(name) }
        do {
            return Zone(name: name, rules: try ZoneRules(tzif: bytes))
        } catch {
            throw .unreadable(name, error)
        }
    }
}
