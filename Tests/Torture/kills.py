"""kill -9 before every system call of a tick, in every scene, for every kind of settling."""
import signal

from . import tracer
from .bench import NotHere

SCENES = ("send", "settle", "resend", "plan", "cron")
# Of sessions, only this kind has any.
WITH_SESSION = ("clientID",)
# At these, what is written down and what is sent change; samples take more of them.
WEIGHTY = {"connect", "sendto", "recvfrom", "pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "renameat2",
           "openat", "fcntl", "write", "mkdir"}
NEEDS = tracer.unavailable


def weigh(name):
    return 4 if name in WEIGHTY else 1


def scenes(kind):
    return (*SCENES, "renew") if kind in WITH_SESSION else SCENES


def undisturbed(bench, kind):
    """(scene, the names of all calls of an undisturbed tick in it); of a scene that cannot be had here, none."""
    for scene in scenes(kind):
        try:
            workspace, moment = bench.begin(kind, scene)
        except NotHere:
            yield scene, []
            continue
        done = bench.traced(workspace, moment, keep=True)
        bench.settle(workspace, moment)
        yield scene, done.calls


def points(bench, kind, weigh=weigh):
    """(stratum, name, weight) of every call that an undisturbed tick makes, but those of no weight."""
    found = []
    for scene, calls in undisturbed(bench, kind):
        counts = {}
        if not calls:
            found.append((scene, f"{scene}/not-here", 1))
        for name in calls:
            counts[name] = counts.get(name, 0) + 1
            if weigh(name):
                found.append((f"{scene}/{name}", f"{scene}/{name}:{counts[name]}", weigh(name)))
    return found


def run(bench, kind, name):
    scene, call = name.split("/")
    workspace, moment = bench.begin(kind, scene)
    call, number = call.split(":")
    done = bench.traced(workspace, moment, at=(call, int(number)), act=tracer.kill)
    # Fewer calls than in the trace: threads wait in other ways each time. Or another thread was ending the process already,
    # and what it ends with stands.
    missed = not done.hits or done.returncode == 0
    bench.expect(done.returncode in ((0, -signal.SIGKILL) if done.hits else (done.returncode,)), "crash",
                 f"{done.returncode} {done.stderr}")
    bench.whole_sessions(workspace, there=scene == "renew")
    twice = int(number) % 4 == 3
    if twice:
        # And whoever comes to put it right is killed there, too.
        again = bench.traced(workspace, moment, at=(call, int(number)), act=tracer.kill)
        missed = missed or not again.hits or again.returncode == 0
        bench.whole_sessions(workspace, there=scene == "renew")
    bench.once(workspace)
    # A post at which two ticks died is a person's.
    bench.settle(workspace, moment, person=twice)
    return not missed
