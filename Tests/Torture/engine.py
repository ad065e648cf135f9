"""Points, workers, sampling, and the table at the end."""
import multiprocessing
import os
import random
import re
import shutil
import signal
import tempfile
import time
import traceback
import zlib
from pathlib import Path

from . import catalogue
from .bench import Bench, NotHere, kinds as all_kinds

# What was left out for want of time.
REST = "the rest"
_bench = None
_broken = None
_methods = {}


class Result:
    """What became of one point."""

    def __init__(self, method, kind, name):
        self.method, self.kind, self.name = method, kind, name
        self.violations, self.runs, self.hit, self.ticks, self.seconds, self.skipped = [], 0, True, 0, 0.0, None


def _start(folder, methods):
    global _bench, _broken, _methods
    # The parent stops everything, and tells what was done until then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _methods = methods
    place = Path(folder) / f"worker-{os.getpid()}"
    try:
        place.mkdir()
        place.chmod(0o711)
        _bench = Bench(place)
    except Exception:
        # Told with the first point: a worker that ends here would be begun again and again.
        _broken = traceback.format_exc()


def _fresh():
    if _broken:
        raise RuntimeError(f"a worker could not begin: {_broken}")
    _bench.violations, _bench.runs, _bench.ticks_to_quiet = [], 0, 0


def _points(task):
    method, kind = task
    try:
        _fresh()
        return method, kind, _methods[method].points(_bench, kind), list(_bench.violations)
    except Exception:
        return method, kind, [], [("crash", f"no points: {traceback.format_exc()}")]


def _try(task):
    method, kind, name = task
    result, started = Result(method, kind, name), time.monotonic()
    try:
        _fresh()
        hit = _methods[method].run(_bench, kind, name)
        # A text says why it could not be tried.
        result.hit, result.skipped = hit is not False, hit if isinstance(hit, str) else None
    except NotHere as why:
        result.skipped = str(why)
    except Exception:
        if _broken:
            result.violations = [("harness", traceback.format_exc())]
            return result
        _bench.violation("harness", traceback.format_exc())
    result.violations, result.runs, result.ticks = _bench.violations, _bench.runs, _bench.ticks_to_quiet
    result.seconds = time.monotonic() - started
    return result


def choose(found, count, seed, relied, besides):
    """A sample of `count` points, and `besides` it some of certain strata, {stratum: how many, if the sample is not smaller}."""
    chosen = sample([one for one in found if one[1][0] not in besides], count, seed, relied)
    for stratum, more in besides.items():
        chosen += sample([one for one in found if one[1][0] == stratum], count and min(count, more), seed)
    return chosen


def sample(found, count, seed, relied=()):
    """An even choice of `count` points over strata (kind, scene, call): each has its share by weight and size; within a stratum
    they stand evenly apart, from a random beginning. To these comes one of each of the points that are `relied` on, if
    none of those is among them."""
    if count is None or count >= len(found):
        return found
    chosen = even(found, count, seed)
    for points in sorted(relied):
        mine = [one for one in found if catalogue.is_meant(points, one[1][1])]
        if mine and not any(catalogue.is_meant(points, one[1][1]) for one in chosen):
            # Of points that are seldom taken, for they take long, none that need not be.
            most = max(weight for _, (_, _, weight) in mine)
            chosen.append(random.Random(f"{seed} {points}").choice([one for one in mine if one[1][2] == most]))
    return chosen


def even(found, count, seed):
    """The even choice of a sample."""
    dice, strata = random.Random(seed), {}
    for kind, (stratum, name, weight) in found:
        strata.setdefault((kind, stratum), []).append((kind, (stratum, name, weight)))
    sizes = {key: len(some) ** 0.5 * some[0][1][2] for key, some in strata.items()}
    share, chosen = count / sum(sizes.values()), []
    for key in sorted(strata):
        some = strata[key]
        exact = min(len(some), sizes[key] * share)
        take = min(len(some), int(exact) + (dice.random() < exact - int(exact)))
        phase = dice.random()
        chosen += [some[int((index + phase) * len(some) / take)] for index in range(take)]
    rest = [one for one in found if one not in set(chosen)] if len(chosen) < count else []
    dice.shuffle(rest)
    chosen += rest[:count - len(chosen)]
    dice.shuffle(chosen)
    return chosen[:count]


def is_in(part, method, point):
    """Whether a point belongs to the K-th of N parts: by its name alone, for a list of points differs from run to run."""
    kind, (_, name, _) = point
    return zlib.crc32(f"{method} {kind} {name}".encode()) % part[1] == part[0] - 1


