"""A tiny workspace in which a post is due at a known minute, its state kept aside so that it can begin again and again."""
import base64
import os
import shutil
import sqlite3
import struct
import subprocess
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

from . import cron

ROOT = Path(__file__).resolve().parents[2]
PLANNED = datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc)
DUE = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)

# Values that are found again wherever they turn up.
CANARY = "5up3rs3cr3t"
TOKEN = f"canary-token-{CANARY}"
HOOK_SECRET = "whsec_" + base64.b64encode(f"canary-webhook-{CANARY}-key".encode()).decode()
NEEDLES = [CANARY.encode(), HOOK_SECRET[6:].encode(), base64.b64encode(TOKEN.encode()).rstrip(b"=")]

POLICY = """\
timezone: UTC
horizon: 5h
grid: 15m
freeze: 1h
accounts:
  {account}: {{ {keys} }}
hours: {{ active: {{ mon-sun: "10:00-10:15, 11:00-13:00" }} }}
pace:  {{ max: 6, spacing: 15m }}
audience: [ {{ days: mon-sun, "10-11": 1000, else: 500 }} ]
"""
PARTS = ["First part.", "Second part, the end."]
FIRST = "---\nkind: community\nlink: https://www.openstreetmap.org/\npriority: 5\n---\n" + "\n---\n".join(PARTS) + "\n"
# Commands that can be told what time it is.
TIMED = ("tick", "plan", "status")
PICTURED = FIRST.replace("priority", 'images: [{file: queue/media/dot.png, alt: "A dot."}]\npriority')
SECOND = "---\nkind: answer\npriority: 1\n---\nAnother post, for later.\n"


class Kind:
    """How one kind of network settles what is unknown: its account, and what the server is."""

    def __init__(self, account, keys, software="mastodon", threads=True):
        self.account, self.keys, self.software = account, keys, software
        # A webhook gets a thread in one request, and of its pictures the names.
        self.parts, self.uploads = PARTS if threads else ["\n\n".join(PARTS)], threads


KINDS = {
    "clientID": Kind("bluesky", 'network: bluesky, handle: alice.test, url: "{base}", password: "env:TOKEN"'),
    "key": Kind("mastodon", 'network: mastodon, url: "{base}", token: "env:TOKEN"'),
    "readback": Kind("mastodon", 'network: mastodon, url: "{base}", token: "env:TOKEN"', software="gotosocial"),
    "dedup": Kind("dedup", 'network: webhook, url: "{base}/hook/dedup", secret: "env:HOOK", deduplicates: "true"',
                  threads=False),
    "none": Kind("site", 'network: webhook, url: "{base}/hook/site", secret: "env:HOOK"', threads=False),
}


def binary():
    path = str(Path(os.environ.get("HEARTH", ROOT / ".build/release/hearth")).resolve())
    if not os.access(path, os.X_OK):
        raise SystemExit(f"there is no program {path}; build it (./scripts/build) or name one with HEARTH")
    return path


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def minutes(count):
    return timedelta(minutes=count)


