import ArgumentParser
import Diagnostics
import Foundation
import HTTP
import Ledger
import Policies
import Posts
import Publishing
import Timeline

/// Why a tick could not be made, or not to its end.
struct TickFailure: Error {
    /// What kept it.
    enum Cause {
        case policy
        case ledger
        case other
    }

    let cause: Cause
    let words: String
    /// With what the command ends.
    let exit: ExitCode
}

/// What a tick left, for those who are told.
struct TickOutcome {
    let report: TickReport
    let ledger: LedgerDatabase
    let house: House
    /// Why accounts cannot be used.
    let faults: [AccountID: String]
    /// Everything secret that was at hand.
    let secrets: [Secret]
}

/// What follows a tick whatever became of it: people are told, the metrics are written. Nothing of this fails the tick or
/// keeps the next one waiting for long; what goes wrong here is a line.
struct Aftermath {
    let composition: Composition
    let place: CommandPlace
    let state: String
    /// Where metrics go; nil for nowhere.
    let metrics: String?
    /// The policy, as on the command line.
    let policy: String
    /// Epoch seconds.
    let now: Int

    /// After a tick that came to its end.
    func follow(_ outcome: TickOutcome) async {
        await saying("tell anybody") { try await tell(outcome) }
        await saying("write the metrics") { try writeMetrics() }
    }

    /// After one that could not be made.
    ///
    /// - Parameter isLocked: Whether this process has the tick's lock.
    func follow(_ failure: TickFailure, policy: Policy?, isLocked: Bool) async {
        // A ledger that somebody else has locked for a moment is no news.
        if failure.exit != ExitStatus.busy {
            await saying("tell anybody") { try await tell(failure, policy, isLocked) }
        }
        await saying("write the metrics") { try writeMetrics() }
    }

    private func saying(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            Output.note("could not \(what): \(error)")
        }
    }

    private func writeMetrics() throws {
        guard let metrics else { return }
        let view = try LedgerDatabase.openReadOnly(in: StateDirectory(state)).map { ledger in
            try StatusView(ledger, state: state, root: place.workspace, now: now)
        }
        let fault = PolicyFault.look(policy, in: WorkspaceFiles(root: place.workspace), composition)
        let report = StatusReport(view, now: now, policyFault: fault)
        let numbers = StatusMetrics(view: view, report: report, now: now, policyFault: fault)
        try ReportFile.write(numbers.text, to: metrics)
    }

    // MARK: - Telling

    private func tell(_ outcome: TickOutcome) async throws {
        let ledger = outcome.ledger
        let policy = outcome.house.policy
        unlink(ledgerTold)
        try RememberedSettings.keep(policy.notify, in: ledger)
        guard let settings = policy.notify else {
            // Whoever names a way later is told of all that stands then.
            if try ledger.hasNotices() { _ = try ledger.observe([], now: now) }
            return
        }
        let finder = NoticeFinder(place: place, runway: settings.runway)
        let view = try StatusView(ledger, state: state, root: place.workspace, now: now)
        var notices = finder.standing(view)
        // What kept this tick from sending, as far as the ledger alone does not show it.
        let met =
            outcome.report.obstacles.map(finder.trouble)
            + outcome.faults.sorted { $0.key < $1.key }.map(finder.unusable)
        notices += met.filter { one in !notices.contains { $0.key == one.key } }
        notices += finder.events(outcome.report, try ledger.ticks(limit: 2))
        notices += finder.queue(
            outcome.house.queueFindings, isThere: outcome.house.files.hasFolder("queue"))
        try await tell(
            try ledger.observe(notices, now: now), settings, ledger: ledger, policy: policy,
            secrets: outcome.secrets)
    }

    private func tell(_ failure: TickFailure, _ policy: Policy?, _ isLocked: Bool) async throws {
        let directory = StateDirectory(state)
        // Two ticks must not tell the same; and nothing is written where nobody is to be told.
        let ledger: LedgerDatabase
        var settings = policy?.notify
        do {
            guard let reading = try LedgerDatabase.openReadOnly(in: directory) else { return }
            if settings == nil, policy == nil {
                settings = try RememberedSettings.load(reading, texts: policyTexts)
            }
            try reading.close()
            guard let settings else { return }
            let lock = isLocked ? nil : try TickLock.take(in: directory)
            guard isLocked || lock != nil else { return }
            defer { withExtendedLifetime(lock) {} }
            ledger = try LedgerDatabase.open(in: directory, identity: "", now: now)
            let finder = NoticeFinder(place: place, runway: settings.runway)
            let open = try ledger.observe([finder.failure(failure)], isWhole: false, now: now)
            try await tell(open, settings, ledger: ledger, policy: policy, secrets: [])
        } catch is LedgerError {
            // The ledger cannot remember what was told; a file beside it can, for a day.
            guard let settings else { return }
            guard marksNews() else { return }
            let notice = NoticeFinder(place: place, runway: settings.runway).failure(failure)
            try await messenger(settings, policy).send(
                NoticeMessage(
                    notices: [OpenNotice(notice: notice, since: now)], workspace: place.workspace, now: now,
                    scrubber: Scrubber([])))
        }
    }

    private func tell(
        _ open: [OpenNotice], _ settings: NotifySettings, ledger: LedgerDatabase, policy: Policy?,
        secrets: [Secret]
    ) async throws {
        guard !open.isEmpty else { return }
        let keys = open.map(\.notice.key)
        let message = NoticeMessage(
            notices: open, workspace: place.workspace, now: now, scrubber: Scrubber(secrets))
        do throws(Messenger.Failure) {
            try await messenger(settings, policy).send(message)
        } catch {
            try ledger.note(told: false, keys, now: now)
            throw error
        }
        // Told, and then dying before this is written means being told twice: better than not at all.
        try ledger.note(told: true, keys, now: now)
        Output.log?.write(
            .info, "told", "\(open.count) notices", [("keys", .text(keys.joined(separator: " ")))])
    }

    /// The files in which a policy may name whom to tell, even where they cannot be understood.
    private func policyTexts() -> [String] {
        let files = WorkspaceFiles(root: place.workspace)
        var failures: [WorkspaceFiles.Refusal] = []
        let paths = [policy] + files.list("policies", failures: &failures).map { "policies/" + $0 }
        return paths.compactMap { try? files.read($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func messenger(_ settings: NotifySettings, _ policy: Policy?) -> Messenger {
        Messenger(settings, policy: policy, composition, root: place.workspace)
    }

    /// Is there while somebody was told that the ledger cannot be used.
    private var ledgerTold: String { state + "/ledger.told" }

    /// Seconds for which a failure of the ledger is no news.
    private static let oldNews = 86_400

    /// Whether nobody was told of the ledger's failure within a day; notes that somebody is told now. Where not even a file
    /// can be made, every tick tells.
    private func marksNews() -> Bool {
        let path = ledgerTold
        var info = stat()
        if lstat(path, &info) == 0 {
            guard abs(composition.epochSeconds() - info.modified) >= Aftermath.oldNews else { return false }
            unlink(path)
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { close(descriptor) }
        return true
    }
}

#if canImport(Glibc)
    import Glibc

    extension stat {
        /// When its content last changed, in epoch seconds.
        fileprivate var modified: Int { Int(st_mtim.tv_sec) }
    }
#else
    import Darwin

    extension stat {
        /// When its content last changed, in epoch seconds.
        fileprivate var modified: Int { Int(st_mtimespec.tv_sec) }
    }
#endif
