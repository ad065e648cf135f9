"""Signals, limits, descriptors, environments: whoever starts a tick may do it badly, and stop it at any time."""
import contextlib
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import threading
import time

from . import mounts, tracer, wire
from .clocks import library
from .workspace import instant, minutes

SIZES = (0, 512, 4096, 16384, 65536, 131072, 196608, 262144)
# With four to six, Swift's own runtime does not start; with three, the loader does not.
FILES = (3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20)
# MiB of memory that may be asked for: from what the loader needs to enough.
MEMORY = range(24, 640, 8)
# By which a process ends for want of it.
FAULTS = (signal.SIGSEGV, signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS)
SENDING = ("TERM", "INT", "HUP", "QUIT", "USR1", "PIPE", "ALRM", "STOP-CONT")
OUTPUTS = ("closed", "full", "broken-pipe", "all-closed")
MANNERS = ("cron", "no-home", "umask-000", "other-folder", "proxy", "netrc", "sslkeylog", "secret-hangs",
           "broken-ipv6", "broken-ipv6-silent", "broken-ipv4", "broken-ipv4-silent", "silent-host")
# Seconds for a name, a connection and TLS together.
CONNECT = 5


def points(bench, kind):
    found = [("sending", f"sending/{name}", 1) for name in SENDING]
    found += [("stopped", f"stopped/{when}", 1) for when in ("before-call", "before-outcome")]
    found += [("output", f"output/{name}", 1) for name in OUTPUTS]
    found += [("files", f"files/{count}", 1) for count in FILES]
    found += [("size", f"size/{count}", 1) for count in SIZES]
    found += [("memory", f"memory/{count}", 0.5) for count in MEMORY]
    found += [("manners", f"manners/{name}", 1) for name in MANNERS]
    if kind == "key":
        # It takes a minute and a half.
        found += [("stopped", "stopped/for-good", 0.1)]
    return found


def run(bench, kind, name):
    what, detail = name.split("/")
    return {"sending": sending, "stopped": stopped, "output": output, "files": files, "size": size, "memory": memory, "manners": manners}[what](bench, kind, detail)


def sending(bench, kind, name):
    """The signal comes while the post is on the server and the answer is not out yet."""
    workspace, moment = bench.begin(kind)
    held, go = threading.Event(), threading.Event()

    def hold(connection, request, work):
        whole = work()
        held.set()
        go.wait(10)
        connection.sock.sendall(whole)

    bench.network.disturb(hold)
    process = subprocess.Popen(workspace.command("tick", "--now", instant(moment)), env=workspace.env, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    bench.expect(held.wait(10), "harness", "no call came")
    if name == "STOP-CONT":
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.3)
        process.send_signal(signal.SIGCONT)
    else:
        process.send_signal(getattr(signal, f"SIG{name}"))
        time.sleep(0.1)
    go.set()
    out, err = (text.decode(errors="replace") for text in process.communicate(timeout=60))
    workspace.outputs += [out, err]
    number = signal.SIGCONT if "-" in name else getattr(signal, f"SIG{name}")
    # Ended by the signal, said so by its exit code, or went on to the end.
    bench.expect(process.returncode in (0, -number, 128 + number), "crash", f"{process.returncode} {out}{err}")
    bench.network.quiet()
    bench.once(workspace)
    bench.settle(workspace, moment)


