"""Ticks and commands of people at once on one ledger, some of them killed at any moment."""
import random
import signal
import sqlite3
import subprocess
import threading
import time

from .workspace import instant

ROUNDS = 2000
# What people say must be true at any time: that a post is not out (`resolve --retry`) may be a lie by now.
PEOPLE = (("hold", "--why", "a race"), ("resume",), ("plan",), ("status",), ("log",), ("resolve", "1", "--drop"),
          ("record", "--account", "{account}", "--post", "second", "--kind", "answer", "--at", "2026-11-20T10:00:00Z"))
LOCKED = ("shortly", "throughout", "after-claim")
SCENES = ("send", "send", "settle", "resend", "plan")


def points(bench, kind):
    found = [("round", f"round/{number}", 1) for number in range(ROUNDS)]
    # They wait for ten seconds.
    return found + [("locked", f"locked/{how}", 0.3) for how in LOCKED]


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
    workspace, moment = bench.begin(kind, dice.choice(SCENES))
    bench.network.clock = moment.timestamp()
    ticks, people = dice.randint(2, 6), dice.sample(PEOPLE, dice.randint(0, 2))
    dropped = False
    commands = [["tick", "--now", instant(moment)]] * ticks
    for words in people:
        dropped = dropped or "--drop" in words
        words = [word.format(account=workspace.kind.account) for word in words]
        commands.append([*words, *(("--now", instant(moment)) if words[0] in ("plan", "status") else ())])
    dice.shuffle(commands)
    started = []
    for words in commands:
        process = subprocess.Popen(workspace.command(*words), env=workspace.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if dice.random() < 0.4:
            timer = threading.Timer(dice.uniform(0, 0.12), process.kill)
            timer.daemon = True
            timer.start()
        started.append((words, process))
        time.sleep(dice.choice((0, 0, 0.005, 0.03)))
    for words, process in started:
        out, err = (text.decode(errors="replace") for text in process.communicate(timeout=60))
        bench.runs += 1
        workspace.outputs += [out, err]
        # A person may come too early, or find a delivery in another state; a tick may need a person.
        # Whom a person overtakes ends with 74, and the next one goes on.
        overtaken = process.returncode == 74 and "by now" in err and any(one[0] == "resolve" for one in people)
        allowed = (0, 1, -signal.SIGKILL)
        bench.expect(process.returncode in allowed or overtaken, "crash", f"{words} ended with {process.returncode}: {out}{err}")
    bench.network.quiet()
    bench.once(workspace)
    workspace.run("resume")
    if dropped and bench.state(workspace) == "cancelled":
        bench.check_dropped(workspace)
    else:
        bench.settle(workspace, moment)
