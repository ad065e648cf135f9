"""Ticks that must not send, must not run twice, or must show without sending."""
import subprocess
import time

import small
from stage import leaks, minutes, stamp


def nothing_sent(servers):
    return not servers.statuses() and not servers.records() and not servers.receiver.requests


def typo(work, servers, tally):
    hearth = small.planned(work / "typo", servers, tally)
    path = hearth.workspace / "policies" / "default.yaml"
    good = path.read_text()
    path.write_text(good.replace("pace:  { max: 6, spacing: 15m }", "pace:  { max: 6, spacign: 15m }"))
    line = good.splitlines().index("pace:  { max: 6, spacing: 15m }") + 1
    done = hearth.tick(small.DUE)
    tally.check(done.returncode == 78, "a policy with a typo ends with 78", done.returncode)
    tally.check(f"policies/default.yaml:{line}:18" in done.stderr, "a policy with a typo is named with line and column", done.stderr)
    tally.check("spacing" in done.stderr.split("did you mean")[-1], "a typo has a suggestion", done.stderr)
    tally.check(nothing_sent(servers), "a policy with a typo sends nothing")
    path.write_text(good)
    servers.set_clock(small.DUE)
    hearth.tick(small.DUE)
    tally.check(all(counts[0] == 1 for counts in small.sent(servers).values()), "mended, it sends", small.sent(servers))


