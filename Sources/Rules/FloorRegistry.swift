/// Every floor, in the order in which they are reported.
///
/// Adding a floor means its file, its test, its section in `docs/rules.md` and one line here.
public enum FloorRegistry {
    /// The floors.
    public static let all: [any Floor.Type] = [
        PaceFloor.self,
        SilenceFloor.self,
    ]
}
