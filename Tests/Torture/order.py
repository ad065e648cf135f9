"""Before a publishing call leaves, the claim is on the disk; before the tick tells of it, the outcome is. Something ends both."""
import os
import re
import struct
from pathlib import Path

from . import tracer
from .network import PUBLISHING

SCENES = ("send", "resend", "cron")
WRITES, SYNCS = ("pwrite64", "write", "ftruncate"), ("fdatasync", "fsync")
NEEDS = tracer.unavailable
# Seconds after which the kernel ends a tick, and a call that outlives its claim.
TICK, CALL = 600, 100


def points(bench, kind):
    # Where nothing tells two calls apart, none is made again in doubt.
    return [(scene, scene, 1) for scene in SCENES if scene != "resend" or kind not in ("none", "readback")]


class Watch:
    """Follows what is written below the workspace and not yet synced: files, and folders in which one was renamed."""

    def __init__(self, workspace, bench):
        self.workspace, self.bench, self.dirty, self.sent, self.told = workspace, bench, set(), 0, 0
        self.at_connect, self.limits, self.renamed = None, [], []

    def path(self, pid, descriptor):
        try:
            path = os.readlink(f"/proc/{pid}/fd/{descriptor}")
        except OSError:
            return ""
        return self.below(path)

    def below(self, path):
        """The path as from the workspace; of what is elsewhere, nothing."""
        path = Path(path)
        return str(path.relative_to(self.workspace.folder)) if path.is_relative_to(self.workspace.folder) else ""

    def states(self):
        """The deliveries as a new reader would find them now."""
        return [state for state, _ in self.bench.glance(self.workspace)]

    def see(self, pid, tid, name, arguments):
        if name in WRITES:
            path = self.path(pid, arguments[0])
            if path and not path.endswith(".lock"):
                self.dirty.add(path)
            elif name == "write" and arguments[0] == 1:
                text = tracer.memory(pid, arguments[1], min(arguments[2], 200))
                if b"posted" in text:
                    self.told += 1
                    self.bench.expect(self.states() == ["posted"] and not self.dirty, "order",
                                      f"told before it was written down: {self.states()} {self.dirty}")
        elif name in SYNCS:
            self.dirty.discard(self.path(pid, arguments[0]))
        elif name == "rename":
            renamed = self.below(tracer.memory(pid, arguments[1], 4096).split(b"\0")[0].decode())
            if renamed:
                self.renamed.append(renamed)
                self.dirty.add(str(Path(renamed).parent))
        elif name == "timer_settime":
            self.limits.append(struct.unpack("<q", tracer.memory(pid, arguments[2] + 16, 8))[0])
        elif name == "connect":
            self.at_connect = self.states()
        elif name in ("sendto", "sendmsg", "writev") and arguments[2] > 8:
            text = tracer.memory(pid, arguments[1], min(arguments[2], 200)).decode("latin-1")
            if PUBLISHING.match(text):
                self.sent += 1
                self.bench.expect(self.limits[0:1] == [TICK] and 0 < self.limits[-1] <= CALL, "endless",
                                  f"nothing would end the tick or the call: {self.limits}")
                self.bench.expect(not self.dirty, "order", f"written but not synced when the call left: {self.dirty}")
                self.bench.expect(self.states() == ["sending"], "order", f"not claimed when the call left: {self.states()}")
                self.bench.expect(self.at_connect == ["sending"], "order", f"not claimed at the connection: {self.at_connect}")


def run(bench, kind, name):
    workspace, moment = bench.begin(kind, name)
    watch = Watch(workspace, bench)
    done = bench.traced(workspace, moment, see=watch.see)
    bench.expect(done.returncode == 0, "crash", f"{done.returncode} {done.stderr}")
    bench.expect(watch.sent >= 1 and watch.told == bool(re.search("posted", done.stdout)), "order",
                 f"saw {watch.sent} calls and {watch.told} reports: {done.stdout}")
    bench.expect(any("queue/.ledger" in path for path in watch.renamed) == (name == "cron"), "harness", f"of marks it saw {watch.renamed}")
    uploads = [one.line for one in bench.network.log if "media" in one.line or "uploadBlob" in one.line]
    bench.expect(len(uploads) == (workspace.pictures if workspace.kind.uploads else 0), "harness", f"of uploads it saw {uploads}")
    bench.settle(workspace, moment)
