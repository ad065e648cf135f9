/// One case in which a rule holds or breaks, in words and as data.
public struct RuleExample: Sendable {
    /// The case in words, such as `a post at 09:00 and one at 11:00 with a spacing of 2h`.
    public let title: String
    /// Whether the rule admits the candidate.
    public let isAdmitted: Bool
    /// The case as data.
    public let scene: RuleScene

    /// A case in which every check of the rule admits the candidate.
    public static func holds(_ title: String, _ describe: (inout RuleScene) -> Void) -> RuleExample {
        var scene = RuleScene()
        describe(&scene)
        return RuleExample(title: title, isAdmitted: true, scene: scene)
    }

    /// A case in which a check of the rule refuses the candidate.
    public static func breaks(_ title: String, _ describe: (inout RuleScene) -> Void) -> RuleExample {
        var scene = RuleScene()
        describe(&scene)
        return RuleExample(title: title, isAdmitted: false, scene: scene)
    }
}
