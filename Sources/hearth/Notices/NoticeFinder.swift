import Diagnostics
import Ledger
import Policies
import Posts
import Publishing
import Timeline

/// Finds what a person should be told after a tick, and says what to do about it. Each notice has one key as long as the
/// failure stands, so that it is told once.
struct NoticeFinder {
    let place: CommandPlace
    /// A shorter runway is told; zero for never.
    let runway: Minutes

    /// What stands in the ledger: deliveries, holds, troubles, the runway.
    func standing(_ view: StatusView) -> [Notice] {
        let holds = view.status.refusals
        // One refused account is one failure, however many deliveries it holds.
        let refused = Set(view.status.holds.filter { $0.origin == .network }.compactMap(\.account))
        let deliveries = view.status.needsPerson.filter {
            !($0.state == .held && refused.contains($0.account))
        }
        return holds.map(onHold) + deliveries.map(waiting) + view.status.troubles.map(trouble)
            + short(view)
    }

    // MARK: - Deliveries

    private func waiting(_ delivery: Delivery) -> Notice {
        let what = "\(delivery.account): \(delivery.post)"
        let reason = delivery.reason.map { " (\(TerminalText.escaped($0)))" } ?? ""
        let resolve = "resolve \(delivery.id)"
        let drop = "If it shall not go out any more:\n  \(place.command("\(resolve) --drop"))"
        func notice(_ code: String, _ words: String, _ remedy: String) -> Notice {
            Notice(
                key: "delivery/\(delivery.id)/\(delivery.state.rawValue)", code: code,
                account: delivery.account, what: "\(what) \(words)\(reason)", remedy: remedy)
        }
        switch delivery.state {
        case .needsResolve:
            if let place = ThreadPlace(delivery), !place.isLast {
                return notice(
                    "needs_resolve",
                    place.isInDoubt
                        ? "was sent up to part \(place.part) of \(place.count), and nobody can know whether that is out"
                        : "is out up to part \(place.part - 1) of \(place.count), and cannot go on by itself",
                    """
                    Look at the account. If part \(place.part) is there, take it away; or post what is missing by hand and say:
                      \(self.place.command("\(resolve) --sent URL --rest-by-hand"))
                    If it is not there, or not any more, and shall be; the rest follows it:
                      \(self.place.command("\(resolve) --retry"))
                    \(drop)
                    """)
            }
            return notice(
                "needs_resolve", "was sent, and nobody can know whether it is out",
                """
                Look at the account. If it is there:
                  \(place.command("\(resolve) --sent URL"))
                If it is not there and shall be:
                  \(place.command("\(resolve) --retry"))
                \(drop)
                """)
        case .held:
            return notice(
                "held", "is held until something is put right",
                """
                Mend it, then see whether the account works, and let it go on:
                  \(place.command("accounts test \(delivery.account)"))
                  \(place.command("resume \(delivery.account)"))
                \(drop)
                """)
        case .rejected:
            return notice(
                "rejected", "is refused by the network as it is",
                "Change the post in queue/; a changed post is planned again.\n\(drop)")
        default:
            return notice(
                "missed_pin", "was not sent at its time",
                "Give it another time (`at:` in the post in queue/).\n\(drop)")
        }
    }

    // MARK: - Accounts

    private func onHold(_ hold: Hold) -> Notice {
        let name = hold.account?.rawValue ?? ""
        return Notice(
            key: "hold/\(name)", code: "account_on_hold", account: hold.account,
            what:
                "\(name): the network refuses the account (\(TerminalText.escaped(hold.why))); nothing is sent there",
            remedy: """
                Mend the credentials, see whether they hold, and let the account go on:
                  \(place.command("accounts test \(name)"))
                  \(place.command("resume \(name)"))
                """)
    }

    /// An account that cannot even be tried.
    func unusable(_ account: AccountID, _ why: String) -> Notice {
        Notice(
            key: "unusable/\(account)", code: "account_unusable", account: account,
            what:
                "\(account): the account cannot be used (\(TerminalText.escaped(why))); nothing is sent there",
            remedy: """
                Put the secret where the policy says it is, and see whether it holds:
                  \(place.command("accounts test \(account)"))
                """)
    }

    private func short(_ view: StatusView) -> [Notice] {
        guard runway.count > 0 else { return [] }
        return view.forecast.accounts.sorted { $0.key < $1.key }.compactMap { account, forecast in
            guard let days = view.runwayDays(account), let until = forecast.giveUntil,
                days * 1440 < runway.count
            else { return nil }
            return Notice(
                key: "runway/\(account)", code: "runway", account: account,
                what: days == 0
                    ? "\(account): no post that gives is left"
                    : "\(account): the posts that give last until \(until) only",
                remedy: "Write more of them into queue/. How many of which kind:\n  \(place.command("check"))"
            )
        }
    }

    // MARK: - Ticks