def two_at_once(work, servers, tally):
    hearth = small.planned(work / "two", servers, tally)
    servers.set_clock(small.DUE)
    servers.fault(kind="delay", path="/api/v1/statuses", seconds=6)
    first = subprocess.Popen(hearth.command("tick", "--now", stamp(small.DUE)), env=hearth.env, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
    until = time.monotonic() + 30
    while not any(one["fault"] for one in servers.ask(servers.mastodon, "/_test/log")) and time.monotonic() < until:
        time.sleep(0.05)
    quiet, strict = hearth.tick(small.DUE), hearth.tick(small.DUE, "--strict")
    tally.check(first.poll() is None, "the first of two ticks was still at work")
    tally.check(quiet.returncode == 0 and quiet.stdout + quiet.stderr == "", "a second tick ends quietly with 0",
                f"{quiet.returncode} {quiet.stdout}{quiet.stderr}")
    tally.check(strict.returncode == 75, "with --strict it ends with 75", strict.returncode)
    text, _ = first.communicate(timeout=120)
    tally.check(first.returncode == 0, "the first of two ticks does its work", text)
    tally.check(all(counts[:2] == [1, 1] for counts in small.sent(servers).values()), "two ticks at once send once", small.sent(servers))


def race(work, servers, tally):
    """A handful at the very same moment, again and again."""
    hearth = small.planned(work / "race", servers, tally)
    servers.set_clock(small.DUE)
    for moment in small.later(0, 1, 2):
        racing = [subprocess.Popen(hearth.command("tick", "--now", stamp(moment)), env=hearth.env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True) for _ in range(4)]
        for one in racing:
            _, text = one.communicate(timeout=120)
            tally.check(one.returncode == 0, "racing ticks that end with 0", text)
    tally.check(all(counts[:2] == [1, 1] for counts in small.sent(servers).values()), "racing ticks send once", small.sent(servers))


def hold(work, servers, tally):
    hearth = small.planned(work / "hold", servers, tally)
    servers.set_clock(small.DUE)
    tally.check(hearth.run("hold", "--why", "a crisis").returncode == 0, "hold ends with 0")
    for moment in small.later(0, 15, 30, 60, 75, 90):
        hearth.tick(moment)
    tally.check(nothing_sent(servers), "on hold nothing is sent")
    text = hearth.run("status", "--now", stamp(small.DUE)).stdout
    tally.check("a crisis" in text, "status tells the hold and why", text)
    tally.check(hearth.run("resume").returncode == 0, "resume ends with 0")
    before = 0
    for moment in small.later(91, 92, 105, 120, 135, 150, 165):
        servers.set_clock(moment)
        hearth.tick(moment)
        counts = small.sent(servers)
        now = [counts[account][0] + counts[account][2] for account in small.ACCOUNTS]
        tally.check(max(now) - before <= 1, "after a hold, at most one post an account and tick", f"{moment} {counts}")
        before = max(now)
    counts = small.sent(servers)
    tally.check(all(counts[one] == [1, 1, 1] for one in small.ACCOUNTS), "after a hold everything goes out in the end, once", counts)


def broken_file(work, servers, tally):
    hearth = small.planned(work / "broken", servers, tally)
    servers.set_clock(small.DUE)
    (hearth.workspace / "queue" / "third.md").write_text("---\nkind: community\ntopics: [one, two\n---\nHalf written")
    (hearth.workspace / "queue" / "second.md").write_text("---\nkind: answr\n---\nAnother post, for later.\n")
    done = hearth.tick(small.DUE)
    counts = small.sent(servers)
    tally.check(all(counts[one] == [1, 1, 0] for one in small.ACCOUNTS), "a broken file takes only itself out", f"{done.stderr} {counts}")
    said = hearth.run("check")
    tally.check(said.returncode == 1 and "queue/third.md:" in said.stdout + said.stderr and "queue/second.md:2:" in said.stdout + said.stderr,
                "check names both broken files", said.stdout + said.stderr)


def downtime(work, servers, tally):
    hearth = small.planned(work / "down", servers, tally)
    for moment in (small.DUE + minutes(24), small.DUE + minutes(31)):
        servers.set_clock(moment)
    # Two and a half hours without a tick: what was due meanwhile is not sent late.
    back = small.DUE + minutes(121)
    servers.set_clock(back)
    hearth.tick(back)
    tally.check(nothing_sent(servers), "the first tick after a downtime sends nothing", small.sent(servers))
    for count in range(122, 180):
        if count % 15 == 0 or count < 125:
            servers.set_clock(small.DUE + minutes(count))
            hearth.tick(small.DUE + minutes(count))
    counts = small.sent(servers)
    tally.check(all(counts[one][:2] == [1, 1] for one in small.ACCOUNTS), "what a downtime missed goes out at another slot", counts)


def dry_run(work, servers, tally):
    hearth = small.planned(work / "dry", servers, tally)
    servers.set_clock(small.DUE)
    hearth.tick(small.DUE)

    def due_at():
        return next(at for at, account, post in hearth.placements() if post == "second" and account == "mastodon")

    # Ticks in between, or the dry run would only say that nothing ran for a while.
    at = small.DUE + minutes(30)
    while at < due_at():
        servers.set_clock(at)
        hearth.tick(at)
        at += minutes(30)
    due = due_at()
    before = small.sent(servers)

    def asked():
        return [len(servers.ask(base, "/_test/log")) for base in (servers.mastodon, servers.pds)]

    def state():
        return {path: path.read_bytes() for path in sorted(hearth.state.rglob("*")) if path.is_file()}

    requests, files = asked(), state()
    for more in ((), ("--format", "json")):
        done = hearth.tick(due, "--dry-run", *more)
        tally.check(done.returncode == 0, "a dry run ends with 0", done.stderr)
        for words in ("/api/v1/statuses", "Another post", "Authorization: ***"):
            tally.check(words in done.stdout, "a dry run shows the requests, secrets masked", f"{words}: {done.stdout}")
        tally.check(not leaks(hearth.workspace / "queue", done.stdout, done.stderr), "a dry run shows no secret")
    tally.check(requests == asked(), "a dry run asks nothing", f"{requests} {asked()}")
    tally.check(files == state(), "a dry run writes nothing")
    tally.check(before == small.sent(servers), "a dry run sends nothing", small.sent(servers))
    before = hearth.run("tick", "--dry-run", "--now", stamp(small.DUE), "--state", work / "none")
    tally.check(before.returncode == 0 and not (work / "none").exists(), "a dry run without a ledger makes none", before.stderr)


def missing_secret(work, servers, tally):
    hearth = small.planned(work / "secret", servers, tally)
    servers.set_clock(small.DUE)
    del hearth.env["MASTODON_TOKEN"]
    done = hearth.tick(small.DUE)
    counts = small.sent(servers)
    tally.check(done.returncode == 1 and "MASTODON_TOKEN" in done.stdout + done.stderr, "a missing secret is named, and ends with 1",
                f"{done.returncode} {done.stdout}{done.stderr}")
    tally.check([counts[one][0] for one in small.ACCOUNTS] == [0, 1, 1, 1], "a missing secret stops only its account", counts)


def run(work, servers, tally):
    for part in (typo, two_at_once, race, hold, broken_file, downtime, dry_run, missing_secret):
        servers.reset()
        part(work, servers, tally)
    found = leaks(work)
    tally.check(not found, "no secret outside of the sessions (refusals)", "; ".join(found))
