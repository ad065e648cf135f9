"""Clocks that jump, stop, restart: a wall clock, a boot clock and a boot id of our own for every tick (libfaketime, unshare)."""
import functools
import glob
import shutil
import subprocess
import time
from datetime import datetime, timedelta, timezone

from .workspace import PLANNED, minutes

LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")
SPANS = {"5m": minutes(5), "25m": minutes(25), "1h": minutes(60), "1d": timedelta(days=1), "30d": timedelta(days=30),
         "400d": timedelta(days=400), "10y": timedelta(days=3652)}
POINTS = [*(f"back/{span}" for span in ("1h", "1d", "10y", "1970")), *(f"forward/{span}" for span in ("25m", "1h", "1d", "10y")),
          *(f"forward-before/{span}" for span in ("25m", "1h", "1d", "10y")),
          *(f"down/{span}" for span in ("5m", "1h", "1d", "30d", "400d")), *(f"reboot/{span}" for span in ("5m", "1h", "1d", "30d", "400d")),
          "reboot/dead-battery", "synchronised/1h", "synchronised/10y", "steady/true", "steady/drift", "steady/every-minute",
          *(f"year/{day}" for day in ("1970-01-05", "2028-02-29", "2038-01-19", "2099-12-31", "2100-02-28"))]


def library():
    return next((found for pattern in LIBRARIES for found in glob.glob(pattern)), None)


@functools.cache
def word(folder):
    """A library by which the kernel says of its clock what we want, instead of what is true of this machine."""
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-o", folder / "word.so", "-"], check=True, text=True,
                   input='#include <stdlib.h>\nint adjtimex(void *t) { return getenv("CLOCK_IS_SYNCHRONISED") ? 0 : 5; }\n')
    return folder / "word.so"


def NEEDS():
    if not shutil.which("cc"):
        return "there is no C compiler by the name of cc"
    if not library():
        return "there is no libfaketime (Debian: apt-get install libfaketime)"
    done = subprocess.run(["unshare", "-T", "--boottime", "86400", "--fork", "-m", "true"], capture_output=True, text=True)
    return None if done.returncode == 0 else f"no time of our own here: {done.stderr.strip()}"


def points(bench, kind):
    return [(name.split("/")[0], name, 1) for name in POINTS]


class Machine:
    """What a tick takes for the machine's clocks."""

    def __init__(self, bench, workspace):
        self.bench, self.workspace = bench, workspace
        self.wall, self.boot, self.id = PLANNED, 50_000.0, 1
        self.report = None
        self.is_synchronised = False

    def wait(self, span):
        self.wall += span
        self.boot += span.total_seconds()

    def reboot(self, down):
        self.wall += down
        self.boot, self.id = 60.0, self.id + 1

    def run(self, *words):
        name = self.bench.folder / f"boot-{self.id}"
        name.write_text(f"{self.id:08}-2222-3333-4444-555555555555\n")
        offset = int(self.boot - time.clock_gettime(time.CLOCK_BOOTTIME))
        ahead = self.wall.timestamp() - time.time()
        under = ["unshare", "-T", "--boottime", str(offset), "--fork", "-m", "bash", "-c",
                 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec env LD_PRELOAD="$1" FAKETIME="$2" FAKETIME_DONT_FAKE_MONOTONIC=1 '
                 'env "${@:3}"', str(name), f"{library()}:{word(self.bench.folder)}", f"{ahead:+.3f}"]
        if self.is_synchronised:
            under.append("CLOCK_IS_SYNCHRONISED=1")
        # The second `env`: the library sets a variable of its own in the first process that loads it, and Swift finds the
        # arguments by where the variables were.
        self.bench.network.clock = self.wall.timestamp()
        done = self.workspace.run(*words, under=under)
        self.bench.runs += 1
        self.bench.network.quiet()
        return done

    def tick(self):
        done = self.run("tick")
        self.bench.expect(done.returncode in (0, 1), "crash", f"{done.returncode} {done.stdout}{done.stderr}")
        self.bench.once(self.workspace)
        return done

    def silent_tick(self, why):
        """A tick that must not publish."""
        before = self.published()
        done = self.tick()
        self.bench.expect(self.published() == before, "clock", f"published {why}: {done.stdout}{done.stderr}")
        return done

    def published(self):
        return sum(one.publishes for one in self.bench.network.log)

    def doubted(self, why):
        """A tick that must not publish, and says that the clock is not believed; so does `status`."""
        done = self.silent_tick(why)
        self.bench.expect("clock" in done.stdout, "silent", f"{why}, and it says: {done.stdout}{done.stderr}")
        status = self.workspace.run("status")
        self.bench.expect(status.returncode == 1 and "clock" in status.stdout, "silent", f"{why}, and status says: {status.stdout}")

    def until_posted(self, step=minutes(5), most=600):
        for _ in range(most):
            if self.bench.state(self.workspace) == "posted":
                break
            self.wait(step)
            self.tick()
        self.bench.check(self.workspace, self.wall, self.bench.state(self.workspace))

    def on_time(self):
        """From half past nine, with ticks, until the post is out, which is to be at ten."""
        while self.wall < self.wall.replace(hour=10, minute=0):
            self.wait(minutes(5))
            self.tick()
        self.bench.expect(self.bench.state(self.workspace) == "posted", "late", f"{self.wall}: {self.bench.state(self.workspace)}")


