/// Every admission rule, in the order in which they are asked and reported.
///
/// Adding a rule means its file, its test, its section in `docs/rules.md` and one line here.
public enum RuleRegistry {
    /// The rules.
    public static let all: [any Rule.Type] = [
        Spacing.self,
        Goodwill.self,
    ]
}