def stopped(bench, kind, when):
    """It stands still for an hour between its claim and the call, or between the answer and writing it down."""
    if when == "for-good":
        return stopped_for_good(bench, kind)
    if not library():
        return "there is no libfaketime (Debian: apt-get install libfaketime)"
    if tracer.unavailable():
        return tracer.unavailable()
    workspace, moment = bench.begin(kind)
    bench.network.clock = moment.timestamp()
    offset, jumped = bench.folder / "offset", []
    offset.write_text("+0\n")

    def see(pid, tid, name, arguments):
        if when == "before-call":
            due = name == "connect" and bench.state(workspace) == "sending"
        else:
            due = name == "pwrite64" and any(one.publishes for one in bench.network.log)
        if due and not jumped:
            jumped.append(name)
            offset.write_text("+3600\n")

    # Of the two, the first loads the library and lets it set its variables, before Swift looks at where they are.
    command = ["/usr/bin/env", f"LD_PRELOAD={library()}", f"FAKETIME_TIMESTAMP_FILE={offset}", "FAKETIME_NO_CACHE=1", "/usr/bin/env",
               *workspace.command("tick", "--now", instant(moment))]
    done = tracer.run(command, workspace.env, see=see)
    workspace.outputs += [done.stdout, done.stderr]
    bench.network.quiet()
    bench.expect(jumped, "harness", f"never came to that point: {done.stdout}{done.stderr}")
    bench.expect(done.returncode in (0, 1, -signal.SIGKILL), "crash", f"{done.returncode} {done.stderr}")
    if when == "before-call":
        published = [one.line for one in bench.network.log if one.publishes]
        bench.expect(not published, "late", f"called an hour after its claim: {published}")
    bench.once(workspace)
    bench.settle(workspace, moment + minutes(59))


def stopped_for_good(bench, kind):
    """It is stopped in the middle of its call and never goes on: the kernel's timer ends it."""
    workspace, moment = bench.begin(kind)
    held, go = threading.Event(), threading.Event()

    def hold(connection, request, work):
        work()
        held.set()
        go.wait(150)

    bench.network.disturb(hold)
    process = subprocess.Popen(workspace.command("tick", "--now", instant(moment)), env=workspace.env, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    bench.expect(held.wait(10), "harness", "no call came")
    process.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    try:
        process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        bench.violation("slow", "it still stood there after two minutes")
    # A minute for the claim, twenty seconds for the call, ten more.
    bench.expect(process.returncode == -signal.SIGKILL and 60 < time.monotonic() - started < 100, "slow",
                 f"{process.returncode} after {time.monotonic() - started:.0f} s")
    go.set()
    bench.network.quiet()
    bench.once(workspace)
    bench.settle(workspace, moment)


def output(bench, kind, name):
    """Nobody reads what it says: the ledger is right all the same."""
    workspace, moment = bench.begin(kind)
    command = workspace.command("tick", "--now", instant(moment))
    if name == "full":
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, env=workspace.env, stdout=full, stderr=full, timeout=60)
    elif name == "broken-pipe":
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(command, env=workspace.env, stdout=write, stderr=write, timeout=60)
        os.close(write)
    else:
        closing = ">&- 2>&- <&-" if name == "all-closed" else ">&-"
        done = subprocess.run(["sh", "-c", f'exec "$@" {closing}', "sh", *command], env=workspace.env, timeout=60)
    # What was cut off by a full disk is told by the code; whoever has closed it does not want to know.
    bench.expect(done.returncode in ((0, 1, 74) if name == "full" else (0, 1)), "crash", f"ended with {done.returncode}")
    bench.network.quiet()
    bench.expect(bench.state(workspace) == "posted", "outcome", f"{bench.state(workspace)} after exit {done.returncode}")
    bench.settle(workspace, moment)


def limited(bench, kind, limit, value):
    workspace, moment = bench.begin(kind)
    done = workspace.tick(moment, preexec_fn=lambda: resource.setrlimit(limit, (value, value)))
    bench.network.quiet()
    bench.once(workspace)
    return workspace, moment, done


def files(bench, kind, count):
    """So few descriptors that something cannot be opened."""
    workspace, moment, done = limited(bench, kind, resource.RLIMIT_NOFILE, int(count))
    # With less than it needs to load its libraries the loader ends it.
    bench.expect(done.returncode >= 0, "crash", f"died of {-done.returncode}: {done.stderr[:300]}")
    bench.settle(workspace, moment)


def size(bench, kind, count):
    """No file may grow beyond this: SIGXFSZ, or EFBIG."""
    workspace, moment, done = limited(bench, kind, resource.RLIMIT_FSIZE, int(count))
    bench.expect(done.returncode >= 0 or done.returncode == -signal.SIGXFSZ, "crash", f"died of {-done.returncode}: {done.stderr[:300]}")
    bench.settle(workspace, moment)


