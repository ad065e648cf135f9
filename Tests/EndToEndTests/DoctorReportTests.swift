import Foundation
import Testing

@testable import Ledger
@testable import hearth

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct DoctorReportTests {
    private static let machine = DoctorFacts.Machine(
        hearth: "1.2.3", isRoot: false, sqlite: "3.40.1", openssl: "OpenSSL 3.0.17 1 Jul 2025",
        curl: "7.88.1",
        curlIsNew: true, tls: "OpenSSL/3.0.17", looksUpInTime: true, zoneFolder: "/usr/share/zoneinfo",
        zoneVersion: "2026b", hasZones: true)
    private static let vitals = LedgerVitals(
        sqlite: "3.40.1", journal: "delete", migrations: ["M001", "M002"], bytes: 106_496)

    private func tick(started: Int, isAccepted: Bool = true, boot: Int = 0) throws -> TickRecord? {
        let ledger = try LedgerScene.empty()
        let id = try ledger.beginTick(
            started: started, bootMilliseconds: boot, bootID: "boot", isAccepted: isAccepted)
        try ledger.endTick(id, ended: started + 2, outcome: "1 posted, 1 events")
        return try ledger.ticks(limit: 1).first
    }

    private func facts(_ last: TickRecord?) -> DoctorFacts {
        let now = LedgerScene.now
        var facts = DoctorFacts(
            machine: DoctorReportTests.machine,
            state: .init(
                path: "/w/.hearth", mode: 0o700, fileSystem: "ext4",
                room: Headroom(bytes: 16 << 20, inodes: 200)),
            ledger: .open(DoctorReportTests.vitals, damage: nil, standing: nil, last: last, untold: 0),
            clock: .init(now: now, bootMilliseconds: 240_000, bootID: "boot", isSynchronised: true),
            workspace: .init(policyErrors: 0, accounts: 2, posts: 40, notify: "by the command /usr/bin/mail"))
        facts.secrets = [
            .init(account: "mastodon", key: "token", place: "from the file secrets/mastodon", fault: nil)
        ]
        facts.sessions = [
            .init(
                account: "bluesky",
                tokens: [("accessToken", now + 7200, "com.atproto.access"), ("refreshToken", nil, nil)])
        ]
        return facts
    }

    @Test func `a machine on which all is well`() throws {
        let report = DoctorReport(facts(try tick(started: LedgerScene.now - 240)))
        #expect(report.ok)
        #expect(
            report.text == """
                ok       hearth: 1.2.3
                ok       user: not root
                ok       sqlite: 3.40.1
                ok       libcurl: 7.88.1 with OpenSSL/3.0.17
                ok       libcrypto: OpenSSL 3.0.17 1 Jul 2025
                ok       time zones: version 2026b in /usr/share/zoneinfo
                ok       clock: 2026-06-21T01:00:00Z; agrees with the last tick
                ok       clock synchronised: by the kernel's word
                ok       state folder: /w/.hearth, mode 700
                ok       file system: ext4
                ok       free room: 16 MiB, 200 inodes
                ok       ledger: sound, 104 KiB, schema M002
                ok       journal: rollback journal, synced at every commit
                ok       last tick: 2026-06-21T00:56:00Z, 4m ago: 1 posted, 1 events
                ok       policy: 2 accounts
                ok       queue: 40 posts, 0 errors, 0 warnings
                ok       notify: by the command /usr/bin/mail
                ok       secret mastodon.token: at hand, from the file secrets/mastodon
                ok       session bluesky: accessToken until 2026-06-21T03:00:00Z, scope com.atproto.access; refreshToken kept

                """)
    }

    @Test func `a machine on which much is wrong, with what to do`() throws {
        var facts = facts(
            try tick(started: LedgerScene.now - 1801, isAccepted: false, boot: 240_000 - 1_801_000))
        facts.machine.isRoot = true
        facts.machine.curlIsNew = false
        facts.machine.tls = nil
        facts.machine.looksUpInTime = false
        facts.machine.zoneVersion = nil
        facts.clock.isSynchronised = false
        facts.state.mode = 0o755
        facts.state.isOurs = false
        facts.state.isWritable = false
        facts.state.fileSystem = "nfs4"
        facts.state.openFiles = [("sessions/bluesky.json", 0o644)]
        facts.state.owner = "hearth"
        facts.state.strangers = [(".hearth.epoch", "root")]
        facts.state.versioned = ["/w/.hearth.epoch"]
        facts.state.epochIsInside = true
        facts.state.room = Headroom(bytes: 16 << 20 - 1, inodes: 199)
        facts.ledger = .open(
            LedgerVitals(sqlite: "3", journal: "wal", migrations: [], bytes: 0), damage: "row 3 missing",
            standing: "it comes from a backup",
            last: try tick(started: LedgerScene.now - 1801, isAccepted: false, boot: 240_000 - 1_801_000),
            untold: 2)
        facts.workspace.queueErrors = 1
        facts.workspace.policyFindings = 1
        facts.workspace.notifyFault = "there is no such program"
        facts.secrets[0].fault = "is not there: no file 'secrets/mastodon'"
        facts.sessions = [.init(account: "bluesky", fault: "others can read it")]
        let report = DoctorReport(facts)
        #expect(!report.ok)
        #expect(
            report.text == """
                ok       hearth: 1.2.3
                warning  user: this is root
                           run ticks as a user of their own
                ok       sqlite: 3.40.1
                error    libcurl: 7.88.1; older than 7.80, which cannot tell whether a request has left; without TLS; name look-ups may hang
                           install a newer libcurl with OpenSSL
                ok       libcrypto: OpenSSL 3.0.17 1 Jul 2025
                note     time zones: of an unknown version in /usr/share/zoneinfo
                           keep the package tzdata up to date
                error    clock: 2026-06-21T01:00:00Z; the last tick did not believe it: nothing is sent
                           compare it with another; if it is right: hearth resume --clock
                warning  clock synchronised: the kernel does not know it to be
                           run chrony or systemd-timesyncd; a wrong clock posts at the wrong time
                error    state folder: /w/.hearth, mode 755, belongs to somebody else, cannot be written
                           it must belong to the user of the ticks, mode 700: chmod 700, chown
                error    file system: nfs4
                           locks do not hold on a network: move the state with --state or HEARTH_STATE
                error    private files: others can read or write sessions/bluesky.json (mode 644)
                           chmod 600 on it
                error    owner: .hearth.epoch belongs to root, the state folder to hearth
                           a tick may have run as root; chown it to hearth
                warning  version control: git does not ignore /w/.hearth.epoch
                           add .hearth/ and .hearth.epoch to .gitignore: an old checkout must not bring them back
                warning  place of the epoch: inside the state folder: if that is lost or restored as a whole, it is not noticed
                           name a folder by --state or HEARTH_STATE beside which ticks may write, such as /var/lib/hearth/state
                error    free room: 15 MiB, 199 inodes
                           make room: nothing is sent unless its outcome can be written down
                error    ledger: damaged: row 3 missing
                           stop the ticks; see "Restoring" in docs/operations.md
                error    journal: somebody has switched the file to WAL
                           sqlite3 ledger.sqlite 'PRAGMA journal_mode = DELETE' while no tick runs
                error    epoch: it comes from a backup
                           see "Restoring" in docs/operations.md
                warning  last tick: 2026-06-21T00:29:00Z, 30m ago
                           is the timer on? systemctl list-timers hearth.timer, or crontab -l of the user of the ticks
                warning  notices: 2 could not be told yet
                           does what `notify:` in the policy names work? A tick says why it does not
                warning  policy: 2 accounts, 1 to look at
                           hearth check names each with its place
                warning  queue: 40 posts, 1 errors, 0 warnings
                           hearth check names each with its place
                error    notify: by the command /usr/bin/mail: there is no such program
                           nobody could be told of a failure
                error    secret mastodon.token: from the file secrets/mastodon: is not there: no file 'secrets/mastodon'
                           nothing is sent on 'mastodon' until it is
                error    session bluesky: others can read it
                           remove the file: Hearth logs in again

                """)
    }

    @Test(arguments: [(-120, true), (-121, false), (0, true)])
    func `a clock before the last tick is an error beyond two minutes`(ahead: Int, isGood: Bool) throws {
        var facts = facts(try tick(started: LedgerScene.now - ahead))
        facts.clock.bootID = "another"
        #expect(DoctorReport(facts).checks.first { $0.check == "clock" }?.level == (isGood ? .ok : .error))
    }

    @Test func `a clock ahead of the last tick is an error unless it is synchronised`() throws {
        var facts = facts(try tick(started: LedgerScene.now - 1_000))
        for (word, level) in [(true, DoctorReport.Level.note), (false, .error), (nil, .error)] {
            facts.clock.isSynchronised = word
            #expect(DoctorReport(facts).checks.first { $0.check == "clock" }?.level == level)
        }
    }

    @Test func `a token tells when it ends and what it allows, and nothing else is taken from it`() {
        // {"scope":"com.atproto.access","exp":1782158400,"sub":"did:plc:x"}
        let body = "eyJzY29wZSI6ImNvbS5hdHByb3RvLmFjY2VzcyIsImV4cCI6MTc4MjE1ODQwMCwic3ViIjoiZGlkOnBsYzp4In0"
        let claims = TokenClaims("e30.\(body).c2ln")
        #expect(claims?.expires == 1_782_158_400)
        #expect(claims?.scope == "com.atproto.access")
        #expect(TokenClaims("an-opaque-token") == nil)
        #expect(TokenClaims("a.b.c") == nil)
    }

    @Test func `the doctor shows no secret, writes nothing, and says with 1 that one is missing`()
        async throws
    {
        let place = try await TickTests.planned()
        let canary = "canary-0b77e1d9"
        try place.write(".hearth/sessions/mastodon.json", "{\"accessToken\": \"\(canary)\"}")
        try place.setMode(0o600, of: ".hearth/sessions/mastodon.json")
        try place.setMode(0o700, of: ".hearth/sessions")
        let before = try place.contents(of: ".")
        for format in ["text", "json"] {
            let found = try await place.hearth(
                "doctor", "--format", format, environment: ["MASTODON_TOKEN": canary])
            #expect(!(found.output + found.errors).contains(canary))
            #expect(found.output.contains("at hand, from the environment, MASTODON_TOKEN"))
            #expect(found.output.contains("accessToken kept"))
        }
        #expect(try place.contents(of: ".") == before)
        let missing = try await place.hearth("doctor", "--format", "json")
        #expect(missing.status == 1)
        let report = try ReadJSON.object(missing.output)
        #expect(report["format"] as? String == "hearth-doctor/1")
        #expect(report["ok"] as? Bool == false)
        let checks = try #require(report["checks"] as? [[String: Any]])
        let token = try #require(checks.first { $0["check"] as? String == "secret mastodon.token" })
        #expect(token["level"] as? String == "error")
    }

    @Test(.enabled(if: access("/usr/bin/git", X_OK) == 0, "there is no git"))
    func `in a work tree of git the doctor warns until state and epoch are ignored`() async throws {
        let place = try await TickTests.planned()
        let without = try await place.hearth("doctor", environment: ["MASTODON_TOKEN": "canary-7d0c54f2"])
        #expect(!without.output.contains("version control"))
        let git = try Process.run(URL(filePath: "/usr/bin/git"), arguments: ["init", "--quiet", place.path])
        git.waitUntilExit()
        try place.write(".gitignore", ".hearth/\nsecrets/\n")
        let old = try await place.hearth("doctor", environment: ["MASTODON_TOKEN": "canary-7d0c54f2"])
        let state = StateDirectory.oneName(of: place.path + "/.hearth")
        #expect(old.output.contains("warning  version control: git does not ignore \(state).epoch\n"))
        #expect(old.status == 0)
        try place.write(".gitignore", ".hearth/\n.hearth.epoch\nsecrets/\n")
        let new = try await place.hearth("doctor", environment: ["MASTODON_TOKEN": "canary-7d0c54f2"])
        #expect(!new.output.contains("version control"))
    }

    @Test func `an epoch inside the state folder is warned of, one beside it is not`() async throws {
        let place = try await TickTests.planned()
        for name in [".hearth.epoch", ".hearth/epoch"] {
            try place.write(name, #"{"calls":[],"format":"hearth-epoch/1","ledger":"another"}"#)
            try place.setMode(0o600, of: name)
            let found = try await place.hearth("doctor", environment: ["MASTODON_TOKEN": "canary-7d0c54f2"])
            #expect(found.output.contains("error    epoch: "))
            let isWarned = found.output.contains("warning  place of the epoch: inside the state folder")
            #expect(isWarned == (name == ".hearth/epoch"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func `the doctor names files that belong to somebody else than the state folder`() async throws {
        let place = try await TickTests.planned()
        try place.write(".hearth.epoch", "{}")
        try place.setMode(0o600, of: ".hearth.epoch")
        #expect(chown(place.path + "/.hearth.epoch", 12_345, 12_345) == 0)
        #expect(chown(place.path + "/.hearth/tick.lock", 12_345, 12_345) == 0)
        let found = try await place.hearth("doctor", environment: ["MASTODON_TOKEN": "canary-7d0c54f2"])
        #expect(found.status == 1)
        #expect(
            found.output.contains("error    owner: .hearth.epoch belongs to #12345, the state folder to root")
        )
        #expect(
            found.output.contains("error    owner: tick.lock belongs to #12345, the state folder to root"))
        #expect(found.output.contains("error    epoch: '"))
    }

    @Test func `where nothing has run yet the doctor looks at the rest`() async throws {
        let found = try await TemporaryWorkspace().hearth(
            "doctor", environment: ["MASTODON_TOKEN": "canary-0b77e1d9"])
        #expect(found.output.contains("note     ledger: none yet"))
        #expect(found.output.contains(".hearth is not there yet; the first tick makes it"))
        #expect(found.status == 0)
    }
}
