import Diagnostics
import Posts
import Timeline
import YAML

/// Contradictions between the sections that hold for one account: what no plan could ever meet.
struct PlanChecks {
    let read: ReadSettings
    let kinds: [KindName: Kind]
    let horizon: Minutes

    private var settings: Settings { read.settings }

    /// Reports them.
    func check() {
        let week = WeekGrid(settings.hours?.active ?? .always, grid: settings.grid)
        if week.slots.isEmpty {
            if settings.hours?.active?.isEmpty == false {
                read.hours?.error(
                    "never-open", "no time of the grid (\(settings.grid)) lies in these hours", at: "active",
                    help: "use a finer 'grid' or wider hours")
            }
        } else {
            classHours(week)
            capacity(week)
        }
        shares()
        goodwill()
        if let stagger = settings.stagger, stagger >= horizon {
            read.places["stagger"]?.error(
                "contradiction", "'stagger' (\(stagger)) is not shorter than 'horizon' (\(horizon))",
                help: "a post for two accounts could never be planned for both")
        }
    }

    /// `hours.only` and `hours.staffed`, each alone and together per kind.
    private func classHours(_ week: WeekGrid) {
        guard let hours = settings.hours, let place = read.hours else { return }
        var isSound = true
        for (only, entry) in zip(hours.only, read.only) where !only.windows.isEmpty {
            guard !week.slots.contains(where: { only.windows.contains(minuteOfWeek: $0) }) else { continue }
            isSound = isSound && only.level != .must
            entry.refuse(
                only.level, "never-open", "no time of the grid lies in these hours and in 'active'", at: "in",
                help: "the class could never be posted")
        }
        let stretches = hours.staffed?.windows.stretches ?? []
        let isStaffed: (Int) -> Bool = {
            stretches.isEmpty || stretches[$0] >= hours.staffed?.length.count ?? 0
        }
        if let staffed = hours.staffed, !week.slots.contains(where: isStaffed) {
            isSound = isSound && staffed.level != .must
            // Hours that are too short wherever they lie were named when they were read.
            let isLongEnough = stretches.contains { $0 >= staffed.length.count }
            if isLongEnough {
                place.refuse(
                    staffed.level, "never-open",
                    "at no time of the grid in 'active' is somebody there for the next \(staffed.length)",
                    at: "staffed", help: "the class could never be posted")
            }
        }
        guard isSound else { return }
        let shutOut = kinds.values.filter { kind in
            let only = hours.only.filter { $0.level == .must && $0.of.matches(kind) }
            let staffed = hours.staffed.map { $0.level == .must && $0.of.matches(kind) } ?? false
            return !week.slots.contains { slot in
                only.allSatisfy { $0.windows.contains(minuteOfWeek: slot) } && (!staffed || isStaffed(slot))
            }
        }
        if !shutOut.isEmpty {
            let names = shutOut.map { "'\($0.name)'" }.sorted().joined(separator: ", ")
            place.error(
                "never-open", "the entries of 'only' and 'staffed' leave no time in common for \(names)",
                at: hours.staffed == nil ? "only" : "staffed",
                help: "every entry that names a class must hold")
        }
    }

    /// Whether a day can hold `min`.
    private func capacity(_ week: WeekGrid) {
        guard let pace = settings.pace, let low = pace.min, low <= pace.max ?? low else { return }
        let most = week.mostPerDay(spacing: pace.spacing)
        guard low > most else { return }
        let spacing = pace.spacing.map { " at a spacing of \($0)" } ?? ""
        read.pace?.error(
            "contradiction", "no day's hours hold \(low) posts\(spacing), at most \(most)", at: "min",
            help: "lower 'min', shorten 'spacing' or widen 'hours.active'")
    }

    /// Shares of classes that even one post would exceed, or that together leave a part to nobody.
    private func shares() {
        var byWindow: [LookBack: (percent: Int, kinds: Set<KindName>)] = [:]
        var capped: Set<KindName> = []
        for (limit, place) in zip(settings.mix, read.mix) {
            guard case .percent(let percent) = limit.atMost, percent < 100 else { continue }
            if percent > 0, case .time(let length) = limit.over, let most = mostPosts(within: length),
                percent * most < 100
            {
                place.refuse(
                    limit.level, "share-too-small",
                    "\(length) hold at most \(most) \(most == 1 ? "post" : "posts") at this pace, and one of them is already more than \(percent)%",
                    at: "at_most",
                    help: "use 'at_most: 0' to keep the class out altogether, or a longer 'over'")
            }
            guard limit.level == .must else { continue }
            let matched = Set(kinds.values.filter { limit.of.matches($0) }.map(\.name))
            let before = byWindow[limit.over] ?? (0, [])
            let now = (percent: before.percent + percent, kinds: before.kinds.union(matched))
            byWindow[limit.over] = now
            let wasOpen = capped.count < kinds.count
            capped.formUnion(matched)
            if now.kinds.count == kinds.count && now.percent < 100 {
                place.error(
                    "contradiction",
                    "the shares of all kinds together are \(now.percent)%, less than all posts",
                    at: "at_most", help: "raise a share, or leave one class without")
            } else if wasOpen && capped.count == kinds.count {
                place.warning(
                    "no-beginning",
                    "every kind has a share below 100%, so an account without history could never begin",
                    at: "at_most", help: "leave one class without a share, or use a number of posts")
            }
        }
    }

    /// The most posts that any stretch of this length can hold, as far as the pace says.
    private func mostPosts(within length: Minutes) -> Int? {
        // A stretch of whole days touches one calendar day more than it has days.
        let byDay = settings.pace?.max.map { $0 * ((length.count + 1439) / 1440 + 1) }
        let bySpacing = settings.pace?.spacing.map { (length.count - 1) / $0.count + 1 }
        return [byDay, bySpacing].compactMap { $0 }.min()
    }

    /// Kinds that cost more than goodwill can ever reach: a warning, because a low cap may be a wish to send none.
    private func goodwill() {
        guard let goodwill = settings.goodwill, let cap = goodwill.cap else { return }
        let reach = max(goodwill.start, cap)
        let dear = kinds.values.filter { $0.cost > reach }.sorted { $0.name < $1.name }
        guard let dearest = dear.map(\.cost).max() else { return }
        let names = dear.map { "'\($0.name)' (\($0.cost))" }.joined(separator: ", ")
        read.places["goodwill"]?.warning(
            "never-affordable", "goodwill never exceeds \(reach), so \(names) can never be sent",
            help: "raise 'cap' to \(dearest) or more, unless that is meant")
    }
}

extension Selector {
    /// Whether posts of the kind are of the class, whatever their campaign and topics.
    fileprivate func matches(_ kind: Kind) -> Bool { matches(kind: kind, campaign: nil, topics: []) }
}
