"""One table of what every solver finds on the same exported problems; see `run`."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOLVERS = ["cpsat", "highs", "gecode"]
HEAD = ["set", "seed", "solver", "valid", "shortfall", "proved", "score", "bound", "gap %", "wall s", "CPU s", "note"]


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="S", help="S, M, L or XL")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--from", type=int, default=1, dest="first")
    parser.add_argument("--seconds", type=float, default=60, help="per solver and problem, model building included for MiniZinc")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--effort", default="normal", help="of Hearth")
    parser.add_argument("--solvers", default=",".join(SOLVERS))
    parser.add_argument("--start", default="greedy", help="greedy, or hearth: its quick plan")
    parser.add_argument("--hearth", help="the program; built from this repository without it")
    parser.add_argument("--bench", help="hearth-bench; built from this repository without it")
    parser.add_argument("--json", help="also write every row to this file")
    return parser.parse_args()


def built(given, product):
    if given:
        return str(pathlib.Path(given).resolve())
    subprocess.run([str(ROOT / "scripts/build"), product], check=True)
    return str(ROOT / ".build/release" / product)


def measured(command, target=None, limit=None):
    """Output, wall and CPU seconds (of the process and its children) and the exit code of a command."""
    began = time.monotonic()
    with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            out, err = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
    return out, err, time.monotonic() - began, process.returncode


def cpu_of_children():
    times = os.times()
    return times.children_user + times.children_system


def verify(hearth, folder, path):
    done = subprocess.run([hearth, "verify", "--workspace", folder, "--format", "json", path], capture_output=True)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return None


def row(args, seed, name, verdict, bound, shortfall_bound, wall, cpu, note):
    gap = ""
    if verdict and bound is not None:
        gap = f"{100 * (bound - verdict['score']) / max(1, abs(verdict['score'])):.2f}"
    if verdict and verdict["refused"]:
        rules = sorted({r["rule"] for r in verdict["refused"]})
        note = f"refused: {', '.join(rules)}; {note}"
    return [
        args.set, str(seed), name, "-" if not verdict else "yes" if verdict["valid"] else "NO",
        str(verdict["floor_shortfall"]) if verdict else "-",
        "-" if shortfall_bound is None else str(shortfall_bound),
        str(verdict["score"]) if verdict else "-", "-" if bound is None else str(bound), gap or "-",
        f"{wall:.1f}", f"{cpu:.1f}", note.strip("; "),
    ]


def instance(args, seed, hearth, bench):
    folder = HERE / ".work" / f"{args.set}-{seed}"
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    where = ["--set", args.set, "--seed", str(seed)]
    told = subprocess.run([bench, "generate", *where, "--to", str(folder)], check=True, capture_output=True, text=True)
    now = told.stdout.split()[-1]
    space = ["--workspace", str(folder)]
    subprocess.run([hearth, "record", *space, "--from", str(folder / "history.jsonl")], check=True, capture_output=True)
    source, start = folder / "problem.json", folder / "start.json"
    source.write_bytes(subprocess.run([hearth, "export", *space, "--now", now], check=True, capture_output=True).stdout)

    def ours(effort):
        before = cpu_of_children()
        out, err, wall, code = measured([hearth, "preview", *space, "--now", now, "--effort", effort, "--format", "json"])
        if not out:
            return None, wall, 0, err.decode().strip().split("\n")[-1]
        return json.loads(out), wall, cpu_of_children() - before, ""

    rows = []
    plan, wall, cpu, trouble = ours(args.effort)
    verdict = None
    if plan:
        (folder / "hearth.json").write_text(json.dumps(plan))
        verdict = verify(hearth, str(folder), str(folder / "hearth.json"))
    rows.append(
        row(args, seed, "Hearth " + args.effort, verdict, plan and plan["bound"], plan and plan["floor_bound"], wall, cpu, trouble))
    if args.start == "hearth":
        start.write_text(json.dumps(ours("quick")[0]))
    else:
        start.write_bytes(subprocess.run([bench, "greedy", *where, "--on-disk"], check=True, capture_output=True).stdout)
    rows.append(row(args, seed, f"(start: {args.start})", verify(hearth, str(folder), str(start)), None, None, 0, 0, ""))
    for solver in args.solvers.split(","):
        target = folder / f"{solver}.json"
        before = cpu_of_children()
        command = [sys.executable, "one.py", solver, str(source), str(start), str(target), str(args.seconds), str(args.workers)]
        # A solver that forgets its limit is ended; building the model is not counted against it.
        _, err, wall, code = measured(command, limit=args.seconds * 3 + 600)
        cpu = cpu_of_children() - before
        if code != 0 or not target.exists():
            note = err.decode().strip().split("\n")[-1][:100] or f"ended with {code}"
            rows.append(row(args, seed, solver, None, None, None, wall, cpu, note))
            continue
        result = json.loads(target.read_text())
        verdict = None
        if result["plan"]:
            path = folder / f"{solver}-plan.json"
            path.write_text(json.dumps(result["plan"]))
            verdict = verify(hearth, str(folder), str(path))
        note = f"{result['status']}, {result['built']:.1f} s of it building"
        if result["unsupported"]:
            note += "; without: " + ", ".join(result["unsupported"])
        rows.append(
            row(args, seed, result["solver"], verdict, result["bound"], result.get("shortfall_bound"), wall, cpu, note))
    return rows


def table(rows):
    widths = [max(len(r[i]) for r in rows) for i in range(len(HEAD))]
    for r in rows:
        print("  ".join(c.ljust(w) if i in (0, 2, 11) else c.rjust(w) for i, (c, w) in enumerate(zip(r, widths))).rstrip())


def main():
    args = options()
    hearth = built(args.hearth, "hearth")
    bench = built(args.bench, "hearth-bench")
    rows = [HEAD]
    for seed in range(args.first, args.first + args.seeds):
        rows += instance(args, seed, hearth, bench)
        print(f"{args.set} seed {seed} done", file=sys.stderr)
    table(rows)
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps([dict(zip(HEAD, r)) for r in rows[1:]], indent=1) + "\n")


if __name__ == "__main__":
    main()
