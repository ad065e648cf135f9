"""A small disk at every fill level, without inodes, read-only, somebody else's; a ledger that is lost or damaged."""
import os
import re
import shutil
import sqlite3
import subprocess

from . import mounts, tracer
from .bench import TICKS, WITH_A_PERSON
from .network import PUBLISHING
from .workspace import minutes

PAGE = 4096
LEVELS = 76
# A tick wants 16 MiB and 200 inodes to be free before it sends.
EDGE = (16 << 20) // PAGE
INODES = (*range(0, 8), *range(194, 206, 2))
SIZE = "40m"
NOBODY = 65534
DAMAGES = ("deleted", "emptied", "truncated-half", "truncated-page", "garbage-head", "garbage-middle", "folder-deleted", "a-folder", "a-link")
# What is in the way, and what the program must say of it; of nothing, nothing.
ACCESS = {"none": "", "read-only-disk": "ead-only file system|readonly database", "ledger-read-only": "readonly database",
          "folder-read-only": "cannot write in '{state}': Permission denied", "folder-of-root": "'{state}.*Permission denied",
          "ledger-of-root": "unable to open database file|{ledger}.*Permission denied", "open-to-others": "others can read or write '{ledger}'",
          "network": "'{state}' is on a network file system"}


def NEEDS():
    return mounts.unavailable("tmpfs") or tracer.unavailable()


def points(bench, kind):
    found = [("full", f"full/{level}", 2) for level in (*range(LEVELS), *range(EDGE - 8, EDGE + 32, 4))]
    found += [("inodes", f"inodes/{level}", 2) for level in INODES]
    found += [("full-after-claim", f"full-after-claim/{level}", 3) for level in range(4)]
    found += [("lost", f"lost-{when}/{damage}", 3) for damage in DAMAGES for when in ("before", "after")]
    found += [("access", f"access/{how}", 3) for how in ACCESS]
    workspace, moment = bench.begin(kind)
    written = []

    def see(pid, tid, call, arguments):
        if call == "pwrite64":
            written.append(os.readlink(f"/proc/{pid}/fd/{arguments[0]}"))

    bench.traced(workspace, moment, see=see)
    bench.settle(workspace, moment)
    # Between these the ledger has half of a commit; of the journal's own pages a few will do.
    halves = [page for page, path in enumerate(written, 1) if path.endswith(".sqlite")]
    found += [("journal-half", f"journal-deleted/{page}", 2) for page in halves]
    return found + [("journal", f"journal-deleted/{page}", 1) for page in sorted(set(range(1, len(written) + 1, 9)) - set(halves))]


def run(bench, kind, name):
    what, detail = name.split("/")
    if what.startswith("lost"):
        return lost(bench, kind, what.endswith("after"), detail)
    if what == "access":
        return access(bench, kind, detail)
    if what == "journal-deleted":
        return journal(bench, kind, int(detail))
    workspace, moment = bench.begin(kind)
    disk = bench.folder / "disk"
    inodes = len(list(workspace.state.rglob("*"))) + 3 + int(detail) if what == "inodes" else 1000
    with mounts.Mounted(disk, "-t", "tmpfs", "-o", f"size={SIZE},nr_inodes={inodes},mode=700", "none"):
        workspace.move(disk)
        filler = disk / "filler"
        if what == "full-after-claim":
            done = bench.traced(workspace, moment, see=lambda pid, tid, call, arguments: when_publishing(
                pid, call, arguments, lambda: fill(filler, int(detail))))
        else:
            if what == "full":
                fill(filler, int(detail))
            done = bench.traced(workspace, moment)
        bench.expect(0 <= done.returncode < 128, "crash", f"{done.returncode} {done.stderr}")
        bench.expect(done.returncode == 0 or done.stderr or done.stdout, "silent", f"{done.returncode} and no word")
        bench.once(workspace)
        # Still full: the next one must do no harm.
        workspace.tick(moment + minutes(0))
        bench.network.quiet()
        bench.once(workspace)
        filler.unlink(missing_ok=True)
        if what == "inodes":
            mounts.run("mount", "-o", "remount,nr_inodes=1000", disk)
        sent = workspace.counts()
        state = bench.settle(workspace, moment)
        # The promise: the outcome of a call that was made is kept, if need be in the reserve.
        bench.expect(kind != "none" or state == "posted", "outcome", f"{sent} at the server, {state} in the ledger: {done.stdout}{done.stderr}")


