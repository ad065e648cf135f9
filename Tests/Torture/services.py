"""What the networks answer: a Mastodon server, a server of the AT Protocol, a receiver of webhooks, as far as the program uses them."""
import base64
import hashlib
import re
from datetime import datetime, timezone
from urllib.parse import unquote

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
KEY_LIFE = 3600
ACCESS, REFRESH = "access-canary-5up3rs3cr3t-", "refresh-canary-5up3rs3cr3t-"
PNG = b"\x89PNG\r\n"


class Services:
    """What each of them keeps, and what of it took effect."""

    def forget(self):
        self.effects, self.log, self.statuses, self.keys, self.records, self.hooks = [], [], [], {}, {}, set()
        # Pictures that were uploaded, by the names that they were given.
        self.uploads, self.next_id = set(), 110000000000000000
        # Sessions of the AT Protocol have numbers: how many there are, whose tokens are old, whose renewal is used up.
        self.sessions, self.expired, self.renewed, self.turned_away = 0, set(), set(), 0

    def _publish(self, account, text, name, pictures):
        self.effects.append({"account": account, "text": text, "name": name, "pictures": pictures, "at": self.clock})

    # --- webhooks -------------------------------------------------------------------------------------------------

    def _hook(self, request):
        name, data = request.headers.get("webhook-id"), request.json()["data"]
        account = request.path.split("/")[2]
        if account != "dedup" or name not in self.hooks:
            self._publish(account, data["text"], name, len(data["images"]))
        self.hooks.add(name)
        return 200, {"id": name}

    # --- Mastodon -------------------------------------------------------------------------------------------------

    def _mastodon(self, request):
        path, get = request.path, request.method == "GET"
        if path == "/.well-known/nodeinfo":
            href = f"http://127.0.0.1:{self.port}/nodeinfo/2.0"
            return 200, {"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": href}]}
        if path == "/nodeinfo/2.0":
            return 200, {"version": "2.0", "software": {"name": self.software, "version": "4.5.0"}}
        if path == "/api/v2/instance":
            return 200, {"version": "4.5.0", "configuration": {"statuses": {"max_characters": 500}}}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {"id": "1000", "acct": "alice", "source": {"privacy": "public"}}
        if get and path == "/api/v1/accounts/1000/statuses":
            return 200, list(reversed(self.statuses))[:40]
        if path == "/api/v2/media":
            if PNG not in request.body:
                return 422, {"error": "Validation failed: File can't be blank"}
            self.next_id += 65536
            self.uploads.add(str(self.next_id))
            return 200, {"id": str(self.next_id), "type": "image", "url": f"http://127.0.0.1/media/{self.next_id}.png"}
        if get and path.startswith("/api/v1/media/") and path.split("/")[-1] in self.uploads:
            return 200, {"id": path.split("/")[-1], "type": "image"}
        if path != "/api/v1/statuses":
            return 404, {"error": "Record not found"}
        key, asked = request.headers.get("idempotency-key"), request.json()
        if self.software == "mastodon" and key in self.keys and self.clock - self.keys[key][1] < KEY_LIFE:
            return 200, self.keys[key][0]
        media = asked.get("media_ids", [])
        if not self.uploads.issuperset(media):
            return 422, {"error": f"Media {', '.join(sorted(set(media) - self.uploads))} not found or already attached to another post"}
        # An upload belongs to one status.
        self.uploads -= set(media)
        self.next_id += 65536
        made = {"id": str(self.next_id), "created_at": stamp(self.clock), "content": f"<p>{asked['status']}</p>",
                "spoiler_text": "", "in_reply_to_id": asked.get("in_reply_to_id"), "media_attachments": [{"id": one, "type": "image"} for one in media],
                "url": f"http://127.0.0.1/@alice/{self.next_id}"}
        self.statuses.append(made)
        self.keys[key] = (made, self.clock)
        self._publish("mastodon", asked["status"], key, len(media))
        return 200, made

    # --- AT Protocol ----------------------------------------------------------------------------------------------

    def expire(self):
        """All tokens for calls are old from now on."""
        self.expired = set(range(1, self.sessions + 1))

    def _xrpc(self, request):
        call, token = request.path.split(".")[-1], session(request)
        if call == "refreshSession":
            if not token or token in self.renewed:
                self.turned_away += 1
                return 400, {"error": "ExpiredToken", "message": "Token has been revoked"}
            self.renewed.add(token)
        if call in ("createSession", "refreshSession"):
            self.sessions += 1
            return 200, {"accessJwt": ACCESS + str(self.sessions), "refreshJwt": REFRESH + str(self.sessions), "did": DID,
                         "handle": "alice.test"}
        if call == "getRecord":
            key = unquote(request.query["rkey"][0])
            if key not in self.records:
                return 400, {"error": "RecordNotFound", "message": f"Could not locate record: {key}"}
            return 200, self.records[key]
        if token in self.expired:
            return 400, {"error": "ExpiredToken", "message": "Token has expired"}
        if call == "getSession":
            return 200, {"did": DID, "handle": "alice.test"}
        if call == "uploadBlob":
            # Named by its content.
            name = "b" + base64.b32encode(b"\x01\x55\x12\x20" + hashlib.sha256(request.body).digest()).decode().rstrip("=").lower()
            self.uploads.add(name)
            return 200, {"blob": {"$type": "blob", "ref": {"$link": name}, "mimeType": request.headers["content-type"], "size": len(request.body)}}
        if call != "putRecord":
            return 400, {"error": "InvalidRequest"}
        asked = request.json()
        key, value = asked["rkey"], asked["record"]
        kept = self.records.get(key)
        if kept and kept["value"] != value:
            return 400, {"error": "InvalidSwap", "message": "Record was at another cid"}
        pictures = [one["image"]["ref"]["$link"] for one in value.get("embed", {}).get("images", ())]
        if not self.uploads.issuperset(pictures):
            return 400, {"error": "BlobNotFound", "message": f"Could not find blob: {', '.join(sorted(set(pictures) - self.uploads))}"}
        if not kept:
            self.records[key] = {"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": f"bafy{key}", "value": value}
            self._publish("bluesky", value["text"], key, len(pictures))
        return 200, {name: self.records[key][name] for name in ("uri", "cid")}


def session(request):
    """The number of the session whose token comes with a request; None if none does."""
    found = re.fullmatch(rf"Bearer (?:{ACCESS}|{REFRESH})(\d+)", request.headers.get("authorization", ""))
    return int(found.group(1)) if found else None


def stamp(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
