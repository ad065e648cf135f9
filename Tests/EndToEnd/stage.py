"""What the end-to-end scripts share: servers, workspaces, the program under test, and a count of what was checked.

Standard library only. Everything runs on loopback and below one work folder.
"""
import atexit
import base64
import hashlib
import hmac
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ROOT / "Tests" / "Servers"

# Values that are found again wherever they turn up.
MASTODON_TOKEN = "canary-mastodon-5up3rs3cr3t"
BLUESKY_PASSWORD = "canary-bluesky-5up3rs3cr3t"
WEBHOOK_KEY = b"canary-webhook-5up3rs3cr3t-key"
WEBHOOK_SECRET = "whsec_" + base64.b64encode(WEBHOOK_KEY).decode()
CANARIES = ["5up3rs3cr3t", WEBHOOK_SECRET[6:], base64.b64encode(MASTODON_TOKEN.encode()).decode()]
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"


class Failed(Exception):
    """Something was not as it has to be."""


class Tally:
    """Counts checks by name; a check that fails is printed at once and remembered."""

    def __init__(self):
        self.counts, self.failures = {}, []

    def check(self, holds, name, detail=""):
        self.counts[name] = self.counts.get(name, 0) + 1
        if not holds:
            # A crash brings a long backtrace; the whole output is in the work folder.
            text = f"{name}: {str(detail)[:1500]}" if detail else name
            self.failures.append(text)
            print(f"FAILED  {text}", file=sys.stderr, flush=True)
        return bool(holds)

    def finish(self):
        for name, count in self.counts.items():
            print(f"{count:6}  {name}")
        print(f"{sum(self.counts.values())} checks, {len(self.failures)} failed")
        return 1 if self.failures else 0


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def stamp(moment):
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def minutes(count):
    return timedelta(minutes=count)


# --- servers ------------------------------------------------------------------------------------------------------


