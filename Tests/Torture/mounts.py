"""File systems of our own: small ones in memory, ext4 in an image. They end with the process that made them."""
import ctypes
import os
import shutil
import subprocess

_private = None
_CLONE_NEWNS = 0x20000


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True)


def private():
    """Goes to a mount namespace of our own, once; raises OSError where that is not allowed."""
    global _private
    if _private is None:
        if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        run("mount", "--make-rprivate", "/")
        _private = True


def unavailable(kind):
    """Why file systems cannot be mounted here, tried in a child; None if they can."""
    if os.geteuid() != 0:
        return "only root may mount file systems"
    if not shutil.which("unshare") or not shutil.which("mount"):
        return "there is no unshare or mount"
    if kind == "tmpfs":
        script = "mkdir $0/m && mount -t tmpfs -o size=64k none $0/m"
    else:
        script = "truncate -s 8M $0/i && mkfs.ext4 -q -F $0/i && mkdir $0/m && mount -o loop $0/i $0/m && umount $0/m"
    folder = subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run(["unshare", "-m", "sh", "-ec", script, folder], capture_output=True, text=True)
    shutil.rmtree(folder, ignore_errors=True)
    return None if done.returncode == 0 else f"{kind} cannot be mounted here: {done.stderr.strip() or done.returncode}"


class Mounted:
    """A file system at `path`, for a `with`; whatever is mounted there goes away at the end."""

    def __init__(self, path, *options):
        self.path, self.options = path, options

    def __enter__(self):
        private()
        self.path.mkdir(parents=True, exist_ok=True)
        run("mount", *self.options, self.path)
        return self

    def __exit__(self, *_):
        for _ in range(20):
            if subprocess.run(["umount", str(self.path)], capture_output=True).returncode == 0:
                return
        subprocess.run(["umount", "-l", str(self.path)], capture_output=True)
