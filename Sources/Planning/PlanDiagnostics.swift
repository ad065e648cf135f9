import Diagnostics
import Policies
import Timeline

extension Plan {
    /// What a person should know about the posts of a plan: labels that do not hold, and pins that cannot be kept.
    public var diagnostics: [Diagnostic] {
        mislabelled.map { found in
            Diagnostic(.warning, code: LabelAudit.code, "'\(found.post)': \(found.sentence)")
        }
            + pinConflicts.map { conflict in
                let zone = accounts.first { $0.account == conflict.account }?.zone ?? .utc
                let when = zone.local(at: conflict.at)
                return Diagnostic(
                    .warning, code: "pin-conflict",
                    conflict.at < now
                        ? "'\(conflict.post)' was pinned to \(when) on '\(conflict.account)' but has not gone out"
                        : "'\(conflict.post)' is pinned to \(when) on '\(conflict.account)' but cannot go out then",
                    notes: conflict.refusals.isEmpty
                        ? ["what is pinned or frozen already would be refused after it"]
                        : conflict.refusals.map { "\($0.rule): \($0.sentence)" })
            }
    }
}

extension Mislabelled {
    /// Why the post is counted otherwise, such as `labelled 'curated', counts as 'own': ...`.
    public var sentence: String { finding.sentence(label: label, counted: counted) }
}
