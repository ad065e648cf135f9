"""Ticks that are killed at a system call, and servers that answer wrongly: at most once, and nothing lost in silence."""
import re
import shutil

import small
from stage import MASTODON_TOKEN, leaks, stamp

# Kill at every system call that the tick makes from its first connection on, not at a sample.
EVERY = False
SAMPLE = 60
CALLS = ("connect", "sendto", "recvfrom", "pwrite64", "fdatasync", "fsync", "unlink", "ftruncate", "rename", "openat",
         "fcntl", "write", "lseek", "pread64", "close", "poll", "epoll_wait", "futex")
# At these, what is written down and what is sent change; the others are only good to have.
IMPORTANT = CALLS[:10]
# Other ways for something to get out; they are written down, too, to be searched for secrets.
LEAVING = ("write", "writev", "sendmsg")
# By these a secret goes to the server that it is for, readable where that one speaks plain http.
TO_A_SERVER = re.compile(r"\d+ +(?:sendto|sendmsg|write|writev)\(\d+<(?:socket|TCP)")
# Minutes after the slot, until well after the last slot of the day (13:00), in which a post that missed its own may be planned;
# never an hour apart, so that nothing counts as a downtime.
SETTLING = (1, 2, 3, 5, 7, 10, 15, 20, 25, 31, 35, 60, 61, 75, 90, 91, 105, 120, 135, 150, 165, 180, 195, 210)
GOOD_END = {"posted"}


class Scene:
    """A workspace with four accounts on which a thread with a picture is due, and its state, to begin again and again."""

    def __init__(self, work, servers, tally):
        self.servers, self.tally = servers, tally
        self.hearth = small.planned(work / "workspace", servers, tally)
        self.saved = work / "saved"
        shutil.copytree(self.hearth.state, self.saved)
        self.ends, self.leaks = {}, set()

    def search(self):
        """Looks for secrets in what this scene has left, before another begins."""
        self.leaks |= set(leaks(self.hearth.workspace))

    def begin(self):
        self.search()
        self.servers.reset()
        self.servers.set_clock(small.DUE)
        shutil.rmtree(self.hearth.state)
        shutil.copytree(self.saved, self.hearth.state)
        # What remembers outside of the state that more was sent: this beginning is no restored backup.
        self.hearth.state.with_name(".hearth.epoch").unlink(missing_ok=True)

    def firsts(self):
        """The deliveries of `first` by account, the latest of each."""
        found = {}
        for one in self.hearth.deliveries():
            if one["post"] == "first":
                found.setdefault(one["account"], one)
        return found

    def person(self, name, moment):
        """Settles what needs a person, as one would who looks at the account. Returns whether there was something."""
        status = self.hearth.run("status", "--now", stamp(moment))
        waiting = [one for one in self.firsts().values() if one["state"] in ("needs_resolve", "held")]
        self.tally.check(status.returncode == (1 if waiting else 0), "status ends with 1 exactly when a person is needed",
                         f"{name}: {status.returncode} {waiting} {status.stdout}")
        for one in waiting:
            self.tally.check(re.search(rf"^ +{one['id']} .*{one['account']}", status.stdout, re.M), "what needs a person is named by status",
                             f"{name}: {status.stdout}")
            if one["state"] == "held":
                how = ("resume", one["account"])
            elif small.sent(self.servers)[one["account"]][0]:
                how = ("resolve", one["id"], "--sent", "https://kachelofen.example/seen")
            else:
                how = ("resolve", one["id"], "--retry")
            done = self.hearth.run(*how)
            self.tally.check(done.returncode == 0, "what a person says is taken", f"{name}: {how} {done.stderr}")
            end = " ".join([one["account"], one["state"], how[0], *(how[2:3] if how[0] == "resolve" else ())])
            self.ends[end] = self.ends.get(end, 0) + 1
        return bool(waiting)

    def settle(self, name, may_need_a_person):
        """Clean ticks until everything is out; then the promise is checked."""
        for moment in small.later(*SETTLING):
            self.servers.set_clock(moment)
            done = self.hearth.tick(moment)
            self.tally.check(done.returncode in (0, 1), "clean ticks that do not crash", f"{name} {small.show(moment)}: {done.returncode} {done.stderr}")
            counts = small.sent(self.servers)
            for account, parts in counts.items():
                if not self.tally.check(max(parts) <= 1, "at most once, at any time", f"{name} at {small.show(moment)}: {account} {parts}"):
                    return
            firsts = self.firsts()
            states = {account: firsts[account]["state"] if account in firsts else "none" for account in small.ACCOUNTS}
            if "needs_resolve" in states.values() or "held" in states.values():
                for account, state in states.items():
                    if state in ("needs_resolve", "held"):
                        self.tally.check(account in may_need_a_person, "a person is asked only where nobody else can know",
                                         f"{name}: {account} {firsts[account]}")
                self.person(name, moment)
            elif all(state in GOOD_END for state in states.values()):
                break
        counts = small.sent(self.servers)
        self.tally.check(all(parts[:2] == [1, 1] for parts in counts.values()), "in the end everything is out, once",
                         f"{name}: {counts} {self.firsts()}")
        lines = [(one["account"], one["post"]) for one in self.hearth.history() if one["post"] == "first"]
        self.tally.check(sorted(lines) == [(one, "first") for one in sorted(small.ACCOUNTS)], "the history tells each of them once",
                         f"{name}: {lines}")
        last = self.hearth.run("status", "--now", stamp(moment))
        self.tally.check(last.returncode == 0, "in the end no person is needed", f"{name}: {last.stdout}")


