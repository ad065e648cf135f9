/// A policy to build on, without accounts: `extends: presets/NAME`.
///
/// The texts are also files of the repository (`policies/presets/`); a file of that name in the workspace comes first.
public struct Preset: Hashable, Sendable {
    /// Its name, such as `4-1-1`.
    public let name: String
    /// The file, whole.
    public let text: String

    /// Every built-in preset; the first is the default.
    public static let all = [
        alwaysThere, eightyTwenty, fourOneOne, fiveThreeTwo, thirds, seventyTwentyTen, tenFourOne,
        thirtySixtyTen, twentyToOne,
    ]

    /// The preset of this name.
    public init?(named name: String) {
        guard let found = Preset.all.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// The preset that stands for a path such as `policies/presets/4-1-1.yaml`.
    init?(path: String) {
        let parts = path.split(separator: "/")
        guard parts.count >= 2, parts[parts.count - 2] == "presets", let file = parts.last,
            file.hasSuffix(".yaml")
        else {
            return nil
        }
        self.init(named: String(file.dropLast(5)))
    }

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