def run(bench, kind, name):
    what, detail = name.split("/")
    workspace, _ = bench.begin(kind, "plan")
    machine = Machine(bench, workspace)
    span = SPANS.get(detail)
    if what == "year":
        machine.wall = datetime.fromisoformat(detail).replace(hour=9, minute=30, tzinfo=timezone.utc)
        bench.network.clock = machine.wall.timestamp()
    machine.tick()
    {"back": back, "forward": forward, "forward-before": forward_before, "down": down, "reboot": reboot, "steady": steady,
     "synchronised": synchronised, "year": year}[what](machine, span, detail)


def year(machine, span, detail):
    machine.on_time()
    machine.until_posted()


def steady(machine, span, detail):
    if detail == "true":
        machine.on_time()
    elif detail == "drift":
        # The wall clock gains a second a minute.
        for _ in range(7):
            machine.wait(minutes(5))
            machine.wall += timedelta(seconds=5)
            machine.tick()
        machine.bench.expect(machine.bench.state(machine.workspace) == "posted", "late", machine.bench.state(machine.workspace))
    else:
        while machine.wall < PLANNED + minutes(32):
            machine.wait(minutes(1))
            machine.tick()
    machine.until_posted()


def back(machine, span, detail):
    """After the post is out, the clock stands where it was not."""
    machine.on_time()
    machine.wait(minutes(5))
    # Where clocks begin that have lost everything.
    span = span or machine.wall - datetime(1970, 1, 1, tzinfo=timezone.utc)
    machine.wall -= span
    machine.doubted(f"with a clock set back by {detail}")
    machine.wait(minutes(5))
    machine.silent_tick(f"with a clock set back by {detail}, again")
    machine.wall += span
    machine.until_posted()


def forward(machine, span, detail):
    """After the post is out, a clock far ahead does not bring the next one sooner."""
    machine.on_time()
    forward_before(machine, span, detail, expects=None)


def forward_before(machine, span, detail, expects="posted"):
    machine.wait(minutes(5))
    plan = machine.workspace.rows("SELECT account, post, at FROM placement ORDER BY at")
    machine.wall += span
    machine.doubted(f"with a clock set ahead by {detail}")
    machine.wait(minutes(5))
    machine.silent_tick(f"with a clock set ahead by {detail}, again")
    after = machine.workspace.rows("SELECT account, post, at FROM placement ORDER BY at")
    machine.bench.expect(after == plan, "clock", f"the plan was {plan}, and is {after}")
    machine.wall -= span
    if expects:
        machine.on_time()
    machine.until_posted()


def synchronised(machine, span, detail):
    """A clock that was set right after the first tick: doubted until the kernel knows it, then believed, without a burst."""
    machine.wait(minutes(5))
    machine.wall += span
    machine.doubted(f"with a clock set ahead by {detail}")
    machine.wait(minutes(5))
    machine.is_synchronised = True
    machine.silent_tick(f"with a clock set ahead by {detail} and synchronised")
    machine.until_posted()


def down(machine, span, detail):
    """Nothing runs for a while; the machine is up."""
    machine.wait(span)
    if span > minutes(60):
        machine.silent_tick(f"at once after {detail} without a tick")
    else:
        machine.tick()
    machine.until_posted()


def reboot(machine, span, detail):
    """The machine is down for a while."""
    if detail == "dead-battery":
        right = machine.wall + minutes(10)
        machine.reboot(minutes(10))
        machine.wall = datetime(2020, 1, 1, tzinfo=timezone.utc)
        machine.doubted("with a clock of 2020")
        machine.wait(minutes(5))
        machine.silent_tick("with a clock of 2020, again")
        machine.wall = right + minutes(5)
    elif span > timedelta(days=7):
        machine.reboot(span)
        machine.doubted(f"after {detail} and a restart")
        machine.wait(minutes(5))
        machine.silent_tick(f"after {detail} and a restart, again")
        confirmed = machine.run("resume", "--clock")
        machine.bench.expect(confirmed.returncode == 0, "crash", confirmed.stderr)
        machine.wait(minutes(5))
        machine.silent_tick("in the first tick after a long downtime")
    else:
        machine.reboot(span)
        if span > minutes(60):
            machine.silent_tick(f"at once after {detail}")
        else:
            machine.tick()
    machine.until_posted()
