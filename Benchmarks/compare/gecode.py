"""MiniZinc with Gecode: one variable per slot for what goes out there, with regular, among and element constraints.

Gecode has neither a linear relaxation nor learning, so the model is the one that suits propagation and local restarts:
slots, not booleans. Restarts keep most of the best plan (relax_and_reconstruct), beginning with the greedy one.
"""

import json
import math
import pathlib
import subprocess
import time

import problem as p


def array(values):
    return "[" + ",".join(map(str, values)) + "]"


class Writer:
    """The MiniZinc text, built from the same neutral model as for the other solvers."""

    def __init__(self, neutral, lanes, shortfall):
        self.neutral, self.lanes = neutral, lanes
        self.lines = ['include "regular.mzn";', 'include "gecode.mzn";']
        self.slots = []  # (lane, slot) by the number of the slot variable
        self.meaning = {}  # neutral variable: expression
        values, tables, offset = [], [], 0
        domains, search = [], []
        for lane in lanes:
            here = [[] for _ in lane.times]
            for number, row in enumerate(lane.x):
                for slot, var in row.items():
                    here[slot].append((number + 1, var))
            for slot, entries in enumerate(here):
                index = len(domains) + 1
                self.slots.append((lane, slot))
                domains.append("{" + ",".join(["0"] + [str(n) for n, _ in entries]) + "}")
                row = [0] * (len(lane.posts) + 1)
                for n, var in entries:
                    row[n] = neutral.price[var]
                    self.meaning[var] = (index, n)
                tables.append(row)
        self.domains = domains
        n = len(domains)
        self.lines.append(f"array[1..{n}] of set of int: dom = {array(domains)};")
        self.lines.append(f"array[1..{n}] of var 0..{max(len(l.posts) for l in lanes)}: X;")
        self.lines.append(f"constraint forall(i in 1..{n})(X[i] in dom[i]);")
        for i, row in enumerate(tables, 1):
            low, high = min(row), max(row)
            self.lines.append(f"var {low}..{high}: r{i} = {array(row)}[X[{i}] + 1];")
        # Sums of variables x that the neutral model names: a boolean that says whether the slot holds one of a set.
        self.sets = {}
        self.constraints(shortfall)
        score = "+".join(f"r{i}" for i in range(1, n + 1))
        extra = "".join(
            f"+({neutral.price[v]})*y{v}" for v in range(len(neutral.price)) if v in self.auxiliary and neutral.price[v]
        )
        self.lines.append(f"var int: score = {score}{extra};")
        self.lines.append(
            "solve :: int_search(X, first_fail, indomain_random) :: restart_constant(500)"
            " :: relax_and_reconstruct(X, 85) maximize score;")
        self.lines.append('output ["X=", show(X), "\\nscore=", show(score), "\\n"];')

    def constraints(self, shortfall):
        neutral = self.neutral
        # Equalities that define a class at a slot become membership of the slot's variable.
        defined = {}
        rest = []
        for row in neutral.rows:
            low, terms, high = row
            if low == 0 and high == 0 and terms[-1][0] == -1 and neutral.upper[terms[-1][1]] == 1 and all(v in self.meaning for _, v in terms[:-1]):
                defined[terms[-1][1]] = [v for _, v in terms[:-1]]
            else:
                rest.append(row)
        self.auxiliary = {
            v for v in range(len(neutral.names)) if v not in self.meaning and v not in defined
        }
        for v in sorted(self.auxiliary):
            self.lines.append(f"var 0..{neutral.upper[v]}: y{v};")
        used = set()
        for _, terms, _ in rest:
            used.update(v for _, v in terms)
        for condition, terms, _, _ in neutral.if_rows:
            used.add(condition)
            used.update(v for _, v in terms)
        for group in neutral.at_most_one:
            used.update(group)
        for v in sorted(used):
            if v in defined:
                slot = self.meaning[defined[v][0]][0]
                numbers = sorted(self.meaning[x][1] for x in defined[v])
                everything = self.domains[slot - 1].count(",") == len(numbers)
                test = f"X[{slot}] > 0" if everything else f"X[{slot}] in {{{','.join(map(str, numbers))}}}"
                self.lines.append(f"var 0..1: y{v} = bool2int({test});")
            elif v in self.meaning:
                self.lines.append(f"var 0..1: y{v} = bool2int(X[{self.meaning[v][0]}] = {self.meaning[v][1]});")

        def linear(terms):
            return f"sum({array([f'{c}*y{v}' if c != 1 else f'y{v}' for c, v in terms])})"

        for group in neutral.at_most_one:
            if len({self.meaning[v][0] for v in group if v in self.meaning}) == 1 and all(
                v in self.meaning for v in group
            ):
                continue  # one variable per slot says so already
            self.lines.append(f"constraint {linear([(1, v) for v in group])} <= 1;")
        for low, terms, high in rest:
            if low is not None:
                self.lines.append(f"constraint {linear(terms)} >= {low};")
            if high is not None:
                self.lines.append(f"constraint {linear(terms)} <= {high};")
        for condition, terms, highest, most in neutral.if_rows:
            self.lines.append(f"constraint y{condition} = 1 -> {linear(terms)} <= {highest};")
        for lane_index, automaton in enumerate(neutral.automata):
            self.automaton(lane_index, automaton, defined)
        if neutral.lack:
            self.lines.append(f"constraint {linear([(1, v) for v in neutral.lack])} <= {shortfall};")

    def automaton(self, number, automaton, defined):
        states = {state: i + 1 for i, state in enumerate(automaton.arcs)}
        most = max(max(here, default=0) for here in automaton.symbols)
        first = None
        labels = []
        for here in automaton.symbols:
            row, slot = None, None
            for symbol, v in here.items():
                for x in defined.get(v, [v]):
                    slot, n = self.meaning[x]
                    row = row or [1] * (len(self.slots[slot - 1][0].posts) + 1)
                    row[n] = symbol + 1
            if row is not None:
                labels.append(f"{array(row)}[X[{slot}] + 1]")
        table = [
            [states[out[symbol]] if symbol in out else 0 for symbol in range(most + 1)]
            for out in automaton.arcs.values()
        ]
        flat = "[|" + "|".join(",".join(map(str, row)) for row in table) + "|]"
        self.lines.append(f"array[1..{len(labels)}] of var 1..{most + 1}: L{number} = [{','.join(labels)}];")
        self.lines.append(
            f"constraint regular(L{number}, {len(states)}, {most + 1}, {flat}, {states[automaton.start]},"
            f" 1..{len(states)});")

    def text(self):
        return "\n".join(self.lines) + "\n"


