import Timeline

extension Stamp {
    /// Whether what ends here ends at or before the start of what begins at `start`, in whatever time zone.
    ///
    /// Two readings of a wall clock are compared as they stand. One of them against an instant depends on the zone;
    /// it is only sure when they are further apart than any two zones.
    package func surelyEnds(beforeStartOf start: Stamp) -> Bool {
        end(in: .utc) - start.start(in: .utc) <= slack(start)
    }

    /// Whether what begins here begins before what begins at `other`, in whatever time zone.
    package func surelyStarts(beforeStartOf other: Stamp) -> Bool {
        start(in: .utc) - other.start(in: .utc) < slack(other)
    }

    private func slack(_ other: Stamp) -> Minutes { .hours(isInstant == other.isInstant ? 0 : -26) }

    private var isInstant: Bool { if case .instant = self { true } else { false } }
}
