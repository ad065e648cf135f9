"""A small workspace in which little is due at a known minute, so that a tick can be looked at closely."""
import base64
from datetime import datetime, timezone

from stage import Hearth, minutes, stamp

# The policy has slots at ten o'clock, when everybody listens, and again from eleven on.
PLANNED = datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc)
DUE = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)

POLICY = """\
timezone: UTC
horizon: 5h
grid: 15m
freeze: 1h
accounts:
  mastodon: {{ network: mastodon, url: "{mastodon}", token: "env:MASTODON_TOKEN" }}
  bluesky:  {{ network: bluesky, handle: alice.test, url: "{pds}", password: "env:BLUESKY_APP_PASSWORD" }}
  site:     {{ network: webhook, url: "{hook}/site", secret: "env:SITE_WEBHOOK_SECRET" }}
  dedup:    {{ network: webhook, url: "{hook}/dedup", secret: "env:SITE_WEBHOOK_SECRET", deduplicates: "true" }}
hours: {{ active: {{ mon-sun: "10:00-10:15, 11:00-13:00" }} }}
pace:  {{ max: 6, spacing: 15m }}
audience: [ {{ days: mon-sun, "10-11": 1000, else: 500 }} ]
"""
ACCOUNTS = ("mastodon", "bluesky", "site", "dedup")

# A picture of one pixel.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
FIRST = """\
---
kind: community
link: https://www.openstreetmap.org/
priority: 5
images: [{file: queue/media/dot.png, alt: "A dot"}]
---
First part, with a picture.
---
Second part, the end.
"""
FIRST_PARTS = ["First part, with a picture.", "Second part, the end."]
SECOND = """\
---
kind: answer
priority: 1
---
Another post, for later.
"""


def make(folder, servers):
    (folder / "queue" / "media").mkdir(parents=True)
    (folder / "policies").mkdir()
    (folder / "queue" / "media" / "dot.png").write_bytes(PICTURE)
    (folder / "queue" / "first.md").write_text(FIRST)
    (folder / "queue" / "second.md").write_text(SECOND)
    (folder / "policies" / "default.yaml").write_text(
        POLICY.format(mastodon=servers.mastodon, pds=servers.pds, hook=servers.receiver.base))
    return Hearth(folder, folder.parent / "outputs.txt")


def planned(folder, servers, tally):
    """The workspace with a plan, half an hour before `first` is due everywhere."""
    hearth = make(folder, servers)
    servers.set_clock(PLANNED)
    done = hearth.tick(PLANNED)
    due = [(account, post) for at, account, post in hearth.placements() if at == DUE]
    tally.check(done.returncode == 0 and due == [(one, "first") for one in sorted(ACCOUNTS)],
                "small workspaces with a plan", f"{done.returncode} {due} {done.stderr}")
    return hearth


def later(*counts):
    return [DUE + minutes(count) for count in counts]


def sent(servers):
    """How often each part of `first`, and how often `second`, is on each server: {account: [part 0, part 1, second]}."""
    texts = {"mastodon": [s["text"] for s in servers.statuses()], "bluesky": [r["value"]["text"] for r in servers.records()]}
    counts = {}
    for account, found in texts.items():
        counts[account] = [sum(wanted in text for text in found) for wanted in (*FIRST_PARTS, "Another post")]
    for account in ("site", "dedup"):
        mine = [r for r in servers.receiver.requests if r["path"] == f"/{account}"]
        if account == "dedup":  # It acts once on each id.
            mine = list({r["id"]: r for r in mine}.values())
        posts = [r["body"]["data"]["post"] for r in mine]
        counts[account] = [posts.count("first")] * 2 + [posts.count("second")]
    return counts


def show(moment):
    return stamp(moment)[11:16]
