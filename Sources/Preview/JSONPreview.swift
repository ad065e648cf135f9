import Planning

/// The plan as `hearth-plan/1`.
public enum JSONPreview: PreviewFormat {
    /// `json`
    public static let name = "json"

    /// The document of `PlanDocument`.
    public static func render(_ plan: Plan, style: PreviewStyle) -> String { PlanDocument.json(plan) }
}
