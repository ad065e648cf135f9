import Diagnostics
import Timeline
import YAML

/// Contradictions within one section, whatever the others say.
struct SectionChecks {
    let read: ReadSettings

    /// Reports them.
    func check() {
        pace()
        mix()
    }

    private func pace() {
        guard let pace = read.settings.pace, let place = read.pace else { return }
        if let low = pace.min, let high = pace.max, low > high {
            place.error("contradiction", "'min' (\(low)) is more than 'max' (\(high))", at: "min")
        }
        if let target = pace.target {
            if let low = pace.min, target < low {
                place.error("contradiction", "'target' (\(target)) is less than 'min' (\(low))", at: "target")
            }
            if let high = pace.max, target > high {
                place.error(
                    "contradiction", "'target' (\(target)) is more than 'max' (\(high))", at: "target")
            }
        } else if pace.steady != nil && !place.has("target") {
            place.warning(
                "steady-without-target",
                "'steady' is asked only together with 'target', so it limits nothing", at: "steady",
                help: "add 'target'")
        }
        if let silence = pace.silence, let spacing = pace.spacing, silence < spacing {
            place.error(
                "contradiction", "'silence' (\(silence)) is shorter than 'spacing' (\(spacing))",
                at: "silence",
                help: "every post would be followed by a silence that is too long")
        }
    }

    private func mix() {
        for (limit, place) in zip(read.settings.mix, read.mix) {
            switch (limit.atMost, limit.over) {
            case (.percent(100), _):
                place.warning(
                    "limits-nothing", "100% of the posts are never exceeded", at: "at_most",
                    help: "remove the entry")
            case (.count(let count), .posts(let posts)) where count >= posts:
                place.warning(
                    "limits-nothing", "\(posts) posts never hold more than \(count) of a class",
                    at: "at_most",
                    help: "remove the entry")
            case (.percent(let percent), .posts(let posts)) where percent > 0 && percent * posts < 100:
                place.refuse(
                    limit.level, "share-too-small",
                    "one of \(posts) posts is already more than \(percent)%, so the class never fits",
                    at: "at_most", help: "use 'at_most: 0' to keep the class out altogether")
            default: break
            }
        }
    }
}

extension FieldReader {
    /// An error for what must hold; a warning, whose help is another, for what should.
    func refuse(_ level: Level, _ code: String, _ message: String, at key: String, help: String? = nil) {
        switch level {
        case .must: error(code, message, at: key, help: help)
        case .should(let weight):
            warning(
                code, message, at: key, help: "every post of the class would cost the weight of \(weight)")
        }
    }
}
