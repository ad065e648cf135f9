"""A machine of its own for services: systemd as the first process of a namespace, over a copy of this system's files.

What it writes is in memory and goes with it. Of the units of this system only those of the packages are there.
However the test ends, nothing stays: its processes end with it, and a janitor takes away what no process holds.
"""
import ctypes
import os
import shutil
import signal
import subprocess
import threading
import time
import tty
import uuid
from pathlib import Path

SYSTEMD = Path("/lib/systemd/systemd")
NEEDED = ("unshare", "nsenter", "pivot_root", "dbus-daemon", "systemctl", "systemd-run")
READY = ("running", "degraded")
HOME = "/srv/checkout"
BEGUN = "machine: systemd begins"
LIBC, PR_SET_PDEATHSIG = ctypes.CDLL(None), 1
# Runs in namespaces of its own, as the first process: makes the new root and goes over to it.
# The old root's own submounts do not show through the overlay, so what is needed of them is bound.
BEGIN = r"""
set -eu
base=$1 console=$2 begun=$3; shift 3
mount -t tmpfs tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
cd "$base/root"
mount -t proc proc proc
# The kernel is the host's, and is not to be set up.
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
find usr/lib/systemd/system/sysinit.target.wants -mindepth 1 ! -name systemd-journald.service -delete
mount -t sysfs sysfs sys
mount -o remount,bind,ro sys
# Devices as containers have them: none by which the host can be reached, its /dev/log and its kernel's log among them.
mount -t tmpfs -o mode=755,nosuid tmpfs dev
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
# One that a service with devices of its own does not have.
touch dev/other
mount --bind /dev/zero dev/other
touch dev/console
mount --bind "$console" dev/console
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for number in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${number%:*}" "dev/${number#*:}"; done
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
for path; do
    mkdir -p "./${path%/*}"
    if [ -d "$path" ]; then mkdir -p "./$path"; elif [ ! -e "./$path" ]; then touch "./$path"; fi
    mount --bind "$path" "./$path"
    mount -o remount,bind,ro "./$path"
done
# What the host mounts, runs and has logged is no business of this machine.
: >etc/fstab
rm -rf var/log/journal
find etc/systemd/system -mindepth 1 -delete
printf '%s\n' '[Unit]' 'Requires=sysinit.target dbus.service' 'After=sysinit.target dbus.service' >etc/systemd/system/machine.target
[ -x lib/systemd/systemd ]
mkdir -p old
pivot_root . old
umount -l /old
# What systemd mounts for a service, as its secrets, is to be seen there.
mount --make-rshared /
echo "$begun"
exec env -i container=other PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=machine.target --log-target=console --log-level=notice
"""
# Reads until the test closes the other end, or ends in whatever way. Then the groups are empty, or soon will be.
JANITOR = r"""
cat >/dev/null
for _ in $(seq 150); do
    left=0
    for group; do
        [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} \;
        [ ! -d "$group" ] || left=1
    done
    [ "$left" = 1 ] || exit 0
    sleep 0.1
done
exit 1
"""


def unavailable():
    """Why there can be none here; None if there can, as far as can be seen beforehand."""
    if os.geteuid() != 0:
        return "a machine of its own needs root"
    lacking = [name for name in NEEDED if not shutil.which(name)]
    if lacking or not SYSTEMD.exists():
        return f"there is no {lacking[0] if lacking else SYSTEMD}"
    if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        return "this kernel does not name the children of a process"
    return None


def own_groups(name):
    """A group of this name below this process's own, in every hierarchy of cgroups that there is."""
    found = []
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        root = Path("/sys/fs/cgroup")
        if not (root / "cgroup.procs").exists():
            root /= controllers.removeprefix("name=") or "unified"
        found.append(root / path.strip("/") / name)
    return found


class Unavailable(Exception):
    """This system does not allow it; systemd was not begun."""


class Broken(Exception):
    """systemd was begun, and did not come up."""


