"""The plug is pulled: ext4 in an image, killed at a call, the image copied as it is on the disk, mounted again and gone on with.

At every second call some of what was written and not synced had reached the disk: single sectors, lengths, names, by chance.
"""
import random
import shutil
import subprocess

from . import kills, mounts, tracer

SECTOR = 512

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


def files(place):
    """Inode, bytes and mode of every file."""
    return {path.relative_to(place): (path.stat().st_ino, path.read_bytes(), path.stat().st_mode & 0o777)
            for path in place.rglob("*") if path.is_file() and not path.is_symlink()}


def torn(old, new, dice):
    """A file of which some sectors were written, and perhaps its length."""
    size = len(dice.choice((old, new)))
    whole = old.ljust(size, b"\0")[:size]
    for at in range(0, size, SECTOR):
        if dice.random() < 0.5 and at < len(new):
            whole = (whole[:at] + new[at:at + SECTOR] + whole[at + SECTOR:])[:size]
    return whole


def tear(place, written, dice):
    """Brings some of what was written to files that have only what was synced. How many files that changed."""
    changed = 0
    synced = files(place)
    inodes = {inode: (path, data) for path, (inode, data, _) in synced.items()}
    for path in sorted(set(written) | set(synced), key=str):
        old, new = synced.get(path), written.get(path)
        if old == new:
            continue
        if old and new and old[0] == new[0]:
            (place / path).write_bytes(torn(old[1], new[1], dice))
        elif dice.random() < 0.5:
            continue
        elif new:
            # Another file has the name: a new one, or one that is on the disk under the name it had before.
            name, data = inodes.get(new[0], (None, b""))
            if name and name not in written:
                (place / name).unlink(missing_ok=True)
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(torn(data, new[1], dice))
            (place / path).chmod(new[2])
        elif (place / path).exists():
            (place / path).unlink()
        changed += 1
    return changed


def run(bench, kind, name):
    scene, call = name.split("/")
    workspace, moment = bench.begin(kind, scene)
    call, number = call.split(":")
    before, after, place = bench.folder / "before.ext4", bench.folder / "after.ext4", bench.folder / "disk"
    shutil.copyfile(template(bench), before)
    with mounts.Mounted(place, "-o", "loop", before):
        workspace.move_all(place)
        # All that was before is on the disk.
        mounts.run("sync", "-f", place)
        done = bench.traced(workspace, moment, at=(call, int(number)), act=tracer.kill)
        shutil.copyfile(before, after)
        written = files(place) if int(number) % 2 else None
    # The journal of the file system is played back when it is mounted.
    with mounts.Mounted(place, "-o", "loop", after):
        if written is not None:
            tear(place, written, random.Random(name))
        bench.whole_sessions(workspace, there=scene == "renew")
        bench.once(workspace)
        bench.settle(workspace, moment)
    checked = subprocess.run(["fsck.ext4", "-f", "-n", str(after)], capture_output=True, text=True)
    bench.expect(checked.returncode == 0, "harness", checked.stdout)
    return bool(done.hits)
