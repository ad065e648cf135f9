import Diagnostics
import Ledger
import Timeline

/// What the doctor says, for people and programs. Property names are the keys of the JSON.
struct DoctorReport: Encodable {
    enum Level: String, Encodable {
        case ok
        case note
        case warning
        case error
    }

    struct Check: Encodable {
        let check: String
        let level: Level
        let text: String
        let help: String?
    }

    let format = "hearth-doctor/1"
    let ok: Bool
    let checks: [Check]

    /// Judges the facts.
    init(_ facts: DoctorFacts) {
        checks =
            DoctorReport.machine(facts.machine) + DoctorReport.clock(facts)
            + DoctorReport.state(facts.state)
            + DoctorReport.ledger(facts.ledger, now: facts.clock.now)
            + DoctorReport.workspace(facts.workspace)
            + facts.secrets.map(DoctorReport.secret)
            + facts.sessions.flatMap { DoctorReport.session($0, now: facts.clock.now) }
        ok = !checks.contains { $0.level == .error }
    }

    /// A line a check, and below it what to do.
    var text: String {
        checks.map { check in
            let level = check.level.rawValue
            let head = level + String(repeating: " ", count: 9 - level.count)
            let help = check.help.map { "\n           \($0)" } ?? ""
            return "\(head)\(check.check): \(TerminalText.escaped(check.text))\(help)\n"
        }.joined()
    }

    private static func made(_ name: String, _ level: Level, _ text: String, _ help: String? = nil) -> Check {
        Check(check: name, level: level, text: text, help: level == .ok ? nil : help)
    }

    // MARK: - The machine

    private static func machine(_ machine: DoctorFacts.Machine) -> [Check] {
        var curl: [String] = []
        if !machine.curlIsNew { curl.append("older than 7.80, which cannot tell whether a request has left") }
        if machine.tls == nil { curl.append("without TLS") }
        if !machine.looksUpInTime { curl.append("name look-ups may hang") }
        let zones = machine.zoneVersion.map { "version \($0)" } ?? "of an unknown version"
        return [
            made("hearth", .ok, machine.hearth),
            made(
                "user", machine.isRoot ? .warning : .ok, machine.isRoot ? "this is root" : "not root",
                "run ticks as a user of their own"),
            made("sqlite", .ok, machine.sqlite),
            made(
                "libcurl", curl.isEmpty ? .ok : .error,
                ([machine.curl + (machine.tls.map { " with \($0)" } ?? "")] + curl).joined(separator: "; "),
                "install a newer libcurl with OpenSSL"),
            made("libcrypto", .ok, machine.openssl),
            made(
                "time zones", machine.hasZones ? machine.zoneVersion == nil ? .note : .ok : .error,
                machine.hasZones
                    ? "\(zones) in \(machine.zoneFolder)" : "none can be read in \(machine.zoneFolder)",
                machine.hasZones
                    ? "keep the package tzdata up to date" : "install the package tzdata, or set TZDIR"),
        ]
    }

    // MARK: - The clock

    private static func clock(_ facts: DoctorFacts) -> [Check] {
        let clock = facts.clock
        let time = StatusReport.time(clock.now)
        let synchronised =
            switch clock.isSynchronised {
            case true: made("clock synchronised", .ok, "by the kernel's word")
            case false:
                made(
                    "clock synchronised", .warning, "the kernel does not know it to be",
                    "run chrony or systemd-timesyncd; a wrong clock posts at the wrong time")
            default: made("clock synchronised", .note, "the kernel does not say")
            }
        guard case .open(_, _, _, let last?, _) = facts.ledger else {
            return [made("clock", .ok, "\(time); no tick to compare it with"), synchronised]
        }
        let passed = clock.now - last.started
        let drift = passed - (clock.bootMilliseconds - last.bootMilliseconds) / 1000
        let help = "compare it with another; if it is right: hearth resume --clock"
        let look =
            if passed < -120 {
                made(
                    "clock", .error, "\(time) is before the last tick, \(StatusReport.time(last.started))",
                    help)
            } else if last.bootID == clock.bootID, !clock.bootID.isEmpty, drift > 600 {
                made(
                    "clock", clock.isSynchronised == true ? .note : .error,
                    "\(time) is \(drift) s ahead of what has passed since the last tick",
                    clock.isSynchronised == true ? "as it is synchronised, the next tick believes it" : help)
            } else if !last.isAccepted {
                made("clock", .error, "\(time); the last tick did not believe it: nothing is sent", help)
            } else {
                made("clock", .ok, "\(time); agrees with the last tick")
            }
        return [look, synchronised]
    }