def points(trace, every):
    """(call, its number within its thread) from the first connection on: all, or an even sample of the important ones."""
    counts, found, begun = {}, [], False
    for line in trace.read_text().splitlines():
        match = re.match(r"(\d+) +(\w+)\(", line)
        if not match or match[2] not in CALLS:
            continue
        key = match.groups()
        counts[key] = counts.get(key, 0) + 1
        begun = begun or key[1] == "connect"
        if begun and (key[1], counts[key]) not in found:
            found.append((key[1], counts[key]))
    if every:
        return found
    chosen = []
    for call in IMPORTANT:
        mine = [one for one in found if one[0] == call]
        share = {"recvfrom": 12, "sendto": 10, "pwrite64": 10, "fdatasync": 10}.get(call, 4)
        step = max(1, len(mine) / share)
        chosen += [mine[int(i * step)] for i in range(min(share, len(mine)))]
    return chosen[:SAMPLE]


def kills(work, servers, tally):
    scene = Scene(work, servers, tally)
    scene.begin()
    trace = work / "trace.txt"
    # Without --seccomp-bpf, with which strace 6.1 never counts beyond the first call.
    tracing = ["strace", "-f", "-qq"]
    calls = CALLS if EVERY else IMPORTANT
    # With the paths of what is written to, and all that is written: of itself strace cuts after 32 bytes.
    whole = ["-y", "-s", str(1 << 20), "-e", "trace=" + ",".join({*calls, *LEAVING})]
    done = scene.hearth.tick(small.DUE, under=[*tracing, "-o", str(trace), *whole])
    tally.check(done.returncode == 0, "the tick that is to be killed ends well when it is not", done.stderr)
    scene.settle("not killed", set())
    found = points(trace, EVERY)
    killed, spared = {}, 0
    for number, (call, when) in enumerate(found):
        name = f"{call}:{when}"
        under = [*tracing, "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}"]
        scene.begin()
        done = scene.hearth.tick(small.DUE, under=under)
        if done.returncode == 0:
            spared += 1
        else:
            killed[call] = killed.get(call, 0) + 1
            tally.check(done.returncode in (-9, 137), "killed ticks that died of the kill", f"{name}: {done.returncode} {done.stderr}")
        if number % 4 == 3:  # And whoever comes to settle it is killed, too.
            scene.hearth.tick(small.DUE, under=under)
            name += " twice"
        scene.settle(name, {"site"})
    print(f"killed {sum(killed.values())} ticks of {len(found)} (spared {spared}): "
          + ", ".join(f"{call} {count}" for call, count in killed.items()))
    print(f"settled by a person: {scene.ends}")
    tally.check(sum(killed.values()) >= len(found) * 2 // 3, "most kills hit", f"{killed}, spared {spared}")
    tell(work, scene, tally)


STATUSES = {"path": "/api/v1/statuses"}
MEDIA = {"path": "/api/v2/media"}
LOOK_UP = {"path": "/api/v1/accounts/", "method": "GET"}
FAULTS = [
    *[[{"kind": kind, **where}] for where in (STATUSES, MEDIA) for kind in
      ("lose-answer", "drop", "500-before", "500-after", "429", "garbage")],
    [{"kind": "delay", "seconds": 2, **STATUSES}],
    [{"kind": "401", **STATUSES}],
    # Answers lost again and again, and nobody to ask.
    [{"kind": "lose-answer", "times": 2, **STATUSES}],
    [{"kind": "lose-answer", **STATUSES}, {"kind": "500-before", "times": 3, **LOOK_UP}],
    [{"kind": "drop", **STATUSES}, {"kind": "garbage", "times": 2, **LOOK_UP}],
    [{"kind": "500-after", **STATUSES}, {"kind": "429", "times": 2, **LOOK_UP}],
]


def faults(work, servers, tally):
    scene = Scene(work, servers, tally)
    for several in FAULTS:
        name = " + ".join(f"{f['kind']} x{f.get('times', 1)} at {f['path']}" for f in several)
        scene.begin()
        for fault in several:
            servers.fault(**fault)
        done = scene.hearth.tick(small.DUE)
        tally.check(done.returncode in (0, 1), "disturbed ticks that do not crash", f"{name}: {done.returncode} {done.stderr}")
        scene.settle(name, {"mastodon"} if several[0]["kind"] == "401" else set())
        hit = [one["fault"] for one in servers.ask(servers.mastodon, "/_test/log") if one["fault"]]
        tally.check(hit, "faults that were hit", name)
    print(f"{len(FAULTS)} faults; settled by a person: {scene.ends}")
    tell(work, scene, tally)


def tell(work, scene, tally):
    texts = [(work / "outputs.txt").read_text(errors="replace")]
    if (work / "trace.txt").exists():
        lines = (work / "trace.txt").read_text(errors="replace").splitlines()
        sent = [line for line in lines if TO_A_SERVER.match(line)]
        texts.append("\n".join(line for line in lines if not TO_A_SERVER.match(line)))
        tally.check(MASTODON_TOKEN in "\n".join(sent), "a secret is seen in the trace where it goes to its server, so that the search can find one",
                    f"{len(sent)} of {len(lines)} lines")
    scene.search()
    found = sorted(scene.leaks) + leaks(work / "no", *texts)
    tally.check(not found, "no secret outside of the sessions (disturbed ticks)", "; ".join(found))
    print(f"{scene.hearth.ticks} ticks")
