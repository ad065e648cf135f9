#!/usr/bin/env python3
"""Tries what the sandbox of a unit has to forbid, and what it has to allow: of each a line `NAME: ok`, or how it was refused.

Where something is allowed that should not be, it harms nobody: what is made is taken away again, and no clock is set.
"""
import ctypes
import errno
import mmap
import os
import re
import socket
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWUSER, CAP_SYS_TIME = 0x10000000, 25


def made(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT))
    os.unlink(path)


def read(path):
    with open(path, "rb") as file:
        return file.read(4096)


def called(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "")


def mounted():
    called(LIBC.mount(b"none", b"/mnt", b"tmpfs", 0, None))
    called(LIBC.umount(b"/mnt"))


def set_clock():
    """This clock nobody can set: where the call gets as far as the kernel it is answered so."""
    try:
        time.clock_settime(time.CLOCK_MONOTONIC, 0)
    except OSError as refused:
        if refused.errno != errno.EINVAL:
            raise


def may_set_clock():
    held = int(re.search(rb"CapEff:\s*(\w+)", read("/proc/self/status"))[1], 16)
    if not held >> CAP_SYS_TIME & 1:
        raise OSError(errno.EPERM, "")


PROBES = {
    "a file in the queue": lambda: made("/srv/hearth/my-account/queue/mine.md"),
    "a file in the system": lambda: made("/etc/open/mine"),
    "the secret at its place": lambda: read("/etc/hearth/mastodon"),
    "a mount": mounted,
    "the call that sets a clock": set_clock,
    "the right to set the clock": may_set_clock,
    "a device": lambda: open("/dev/other", "rb").close(),
    "processes of others": lambda: read("/proc/1/cmdline"),
    "a packet socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close(),
    "memory to write and to execute": lambda: mmap.mmap(-1, 4096, prot=7).close(),
    "its state": lambda: made("/var/lib/hearth/mine"),
    "its secret": lambda: read(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere") + "/mastodon"),
    "its workspace": lambda: read("/srv/hearth/my-account/policies/default.yaml"),
    # Asks, for nothing in it says what to set.
    "whether the clock is synchronised": lambda: called(LIBC.adjtimex(ctypes.create_string_buffer(512))),
    # The last, for it leaves this process without a user.
    "a namespace": lambda: called(LIBC.unshare(CLONE_NEWUSER)),
}

for name, probe in PROBES.items():
    try:
        probe()
        print(f"{name}: ok")
    except OSError as refused:
        print(f"{name}: {errno.errorcode[refused.errno]}")
