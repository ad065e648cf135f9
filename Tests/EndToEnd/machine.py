"""A machine of its own for services: systemd as the first process of a namespace, over a copy of this system's files.

What it writes is in memory and goes with it. Of the units of this system only those of the packages are there.
"""
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

SYSTEMD = Path("/lib/systemd/systemd")
READY = ("running", "degraded")
HOME = "/srv/checkout"
# Runs in namespaces of its own, as the first process: makes the new root and goes over to it.
# The old root's own submounts do not show through the overlay, so what is needed of them is bound.
BEGIN = r"""
set -eu
base=$1; shift
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
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
for path; do
    mkdir -p "./${path%/*}"
    if [ -d "$path" ]; then mkdir -p "./$path"; elif [ ! -e "./$path" ]; then touch "./$path"; fi
    mount --bind "$path" "./$path"
    mount -o remount,bind,ro "./$path"
done
find etc/systemd/system -mindepth 1 -delete
printf '%s\n' '[Unit]' 'Requires=sysinit.target dbus.service' 'After=sysinit.target dbus.service' >etc/systemd/system/machine.target
mkdir -p old
pivot_root . old
umount -l /old
# What systemd mounts for a service, as its secrets, is to be seen there.
mount --make-rshared /
exec env -i container=other PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=machine.target --log-target=console --log-level=notice
"""


def unavailable():
    """Why there can be none here; None if there can."""
    if os.geteuid() != 0:
        return "a machine of its own needs root"
    lacking = [name for name in ("unshare", "nsenter", "pivot_root", "dbus-daemon", "systemctl", "systemd-run") if not shutil.which(name)]
    if lacking or not SYSTEMD.exists():
        return f"there is no {lacking[0] if lacking else SYSTEMD}"
    return None


class Unavailable(Exception):
    """This system does not allow it."""


class Machine:
    """`with Machine(folder, paths) as machine`: runs; the files or folders `paths` are in it, at the same place, read-only."""

    def __init__(self, folder, paths):
        self.base, self.log = folder / "machine", folder / "machine.txt"
        self.paths, self.process, self.first, self.groups = [str(path) for path in paths], None, None, []

    def __enter__(self):
        self.base.mkdir(parents=True)
        name = f"hearth-machine-{os.getpid()}"
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            root = Path("/sys/fs/cgroup")
            if not (root / "cgroup.procs").exists():
                root /= controllers.removeprefix("name=") or "unified"
            group = root / path.strip("/") / name
            try:
                group.mkdir()
                self.groups.append(group)
            except OSError:
                continue
        words = ["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--cgroup", "--propagation", "private", "--kill-child",
                 "bash", "-c", BEGIN, "machine", str(self.base), *self.paths]
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                            preexec_fn=self._join)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _join(self):
        for group in self.groups:
            try:
                (group / "cgroup.procs").write_text(str(os.getpid()))
            except OSError:
                pass

    def _wait(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for _ in range(300):
            if self.process.poll() is not None:
                break
            self.first = (children.read_text().split() or [None])[0]
            # It has that name once it is in its own root. Before, whoever asked there would be answered by this machine.
            if self.first and Path(f"/proc/{self.first}/comm").read_text().strip() == "systemd" \
                    and self.run("systemctl", "is-system-running").stdout.strip() in READY:
                return
            time.sleep(0.2)
        raise Unavailable(f"systemd did not come up: {self.log.read_text()[-1500:]}")

    def run(self, *words, **how):
        """Runs a program in it, as root."""
        return subprocess.run(["nsenter", "-t", str(self.first), "-a", "--", *map(str, words)], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=120, env={"PATH": os.environ["PATH"]}, **how)

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

    def __exit__(self, *_):
        # Its first process takes all others with it, and the mounts go with the last of them.
        if self.first:
            try:
                os.kill(int(self.first), signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.kill()
        self.process.wait()
        for _ in range(50):
            left = [folder for group in self.groups for folder, _, _ in os.walk(group, topdown=False)]
            for folder in left:
                try:
                    os.rmdir(folder)
                except OSError:
                    pass
            if not any(group.exists() for group in self.groups):
                break
            time.sleep(0.1)
        shutil.rmtree(self.base, ignore_errors=True)
