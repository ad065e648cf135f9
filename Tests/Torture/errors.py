"""Every call of a tick that can fail, fails: once, or from then on."""
import errno
import os
import signal
from pathlib import Path

from . import tracer
from .kills import undisturbed

FAILURES = {
    "openat": ("EIO", "ENOSPC", "EACCES", "EMFILE"), "open": ("EIO",), "read": ("EIO",), "pread64": ("EIO",),
    "write": ("EIO", "ENOSPC"), "pwrite64": ("EIO", "ENOSPC"), "writev": ("EIO",), "fsync": ("EIO",), "fdatasync": ("EIO", "ENOSPC"),
    "ftruncate": ("EIO",), "fallocate": ("ENOSPC",), "unlink": ("EIO",), "rename": ("EIO", "ENOSPC"), "mkdir": ("ENOSPC", "EROFS"),
    "fcntl": ("ENOLCK", "EIO"), "flock": ("ENOLCK",), "newfstatat": ("EIO",), "fstat": ("EIO",), "lstat": ("EIO",), "stat": ("EIO",),
    "statfs": ("EIO",), "fchown": ("EPERM",), "fchmod": ("EPERM",), "close": ("EIO",), "lseek": ("EIO",), "getdents64": ("EIO",),
    "readlink": ("EIO",), "socket": ("EMFILE", "EACCES"), "connect": ("ENETUNREACH", "ECONNREFUSED"), "sendto": ("EPIPE", "ECONNRESET"),
    "recvfrom": ("ECONNRESET", "EIO"), "getsockopt": ("EIO",), "setsockopt": ("EINVAL",), "getsockname": ("EIO",),
    "getrandom": ("EIO",), "poll": ("EIO",), "socketpair": ("EMFILE",), "pipe2": ("EMFILE",),
    # Not eventfd2: without it Swift's own runtime ends the process.

}
# What is written with them durably, by the names of the files; an epoch is written anew each time.
WRITES = ("pwrite64", "write", "writev", "fdatasync", "fsync", "ftruncate")
LEDGER, EPOCH = ("ledger.sqlite", "ledger.sqlite-journal"), (".hearth.epoch.new", "epoch.new")
MARK = ".ledger-"
NAPS = ("clock_nanosleep", "nanosleep")
# By which a connection that stood ends.
ENDS = ("sendto", "recvfrom")
NEEDS = tracer.unavailable


def points(bench, kind):
    found = []
    for scene, calls in undisturbed(bench, kind):
        counts, begun = {}, False
        if not calls:
            found.append((scene, f"{scene}/not-here", 1))
        for name in calls:
            counts[name] = counts.get(name, 0) + 1
            # What comes before is the loader's.
            begun = begun or name == "getrandom" or counts.get("mkdir", 0) or counts.get("fcntl", 0)
            for failure in FAILURES.get(name, ()) if begun else ():
                for how in ("once", "on"):
                    found.append((f"{scene}/{name}/{how}", f"{scene}/{name}:{counts[name]}:{failure}:{how}", 1))
    return found


class Written:
    """Where everything stands when a call fails for the first time that writes: the file, how many publishing calls the server
    has heard in this tick, and what a new reader would find in the ledger."""

    def __init__(self, bench, workspace):
        self.bench, self.workspace, self.before = bench, workspace, bench.published()
        self.file, self.heard, self.found = None, 0, []

    def is_memory(self):
        """Whether it is an epoch, or a mark in the queue."""
        return self.file is not None and (self.file in EPOCH or self.file.startswith(MARK))

    def look(self, pid, arguments):
        if self.file is None:
            self.file = Path(os.readlink(f"/proc/{pid}/fd/{arguments[0]}")).name
            self.heard = self.calls()
            self.found = self.bench.glance(self.workspace) if self.file in LEDGER else []

    def calls(self):
        return self.bench.published() - self.before

    def is_claim(self):
        """Whether a claim stands, and its call was not made: nothing was left to do but the last sync of the commit. What of
        that is on the disk nobody knows, and it is in doubt."""
        return bool(self.found) and self.found[-1] == ("sending", self.heard + 1)

    def check(self, done, state=None):
        """Right after the tick, and with the state in the end: what cannot be written down is not sent; what was sent is kept
        beside the ledger, and written down by the next tick. Judged by the calls: what a server does with a second one is its
        own affair."""
        if state is None:
            self.bench.expect(self.calls() == self.heard, "order",
                              f"called although {self.file} could not be written: {self.heard}, then {self.calls()} calls: {done.stdout}{done.stderr}")
            self.bench.expect(self.is_memory() or done.returncode == 74 and done.stderr, "silent",
                              f"ended with {done.returncode} although {self.file} could not be written: {done.stdout}{done.stderr}")
        elif self.is_claim() and self.workspace.kind_name == "none":
            self.bench.expect(state == "needs_resolve" and self.calls() == 0, "outcome", f"claimed, never called: {state}, {self.calls()} calls")
        else:
            self.bench.expect(state == "posted" and self.calls() == len(self.workspace.kind.parts), "outcome",
                              f"{state}, {self.calls()} calls; {self.file} failed after {self.heard} at {self.found}: {done.stdout}{done.stderr}")


def run(bench, kind, name):
    scene, call = name.split("/")
    workspace, moment = bench.begin(kind, scene)
    call, number, failure, how = call.split(":")
    before, written = bench.published(), Written(bench, workspace)
    # No lock to be had: SQLite asks for it again and again, for ten seconds by the sum of its naps.
    hurried = NAPS if failure == "ENOLCK" else ()
    done = bench.traced(workspace, moment, at=(call, int(number)), forever=how == "on", seconds=90, hurried=hurried,
                        act=tracer.Fail(getattr(errno, failure), written.look if call in WRITES else None))
    # It may fail in any way but by a fault of its own; what it says must not be empty.
    # Swift's runtime ends a process that cannot look at its threads in /proc; then nothing may have been sent.
    runtime = done.returncode == -signal.SIGILL and call == "openat" and bench.published() == before
    bench.expect(done.returncode >= 0 or runtime, "crash", f"died of {signal.Signals(-done.returncode).name if done.returncode < 0 else 0}: {done.stderr}")
    # Where nothing can be written any more, nothing can be said.
    if done.returncode > 1 and (call, how) != ("write", "on"):
        bench.expect(done.stderr or done.stdout, "silent", f"ended with {done.returncode} and no word")
    bench.once(workspace)
    bench.whole_sessions(workspace, there=scene == "renew")
    if written.file in LEDGER or written.is_memory():
        written.check(done)
    # A credential that could not be read, a server that could not be reached: those may end with a person. A connection that
    # ended says nothing of the account, and whoever can be asked is asked.
    state = bench.settle(workspace, moment, person=call not in ENDS)
    # Where every fsync fails, there is no place left to keep an outcome.
    if scene in ("send", "cron") and (written.file in LEDGER and (call, how) != ("fsync", "on") or written.is_memory() and how == "once"):
        written.check(done, state)
    return done.hits > 0
