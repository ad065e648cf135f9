import Diagnostics
import Foundation
import HTTP
import Ledger
import Networks
import Policies
import Posts
import Publishing
import Timeline

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds out what the doctor judges. Writes nothing; secrets are fetched to see whether they are there, and dropped.
struct DoctorGathering {
    let composition: Composition
    let options: WorkspaceOptions
    /// The workspace's folder.
    let files: WorkspaceFiles
    let state: String

    func facts() throws -> DoctorFacts {
        let read = try House.readPolicy(options, composition)
        let (policy, errors) = (read.policy, read.diagnostics.count { $0.isError })
        var facts = DoctorFacts(
            machine: try machine(), state: stateFolder(), ledger: ledger(), clock: clock(),
            workspace: workspace(policy, errors))
        guard let policy else { return facts }
        facts.secrets = secrets(policy)
        facts.sessions = policy.accounts.map { session($0.id) }
        return facts
    }

    // MARK: - The machine

    private func machine() throws -> DoctorFacts.Machine {
        let curl = CurlLibrary.present
        let folder = composition.zoneFolder
        return DoctorFacts.Machine(
            hearth: Hearth.version, isRoot: geteuid() == 0, sqlite: try LedgerDatabase.sqliteVersion(),
            openssl: CryptoLibrary.version, curl: curl.version,
            curlIsNew: curl.number >= CurlLibrary.oldest, tls: curl.tls,
            looksUpInTime: curl.looksUpInTime, zoneFolder: folder, zoneVersion: zoneVersion(folder),
            hasZones: (try? composition.zones.zone(named: "Europe/Berlin")) != nil)
    }

    /// `# version 2026b` at the top of `tzdata.zi`, or the file `+VERSION`.
    private func zoneVersion(_ folder: String) -> String? {
        for name in ["tzdata.zi", "+VERSION"] {
            guard let bytes = try? WorkspaceFiles.readRegular("\(folder)/\(name)", name: name, limit: 1 << 20)
            else { continue }
            let line = String(decoding: bytes.prefix { $0 != 10 }.prefix(40), as: UTF8.self)
            return line.replacing("# version ", with: "")
        }
        return nil
    }

    private func clock() -> DoctorFacts.Clock {
        DoctorFacts.Clock(
            now: composition.epochSeconds(), bootMilliseconds: composition.steadyMilliseconds(),
            bootID: composition.bootID(), isSynchronised: composition.isClockSynchronised())
    }

    // MARK: - The state folder