    func trouble(_ trouble: LedgerTrouble) -> Notice {
        if case .unusable(let account, let why) = trouble { return unusable(account, why) }
        var key = trouble.kind
        var account: AccountID?
        var remedy = "If it does not end by itself, see what it is:\n  \(place.command("status"))"
        if case .clockDoubted = trouble {
            remedy = """
                Compare the machine's clock with another. If it is right:
                  \(place.command("resume --clock"))
                """
        } else if case .tickFailed = trouble {
            remedy = "See what is wrong with the machine or the ledger:\n  \(place.command("doctor"))"
        } else if case .notAdopted = trouble {
            remedy = """
                See "Restoring" in docs/operations.md; then, with the ledger that is to go on:
                  \(place.command("adopt"))
                """
        } else if case .adoptedOnHold = trouble {
            remedy = """
                Bring in what went out without this ledger (hearth record), settle what `hearth status` lists, then:
                  \(place.command("resume"))
                """
        } else if case .epochUnreadable = trouble {
            remedy = """
                Mend the file, or bring it back. If it is lost, look at the accounts, then:
                  \(place.command("adopt"))
                """
        } else if case .noRoom = trouble {
            remedy = "Make room on that disk. How much there is:\n  \(place.command("doctor"))"
        } else if case .noReserve = trouble {
            remedy = "See what is wrong with the state folder:\n  \(place.command("doctor"))"
        } else if case .planFailed = trouble {
            remedy = "See whether queue and policy are sound:\n  \(place.command("check"))"
        } else if case .leftSending(let delivery) = trouble {
            key += "/\(delivery.id)"
            account = delivery.account
        } else if case .failing(let name, _, _, _) = trouble {
            key += "/\(name)"
            account = name
            remedy =
                "Is the network reachable, does the account work?\n  \(place.command("accounts test \(name)"))"
        } else if case .inboxFailed(let name, _, _) = trouble {
            key += "/\(name)"
            account = name
            remedy = """
                Give the account a token that may read notifications (Mastodon: read:notifications), or take `gate` out of
                its policy. Does the account work?
                  \(place.command("accounts test \(name)"))
                """
        }
        return Notice(
            key: key, code: trouble.kind, account: account, what: TerminalText.escaped(trouble.sentence),
            remedy: remedy)
    }

    /// What this tick did and met.
    ///
    /// - Parameter ticks: The heartbeats of this tick and of the one before, newest first.
    func events(_ report: TickReport, _ ticks: [TickRecord]) -> [Notice] {
        var found: [Notice] = []
        guard let this = ticks.first, let before = ticks.dropFirst().first else { return found }
        if case .accepted(isRecovery: true) = report.clock, this.started - before.started > 3600 {
            found.append(
                Notice(
                    key: "downtime/\(this.id)", code: "downtime",
                    what:
                        "no tick ran from \(StatusReport.time(before.started)) to \(StatusReport.time(this.started)); what was due then is planned anew, nothing goes out in a burst",
                    remedy: """
                        If the machine was not off: is the timer on? (systemctl list-timers, crontab -l)
                          \(place.command("status"))
                        """, isPassing: true))
        }
        if before.ended == nil {
            found.append(
                Notice(
                    key: "died/\(before.id)", code: "tick_died",
                    what:
                        "the tick of \(StatusReport.time(before.started)) was ended from outside, or the machine went down; this one has settled what it left",
                    remedy: "If it happens again, see why:\n  \(place.command("doctor"))", isPassing: true))
        }
        return found
    }

    /// Files of the queue that cannot be read; one notice for all of them.
    func queue(_ findings: [Diagnostic], isThere: Bool) -> [Notice] {
        let errors = findings.filter(\.isError)
        guard !errors.isEmpty || !isThere else { return [] }
        let files = Set(errors.compactMap { $0.location?.file }).sorted()
        let names = files.prefix(3).joined(separator: ", ") + (files.count > 3 ? ", …" : "")
        let what =
            isThere
            ? "\(files.count) \(files.count == 1 ? "file" : "files") of the queue cannot be used as \(files.count == 1 ? "it is" : "they are"): \(TerminalText.escaped(names)); the rest goes on"
            : "there is no folder queue/ in \(TerminalText.escaped(place.workspace)): nothing can be planned"
        return [
            Notice(
                key: "queue", code: "queue", what: what,
                remedy: "Every mistake with its place:\n  \(place.command("check"))")
        ]
    }

    /// A tick that could not be made.
    func failure(_ failure: TickFailure) -> Notice {
        switch failure.cause {
        case .policy:
            Notice(
                key: "policy", code: "policy",
                what: "the policy has an error: nothing is planned and nothing is sent",
                remedy: "The error with its place:\n  \(place.command("check"))")
        case .ledger:
            Notice(
                key: "ledger", code: "ledger",
                what: "the ledger cannot be used (\(TerminalText.escaped(failure.words))): nothing is sent",
                remedy: "What is wrong with it, and with the machine:\n  \(place.command("doctor"))")
        case .other:
            Notice(
                key: "tick_failed", code: "tick_failed",
                what: "the tick failed: \(TerminalText.escaped(failure.words))",
                remedy: "See what is wrong:\n  \(place.command("doctor"))")
        }
    }
}