def place():
    """Syncs cost nothing in memory; what they are for is tried on a disk image by `power`."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 1 << 30 else None


def run(methods, kinds, counts, seed, jobs, only=None, verbose=False, limit=None, part=(1, 1)):
    """Tries everything, or its K-th of N parts; returns {method: [results]}, {method: (points, sampled)}, {method: why it was not run}."""
    results, sizes, skipped = {}, {}, {}
    usable, relied = {}, catalogue.relied_on()
    for name, method in methods.items():
        why = getattr(method, "NEEDS", lambda: None)()
        if why:
            skipped[name] = why
        else:
            usable[name] = method
    folder = tempfile.mkdtemp(prefix="hearth-torture-", dir=place())
    # Other users find their way through to what is open to them, but see nothing.
    os.chmod(folder, 0o711)
    started = time.monotonic()
    try:
        with multiprocessing.get_context("fork").Pool(jobs, _start, (folder, usable)) as pool:
            found = {name: [] for name in usable}
            tasks = [(name, kind) for name, method in usable.items() for kind in getattr(method, "KINDS", kinds) if kind in kinds]
            for name, kind, points, violations in pool.imap_unordered(_points, tasks):
                found[name] += [(kind, point) for point in points]
                for violation in violations:
                    result = Result(name, kind, "undisturbed")
                    result.violations = [violation]
                    results.setdefault(name, []).append(result)
                    tell(result)
            tasks = []
            for name in usable:
                mine, names = sorted(found[name]), relied.get(name, ())
                unknown = [one for one in names if not any(catalogue.is_meant(one, point[1]) for _, point in mine)]
                if unknown and kinds == all_kinds():
                    raise SystemExit(f"{' or '.join(catalogue.PAGES)} relies on {unknown}, and {name} has no such points")
                if only:
                    mine, names = [one for one in mine if catalogue.is_meant(only, one[1][1])], ()
                    if not mine and not re.search(r"[/:]", only) or not mine and re.search(r"[*?[]", only):
                        raise SystemExit(f"{name} has no point like {only}")
                    # Lists differ from run to run: what has the name of a point is tried.
                    mine = mine or [(kind, (None, only, 1)) for kind in kinds]
                chosen = choose(mine, counts.get(name), seed, names, getattr(usable[name], "BESIDES", {}))
                chosen = [one for one in chosen if is_in(part, name, one)]
                sizes[name] = (len(found[name]), len(chosen))
                tasks += [(name, kind, point[1]) for kind, point in chosen]
            # One method's slow points are not to stand at the end of all.
            random.Random(seed).shuffle(tasks)
            for count, result in enumerate(pool.imap_unordered(_try, tasks, chunksize=1), 1):
                results.setdefault(result.method, []).append(result)
                tell(result, verbose)
                if count % 500 == 0:
                    print(f"... {count} of {len(tasks)} points, {time.monotonic() - started:.0f} s", flush=True)
                if limit and time.monotonic() - started > limit:
                    skipped[REST] = f"out of time after {count} of {len(tasks)} points"
                    pool.terminate()
                    break
    except KeyboardInterrupt:
        skipped[REST] = "interrupted"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return results, sizes, skipped


def tell(result, verbose=False):
    for category, detail in result.violations:
        print(f"VIOLATION  {category}: {result.method} {result.kind} {result.name}\n  {detail}\n"
              f"  again: scripts/torture {result.method} --kind {result.kind} --only '{result.name}'", flush=True)
    if verbose:
        print(f"{result.method} {result.kind} {result.name}: {result.seconds:.2f} s, hit {result.hit}, {result.ticks} ticks to quiet", flush=True)


def summary(results, sizes, skipped, seconds, seed):
    """Prints the table; returns whether everything held."""
    columns = ("method", "kind", "points", "tried", "hit", "runs", "doubles", "lost", "bursts", "other", "ticks", "seconds")
    rows, bad = [], 0
    for method, some in results.items():
        for kind in sorted({one.kind for one in some}):
            mine = [one for one in some if one.kind == kind]
            kinds = [category for one in mine for category, _ in one.violations]
            bad += len(kinds)
            tried = [one for one in mine if not one.skipped]
            rows.append((method, kind, "", len(tried), sum(one.hit for one in tried), sum(one.runs for one in mine), kinds.count("double"),
                         kinds.count("lost"), kinds.count("burst"), sum(one not in ("double", "lost", "burst") for one in kinds),
                         max((one.ticks for one in mine), default=0), f"{sum(one.seconds for one in mine):.0f}"))
        total = [row for row in rows if row[0] == method]
        rows.append((method, "all", sizes.get(method, ("", ""))[0], *(sum(row[index] for row in total) for index in range(3, 10)),
                     max(row[10] for row in total), sum(int(row[11]) for row in total)))
    widths = [max(len(str(row[index])) for row in [columns, *rows]) for index in range(len(columns))]
    for row in [columns, *rows]:
        print("  ".join(str(value).ljust(width) if index < 2 else str(value).rjust(width)
                        for index, (value, width) in enumerate(zip(row, widths))))
    for method, why in skipped.items():
        print(f"NOT RUN: {method}: {why}")
    notes = {(one.method, one.name.split("/")[0], one.skipped) for some in results.values() for one in some if one.skipped}
    for method, name, why in sorted(notes):
        print(f"NOT RUN: {method} {name}: {why}")
    print(f"seed {seed}, {seconds:.0f} s; points: all there are; ticks: the most clean ones until the post was out or with a person")
    print("0 violations" if not bad else f"{bad} VIOLATIONS")
    return bad == 0


def lacking(results, sizes, skipped, to_hit, relied):
    """What keeps a run from having shown what it was asked for; single points that cannot be tried here are notes only.
    `to_hit`: {method: how many points are to hit something}, of which all are taken where there are not more. `relied`:
    {method: POINTS, of each of which one is to be tried}."""
    found = [f"{name} was not run: {why}" for name, why in skipped.items()]
    for method, (_, chosen) in sizes.items():
        tried = [one for one in results.get(method, ()) if not one.skipped]
        hits = sum(one.hit for one in tried)
        if chosen and not tried:
            found.append(f"{method}: none of its {chosen} points could be tried")
        # Of fewer points than that there are no spare ones.
        elif hits < to_hit.get(method, 0) < chosen:
            found.append(f"{method}: {hits} points hit something, of {to_hit[method]} that are to")
        if tried:
            found += [f"{method} {points}: relied on, and none was tried" for points in sorted(relied.get(method, ()))
                      if not any(catalogue.is_meant(points, one.name) for one in tried)]
    return found
