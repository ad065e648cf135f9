import Ledger
import Policies
import Posts
import Rules
import Timeline

/// Who waits for an answer.
extension Tick {
    /// Finds out since when somebody waits for an answer, on accounts whose policy asks.
    func readInboxes(_ problem: Problem, _ publisher: Publisher, _ report: inout TickReport)
        async throws
    {
        for account in problem.policy.accounts where account.settings.gate == nil {
            try ledger.note(inboxFailure: nil, on: account.id, now: surroundings.now)
        }
        for account in problem.policy.accounts where account.settings.gate != nil && publisher.hasTime {
            guard try isInboxDue(account, problem),
                try ledger.askedPause(of: account.id, surroundings.now) == nil,
                var line = try AccountLine(account.id, surroundings, deadline: publisher.deadline)
            else {
                continue
            }
            switch try await publisher.inbox(&line) {
            case .known(let since):
                try ledger.setWaiting(account.id, since: since)
                try ledger.keep([Tick.inboxFact: "\(surroundings.now)"], about: account.id)
                try ledger.note(inboxFailure: nil, on: account.id, now: surroundings.now)
            case .cannotTell:
                // It may have been on another network, of which nobody would ever hear that all are answered.
                if try ledger.waiting()[account.id] != nil { try ledger.setWaiting(account.id, since: nil) }
                try ledger.note(inboxFailure: nil, on: account.id, now: surroundings.now)
            case .failed(let why): try noteFailed(account.id, why, &report)
            case .later(let seconds, let why):
                try ledger.pause(
                    account.id, until: surroundings.now + seconds, why: why, now: surroundings.now)
                try noteFailed(account.id, why, &report)
            }
        }
    }

    /// What was known stays, and the server is left alone for a while.
    private func noteFailed(_ account: AccountID, _ why: String, _ report: inout TickReport) throws {
        report.events.append(.inboxFailed(account, why))
        try ledger.keep([Tick.inboxFact: "\(surroundings.now)"], about: account)
        try ledger.note(inboxFailure: why, on: account, now: surroundings.now)
    }

    /// The fact that tells when an inbox was read, in epoch seconds.
    private static let inboxFact = "inbox.read"
    /// Seconds after which an inbox is read again although no ask is due.
    private static let inboxInterval = 30 * 60

    /// Only asks are gated: the inbox is read when one is due, and now and then so that plans know who waits. Most ticks
    /// have nothing to do, and should then bother nobody's server.
    func isInboxDue(_ account: Account, _ problem: Problem) throws -> Bool {
        let read = try ledger.facts(of: account.id)[Tick.inboxFact].flatMap { Int($0) } ?? 0
        if !(0..<Tick.inboxInterval).contains(surroundings.now - read) { return true }
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        return try (ledger.plan()?.placements ?? []).contains { slot in
            guard slot.account == account.id, slot.at <= minute, minute - slot.at <= work.late,
                let post = posts[slot.post]
            else { return false }
            return LabelAudit(label: post.kind, link: post.link, policy: problem.policy)?.kind.side == .ask
        }
    }
}
