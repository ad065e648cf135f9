/// Every admission rule, in the order in which they are asked and reported.
///
/// Adding a rule means its file, its test, its section in `docs/rules.md` and one line here.
public enum RuleRegistry {
    /// The rules.
    public static let all: [any Rule.Type] = [
        Once.self,
        Window.self,
        Hours.self,
        Spacing.self,
        Pace.self,
        Goodwill.self,
        Mix.self,
        Apart.self,
        Spread.self,
        Order.self,
        Stagger.self,
        Campaign.self,
        Budget.self,
        Gate.self,
        Hold.self,
    ]
}