def solve(problem, start, seconds, workers):
    began = time.monotonic()
    shortfall = p.known_shortfall(problem, start)
    neutral, lanes = p.build(problem, shortfall)
    writer = Writer(neutral, lanes, shortfall)
    path = pathlib.Path("/tmp") / f"hearth-compare-{id(writer)}.mzn"
    path.write_text(writer.text())
    built = time.monotonic() - began
    result = {
        "solver": "Gecode", "status": "no plan", "built": built, "plan": None, "bound": None,
        "unsupported": sorted(neutral.unsupported), "shortfall_bound": 0 if shortfall == 0 else None,
    }
    try:
        done = subprocess.run(
            [
                "minizinc", "--solver", "gecode", "-p", str(workers), "-r", "1", "--time-limit",
                str(math.ceil(seconds * 1000)), "-a", str(path),
            ], capture_output=True, text=True, timeout=seconds + 60)
        out, err = done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        out, err = (late.stdout or b"").decode(), ""
    finally:
        path.unlink()
    result["seconds"] = time.monotonic() - began
    answers = [line[2:] for line in out.split("\n") if line.startswith("X=")]
    if answers:
        found = json.loads(answers[-1])
        chosen = {v for v, (slot, n) in writer.meaning.items() if found[slot - 1] == n}
        result["plan"] = p.plan(problem, lanes, lambda v: v in chosen)
        result["status"] = "optimal" if "==========" in out else f"feasible, {len(answers)} plans"
    elif "UNSATISFIABLE" in out:
        result["status"] = "says there is no plan"
    elif err:
        told = [line for line in err.split("\n") if line.strip() and not line.startswith("Warning")]
        result["status"] = told[-1][:120] if told else "no plan in time"
    return result
