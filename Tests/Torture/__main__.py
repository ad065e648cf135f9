"""Ticks that are killed, starved, cut off, raced and lied to: at most once, and nothing lost in silence.

    scripts/torture [METHOD ...] [--sample N|ci] [--kind KIND] [--seed S] [--jobs N] [--only POINT] [--part K/N] [--seconds N]
    scripts/torture METHOD POINTS [the same]

METHOD is one of those below, or all. POINTS are those that are named so, as in `disk full`, `kills settle`, `wire cut`. Without --sample every point is tried, which takes hours; `ci` is what every commit gets.
The program is .build/release/hearth, or HEARTH. Ends with 1 if a promise was broken; every point that did so is named with
the command that tries it alone. With --strict ends with 2 if it showed less than it was asked for.
"""
import argparse
import math
import random
import signal
import sys
import time

from . import catalogue, clocks, disk, engine, errors, kills, order, power, races, signals, wire
from .bench import kinds
from .workspace import binary

METHODS = {"kills": kills, "errors": errors, "races": races, "order": order, "wire": wire, "disk": disk, "power": power,
           "time": clocks, "signals": signals}
# Of these so many are to hit something; a few more are drawn, for threads differ from run to run, and of two deaths the second
# tick may make fewer calls than the first.
TO_HIT = {"kills": 1.1, "errors": 1.03}
CI = {"kills": 1500, "errors": 500, "races": 200, "wire": 120, "disk": 60, "power": 80, "time": 40, "signals": 30}


def part(text):
    """(K, N) of K/N."""
    number, _, count = text.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise argparse.ArgumentTypeError(f"{text!r} is not K/N, such as 2/7")
    return int(number), int(count)


def main():
    about = __doc__ + "\n" + "\n".join(f"    {name:8} {module.__doc__.splitlines()[0]}" for name, module in METHODS.items())
    parser = argparse.ArgumentParser("scripts/torture", description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("methods", nargs="*", default=["all"], metavar="METHOD")
    parser.add_argument("--sample", help="how many points of each method; ci: %s" % CI)
    parser.add_argument("--kind", choices=kinds())
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="the same as POINTS, of several methods: one point by its name, or a pattern such as 'access/*'")
    parser.add_argument("--part", type=part, default=(1, 1), metavar="K/N",
                        help="of all that would be tried, the K-th of N parts; a point is always in the same one")
    parser.add_argument("--seconds", type=int, help="stop after so long, and say what was left out")
    parser.add_argument("--strict", action="store_true", help="end with 2 if the time ran out, a method or all of what the pages rely on could not be run here, or too few points hit something")
    parser.add_argument("--verbose", action="store_true", help="a line for every point")
    options = parser.parse_args()
    if len(options.methods) == 2 and options.methods[0] in METHODS and options.methods[1] not in (*METHODS, "all"):
        options.only = options.methods.pop()
    for name in options.methods:
        if name not in (*METHODS, "all"):
            parser.error(f"there is no method {name!r}; there are {', '.join(METHODS)} and all")
    # Said once, here: a worker that ends is begun again and again.
    binary()
    chosen = list(METHODS) if "all" in options.methods else options.methods
    counts = {}
    if options.sample:
        counts = CI if options.sample == "ci" else {name: int(options.sample) for name in METHODS}
    # Where a sample is not one of all points, nobody can say how many are to hit, nor what is to be among them.
    of_all = not options.only and options.part == (1, 1)
    to_hit = {name: counts[name] for name in TO_HIT if name in chosen and name in counts} if of_all else {}
    relied = catalogue.relied_on() if of_all and not options.kind else {}
    drawn = counts | {name: math.ceil(count * TO_HIT[name]) for name, count in to_hit.items()}
    print(f"seed {options.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    started = time.monotonic()
    results, sizes, skipped = engine.run({name: METHODS[name] for name in chosen}, kinds(options.kind), drawn, options.seed,
                                         options.jobs, options.only, options.verbose, options.seconds, options.part)
    if not engine.summary(results, sizes, skipped, time.monotonic() - started, options.seed):
        return 1
    lacking = engine.lacking(results, sizes, skipped, to_hit, relied) if options.strict else []
    for one in lacking:
        print(f"NOT ENOUGH: {one}")
    return 2 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