class Receiver:
    """A receiver of webhooks that keeps every request and judges its signature (standardwebhooks.com)."""

    def __init__(self):
        self.requests, self.lock, outer = [], threading.Lock(), self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                name, at = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
                signed = f"{name}.{at}.".encode() + body
                wanted = base64.b64encode(hmac.digest(WEBHOOK_KEY, signed, hashlib.sha256)).decode()
                given = [s.removeprefix("v1,") for s in self.headers.get("webhook-signature", "").split()]
                with outer.lock:
                    outer.requests.append({
                        "path": self.path, "id": name, "timestamp": int(at or 0), "body": json.loads(body),
                        "valid": any(hmac.compare_digest(wanted, one) for one in given)})
                    number = len(outer.requests)
                answer = json.dumps({"id": str(number), "url": f"https://kachelofen.example/whats-on/{number}"}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def reset(self):
        with self.lock:
            self.requests.clear()


class Servers:
    """A Mastodon API, an AT Protocol server and a receiver of webhooks, fresh ones for this run."""

    def __init__(self, folder):
        self.folder = folder
        # Tokens outlive the fake clock, whatever the real one says.
        env = dict(os.environ, ACCESS_TTL=str(20 * 366 * 86400), TOKENS=f"{MASTODON_TOKEN}:alice",
                   ACCOUNTS=f"alice.test:{BLUESKY_PASSWORD}:{DID}")
        atexit.register(self.stop)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        script = '. "$1/start.sh"; start_pds "$2/pds"; start_mastodon "$2/mastodon"'
        subprocess.run(["bash", "-c", script, "start", str(SERVERS), str(folder)], env=env, check=True)
        self.pds, self.mastodon = self._base("pds"), self._base("mastodon")
        self.receiver = Receiver()
        self.offset = 0.0
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def _base(self, name):
        return re.search("BASE=(.*)", (self.folder / name / "env").read_text()).group(1)

    def stop(self):
        script = '. "$1/start.sh"; stop_server "$2/pds"; stop_server "$2/mastodon"'
        subprocess.run(["bash", "-c", script, "stop", str(SERVERS), str(self.folder)], check=False)

    def ask(self, base, path, value=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(base + path, data, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def set_clock(self, moment):
        """Lets the Mastodon API date its posts by the fake clock."""
        ahead = moment.timestamp() - datetime.now(timezone.utc).timestamp()
        self.ask(self.mastodon, "/_test/clock", {"advance": ahead - self.offset})
        self.offset = ahead

    def fault(self, **fault):
        self.ask(self.mastodon, "/_test/fault", fault)

    def reset(self):
        for base in (self.mastodon, self.pds):
            self.ask(base, "/_test/reset", {})
        self.receiver.reset()
        self.offset = 0.0

    def statuses(self):
        return self.ask(self.mastodon, "/_test/statuses")

    def records(self):
        """Every Bluesky post, oldest first: {uri, cid, value}."""
        path = "/xrpc/com.atproto.repo.listRecords?repo=alice.test&collection=app.bsky.feed.post&limit=100"
        found = self.ask(self.pds, path)["records"]
        return sorted(found, key=lambda one: one["value"]["createdAt"])


# --- the program --------------------------------------------------------------------------------------------------


class Hearth:
    """Runs the program in one workspace and keeps everything it prints."""

    def __init__(self, workspace, outputs):
        self.binary = str(Path(os.environ.get("HEARTH", ROOT / ".build/release/hearth")).resolve())
        if not os.access(self.binary, os.X_OK):
            raise SystemExit(f"there is no program {self.binary}; build it, or name one with HEARTH")
        self.workspace, self.outputs, self.ticks = Path(workspace), outputs, 0
        # Few variables, as under cron; secrets by reference.
        self.env = {"HOME": os.environ.get("HOME", "/"), "PATH": "/usr/bin:/bin", "MASTODON_TOKEN": MASTODON_TOKEN,
                    "BLUESKY_APP_PASSWORD": BLUESKY_PASSWORD, "SITE_WEBHOOK_SECRET": WEBHOOK_SECRET}

    def command(self, *arguments):
        return [self.binary, *map(str, arguments), "--workspace", str(self.workspace)]

    def run(self, *arguments, under=(), input=None):
        done = subprocess.run([*under, *self.command(*arguments)], env=self.env, capture_output=True, text=True,
                              timeout=300, input=input)
        with open(self.outputs, "a") as log:
            print(f"$ hearth {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}[{done.returncode}]", file=log)
        return done

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json").stdout or "null")

    def tick(self, moment, *more, under=()):
        self.ticks += 1
        return self.run("tick", "--now", stamp(moment), *more, under=under)

    @property
    def state(self):
        return self.workspace / ".hearth"

    def ledger(self, sql):
        """Rows of the ledger, read beside the program."""
        path = self.state / "ledger.sqlite"
        if not path.exists():
            return []
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql)]
        finally:
            connection.close()

    def placements(self):
        """The stored plan: (instant, account, post), in order."""
        rows = self.ledger("SELECT account, at, post FROM placement ORDER BY at, account")
        return [(datetime.fromtimestamp(60 * r["at"], timezone.utc), r["account"], r["post"]) for r in rows]

    def deliveries(self):
        return self.json("log", "--limit", "1000000")

    def history(self):
        return [json.loads(line) for line in self.run("log", "--format", "jsonl").stdout.splitlines()]


def copy_workspace(folder, servers):
    """The repository's own queue and policy, its accounts pointed at the local servers."""
    for name in ("queue", "policies"):
        shutil.copytree(ROOT / name, folder / name)
    path = folder / "policies" / "default.yaml"
    text = path.read_text()
    for old, new in (
        ("url: https://social.example", f'url: "{servers.mastodon}"'),
        ("handle: kachelofen.example", f'handle: alice.test\n    url: "{servers.pds}"'),
        ("url: https://kachelofen.example/hooks/whats-on", f'url: "{servers.receiver.base}/site"'),
    ):
        if text.count(old) != 1:
            raise Failed(f"policies/default.yaml has not exactly one '{old}'")
        text = text.replace(old, new)
    path.write_text(text)
    return path


def forms(secret):
    """The ways in which a secret may travel: as it is, percent-encoded, in JSON, in hexadecimal, in Base64 anywhere in a text."""
    raw = secret.encode()
    found = {raw, urllib.parse.quote(secret, safe="").encode(), "".join(f"%{byte:02X}" for byte in raw).encode(),
             json.dumps(secret)[1:-1].encode(), json.dumps(secret)[1:-1].replace("/", "\\/").encode(), raw.hex().encode()}
    for offset in range(3):
        encoded = base64.b64encode(b" " * offset + raw).rstrip(b"=")
        # The characters at both ends mix with the bits of the neighbours.
        core = encoded[offset + 1 if offset else 0:len(encoded) - (1 if (len(raw) + offset) % 3 else 0)]
        found |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def leaks(folder, *texts):
    """Where a canary, or a token of a session, is found outside of the sessions' own files and those named `secret`."""
    secrets = set(CANARIES)
    for path in folder.rglob("sessions/*.json"):
        values = json.loads(path.read_text() or "{}").values()
        secrets |= {value for value in values if isinstance(value, str) and len(value) > 40 and value.count(".") == 2}
    needles = {form for secret in secrets for form in forms(secret)}
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.parent.name not in ("sessions", "secret"):
            data = path.read_bytes()
            found += [f"{path.relative_to(folder)}: {one[:12].decode()}…" for one in needles if one in data]
    for text in texts:
        found += [f"an output: {one[:12].decode()}…" for one in needles if one in text.encode()]
    return found