    // MARK: - State and ledger

    private static func state(_ state: DoctorFacts.State) -> [Check] {
        let isRemote = StateDirectory.networkFileSystems.contains(state.fileSystem ?? "")
        let system = state.fileSystem ?? "unknown file system"
        var checks: [Check] = []
        if let mode = state.mode {
            let bits = String(mode, radix: 8)
            checks.append(
                made(
                    "state folder", mode & 0o077 == 0 && state.isOurs && state.isWritable ? .ok : .error,
                    "\(state.path), mode \(bits)" + (state.isOurs ? "" : ", belongs to somebody else")
                        + (state.isWritable ? "" : ", cannot be written"),
                    "it must belong to the user of the ticks, mode 700: chmod 700, chown"))
        } else {
            checks.append(
                made("state folder", .note, "\(state.path) is not there yet; the first tick makes it"))
        }
        checks.append(
            made(
                "file system", isRemote ? .error : .ok, system,
                "locks do not hold on a network: move the state with --state or HEARTH_STATE"))
        for file in state.openFiles {
            checks.append(
                made(
                    "private files", .error,
                    "others can read or write \(file.name) (mode \(String(file.mode, radix: 8)))",
                    "chmod 600 on it"))
        }
        for file in state.strangers {
            let owner = state.owner ?? "somebody else"
            checks.append(
                made(
                    "owner", .error, "\(file.name) belongs to \(file.owner), the state folder to \(owner)",
                    "a tick may have run as \(file.owner); chown it to \(owner)"))
        }
        if !state.versioned.isEmpty {
            let names = state.versioned.joined(separator: ", ")
            checks.append(
                made(
                    "version control", .warning, "git does not ignore \(names)",
                    "add .hearth/ and .hearth.epoch to .gitignore: an old checkout must not bring them back"))
        }
        if state.epochIsInside {
            checks.append(
                made(
                    "place of the epoch", .warning,
                    "inside the state folder: if that is lost or restored as a whole, it is not noticed",
                    "name a folder by --state or HEARTH_STATE beside which ticks may write, such as "
                        + "/var/lib/hearth/state"))
        }
        if let room = state.room {
            checks.append(
                made(
                    "free room", room.isEnough ? .ok : .error,
                    "\(room.bytes >> 20) MiB" + (room.inodes.map { ", \($0) inodes" } ?? ""),
                    "make room: nothing is sent unless its outcome can be written down"))
        }
        return checks
    }

    private static func ledger(_ ledger: DoctorFacts.Ledger, now: Int) -> [Check] {
        switch ledger {
        case .none: return [made("ledger", .note, "none yet; `hearth plan` or the first tick makes it")]
        case .older(let why): return [made("ledger", .note, why)]
        case .unusable(let why):
            return [made("ledger", .error, why, "see \"Restoring\" in docs/operations.md")]
        case .open(let vitals, let damage, let standing, let last, let untold):
            let size = "\(vitals.bytes >> 10) KiB, schema \(vitals.migrations.last ?? "unknown")"
            var checks = [
                made(
                    "ledger", damage == nil ? .ok : .error,
                    damage.map { "damaged: \($0)" } ?? "sound, \(size)",
                    "stop the ticks; see \"Restoring\" in docs/operations.md"),
                made(
                    "journal", vitals.journal == "wal" ? .error : .ok,
                    vitals.journal == "wal"
                        ? "somebody has switched the file to WAL"
                        : "rollback journal, synced at every commit",
                    "sqlite3 ledger.sqlite 'PRAGMA journal_mode = DELETE' while no tick runs"),
            ]
            if let standing {
                checks.append(made("epoch", .error, standing, "see \"Restoring\" in docs/operations.md"))
            }
            checks.append(tick(last, now: now))
            if untold > 0 {
                checks.append(
                    made(
                        "notices", .warning, "\(untold) could not be told yet",
                        "does what `notify:` in the policy names work? A tick says why it does not"))
            }
            return checks
        }
    }

