"""Three days of ticks on the repository's own queue and policy, against servers written by others."""
import json
from datetime import datetime, timezone

import words
from stage import Hearth, copy_workspace, instant, leaks, minutes, stamp

BEGIN = datetime(2026, 11, 23, 5, 0, tzinfo=timezone.utc)
DAYS = 3
QUARTER = minutes(15)
# More than this without a tick counts as downtime.
LONGEST_GAP = minutes(60)
# The policy's `freeze`.
FREEZE = minutes(12 * 60)


def drive(hearth, servers, tally, begin, end):
    """Ticks every quarter of an hour in which something is due, and every hour.

    Returns what was planned, as it came due, and all that was ever planned for the next twelve hours, which is frozen.
    """
    planned, frozen, last, now = [], set(), None, begin
    while now < end:
        due = [one for one in hearth.placements() if one[0] <= now and one not in planned and (not last or one[0] > last)]
        if last is None or due or now - last >= LONGEST_GAP or hearth.ledger(
                "SELECT 1 FROM delivery WHERE state IN ('planned', 'sending', 'unknown') LIMIT 1"):
            servers.set_clock(now)
            done = hearth.tick(now)
            tally.check(done.returncode == 0, "ticks that end with 0", f"{stamp(now)}: {done.returncode} {done.stdout}{done.stderr}")
            planned += due
            frozen.update(one for one in hearth.placements() if one[0] < now + FREEZE)
            last = now
        now += QUARTER
    return planned, frozen


def seen(servers):
    """What each server holds: account -> [{id, at, parts, links, alts}] in the order of their coming."""
    threads, mastodon = {}, []
    for status in servers.statuses():
        if status["in_reply_to_id"]:
            first = threads[status["in_reply_to_id"]]
            first["parts"].append(status["text"])
        else:
            first = {"id": status["id"], "at": instant(status["created_at"]), "parts": [status["text"]],
                     "links": status["text"].split(), "warning": status["spoiler_text"], "alts": [m["description"] for m in status["media_attachments"]]}
            mastodon.append(first)
        threads[status["id"]] = first
    threads, bluesky = {}, []
    for record in servers.records():
        value = record["value"]
        embed = value.get("embed", {})
        if "reply" in value:
            first = threads[value["reply"]["parent"]["uri"]]
            first["parts"].append(value["text"])
        else:
            links = [embed["external"]["uri"]] if "external" in embed else value["text"].split()
            first = {"id": record["uri"], "at": instant(value["createdAt"]), "parts": [value["text"]], "links": links,
                     "alts": [image["alt"] for image in embed.get("images", [])]}
            bluesky.append(first)
        threads[record["uri"]] = first
    site = []
    for request in servers.receiver.requests:
        data = request["body"]["data"]
        site.append({"id": request["id"], "at": datetime.fromtimestamp(request["timestamp"], timezone.utc),
                     "parts": data["parts"], "links": [data["link"]], "warning": data["warning"],
                     "alts": [i["alt"] for i in data["images"]]})
    return {"mastodon": mastodon, "bluesky": bluesky, "site": site}


def files(folder):
    """What people wrote, by its name: bytes, and when they were written."""
    found = [path for name in ("queue", "policies") for path in (folder / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def run(work, servers, tally):
    folder = work / "workspace"
    copy_workspace(folder, servers)
    written = files(folder)
    hearth = Hearth(folder, work / "outputs.txt")
    end = BEGIN + minutes(DAYS * 24 * 60)
    planned, frozen = drive(hearth, servers, tally, BEGIN, end)
    moved = sorted(one for one in frozen if one[0] < end - QUARTER and one not in planned)
    tally.check(not moved, "what was planned for the next twelve hours went out as planned", moved)
    changed = [name for name, what in files(folder).items() if written.get(name) != what] or written.keys() - files(folder).keys()
    tally.check(written and not changed, "no file of the queue and the policies was moved or changed", changed)
    deliveries = hearth.deliveries()
    posts = words.read(folder / "queue")
    raw = {name: (folder / "queue" / f"{name}.md").read_text() for name in posts if (folder / "queue" / f"{name}.md").exists()}
    by_id = {(d["account"], d["remote_id"]): d for d in deliveries if d.get("remote_id")}
    history = hearth.history()
    sent_total = 0
    for account, items in seen(servers).items():
        wanted = [(at, post) for at, where, post in planned if where == account]
        got = []
        for item in items:
            delivery = by_id.get((account, item["id"]))
            if not tally.check(delivery, "posts at a server that the ledger knows", f"{account} {item}"):
                continue
            slot = instant(delivery["planned_at"])
            got.append((slot, delivery["post"]))
            tally.check(slot <= item["at"] < slot + minutes(30), "posts within half an hour of their slots",
                        f"{account} {delivery['post']}: planned {slot}, out {item['at']}")
            why = words.fault(posts[delivery["post"]], item, raw.get(delivery["post"], ""))
            tally.check(why is None, "texts, links and alt texts as written", f"{account} {delivery['post']}: {why}")
        sent_total += len(got)
        tally.check(len(items) >= DAYS, "accounts with a post a day", f"{account}: {len(items)}")
        tally.check(got == wanted, "accounts with the planned posts, once each, in the planned order",
                    f"{account}:\n  sent    {got}\n  planned {wanted}")
        logged = [(line["post"], line["at"]) for line in history if line["account"] == account]
        tally.check([post for post, _ in logged] == [post for _, post in got], "accounts whose log is what the server saw",
                    f"{account}:\n  log    {logged}\n  server {got}")
    tally.check(all(one["valid"] for one in servers.receiver.requests), "webhooks with a true signature: all")
    status = hearth.run("status", "--now", stamp(end))
    tally.check(status.returncode == 0, "status after three days is 0", status.stdout)

    before = json.dumps([servers.statuses(), servers.records(), servers.receiver.requests])
    last = max(at for at, _, _ in planned)
    again = hearth.tick(end - QUARTER), hearth.tick(last)
    after = json.dumps([servers.statuses(), servers.records(), servers.receiver.requests])
    tally.check(before == after, "the last tick again, and one of the past, send nothing", again[0].stdout + again[1].stdout)
    tally.check(again[0].returncode == 0, "the last tick again ends with 0", again[0].stdout + again[0].stderr)

    # At their slots: a replay asks for these, and a tick begins some seconds later.
    sent = [{"post": d["post"], "account": d["account"], "at": d["planned_at"]} for d in deliveries if d["state"] == "posted"]
    plan = {"now": stamp(BEGIN), "placements": sent}
    path = work / "history.json"
    path.write_text(json.dumps(plan))
    verdict = hearth.run("verify", path, "--state", work / "no-state")
    tally.check(verdict.returncode == 0, "what went out, replayed through the rules, is valid", verdict.stdout + verdict.stderr)
    found = leaks(folder) + leaks(work / "no-state", (work / "outputs.txt").read_text())
    tally.check(not found, "no secret outside of the sessions (whole workspace, ledger, outputs)", "; ".join(found))
    tally.check(any(folder.rglob("sessions/*.json")), "a session was kept, so that the search had something to find")
    print(f"three days: {hearth.ticks} ticks, {len(planned)} planned, {sent_total} sent")
    return hearth
