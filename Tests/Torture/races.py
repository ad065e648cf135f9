"""Ticks and commands of people at once on one ledger, some of them killed at any moment."""
import random
import signal
import sqlite3
import subprocess
import threading
import time

ROUNDS = 2000
# What people say must be true at any time: that a post is not out (`resolve --retry`) may be a lie by now.
PEOPLE = (("hold", "--why", "a race"), ("resume",), ("plan",), ("status",), ("log",), ("resolve", "1", "--drop"),
          ("record", "--account", "{account}", "--post", "second", "--kind", "answer", "--at", "2026-11-20T10:00:00Z"))
LOCKED = ("shortly", "throughout", "after-claim")
# Of points named so a sample has a few besides; they wait for ten seconds at a step.
BESIDES = {"locked": 3}
SCENES = ("send", "send", "settle", "resend", "plan", "cron", "cron")


def points(bench, kind):
    found = [("round", f"round/{number}", 1) for number in range(ROUNDS)]
    return found + [("locked", f"locked/{how}", 1) for how in LOCKED]


def locked(bench, kind, how):
    """Somebody else, a backup say, has the ledger locked: it is waited for, then given up; what a call brought is kept."""
    workspace, moment = bench.begin(kind)
    other = sqlite3.connect(workspace.state / "ledger.sqlite", isolation_level=None, check_same_thread=False)
    timer = threading.Timer(2, lambda: other.execute("ROLLBACK"))
    if how == "after-claim":
        def hold(connection, request, work):
            whole = work()
            other.execute("BEGIN EXCLUSIVE")
            connection.sock.sendall(whole)

        bench.network.disturb(hold)
    else:
        other.execute("BEGIN EXCLUSIVE")
        if how == "shortly":
            timer.start()
    started = time.monotonic()
    done = workspace.tick(moment)
    bench.expect(time.monotonic() - started < 58, "slow", f"{time.monotonic() - started:.0f} s")
    bench.network.quiet()
    if how == "shortly":
        timer.join()
        bench.expect(done.returncode == 0 and bench.published(), "outcome", f"{done.returncode} {done.stdout}{done.stderr}")
    else:
        other.execute("ROLLBACK")
        wanted, calls = (74, 1) if how == "after-claim" else (75, 0)
        bench.expect(done.returncode == wanted and done.stderr, "silent", f"{done.returncode} {done.stdout}{done.stderr}")
        bench.expect(bench.published() == calls, "late", f"{bench.published()} calls: {done.stdout}{done.stderr}")
    other.close()
    state = bench.settle(workspace, moment)
    bench.expect(state == "posted", "outcome", f"in the end it is {state}")


def run(bench, kind, name):
    if name.startswith("locked"):
        return locked(bench, kind, name.split("/")[1])
    dice = random.Random(f"{kind} {name}")
    scene = dice.choice(SCENES)
    workspace, moment = bench.begin(kind, scene)
    bench.network.clock = moment.timestamp()
    ticks, people = dice.randint(2, 6), dice.sample(PEOPLE, dice.randint(0, 2))
    dropped = any("--drop" in words for words in people)
    # One clock for all of them.
    commands = [workspace.at(moment, *(word.format(account=workspace.kind.account) for word in words))
                for words in [("tick",)] * ticks + people]
    dice.shuffle(commands)
    started = []
    for words, env in commands:
        process = subprocess.Popen(workspace.command(*words), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        is_killed = dice.random() < 0.4
        if is_killed:
            timer = threading.Timer(dice.uniform(0, 0.12), process.kill)
            timer.daemon = True
            timer.start()
        started.append((words, process, is_killed))
        time.sleep(dice.choice((0, 0, 0.005, 0.03)))
    ended = []
    for words, process, is_killed in started:
        out, err = (text.decode(errors="replace") for text in process.communicate(timeout=60))
        bench.runs += 1
        workspace.outputs += [out, err]
        if not is_killed or process.returncode != -signal.SIGKILL:
            ended.append((words, process.returncode, out, err))
    deaths = len([one for one in started if one[0][0] == "tick"]) - len([one for one in ended if one[0][0] == "tick"])
    # What two ticks died of is a person's; what cannot be asked is so as soon as it is in doubt.
    may_ask = deaths >= 2 or kind == "none" and (deaths == 1 or scene in ("settle", "resend"))
    for words, code, out, err in ended:
        bench.expect(is_right(words, code, out, err, may_ask, any(one[0] == "resolve" for one in people)), "crash",
                     f"{words} ended with {code}, {deaths} died, from {scene}: {out}{err}")
    bench.network.quiet()
    bench.once(workspace)
    # Whoever was at work may have died before it made a ledger, and the others had let it be.
    may_refuse = not (workspace.state / "ledger.sqlite").exists()
    resumed = workspace.run_at(moment, "resume")
    bench.expect(resumed.returncode == 0 or may_refuse and "there is no ledger in" in resumed.stderr, "crash",
                 f"resume ended with {resumed.returncode}: {resumed.stderr}")
    if dropped and bench.state(workspace) == "cancelled":
        bench.check_dropped(workspace)
    else:
        bench.settle(workspace, moment, person=deaths >= 2)


def is_right(words, code, out, err, may_ask, settles):
    """Whether a command may end so that nobody killed. All goes well but where a person is needed, or comes too early."""
    if code == 0:
        return True
    if words[0] == "tick" and code == 74:
        # Whom a person overtakes lets it be, and the next one goes on.
        return settles and "by now" in err
    if code != 1:
        return False
    if words[0] == "resolve":
        return "there is no delivery" in err or "cannot be settled that way" in err
    if words[0] in ("hold", "resume"):
        # Where nothing has ever run there is nothing to stop.
        return "there is no ledger in" in err
    if words[0] == "tick":
        # It names what it asks for, and nothing went wrong.
        return may_ask and not err and any(one in out for one in ("only a person can say", "held until a person", "no plan could be made"))
    return words[0] == "status" and may_ask and "needs a person" in out
