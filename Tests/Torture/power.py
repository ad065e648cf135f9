"""The plug is pulled: ext4 in an image, killed at a call, the image copied as it is on the disk, mounted again and gone on with."""
import shutil
import subprocess

from . import kills, mounts, tracer

CALLS = {"pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "renameat2", "openat", "mkdir", "connect", "sendto",
         "recvfrom", "close", "fcntl"}


def NEEDS():
    return tracer.unavailable() or mounts.unavailable("ext4")


def weigh(name):
    if name not in CALLS:
        return 0
    return 1 if name in ("openat", "close", "fcntl") else 4


def points(bench, kind):
    return kills.points(bench, kind, weigh)


def template(bench):
    """An empty ext4 in a file of 32 MiB: a tick wants 16 to be free."""
    path = bench.folder / "empty.ext4"
    if not path.exists():
        with open(path, "wb") as file:
            file.truncate(32 << 20)
        mounts.run("mkfs.ext4", "-q", "-F", path)
    return path


def run(bench, kind, name):
    scene, call = name.split("/")
    call, number = call.split(":")
    workspace, moment = bench.begin(kind, scene)
    before, after, place = bench.folder / "before.ext4", bench.folder / "after.ext4", bench.folder / "disk"
    shutil.copyfile(template(bench), before)
    with mounts.Mounted(place, "-o", "loop", before):
        workspace.move(place)
        # All that was before is on the disk.
        mounts.run("sync", "-f", place)
        done = bench.traced(workspace, moment, at=(call, int(number)), act=tracer.kill)
        shutil.copyfile(before, after)
    # The journal of the file system is played back when it is mounted.
    with mounts.Mounted(place, "-o", "loop", after):
        bench.once(workspace)
        bench.settle(workspace, moment)
    checked = subprocess.run(["fsck.ext4", "-f", "-n", str(after)], capture_output=True, text=True)
    bench.expect(checked.returncode == 0, "harness", checked.stdout)
    return bool(done.hits)
