import Diagnostics
import Networks
import Policies
import Posts

/// What the networks would refuse, and labels that do not hold: all that is known of a queue before it is sent.
struct MessageChecks {
    let house: House
    /// What earlier answers said of each account, such as its server's limits.
    var memory: [AccountID: Memory] = [:]

    /// Findings by post; one that holds on several accounts is said once.
    var diagnostics: [Diagnostic] {
        let networks = house.policy.accounts.compactMap { account in
            // What an account cannot use is a finding of the policy.
            (try? NetworkFactory.unsent(account)).map { (account, $0) }
        }
        return house.queue.posts.flatMap { post in labels(of: post) + messages(of: post, networks) }
    }

    private func labels(of post: Post) -> [Diagnostic] {
        guard let audit = LabelAudit(label: post.kind, link: post.link, policy: house.policy),
            let finding = audit.finding
        else { return [] }
        return [
            Diagnostic(
                .warning, code: LabelAudit.code,
                finding.sentence(label: post.kind, counted: audit.kind.name), at: post.location,
                help: "label it '\(audit.kind.name)'")
        ]
    }

    private func messages(of post: Post, _ networks: [(Account, any Network)]) -> [Diagnostic] {
        var found: [(complaint: Complaint, accounts: [AccountID])] = []
        for (account, network) in networks where post.goes(to: account.id) {
            for complaint in complaints(about: post, on: account, network) {
                if let index = found.firstIndex(where: { $0.complaint == complaint }) {
                    found[index].accounts.append(account.id)
                } else {
                    found.append((complaint, [account.id]))
                }
            }
        }
        return found.map { entry in
            Diagnostic(
                entry.complaint.isError ? .error : .warning, code: entry.complaint.code,
                "\(entry.accounts.map(\.rawValue).joined(separator: ", ")): \(entry.complaint.message)",
                at: post.location)
        }
    }

    /// Every wording that may go out is asked about.
    private func complaints(about post: Post, on account: Account, _ network: any Network) -> [Complaint] {
        let builder = MessageBuilder(policy: house.policy, files: house.files)
        var found: [Complaint] = []
        for repetition in 0..<max(1, post.variants.count) {
            do throws(MessageBuilder.Failure) {
                let message = try builder.message(of: post, on: account, repetition: repetition)
                found += network.complaints(about: message, memory: memory[account.id] ?? Memory())
            } catch {
                found.append(Complaint("unusable-picture", "\(error)"))
            }
        }
        return found.reduce(into: []) { unique, next in if !unique.contains(next) { unique.append(next) } }
    }
}
