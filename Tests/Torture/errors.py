"""Every call of a tick that can fail, fails: once, or from then on."""
import errno
import signal

from . import tracer
from .kills import SCENES

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
NEEDS = tracer.unavailable


def points(bench, kind):
    found = []
    for scene in SCENES:
        workspace, moment = bench.begin(kind, scene)
        done = bench.traced(workspace, moment, keep=True)
        counts, begun = {}, False
        for name in done.calls:
            counts[name] = counts.get(name, 0) + 1
            # What comes before is the loader's.
            begun = begun or name == "getrandom" or counts.get("mkdir", 0) or counts.get("fcntl", 0)
            for failure in FAILURES.get(name, ()) if begun else ():
                for how in ("once", "on"):
                    # No lock to be had: SQLite asks for it for ten seconds, so there are few in a sample.
                    weight = 0.1 if failure == "ENOLCK" and how == "on" else 1
                    found.append((f"{scene}/{name}/{how}{weight}", f"{scene}/{name}:{counts[name]}:{failure}:{how}", weight))
        bench.settle(workspace, moment)
    return found


def run(bench, kind, name):
    scene, call = name.split("/")
    call, number, failure, how = call.split(":")
    workspace, moment = bench.begin(kind, scene)
    before = bench.published()
    done = bench.traced(workspace, moment, at=(call, int(number)), act=tracer.Fail(getattr(errno, failure)),
                        forever=how == "on", seconds=40)
    # It may fail in any way but by a fault of its own; what it says must not be empty.
    # Swift's runtime ends a process that cannot look at its threads in /proc; then nothing may have been sent.
    runtime = done.returncode == -signal.SIGILL and call == "openat" and bench.published() == before
    bench.expect(done.returncode >= 0 or runtime, "crash", f"died of {signal.Signals(-done.returncode).name if done.returncode < 0 else 0}: {done.stderr}")
    if done.returncode > 1:
        bench.expect(done.stderr or done.stdout, "silent", f"ended with {done.returncode} and no word")
    bench.once(workspace)
    # A credential that could not be read, a server that could not be reached: those may end with a person.
    bench.settle(workspace, moment, person=True)
    return done.hits > 0