def memory(bench, kind, count):
    """So little memory that it cannot be had somewhere; Swift's runtime ends the process then, or it ends itself (71)."""
    workspace, moment, done = limited(bench, kind, resource.RLIMIT_AS, int(count) << 20)
    said = f"{done.returncode} {done.stdout}{done.stderr}"
    if done.returncode < 0:
        bench.expect(-done.returncode in FAULTS, "crash", said)
    elif done.returncode > 1:
        # The loader's word, or its own.
        bench.expect(done.stderr, "silent", said)
    else:
        bench.expect("first: " in done.stdout, "silent", f"the post was due: {said}")
    posted = bench.state(workspace) == "posted"
    bench.expect(posted == ("first: posted" in done.stdout), "outcome", f"{bench.state(workspace)}: {said}")
    bench.settle(workspace, moment)
    # The limit was not felt where all went well.
    return not posted


def secret_hangs(bench, kind):
    """The program that fetches the secret never ends: after ten seconds it is, and the account is not used."""
    workspace, moment = bench.begin(kind)
    policy = workspace.folder / "policies" / "default.yaml"
    good = policy.read_text()
    policy.write_text(good.replace('"env:TOKEN"', '"command: /bin/sleep 60"').replace('"env:HOOK"', '"command: /bin/sleep 60"'))
    started = time.monotonic()
    try:
        done = workspace.tick(moment)
    finally:
        policy.write_text(good)
    bench.expect(9 < time.monotonic() - started < 20, "slow", f"{time.monotonic() - started:.0f} s")
    bench.expect(done.returncode == 1 and "sleep" in done.stdout and not bench.network.log, "silent",
                 f"{done.returncode} {done.stdout}{done.stderr}")
    bench.settle(workspace, moment)


def key_log(bench, kind):
    """Whoever has the environment name a file for the keys of TLS does not get them, though there are some."""
    keys = bench.folder / "keys.log"
    keys.unlink(missing_ok=True)
    found = wire.over_tls(bench, kind, "trusted", SSLKEYLOGFILE=str(keys))
    if isinstance(found, str):
        return found
    server, workspace, done = found
    bench.expect(done.returncode == 0 and bench.state(workspace) == "posted" and server.protocols, "outcome",
                 f"{bench.state(workspace)} over TLS, {len(server.protocols)} times: {done.returncode} {done.stdout}{done.stderr}")
    bench.expect(not keys.exists(), "secret", "keys of TLS were logged")
    bench.secrets(workspace)
    server.listener.close()
    return None