def dot():
    """A PNG of one black pixel."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
                                           for name, data in chunks)


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy2(source, target)


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Workspace:
    """One account of one kind, on one server; what the program says is kept, to be searched for secrets.

    `clock`: the library that sets the clocks of all commands (`cron`), and the post that is due has a picture; without it they
    are told the time with `--now`.
    """

    def __init__(self, folder, kind, network, base=None, clock=None):
        self.home = self.folder = Path(folder)
        self.kind, self.network, self.clock = KINDS[kind], network, clock
        self.kind_name, self.binary, self.outputs = kind, binary(), []
        self.state, self.saved = self.folder / ".hearth", self.folder.parent / (self.folder.name + ".saved")
        self.env = {"HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "TOKEN": TOKEN, "HOOK": HOOK_SECRET}
        # A planted bug (scripts/mutants); without it the program knows no such name.
        if "HEARTH_MUTANT" in os.environ:
            self.env["HEARTH_MUTANT"] = os.environ["HEARTH_MUTANT"]
        (self.folder / "queue").mkdir(parents=True)
        (self.folder / "policies").mkdir()
        self.pictures = 1 if clock else 0
        if self.pictures:
            (self.folder / "queue" / "media").mkdir()
            (self.folder / "queue" / "media" / "dot.png").write_bytes(dot())
        (self.folder / "queue" / "first.md").write_text(PICTURED if self.pictures else FIRST)
        (self.folder / "queue" / "second.md").write_text(SECOND)
        keys = self.kind.keys.format(base=base or f"http://127.0.0.1:{network.port}")
        (self.folder / "policies" / "default.yaml").write_text(POLICY.format(account=self.kind.account, keys=keys))
        self.begin_network(PLANNED)
        done = self.tick(PLANNED)
        due = self.rows("SELECT post FROM placement WHERE at = ?", int(DUE.timestamp()) // 60)
        if done.returncode or due != [{"post": "first"}]:
            raise SystemExit(f"the small workspace has no plan: {done.returncode} {due} {done.stdout}{done.stderr}")
        self.keep(self.saved)

    # What Hearth writes: its state, what it remembers beside it, and the marks in the queue.
    WRITTEN = (".hearth", ".hearth.epoch")
    MARKS = "queue/.ledger*"

    def keep(self, place):
        """Puts a copy of all that was written aside."""
        for name in (*self.WRITTEN, *self.marks(self.folder)):
            copy(self.folder / name, place / name)

    def marks(self, place):
        return [path.relative_to(place) for path in place.glob(self.MARKS)]

    def bring(self, place):
        """Brings such a copy back; None: nothing was ever written."""
        self.folder, self.state = self.home, self.home / ".hearth"
        for name in (*self.WRITTEN, *self.marks(self.folder)):
            remove(self.folder / name)
        if place:
            for name in (*self.WRITTEN, *self.marks(place)):
                copy(place / name, self.folder / name)

    def move(self, disk):
        """Goes on with the state on another disk."""
        copy(self.state, disk / "state")
        copy(self.state.with_name(self.state.name + ".epoch"), disk / "state.epoch")
        self.state = disk / "state"

    def move_all(self, disk):
        """Goes on with everything on another disk, the queue and its marks as well."""
        copy(self.folder, disk / "w")
        self.folder, self.state = disk / "w", disk / "w" / ".hearth"

    def files(self):
        """Every file that the program may have written, on another disk too."""
        beside = self.state.with_name(self.state.name + ".epoch")
        elsewhere = [] if self.state.is_relative_to(self.folder) else [*self.state.rglob("*"), beside]
        return [path for path in (*self.folder.rglob("*"), *elsewhere) if path.is_file()]

    def begin_network(self, moment):
        self.network.reset(self.kind.software)
        self.network.clock = moment.timestamp()

    def begin(self):
        """Everything as half an hour before the post is due."""
        self.network.quiet()
        self.begin_network(DUE)
        self.outputs = []
        self.bring(self.saved)

    # --- the program ----------------------------------------------------------------------------------------------

    def command(self, *arguments):
        return [self.binary, *map(str, arguments), "--workspace", str(self.folder), "--state", str(self.state)]

    def run(self, *arguments, under=(), seconds=60, env=None, **more):
        done = subprocess.run([*under, *self.command(*arguments)], env=env or self.env, capture_output=True, timeout=seconds,
                              **more)
        done.stdout, done.stderr = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        self.outputs += [done.stdout, done.stderr]
        return done

    def at(self, moment, *words):
        """The words of a command, and its environment, by which it takes `moment` for the present, as far as it asks."""
        if self.clock:
            return words, self.env | cron.clock(self.clock, moment)
        return (*words, *(("--now", instant(moment)) if words[0] in TIMED else ())), self.env

    def run_at(self, moment, *words, **more):
        words, env = self.at(moment, *words)
        return self.run(*words, **({"env": env} | more))

    def tick(self, moment, **more):
        self.network.clock = moment.timestamp()
        return self.run_at(moment, "tick", **more)

    def rows(self, sql, *values):
        """Rows of the ledger, read beside the program."""
        connection = sqlite3.connect(f"file:{self.state / 'ledger.sqlite'}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql, values)]
        finally:
            connection.close()

    # --- what the server saw --------------------------------------------------------------------------------------

    def counts(self):
        """How often each part of the due post took effect."""
        texts = [effect["text"] for effect in self.network.effects]
        return [sum(text.startswith(part) for text in texts) for part in self.kind.parts]