    private func stateFolder() -> DoctorFacts.State {
        var facts = DoctorFacts.State(path: state)
        var info = stat()
        let isThere = lstat(state, &info) == 0
        // Where it is not yet, the folder that it will be in says what there is room for.
        let above = (state as NSString).deletingLastPathComponent
        let place = isThere ? state : above
        if isThere {
            facts.mode = Int(info.st_mode & 0o777)
            facts.isOurs = info.st_uid == geteuid()
            facts.isWritable = access(state, W_OK | X_OK) == 0
        }
        if let real = realpath(place, nil) {
            defer { free(real) }
            let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
            facts.fileSystem = mounts.flatMap { StateDirectory(String(cString: real)).fileSystem(mounts: $0) }
        }
        facts.room = try? Headroom.look(at: place)
        let owner = info.st_uid
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: state)) ?? []
        let directory = StateDirectory(state)
        for path in [directory.epochBeside] + names.sorted().map({ state + "/" + $0 }) where isThere {
            guard lstat(path, &info) == 0 else { continue }
            let name = String(path.dropFirst((path.hasPrefix(state + "/") ? state : above).count + 1))
            if info.st_mode & 0o077 != 0 { facts.openFiles.append((name, Int(info.st_mode & 0o777))) }
            if info.st_uid != owner {
                facts.strangers.append((name, StateDirectory.name(of: info.st_uid)))
            }
        }
        // Where nothing may be written beside the folder, it will be inside.
        facts.epochIsInside =
            lstat(directory.epochInside, &info) == 0
            || access(above, W_OK | X_OK) != 0 && [EACCES, EPERM, EROFS].contains(errno)
        facts.owner = isThere ? StateDirectory.name(of: owner) : nil
        facts.versioned = [directory.epochBeside, directory.ledger].filter(wouldBeVersioned)
        return facts
    }

    /// Whether git would keep this file, or does: it is in a work tree and not ignored. Where there is no git, or it does
    /// not say, it does not.
    private func wouldBeVersioned(_ path: String) -> Bool {
        guard let git = SecretCommand.located("git", composition.environment) else { return false }
        let process = Process()
        process.executableURL = URL(filePath: git)
        process.arguments = ["-C", files.root, "check-ignore", "--quiet", "--", path]
        // Not the whole of it, which may hold secrets.
        process.environment = composition.environment.filter { ["PATH", "HOME"].contains($0.key) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        // Ten seconds, in hundredths, as no doctor should hang.
        for _ in 0..<1000 where process.isRunning { usleep(10_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return process.terminationReason == .exit && process.terminationStatus == 1
    }

    private func ledger() -> DoctorFacts.Ledger {
        do throws(LedgerError) {
            guard let ledger = try LedgerDatabase.openReadOnly(in: StateDirectory(state)) else {
                return .none
            }
            var damage: String?
            do throws(LedgerError) {
                try ledger.checkIntegrity()
            } catch {
                damage = "\(error)"
            }
            var standing: String?
            do throws(LedgerError) {
                let remembered = LedgerAccess.epochs(
                    state: state, root: files.root, accounts: try ledger.served()
                ).load()
                let found = try ledger.standing(remembered.epochs)
                let words = remembered.faults.map { "\($0)" } + (found == .known ? [] : [found.sentence])
                if !words.isEmpty { standing = words.joined(separator: "; ") }
            } catch {
                standing = "\(error)"
            }
            return .open(
                try ledger.vitals(), damage: damage, standing: standing,
                last: try ledger.ticks(limit: 1).first,
                untold: try ledger.untoldNotices())
        } catch {
            return error == .olderSchema ? .older("\(error)") : .unusable("\(error)")
        }
    }

    // MARK: - The workspace

    private func workspace(_ policy: Policy?, _ errors: Int) -> DoctorFacts.Workspace {
        let ledger = try? LedgerDatabase.openReadOnly(in: StateDirectory(state))
        let posted = (try? ledger?.history()).map { Set($0.compactMap(\.post)) } ?? []
        guard let policy, let house = try? House(options, composition, posted: posted) else {
            return DoctorFacts.Workspace(policyErrors: max(1, errors))
        }
        var facts = DoctorFacts.Workspace(policyErrors: 0)
        facts.accounts = policy.accounts.count
        facts.posts = house.queue.posts.count
        facts.queueErrors = house.queueFindings.count { $0.isError }
        facts.warnings = house.queueFindings.count { !$0.isError }
        facts.policyFindings = house.diagnostics.count - house.queueFindings.count
        switch policy.notify?.way {
        case nil: break
        case .command(let arguments):
            let program = arguments.first ?? ""
            facts.notify = "by the command \(program)"
            if SecretCommand.located(program, composition.environment) == nil {
                facts.notifyFault = "there is no such program"
            }
        case .webhook(let address):
            facts.notify = "by a webhook at \(Link.host(address) ?? "an unknown host")"
        case .secretWebhook(let reference):
            facts.notify = "by a webhook, \(DoctorGathering.place(reference))"
            facts.notifyFault = fault("webhook", reference, policy)
        }
        return facts
    }

    // MARK: - Secrets

    private func secrets(_ policy: Policy) -> [DoctorFacts.SecretFact] {
        policy.accounts.flatMap { account in
            account.secrets.sorted { $0.key < $1.key }.map { key, reference in
                DoctorFacts.SecretFact(
                    account: account.id.rawValue, key: key, place: DoctorGathering.place(reference),
                    fault: fault(key, reference, policy))
            }
        }
    }

    private func fault(_ key: String, _ reference: SecretReference, _ policy: Policy) -> String? {
        let reader = SecretReader(composition: composition, root: files.root, policy: policy)
        do throws(SecretReader.Failure) {
            _ = try reader.secret(key, reference)
            return nil
        } catch {
            return error.reason
        }
    }

    /// Where a secret is, in words. Of a command only the program: its arguments may tell more than they should.
    private static func place(_ reference: SecretReference) -> String {
        switch reference {
        case .environment(let name): "from the environment, \(name)"
        case .file(let path): "from the file \(path)"
        case .command(let arguments): "from the command \(arguments.first ?? "")"
        case .credential(let name): "from systemd, \(name)"
        }
    }

    private func session(_ account: AccountID) -> DoctorFacts.SessionFact {
        var facts = DoctorFacts.SessionFact(account: account.rawValue)
        do {
            let kept = try SessionFiles(StateDirectory(state)).load(account)
            for (name, value) in kept.sorted(by: { $0.key < $1.key })
            where name.lowercased().contains("token") {
                let claims = TokenClaims(value)
                facts.tokens.append((name, claims?.expires, claims?.scope))
            }
        } catch {
            facts.fault = "\(error)"
        }
        return facts
    }
}

/// What a token of the form JWT (RFC 7519) says of itself; nothing that would let anybody use it.
struct TokenClaims: Hashable {
    /// Epoch seconds.
    let expires: Int?
    let scope: String?

    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var text = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let data = Data(base64Encoded: text),
            let claims = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        expires = claims["exp"] as? Int
        // Shown, so only what a scope may hold (RFC 6749, 3.3), and not at any length.
        scope = (claims["scope"] as? String).map { String($0.filter { $0.isASCII }.prefix(80)) }
    }
}