class Silence:
    """A port where no SYN is answered, for a `with`: the queue of whoever listens there is full."""

    def __init__(self, addresses, port=0):
        self.port, self.sockets = port, []
        try:
            for family, address in addresses:
                self.fill(family, address)
        except OSError:
            self.__exit__()
            raise

    def fill(self, family, address):
        listener = self.socket(family)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, self.port))
        listener.listen(0)
        self.port = listener.getsockname()[1]
        try:
            for _ in range(10):
                self.socket(family).connect((address, self.port))
        except TimeoutError:
            return
        raise OSError(f"everybody is let in at {address}")

    def socket(self, family):
        self.sockets.append(socket.socket(family))
        self.sockets[-1].settimeout(0.5)
        return self.sockets[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in self.sockets:
            one.close()


FAMILIES = {"ipv6": (socket.AF_INET6, "::1"), "ipv4": (socket.AF_INET, "127.0.0.1")}


def addresses(bench, kind, name):
    """The name of the server has an address of each family. At one of them nobody listens, or nobody answers: then the other is
    tried in time. Where neither answers, nothing was sent, and it waits. False where libcurl asks the good one first."""
    if mounts.unavailable("tmpfs") or tracer.unavailable():
        return mounts.unavailable("tmpfs") or tracer.unavailable()
    broken = None if name == "silent-host" else FAMILIES[name.split("-")[1]]
    good = next((one for one in FAMILIES.values() if one != broken), None) if broken else None
    workspace, moment = bench.begin(kind)
    hosts = bench.folder / "hosts"
    hosts.write_text("::1 localhost\n127.0.0.1 localhost\n")
    policy, asked = workspace.folder / "policies" / "default.yaml", []
    before = policy.read_text()

    def see(pid, tid, call, arguments):
        asked.append(int.from_bytes(tracer.memory(pid, arguments[1], 2), "little"))

    with contextlib.ExitStack() as closing:
        try:
            port = 0
            if good:
                door = closing.enter_context(bench.network.listen(*good))
                # Whoever waits in it for a connection would keep it open.
                closing.callback(door.shutdown, socket.SHUT_RDWR)
                port = door.getsockname()[1]
            silent = ([broken] if name.endswith("silent") else []) if broken else list(FAMILIES.values())
            port = closing.enter_context(Silence(silent, port)).port
        except OSError as error:
            return f"no such address can be made here: {error}"
        policy.write_text(before.replace(f"127.0.0.1:{bench.network.port}", f"localhost:{port}"))
        closing.callback(policy.write_text, before)
        started = time.monotonic()
        done = bench.traced(workspace, moment, at=("connect", 1), act=see, forever=True,
                            under=[shutil.which("unshare"), "-m", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', hosts])
        taken = time.monotonic() - started
    asked = [family for family in asked if family in (socket.AF_INET, socket.AF_INET6)]
    calls, state = len(bench.network.log), bench.state(workspace)
    bench.expect(done.returncode == 0, "crash", f"{done.returncode} {done.stdout}{done.stderr}")
    bench.expect(state == ("posted" if good else "planned"), "outcome", f"{state} {done.stdout}{done.stderr}")
    if not good:
        bench.expect(not calls and "not sent" in done.stdout, "silent", f"{calls} calls, and it says: {done.stdout}{done.stderr}")
        bench.expect(len(set(asked)) == 2 and CONNECT - 1 < taken < CONNECT + 3, "slow", f"{taken:.1f} s at {asked}")
    elif asked[:1] == [broken[0]]:
        # For every call both are asked, and for none of them all of its time is waited.
        bench.expect(asked == [broken[0], good[0]] * calls and taken < CONNECT * calls, "slow", f"{taken:.1f} s, {calls} calls at {asked}")
    bench.settle(workspace, moment)
    return not good or asked[:1] == [broken[0]]


def manners(bench, kind, name):
    """Environments that cron, shells and other people's variables make."""
    if name == "secret-hangs":
        return secret_hangs(bench, kind)
    if name == "sslkeylog":
        return key_log(bench, kind)
    if name.startswith("broken-ip") or name == "silent-host":
        return addresses(bench, kind, name)
    workspace, moment = bench.begin(kind)
    env, more = dict(workspace.env), {}
    if name == "cron":
        env = {"HOME": "/nonexistent", "LOGNAME": "nobody", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "TOKEN": env["TOKEN"],
               "HOOK": env["HOOK"], "LANG": "C", "LC_ALL": "C", "TZ": "Nowhere/Never"}
    elif name == "no-home":
        env = {"TOKEN": env["TOKEN"], "HOOK": env["HOOK"]}
    elif name == "umask-000":
        more = {"preexec_fn": lambda: os.umask(0)}
    elif name == "other-folder":
        more = {"cwd": "/"}
    elif name == "proxy":
        elsewhere = bench.elsewhere()
        proxy = f"http://127.0.0.1:{elsewhere.port}"
        env |= {"http_proxy": proxy, "https_proxy": proxy, "ALL_PROXY": proxy, "HTTP_PROXY": proxy}
    elif name == "netrc":
        home = bench.folder / "home"
        home.mkdir(exist_ok=True)
        (home / ".netrc").write_text("machine 127.0.0.1 login netrc-canary password netrc-canary\n")
        env["HOME"] = str(home)
    done = workspace.tick(moment, env=env, **more)
    bench.expect(done.returncode == 0, "crash", f"{done.returncode} {done.stdout}{done.stderr}")
    bench.expect(bench.state(workspace) == "posted", "outcome", f"{bench.state(workspace)} {done.stdout}{done.stderr}")
    if name == "proxy":
        bench.expect(not elsewhere.seen, "redirect", "the proxy of the environment was asked")
    bench.expect(not any(b"netrc-canary" in one.raw for one in bench.network.log), "secret", "the .netrc was used")
    for path in [workspace.state, *workspace.state.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        bench.expect(mode & 0o077 == 0, "secret", f"{path.name} has mode {mode:o}")
    bench.settle(workspace, moment)
