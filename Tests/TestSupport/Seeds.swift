import Foundation

/// How many of the problems drawn at random a run of the tests tries.
///
/// Seeds are fixed, so that a third of them finds at every run what it found before; the rest is for changes that only
/// seldom go wrong, and is tried at night.
public enum Seeds {
    /// One of so many is tried; each where `HEARTH_ALL_SEEDS` is 1.
    public static let each = ProcessInfo.processInfo.environment["HEARTH_ALL_SEEDS"] == "1" ? 1 : 3

    /// The seeds, or what was made of them, that are tried.
    public static func sample<Seeds: RandomAccessCollection>(_ seeds: Seeds) -> [Seeds.Element] {
        seeds.enumerated().filter { $0.offset % each == 0 }.map(\.element)
    }

    /// What has to come of those, if `count` has to come of all.
    public static func share(_ count: Int) -> Int { count / each }
}
