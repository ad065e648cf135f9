import Diagnostics
import Policies
import Timeline

extension Plan {
    /// What a person should know about the posts of a plan: labels that do not hold, and pins that cannot be kept.
    public var diagnostics: [Diagnostic] {
        mislabelled.map { found in
            Diagnostic(
                .warning, code: "mislabelled",
                "'\(found.post)' is labelled '\(found.label)' but counts as '\(found.counted)': \(found.reason)"
            )
        }
            + pinConflicts.map { conflict in
                let zone = accounts.first { $0.account == conflict.account }?.zone ?? .utc
                return Diagnostic(
                    .warning, code: "pin-conflict",
                    "'\(conflict.post)' is pinned to \(zone.local(at: conflict.at)) on '\(conflict.account)' but cannot go out then",
                    notes: conflict.refusals.isEmpty
                        ? ["what is pinned or frozen already would be refused after it"]
                        : conflict.refusals.map { "\($0.rule): \($0.sentence)" })
            }
    }
}

extension Mislabelled {
    /// Why the label does not hold, such as `its link leads to the own host 'hearth.example'`.
    public var reason: String {
        switch finding {
        case .ownHost(let host): "its link leads to the own host '\(host)'"
        case .shopHost(let host): "its link leads to the shop '\(host)'"
        case .affiliateParameter(let name): "its link carries the affiliate parameter '\(name)'"
        }
    }
}
