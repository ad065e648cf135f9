import Timeline

extension Stamp {
    /// Whether what ends here ends at or before the start of what begins at `start`, in whatever time zone.
    ///
    /// Two readings of a wall clock are compared as they stand. One of them against an instant depends on the zone;
    /// it is only sure when they are further apart than any two zones.
    package func surelyEnds(beforeStartOf start: Stamp) -> Bool {
        let difference = end(in: .utc) - start.start(in: .utc)
        return difference <= .minutes(isInstant == start.isInstant ? 0 : -26 * 60)
    }

    private var isInstant: Bool { if case .instant = self { true } else { false } }
}
