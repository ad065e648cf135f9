"""Where one point is tried: scenes to begin from, clean ticks until all is quiet, and the promise, checked."""
import copy
import json
import shutil
import sqlite3

from . import cron, tracer
from .network import Network
from .services import ACCESS, REFRESH, session
from .workspace import DUE, NEEDLES, PARTS, PLANNED, KINDS, Workspace, minutes

# Minutes after the disturbed tick; never an hour apart, so that nothing counts as a downtime.
TICKS = (1, 3, 6, 12, 20, 31, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 195, 210, 225)
WITH_A_PERSON = ("needs_resolve", "held", "rejected")
SPACING = 15 * 60
KEPT = ("effects", "log", "statuses", "keys", "records", "hooks", "uploads", "sessions", "expired", "renewed", "turned_away")


class NotHere(Exception):
    """Why something cannot be tried on this machine."""


class Bench:
    """One worker's: a server, a workspace for each kind. `violations` are of the point that is being tried."""

    def __init__(self, folder):
        self.folder, self.network = folder, Network()
        self.workspaces, self.scenes, self.violations, self.runs, self.ticks_to_quiet = {}, {}, [], 0, 0
        self.other, self.told = None, 0

    def violation(self, category, detail):
        self.violations.append((category, str(detail)[:1200]))

    def expect(self, holds, category, detail):
        if not holds:
            self.violation(category, detail)
        return bool(holds)

    # --- scenes ---------------------------------------------------------------------------------------------------

    def workspace(self, kind, scene="send"):
        key = f"{kind}-cron" if scene == "cron" else kind
        if key not in self.workspaces:
            clock = None
            if scene == "cron":
                if cron.unavailable():
                    raise NotHere(cron.unavailable())
                clock = cron.library(self.folder, PLANNED)
            self.workspaces[key] = Workspace(self.folder / key / "w", kind, self.network, clock=clock)
        return self.workspaces[key]

    def begin(self, kind, scene="send"):
        """Goes to the beginning of a scene; returns the workspace and the moment of the tick that is to be disturbed.

        plan: nothing has ever run. send: the post is due. settle: it was sent, and the answer lost. resend: the connection
        died before it was sent. renew: the post is due, and the session that is kept has grown old. cron: the post is due and
        has a picture, and all ticks are without `--now`, the earlier ones as well. Each is to be gone through to the end by the
        next ticks.
        """
        workspace = self.workspace(kind, scene)
        self.network.quiet()
        workspace.begin()
        if scene == "plan":
            workspace.bring(None)
            return workspace, PLANNED
        if scene in ("send", "cron"):
            return workspace, DUE
        key = (kind, scene)
        moment = DUE + minutes(0 if scene == "renew" else 3)
        if key not in self.scenes:
            if scene == "renew":
                workspace.run("accounts", "test")
                self.network.expire()
            else:
                lose = lambda connection, request, work: (work() if scene == "settle" else None, connection.reset())  # noqa: E731
                self.network.disturb(lose)
                workspace.tick(DUE)
            self.network.quiet()
            state = workspace.folder.parent / f"{scene}.saved"
            workspace.keep(state)
            self.scenes[key] = (state, {name: copy.deepcopy(getattr(self.network, name)) for name in KEPT})
        state, server = self.scenes[key]
        workspace.bring(state)
        for name, value in server.items():
            setattr(self.network, name, copy.deepcopy(value))
        workspace.outputs = []
        return workspace, moment

    def traced(self, workspace, moment, under=(), **how):
        """A tick under the tracer, begun by the words in `under`."""
        self.network.clock = moment.timestamp()
        self.runs += 1
        words, env = workspace.at(moment, "tick")
        done = tracer.run([*under, *workspace.command(*words)], env, **how)
        workspace.outputs += [done.stdout, done.stderr]
        self.network.quiet()
        return done

    def elsewhere(self):
        """A server of somebody else, who must never hear of us."""
        if not self.other:
            self.other = Network()
        self.other.reset()
        self.other.seen = 0
        return self.other

    # --- the promise ----------------------------------------------------------------------------------------------

    def settle(self, workspace, after, person=False, codes=(0, 1), waits=False):
        """Clean ticks until the post is out or with a person; then everything is checked. Returns its state.

        `person`: whether a person may be asked although the kind could settle it. `waits`: whether it may still be waiting,
        since a server may ask for a day.
        """
        state = None
        for count, more in enumerate(TICKS):
            moment = after + minutes(more)
            done = workspace.tick(moment)
            self.runs += 1
            self.network.quiet()
            self.expect(done.returncode in codes, "crash", f"a clean tick ended with {done.returncode}: {done.stdout}{done.stderr}")
            if not self.once(workspace):
                break
            state = self.state(workspace)
            if state == "posted" or state in WITH_A_PERSON:
                self.ticks_to_quiet = count + 1
                break
        if waits and state in ("missed", "planned"):
            # Half a thread is under way and named; what has not begun is the planner's again.
            report = json.loads(workspace.run_at(moment, "status", "--format", "json").stdout)
            named = [one["post"] for one in report["under_way"]]
            self.expect("first" in named if state == "planned" else workspace.counts()[0] == 0, "lost", f"{state}, status names {named}")
            self.check_dropped(workspace)
        else:
            self.check(workspace, moment, state, person)
        return state

    def state(self, workspace):
        try:
            rows = workspace.rows("SELECT state FROM delivery WHERE post = 'first' ORDER BY id DESC LIMIT 1")
        except sqlite3.Error as error:
            return f"unreadable: {error}"
        return rows[0]["state"] if rows else None

    def glance(self, workspace):
        """(state, attempt) of the post's deliveries as a reader would find them who came now; nothing is touched."""
        place = self.folder / "glance"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(workspace.state, place)
        connection = sqlite3.connect(place / "ledger.sqlite")
        try:
            return connection.execute("SELECT state, attempt FROM delivery WHERE post = 'first' ORDER BY id").fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # There is no ledger yet.
                return []
            raise
        finally:
            connection.close()

    def published(self):
        """How many publishing calls the server has heard."""
        return sum(one.publishes for one in self.network.log)

    def once(self, workspace):
        counts = workspace.counts()
        return self.expect(max(counts) <= 1, "double", f"{counts} {self.network.effects}")

    def check(self, workspace, moment, state, person=False):
        """What must hold at the end, whatever happened."""
        self.told += 1
        # To ask the program costs as much as a tick: where all is well, every fourth time.
        if state == "posted" and self.told % 4:
            counts = workspace.counts()
            self.expect(counts == [1] * len(counts), "lost", f"posted in the ledger, but {counts} at the server")
        else:
            self.ask(workspace, moment, state, person)
        self.check_dropped(workspace)

    def ask(self, workspace, moment, state, person):
        """What `status` and `log` say of it."""
        counts = workspace.counts()
        status = workspace.run_at(moment, "status", "--format", "json")
        log = workspace.run_at(moment, "log", "--format", "json")
        self.runs += 2
        try:
            report, deliveries = json.loads(status.stdout), json.loads(log.stdout)
        except ValueError:
            self.violation("ledger", f"status and log cannot be read: {status.stdout[:300]} {status.stderr} {log.stderr}")
            return
        firsts = [one for one in deliveries if one["post"] == "first"]
        if state == "posted":
            self.expect(counts == [1] * len(counts), "lost", f"posted in the ledger, but {counts} at the server")
            self.expect([one["state"] for one in firsts].count("posted") == 1, "lost", f"the log has {firsts}")
        elif state in WITH_A_PERSON:
            named = [one["post"] for one in report["needs_person"]]
            self.expect("first" in named and status.returncode == 1, "lost", f"{state}, but status names {named}")
            self.expect(person or workspace.kind_name == "none", "person", f"a person is asked: {firsts}")
        elif state is None and person and any("no plan could be made" in text for text in report["troubles"]):
            # A plan at which two ticks were killed is a person's as well, and nothing was begun.
            self.expect(not any(counts) and status.returncode == 1, "lost", f"without a plan {counts} at the server")
        else:
            self.violation("lost", f"neither out nor with a person: {state}, {counts} at the server, {deliveries}")

    def check_dropped(self, workspace):
        """What must hold whatever became of the post."""
        self.once(workspace)
        bare = [one for one in self.network.effects if one["text"].startswith(PARTS[0]) and one["pictures"] != workspace.pictures]
        self.expect(not bare, "lost", f"{workspace.pictures} pictures were to be there: {bare}")
        self.bursts(workspace)
        self.integrity(workspace)
        self.secrets(workspace)

    def whole_sessions(self, workspace, there=False):
        """A session on the disk is one that the server gave, the one before or the one after, and none is used before it is
        there. `there`: one was there before."""
        kept = sorted((workspace.state / "sessions").glob("*.json"))
        self.expect(kept or not there, "session", "the session is gone")
        # What was sent with a token, the token of its renewal included, was kept before.
        used = max((session(one) or 0 for one in self.network.log), default=0)
        for path in kept:
            data = path.read_bytes()
            try:
                found = json.loads(data)
                number = int(found["refreshToken"].removeprefix(REFRESH)) if found else None
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                self.violation("session", f"{path.name} has {len(data)} bytes, {error}: {data[:200]}")
                continue
            if number is None:
                # Forgotten as a whole, which only a renewal that was refused is a reason for.
                self.expect(self.network.turned_away, "session", "there is nothing left in it")
                continue
            self.expect(used <= number <= self.network.sessions and found.get("accessToken", ACCESS + str(number)) == ACCESS + str(number),
                        "session", f"session {number} of {self.network.sessions} is kept, {used} was used: {found}")

    def bursts(self, workspace):
        """Different posts of one account keep their spacing."""
        times = {}
        for effect in self.network.effects:
            times.setdefault("second" if "Another" in effect["text"] else "first", effect["at"])
        moments = sorted(times.values())
        for one, next_one in zip(moments, moments[1:]):
            self.expect(next_one - one >= SPACING, "burst", f"{next_one - one} s between two posts")

    def integrity(self, workspace):
        try:
            found = [list(row.values()) for pragma in ("integrity_check", "foreign_key_check")
                     for row in workspace.rows(f"PRAGMA {pragma}")]
            self.expect(found == [["ok"]], "ledger", found)
        except sqlite3.Error as error:
            self.violation("ledger", error)

    def secrets(self, workspace):
        for path in workspace.files():
            if path.parent.name != "sessions":
                data = path.read_bytes()
                self.expect(not any(needle in data for needle in NEEDLES), "secret", path.name)
        for text in workspace.outputs:
            self.expect(not any(needle in text.encode() for needle in NEEDLES), "secret", f"an output: {text[:200]}")


def kinds(chosen=None):
    return [chosen] if chosen else list(KINDS)
