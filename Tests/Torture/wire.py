"""A server that cuts, resets, drips, lies and floods: at every byte of its answer, before and after the post took effect."""
import gzip
import json
import shutil
import subprocess
import time

from . import tracer
from .network import PUBLISHING, Network, answer
from .tls import contexts
from .workspace import DUE, Workspace

RETRY_AFTER = ("", "0", "1", "30", "-5", "1e9", "soon", "99999999999999999999", "Mon, 23 Nov 2026 10:05:00 GMT",
               "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "30, 60")
BODIES = {"empty": b"", "null": b"null", "array": b"[]", "number": b"7", "id-null": b'{"id":null,"uri":null}', "torn": b'{"id":"1',
          "foreign": b'{"ok":true}', "deep": b"[" * 100_000, "not-utf8": b'{"id":"\xff\xfe"}',
          "portal": b"<!DOCTYPE html><title>Please log in to the wireless network</title>"}
REDIRECTS = (301, 302, 303, 307, 308)
# After these nobody knows whether the call took effect, whichever network it was made to.
DOUBT = ("redirect", "status")
TROUBLES = (500, 502, 503, 504, 520, 408, 409)
# kB that a tick may have, whatever it is answered: 36,000 are usual, and of an answer a few MB are read.
MEMORY = 60_000
TLS = ("expired", "self-signed", "wrong-name", "old-protocol", "http2", "redirect")


def lengths(bench, kind):
    """How many bytes the answer to each publishing call has, where nothing is disturbed."""
    workspace, moment = bench.begin(kind)
    found = []

    def answered(connection, request, work):
        whole = work()
        found.append(len(whole))
        connection.sock.sendall(whole)

    bench.network.disturb(answered, times=len(workspace.kind.parts))
    workspace.tick(moment)
    bench.network.quiet()
    bench.settle(workspace, moment)
    return found


def points(bench, kind):
    found = []
    for call, length in enumerate(lengths(bench, kind), 1):
        names = [f"{cut}:{byte}" for cut in ("cut", "cut-reset") for byte in range(length)]
        # So many bytes were read of a request that has arrived; or it never was, for the connection ended as soon as it stood.
        names += [f"request-reset:{byte}" for byte in (0, 1, 20, 100, 150, "half", "accept")] + ["request-reset-whole:0"]
        names += [f"status:{status}-{when}" for status in TROUBLES for when in ("before", "after")]
        names += [f"redirect:{status}-{when}" for status in REDIRECTS for when in ("before", "after")]
        names += [f"retry-after:{index}" for index in range(len(RETRY_AFTER))]
        names += [f"body:{body}-{when}" for body in BODIES for when in ("before", "after")
                  # For a webhook any 2xx means taken: one that takes nothing and says so is believed.
                  if when == "after" or kind not in ("dedup", "none")]
        names += ["bomb:endless", "bomb:gzip", "bomb:headers", "bomb:head", "slow:drip", "slow:silent"]
        found += [(f"{call}/{name.split(':')[0]}", f"{call}/{name}", weight(name)) for name in names]
    if kind in ("key", "none"):
        found += [("tls/tls", f"tls/tls:{fault}", 3) for fault in TLS]
    return found


def weight(name):
    # Slow ones wait for time-outs.
    return 0.3 if name.startswith("slow") else 2 if name[0] in "bsr" else 1


class Nth:
    """Matches the n-th publishing request."""

    def __init__(self, number):
        self.left = number

    def __call__(self, request):
        if request.publishes:
            self.left -= 1
            return self.left == 0
        return False


def run(bench, kind, name):
    call, rest = name.split("/")
    fault, detail = rest.split(":")
    if fault == "tls":
        return tls(bench, kind, detail)
    if fault.startswith("request-reset"):
        return reset(bench, kind, int(call), None if fault.endswith("whole") else detail)
    workspace, moment = bench.begin(kind)
    elsewhere = bench.elsewhere()
    act = {"cut": cut, "cut-reset": cut, "status": status, "redirect": status, "retry-after": limit, "body": body, "bomb": bomb,
           "slow": slow}[fault]
    disturbed = []
    hit = bench.network.disturb(lambda c, r, w: disturbed.append(act(c, r, w, fault, detail, elsewhere)), Nth(int(call)))
    started, peaks = time.monotonic(), []
    if fault == "bomb" and not tracer.unavailable():
        # At its end it is asked how much memory it had.
        done = bench.traced(workspace, moment, at=("exit_group", 1), act=lambda pid, *_: peaks.append(peak(pid)))
        bench.expect(peaks and max(peaks) < MEMORY, "memory", f"{peaks} kB, {done.returncode} {done.stdout}{done.stderr}")
    else:
        done = workspace.tick(moment)
        bench.runs += 1
    bench.expect(time.monotonic() - started < 30, "slow", f"{time.monotonic() - started:.0f} s")
    bench.expect(done.returncode in (0, 1), "crash", f"{done.returncode} {done.stderr}")
    bench.network.quiet(40)
    if fault in DOUBT and hit["hits"]:
        bench.expect(bench.state(workspace) == "unknown", "outcome", f"{bench.state(workspace)}, not in doubt: {done.stdout}{done.stderr}")
    bench.once(workspace)
    bench.expect(not elsewhere.log and not elsewhere.seen, "redirect", f"another host saw {elsewhere.log}")
    bench.settle(workspace, moment, waits=fault == "retry-after")
    return bool(hit["hits"]) and False not in disturbed


def peak(pid):
    """The most memory that a process has had, in kB."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def reset(bench, kind, call, part):
    """The connection is reset before the server has done anything: from the first byte of the request on that leaves, nobody
    here knows that, and nothing is sent again but on the terms of a doubt."""
    if part == "accept":
        if tracer.unavailable():
            return tracer.unavailable()
        workspace, moment = bench.begin(kind)
        before = bench.network.seen
        workspace.tick(moment)
        bench.network.quiet()
        number = [one.connection - before for one in bench.network.log if one.publishes][call - 1]
    workspace, moment = bench.begin(kind)
    heard, left = bench.published(), []
    if part == "accept":
        hit = bench.network.disturb(lambda c, r, w: c.reset(), connection=number)

        def see(pid, tid, name, arguments):
            text = tracer.memory(pid, arguments[1], min(arguments[2], 200)) if arguments[2] > 8 else b""
            left.extend(PUBLISHING.findall(text.decode("latin-1")))

        done = bench.traced(workspace, moment, at=("sendto", 1), act=see, forever=True)
    else:
        early = part if part in (None, "half") else int(part)
        hit = bench.network.disturb(lambda c, r, w: c.reset(), Nth(call), early=early)
        done = workspace.tick(moment)
        bench.runs += 1
        bench.network.quiet()
    bench.expect(done.returncode in (0, 1), "crash", f"{done.returncode} {done.stderr}")
    bench.expect(hit["hits"] == 1 and bench.published() - heard == (call if part is None else call - 1), "harness",
                 f"{hit['hits']} resets, {bench.published() - heard} calls heard")
    # The connection may have ended before the call was begun; that of this part then, and of no other, was not made.
    wanted = ("planned",) if part == "accept" and len(left) < call else ("unknown", "needs_resolve")
    state = bench.state(workspace)
    bench.expect(state in wanted, "outcome", f"{state} instead of {wanted}: {done.stdout}{done.stderr}")
    bench.once(workspace)
    bench.settle(workspace, moment)
    return bool(hit["hits"])


def cut(connection, request, work, fault, detail, elsewhere):
    """Returns whether anything was cut off."""
    whole = work()
    connection.sock.sendall(whole[:int(detail)])
    if fault == "cut-reset":
        connection.reset()
    return int(detail) < len(whole)


def status(connection, request, work, fault, detail, elsewhere):
    number, when = detail.split("-")
    if when == "after":
        work()
    to = f"Location: http://127.0.0.1:{elsewhere.port}{request.target}"
    connection.sock.sendall(answer(int(number), b'{"error":"trouble"}', [to] if fault == "redirect" else []))


def limit(connection, request, work, fault, detail, elsewhere):
    value = RETRY_AFTER[int(detail)]
    connection.sock.sendall(answer(429, b'{"error":"RateLimitExceeded"}', [f"Retry-After: {value}"] if value else []))


def body(connection, request, work, fault, detail, elsewhere):
    name, when = detail.rsplit("-", 1)
    if when == "after":
        work()
    kind = "text/html" if name == "portal" else "application/json"
    connection.sock.sendall(answer(200, BODIES[name], kind=kind))


def bomb(connection, request, work, fault, detail, elsewhere):
    whole = work()
    send = connection.sock.sendall
    try:
        if detail == "endless":
            send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
            for _ in range(2000):
                send(b" " * 65536)
        elif detail == "gzip":
            send(answer(200, gzip.compress(b" " * (200 << 20), 1), ["Content-Encoding: gzip"]))
        elif detail == "headers":
            send(b"HTTP/1.1 200 OK\r\n")
            for _ in range(1000):
                send(b"X-Header: value\r\n" * 1000)
            send(whole.split(b"\r\n", 1)[1])
        else:
            send(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(300):
                send(b"x" * 65536)
    except OSError:
        pass  # It has hung up, as it should.


def slow(connection, request, work, fault, detail, elsewhere):
    whole = work()
    try:
        for byte in whole if detail == "drip" else b"":
            connection.sock.sendall(bytes([byte]))
            time.sleep(0.5)
        if detail == "silent":
            connection.sock.settimeout(25)
            connection.sock.recv(1)
    except OSError:
        pass


def over_tls(bench, kind, detail, disturb=lambda server: None, **more):
    """A tick at a server of its own that speaks TLS, `disturb`ed before: the server, the workspace, what became of it; or why
    there is none."""
    if not shutil.which("openssl"):
        return "there is no openssl to make certificates with"
    try:
        context, trusted = contexts(bench.folder / "certificates", detail)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        return f"no such server can be made here: {error}"
    server = Network(tls=context)
    folder = bench.folder / f"tls-{kind}-{detail}"
    shutil.rmtree(folder, ignore_errors=True)
    workspace = Workspace(folder / "w", kind, server, base=f"https://localhost:{server.port}")
    if trusted:
        workspace.env = dict(workspace.env, HEARTH_CA_FILE=str(trusted))
    workspace.begin()
    disturb(server)
    done = workspace.tick(DUE, env=dict(workspace.env, **more))
    bench.runs += 1
    return server, workspace, done


def tls(bench, kind, detail):
    """A server that cannot prove who it is gets not one byte of HTTP; one that can, and likes HTTP/2 best, gets HTTP/1.1."""
    if detail == "redirect":
        return redirect(bench, kind)
    found = over_tls(bench, kind, detail)
    if isinstance(found, str):
        return found
    server, workspace, done = found
    bench.expect(done.returncode in (0, 1), "crash", f"{done.returncode} {done.stderr}")
    if detail == "http2":
        bench.expect(server.protocols and "h2" not in server.protocols, "tls", f"it speaks {server.protocols}")
        bench.expect(bench.state(workspace) == "posted", "outcome", f"{bench.state(workspace)}: {done.stdout}{done.stderr}")
        bench.secrets(workspace)
        server.listener.close()
        return None
    bench.expect(not server.log and not server.effects, "tls", f"it was told {[one.line for one in server.log]}")
    bench.expect(bench.state(workspace) == "planned", "lost", f"{bench.state(workspace)}: {json.dumps(done.stdout)}")
    report = json.loads(workspace.run("log", "--format", "json").stdout)
    bench.expect(report and report[0].get("reason"), "silent", report)
    bench.secrets(workspace)
    server.listener.close()
    return None


def redirect(bench, kind):
    """A server that is trusted sends the publishing call on to another one that is trusted, too: libcurl would go there, since
    it is not plain HTTP, and take the post and its secret along."""
    others = []

    def disturb(server):
        others.append(Network(tls=server.tls))
        to = f"Location: https://localhost:{others[0].port}/elsewhere"
        server.disturb(lambda c, r, w: c.sock.sendall(answer(307, b"", [to])))

    found = over_tls(bench, kind, "trusted", disturb)
    if isinstance(found, str):
        return found
    server, workspace, done = found
    bench.expect(done.returncode in (0, 1), "crash", f"{done.returncode} {done.stderr}")
    calls = [one.line for one in server.log if one.publishes]
    bench.expect(calls, "harness", f"it never got as far: {done.stdout}{done.stderr}")
    bench.expect(not others[0].seen, "redirect", f"another server was called: {[one.line for one in others[0].log]}")
    bench.expect(bench.state(workspace) == "unknown", "outcome", f"{bench.state(workspace)}, not in doubt: {done.stdout}{done.stderr}")
    bench.secrets(workspace)
    for one in (server, *others):
        one.listener.close()
    return None
