"""The networks, as one recording server on loopback: it knows what took effect, and misbehaves on request.

Written on bare sockets, so that an answer can be cut at any byte and a connection reset after any. What it answers stands in
`services.py`.
"""
import json
import re
import socket
import struct
import threading
import time
from urllib.parse import parse_qs, urlsplit

from .services import Services

PUBLISHING = re.compile(r"POST (/api/v1/statuses|/xrpc/com\.atproto\.repo\.putRecord|/hook/)")


class Request:
    """A request, read whole."""

    def __init__(self, raw, head_end):
        lines = raw[:head_end].decode("latin-1").split("\r\n")
        self.line = lines[0]
        self.method, self.target = lines[0].split(" ")[:2]
        parts = urlsplit(self.target)
        self.path, self.query = parts.path, parse_qs(parts.query)
        pairs = (line.split(":", 1) for line in lines[1:] if ":" in line)
        self.headers = {name.strip().lower(): value.strip() for name, value in pairs}
        self.body, self.raw = raw[head_end + 4:], raw

    @property
    def publishes(self):
        return bool(PUBLISHING.match(self.line))

    def json(self):
        return json.loads(self.body or b"null")


class Connection:
    """One connection of a client, for faults to play with."""

    def __init__(self, sock, number=0):
        self.sock, self.number, self.raw = sock, number, b""

    def read_until(self, enough):
        """Reads until `enough(raw)`, or the end; returns whether it was enough."""
        while not enough(self.raw):
            data = self.sock.recv(65536)
            if not data:
                return False
            self.raw += data
        return True

    def read_request(self):
        if not self.read_until(lambda raw: b"\r\n\r\n" in raw):
            return None
        end = self.raw.index(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", self.raw[:end])
        total = end + 4 + (int(length.group(1)) if length else 0)
        if not self.read_until(lambda raw: len(raw) >= total):
            return None
        return Request(self.raw[:total], end)

    def peek(self, enough):
        """What has arrived, once it is enough; it stays unread."""
        for _ in range(10_000):
            data = self.sock.recv(65536, socket.MSG_PEEK)
            if not data or enough(data):
                return data
            time.sleep(0.001)
        return b""

    def read_part(self, part):
        """Reads so many bytes of the request and not one more, or its head and half of its body."""
        if part == "half":
            head = self.peek(lambda raw: b"\r\n\r\n" in raw)
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            part = head.index(b"\r\n\r\n") + 4 + (int(length.group(1)) // 2 if length else 0)
        while len(self.raw) < part:
            data = self.sock.recv(part - len(self.raw))
            if not data:
                return
            self.raw += data

    def reset(self):
        """Ends it with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


class Network(Services):
    """Listens on a free port until the process ends. `clock` is what the networks take for the present, in epoch seconds."""

    def __init__(self, software="mastodon", tls=None):
        self.software, self.tls, self.lock = software, tls, threading.RLock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        # `seen` counts connections.
        self.active, self.seen, self.clock = 0, 0, time.time()
        # What was agreed on under TLS, for each connection.
        self.protocols = []
        self.idle = threading.Condition(self.lock)
        self.reset()
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def listen(self, family, address):
        """Another door to the same server, open until the socket that is returned is shut down."""
        listener = socket.create_server((address, 0), family=family, backlog=128)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def reset(self, software=None):
        """Forgets everything; counters go on, so that ids stay unique."""
        with self.lock:
            self.software, self.faults = software or self.software, []
            self.forget()

    def quiet(self, seconds=10):
        """Waits until no connection is open: what a dead client has sent takes effect before anybody looks."""
        with self.lock:
            return self.idle.wait_for(lambda: self.active == 0, seconds)

    # --- faults ---------------------------------------------------------------------------------------------------

    def disturb(self, fault, matches=lambda request: request.publishes, times=1, early=None, connection=None):
        """Lets `fault(connection, request, work)` answer the next requests that match; `work()` does what was asked and
        returns the bytes of the answer. `early` bytes of the request are read before `fault(connection, None, None)`; with the
        number of a `connection`, counted from now, that is as soon as it is there."""
        with self.lock:
            number = connection and self.seen + connection
            self.faults.append({"fault": fault, "matches": matches, "times": times, "early": early, "connection": number, "hits": 0})
            return self.faults[-1]

    def _fault(self, request, early):
        with self.lock:
            for one in self.faults:
                if one["times"] > 0 and not one["connection"] and (one["early"] is not None) == early and one["matches"](request):
                    one["times"] -= 1
                    one["hits"] += 1
                    return one
        return None

    # --- serving --------------------------------------------------------------------------------------------------

    def _accept(self, listener):
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            with self.lock:
                self.seen += 1
                number, fault = self.seen, next((one for one in self.faults if one["connection"] == self.seen), None)
                if not fault:
                    self.active += 1
            if fault:
                fault["hits"] += 1
                fault["fault"](Connection(sock), None, None)
                continue
            threading.Thread(target=self._serve, args=(sock, number), daemon=True).start()

    def _serve(self, sock, number):
        try:
            sock.settimeout(30)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
                self.protocols.append(sock.selected_alpn_protocol())
            self._answer(Connection(sock, number))
        except (OSError, ValueError):
            pass
        finally:
            try:
                sock.close()
            except OSError:
                pass
            with self.lock:
                self.active -= 1
                self.idle.notify_all()

    def _answer(self, connection):
        if any(one["early"] is not None for one in self.faults):
            # The first line says whether it is meant.
            line = connection.peek(lambda raw: b"\r\n" in raw).split(b"\r\n")[0].decode("latin-1")
            if line:
                one = self._fault(Request((line + "\r\n").encode(), len(line)), True)
                if one:
                    connection.read_part(one["early"])
                    return one["fault"](connection, None, None)
        request = connection.read_request()
        if not request:
            return None
        request.connection = connection.number
        with self.lock:
            self.log.append(request)
        one = self._fault(request, False)
        if one:
            return one["fault"](connection, request, lambda: self.work(request))
        connection.sock.sendall(self.work(request))
        return None

    def work(self, request):
        """Does what is asked; returns the answer's bytes."""
        with self.lock:
            if request.path.startswith("/hook/"):
                status, body = self._hook(request)
            elif request.path.startswith("/xrpc/"):
                status, body = self._xrpc(request)
            else:
                status, body = self._mastodon(request)
        return answer(status, json.dumps(body).encode())


def answer(status, body=b"", headers=(), kind="application/json"):
    """The bytes of an answer."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
