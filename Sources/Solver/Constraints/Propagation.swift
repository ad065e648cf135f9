/// What the past alone forbids is taken out of the domains before anything is searched (constraint propagation).
///
/// What has gone out is not going to change, and of these constraints a longer past forbids no less.
extension Lane {
    /// Takes out placements that constraints refuse whatever else is placed, once `fixed` and `constraints` are set. What
    /// is fixed stays.
    ///
    /// Once is enough: after it nothing is written, so that a lane that was propagated where it was made is not copied.
    public mutating func propagate() {
        guard !times.isEmpty else { return }
        var isFixed: [Int: Set<Int>] = [:]
        for assignment in fixed { isFixed[assignment.item, default: []].insert(assignment.slot) }
        // Out of the value, so that there is one owner of the table to write to.
        var worth: [Int32] = []
        swap(&worth, &self.worth)
        let lane = self
        func forbid(_ item: Int, _ slots: Range<Int>) {
            for slot in slots where isFixed[item]?.contains(slot) != true {
                let entry = item * lane.times.count + slot
                if worth[entry] != Lane.never { worth[entry] = Lane.never }
            }
        }
        for constraint in constraints {
            switch constraint {
            case .distance(let distance): lane.propagate(distance, forbid)
            case .precedence(let precedence): lane.propagate(precedence, forbid)
            case .among(let among): lane.propagate(among, forbid)
            case .regular, .share, .steady, .total: break
            }
        }
        swap(&worth, &self.worth)
    }

    /// Too close to what went out.
    private func propagate(_ distance: Distance, _ forbid: (Int, Range<Int>) -> Void) {
        guard distance.weight == nil, case .time(let length) = distance.by else { return }
        var latest: [Int: Int] = [:]
        for event in distance.past {
            for value in event.values { latest[value] = event.time }
        }
        for (item, values) in distance.values.enumerated() {
            guard let last = values.compactMap({ latest[$0] }).max() else { continue }
            forbid(item, 0..<slot(after: last + length - 1))
        }
    }

    /// Before what it needs has been out for long enough; ever, if that is neither out nor on the lane.
    private func propagate(_ precedence: Precedence, _ forbid: (Int, Range<Int>) -> Void) {
        let groups = Set(items.map(\.group))
        for need in precedence.needs {
            if let since = need.since {
                forbid(need.item, 0..<slot(after: since + need.lag - 1))
            } else if !groups.contains(need.group) {
                forbid(need.item, times.indices)
            }
        }
    }

    /// In windows that are full already.
    private func propagate(_ among: Among, _ forbid: (Int, Range<Int>) -> Void) {
        guard among.weight == nil, among.past.count >= among.most else { return }
        for slot in times.indices {
            let full =
                among.past.count {
                    $0.time > times[slot] - among.length && (among.keys.isEmpty || $0.key == among.keys[slot])
                } >= among.most
            guard full else { continue }
            for item in items.indices where among.members[item] { forbid(item, slot..<slot + 1) }
        }
    }
}