class Machine:
    """`with Machine(folder, paths) as machine`: runs; the files or folders `paths` are in it, at the same place, read-only."""

    def __init__(self, folder, paths):
        self.base, self.log = folder / "machine", folder / "machine.txt"
        self.paths, self.process, self.first, self.janitor = [str(path) for path in paths], None, None, None
        self.groups = own_groups(f"hearth-machine-{uuid.uuid4().hex[:12]}")
        self.console = ()

    def __enter__(self):
        try:
            self.base.mkdir(parents=True)
            # In a session of its own: what ends the test is not to end it. Before there is anything to be taken away.
            self.janitor = subprocess.Popen(["sh", "-c", JANITOR, "janitor", *map(str, self.groups)], cwd="/", stdin=subprocess.PIPE,
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            self._make_groups()
            self._start()
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _make_groups(self):
        """In the caller's own systemd would move and limit the caller."""
        try:
            for group in self.groups:
                group.mkdir()
                for name in ("cpuset.cpus", "cpuset.mems"):
                    # Who has none cannot be joined (cgroups of the first version).
                    above, own = group.parent / name, group / name
                    if above.exists() and own.exists() and not own.read_text().strip():
                        own.write_text(above.read_text())
        except OSError as why:
            raise Unavailable(f"no cgroup can be made: {why}") from None

    def _start(self):
        # A terminal for it, since it says what troubles it to its console alone.
        self.console = os.openpty()
        tty.setraw(self.console[1])
        words = ["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--cgroup", "--propagation", "private", "--kill-child",
                 "bash", "-c", BEGIN, "machine", str(self.base), os.ttyname(self.console[1]), BEGUN, *self.paths]
        parent = os.getpid()
        with open(self.log, "ab") as log:
            try:
                self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                                preexec_fn=lambda: self._join(parent))
            except subprocess.SubprocessError:
                raise Unavailable("its cgroups cannot be joined") from None
        threading.Thread(target=self._listen, daemon=True).start()

    def _join(self, parent):
        # Dies with the test, and the machine with it (--kill-child).
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
        for group in self.groups:
            (group / "cgroup.procs").write_text(str(os.getpid()))

    def _listen(self):
        with open(self.log, "ab", buffering=0) as log:
            try:
                while data := os.read(self.console[0], 65536):
                    log.write(data)
            except OSError:
                pass  # It is closed.

    def _wait(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        end = time.monotonic() + 90
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.first = (children.read_text().split() or [None])[0]
                # It has that name once it is in its own root. Before, whoever asked there would be answered by this machine.
                if self.first and Path(f"/proc/{self.first}/comm").read_text().strip() == "systemd" \
                        and self.run("systemctl", "is-system-running", timeout=20).stdout.strip() in READY:
                    return
            except (OSError, subprocess.TimeoutExpired):
                pass
            time.sleep(0.2)
        said = self.log.read_text(errors="replace")
        raise (Broken if BEGUN in said else Unavailable)(f"systemd did not come up: {said[-1500:]}")

    def run(self, *words, timeout=120):
        """Runs a program in it, as root."""
        return subprocess.run(["nsenter", "-t", str(self.first), "-a", "--", *map(str, words)], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=timeout, env={"PATH": os.environ["PATH"]})

    def shell(self, text):
        """Runs lines of a shell in it, as root, in a folder for that."""
        return self.run("bash", "-ec", f"mkdir -p {HOME} && cd {HOME}\n{text}")

    def write(self, path, text, mode=0o644):
        """Writes a file in it."""
        Path(self.outside(path)).parent.mkdir(parents=True, exist_ok=True)
        Path(self.outside(path)).write_text(text)
        Path(self.outside(path)).chmod(mode)

    def outside(self, path):
        """The same file, seen from outside."""
        return Path(f"/proc/{self.first}/root{path}")

    def left(self):
        """The groups that are still there: one in which there is a process cannot be taken away."""
        return [str(group) for group in self.groups if group.exists()]

    def __exit__(self, *_):
        if self.process:
            # Its first process takes all others with it, and the mounts go with the last of them.
            try:
                os.kill(int(self.first or self.process.pid), signal.SIGKILL)
                self.process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                self.process.kill()
                self.process.wait()
        for end in reversed(self.console):
            os.close(end)
        if self.janitor:
            self.janitor.communicate()
        try:
            self.base.rmdir()
        except OSError:
            pass