def when_publishing(pid, call, arguments, act):
    if call == "sendto" and arguments[2] > 8:
        if PUBLISHING.match(tracer.memory(pid, arguments[1], min(arguments[2], 200)).decode("latin-1")):
            act()


def fill(path, pages_left):
    """Leaves so many pages on the disk."""
    with open(path, "ab", 0) as file:
        free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
        try:
            os.posix_fallocate(file.fileno(), 0, max(PAGE, free - pages_left * PAGE))
        except OSError:
            pass


def published(bench):
    return [one.line for one in bench.network.log if one.publishes]


def lost(bench, kind, after, damage):
    """The ledger is gone or broken, before or after the post went out: nothing is sent until a person has looked."""
    workspace, moment = bench.begin(kind)
    if after:
        workspace.tick(moment)
        bench.network.quiet()
    sent = len(published(bench))
    ledger = workspace.state / "ledger.sqlite"
    size = ledger.stat().st_size
    if damage == "deleted":
        ledger.unlink()
    elif damage == "folder-deleted":
        # Whoever deletes everything has nothing left that remembers, but for what is beside it.
        shutil.rmtree(workspace.state)
    elif damage in ("a-folder", "a-link"):
        ledger.rename(ledger.with_suffix(".aside"))
        ledger.mkdir() if damage == "a-folder" else ledger.symlink_to("ledger.aside")
    elif damage.startswith("garbage"):
        with open(ledger, "r+b") as file:
            file.seek(0 if damage == "garbage-head" else size // 2)
            file.write(os.urandom(2 * PAGE))
    else:
        os.truncate(ledger, {"emptied": 0, "truncated-half": size // 2 // PAGE * PAGE, "truncated-page": size - PAGE}[damage])
    if damage in ("deleted", "folder-deleted") and not after:
        # Nothing was ever sent: that is a beginning, and all goes out.
        state = bench.settle(workspace, moment)
        bench.expect(state == "posted", "lost", f"a new ledger, and in the end it is {state}")
        return None
    # Damage in a page that a tick does not need may go unseen by it, but not by the doctor.
    may_go_unseen = damage == "garbage-middle"
    for count in (1, 2, 3, 12, 31, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180):
        done = workspace.tick(moment + minutes(count))
        bench.expect(done.returncode >= 0, "crash", f"{done.returncode} {done.stderr}")
        bench.network.quiet()
        if not bench.once(workspace):
            return None
        if not may_go_unseen:
            bench.expect(len(published(bench)) == sent, "refusal", f"sent on with a ledger that was {damage}: {published(bench)[sent:]}")
            bench.expect(done.returncode != 0 and re.search(f"{ledger}|damaged", done.stderr), "silent",
                         f"a tick ended with {done.returncode} {done.stdout}{done.stderr}")
    if may_go_unseen:
        doctor = workspace.run("doctor")
        bench.expect(doctor.returncode != 0 and "damaged" in doctor.stdout + doctor.stderr, "silent",
                     f"the doctor ended with {doctor.returncode} {doctor.stdout}{doctor.stderr}")
    bench.secrets(workspace)
    return None


def access(bench, kind, how):
    """The state cannot be written, or is not ours: nothing is sent; put right, everything goes on. With nothing in the way all
    goes well: what refuses is no other obstacle."""
    workspace, moment = bench.begin(kind)
    disk = bench.folder / "disk"
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    if how not in ("read-only-disk", "network"):
        if not shutil.which("setpriv"):
            return "there is no setpriv to be somebody else with"
        if subprocess.run([*as_nobody, workspace.binary, "--version"], capture_output=True).returncode != 0:
            return f"the user nobody cannot run {workspace.binary}"
    with mounts.Mounted(disk, "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "none"):
        # The user nobody must reach all of it.
        whole = disk / "w"
        shutil.copytree(workspace.folder, whole)
        state = whole / ".hearth"
        subprocess.run(["chmod", "-R", "a+rX", str(whole / "queue"), str(whole / "policies"), str(whole)], check=True)
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(state)], check=True)
        subprocess.run(["chmod", "-R", "go-rwx", str(state)], check=True)
        ledger = state / "ledger.sqlite"
        under = as_nobody
        if how == "read-only-disk":
            under = []
            subprocess.run(["chown", "-R", "0:0", str(state)], check=True)
            mounts.run("mount", "-o", "remount,ro", disk)
        elif how == "network":
            # What the kernel says is mounted there, as it would be said of a share.
            table = bench.folder / "mounts"
            table.write_text(open("/proc/self/mounts").read() + f"server:/export {disk} nfs4 rw 0 0\n")
            under = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /proc/$$/mounts && exec "$@"', str(table)]
            subprocess.run(["chown", "-R", "0:0", str(state)], check=True)
        elif how == "ledger-read-only":
            ledger.chmod(0o400)
        elif how == "folder-read-only":
            state.chmod(0o500)
        elif how == "folder-of-root":
            os.chown(state, 0, 0)
        elif how == "ledger-of-root":
            os.chown(ledger, 0, 0)
        elif how == "open-to-others":
            ledger.chmod(0o644)
        old, workspace.folder, workspace.state = workspace.folder, whole, state
        try:
            done = workspace.tick(moment, under=under)
            bench.network.quiet()
            said = f"{done.returncode} {done.stdout}{done.stderr}"
            if how == "none":
                bench.expect(done.returncode == 0 and bench.state(workspace) == "posted", "harness", f"{bench.state(workspace)}: {said}")
            else:
                words = ACCESS[how].format(state=re.escape(str(state)), ledger=re.escape(str(ledger)))
                bench.expect(done.returncode > 0, "refusal", said)
                bench.expect(re.search(words, done.stderr), "silent", f"it does not say what is in the way: {said}")
                bench.expect(not published(bench), "refusal", f"sent all the same: {published(bench)} {said}")
            if how == "read-only-disk":
                mounts.run("mount", "-o", "remount,rw", disk)
            subprocess.run(["chown", "-R", "0:0", str(state)], check=True)
            subprocess.run(["chmod", "-R", "u+rwX,go-rwx", str(state)], check=True)
            settled = bench.settle(workspace, moment)
            bench.expect(settled == "posted", "lost", f"put right, and in the end it is {settled}")
        finally:
            workspace.folder = old
    return None


def journal(bench, kind, page):
    """Killed in the middle of a commit, and then somebody tidies the journal away: where half of the commit stands in the
    ledger, it is refused, or all is well in the end."""
    workspace, moment = bench.begin(kind)
    done = bench.traced(workspace, moment, at=("pwrite64", page), act=tracer.kill)
    sent = bench.published()
    kept = workspace.state / "ledger.sqlite-journal"
    size = kept.stat().st_size if kept.exists() else 0
    is_half = size > 0 and rolled_back(bench, workspace) != (workspace.state / "ledger.sqlite").read_bytes()
    kept.unlink(missing_ok=True)
    if not is_half:
        # What was committed is whole without it.
        bench.settle(workspace, moment)
        return bool(done.hits)
    for count in TICKS:
        later = workspace.tick(moment + minutes(count))
        refuses = later.returncode != 0 and later.stderr
        bench.expect(later.returncode >= 0, "crash", f"{later.returncode} {later.stderr}")
        bench.network.quiet()
        if not bench.once(workspace):
            return True
        if not refuses and bench.state(workspace) in ("posted", *WITH_A_PERSON):
            break
    if refuses:
        bench.expect(bench.published() == sent, "refusal", f"sent, and refused afterwards: {published(bench)[sent:]} {later.stderr}")
        bench.secrets(workspace)
    else:
        bench.check(workspace, moment + minutes(count), bench.state(workspace), person=True)
    return True


def rolled_back(bench, workspace):
    """The ledger's bytes as its journal would leave them."""
    place = bench.folder / "rolled-back"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(workspace.state, place)
    connection = sqlite3.connect(place / "ledger.sqlite")
    connection.execute("SELECT count(*) FROM meta").fetchall()
    connection.close()
    return (place / "ledger.sqlite").read_bytes()