    /// Ticks further apart than this miss slots.
    private static let longestSilence = 1800

    private static func tick(_ last: TickRecord?, now: Int) -> Check {
        let help =
            "is the timer on? systemctl list-timers hearth.timer, or crontab -l of the user of the ticks"
        guard let last else { return made("last tick", .warning, "none has run yet", help) }
        let age = now - last.started
        let began = "\(StatusReport.time(last.started)), \(Minutes(max(0, age / 60))) ago"
        if age > longestSilence { return made("last tick", .warning, began, help) }
        return made("last tick", .ok, "\(began): \(last.outcome ?? "at work, or it died")")
    }

    // MARK: - The workspace

    private static func workspace(_ workspace: DoctorFacts.Workspace) -> [Check] {
        guard workspace.policyErrors == 0 else {
            let count = workspace.policyErrors
            return [
                made(
                    "policy", .error, "\(count) \(count == 1 ? "error" : "errors"): nothing is sent",
                    "hearth check names each with its place")
            ]
        }
        let broken = workspace.queueErrors
        var checks = [
            made(
                "policy", workspace.policyFindings > 0 ? .warning : .ok,
                "\(workspace.accounts) \(workspace.accounts == 1 ? "account" : "accounts")"
                    + (workspace.policyFindings > 0 ? ", \(workspace.policyFindings) to look at" : ""),
                "hearth check names each with its place"),
            made(
                "queue", broken > 0 || workspace.posts == 0 ? .warning : .ok,
                "\(workspace.posts) posts, \(broken) errors, \(workspace.warnings) warnings",
                broken > 0
                    ? "hearth check names each with its place"
                    : "nothing can go out: write posts into queue/, or look whether it is the right folder"),
        ]
        if let notify = workspace.notify {
            checks.append(
                made(
                    "notify", workspace.notifyFault == nil ? .ok : .error,
                    workspace.notifyFault.map { "\(notify): \($0)" } ?? notify,
                    "nobody could be told of a failure"))
        } else {
            checks.append(
                made(
                    "notify", .note, "the policy names nobody to tell",
                    "see \"Being told\" in docs/operations.md"))
        }
        return checks
    }

    private static func secret(_ secret: DoctorFacts.SecretFact) -> Check {
        let name = "secret \(secret.account).\(secret.key)"
        guard let fault = secret.fault else { return made(name, .ok, "at hand, \(secret.place)") }
        return made(
            name, .error, "\(secret.place): \(fault)", "nothing is sent on '\(secret.account)' until it is")
    }

    private static func session(_ session: DoctorFacts.SessionFact, now: Int) -> [Check] {
        let name = "session \(session.account)"
        if let fault = session.fault {
            return [made(name, .error, fault, "remove the file: Hearth logs in again")]
        }
        let words = session.tokens.map { token in
            let end = token.expires.map { end in
                "\(end < now ? "ended" : "until") \(StatusReport.time(end))"
            }
            let scope = token.scope.map { "scope \($0)" }
            let facts = [end, scope].compactMap(\.self)
            return "\(token.name) \(facts.isEmpty ? "kept" : facts.joined(separator: ", "))"
        }
        return words.isEmpty ? [] : [made(name, .ok, words.joined(separator: "; "))]
    }
}
