"""CP-SAT: booleans with AtMostOne, linear rows, enforced rows and AddAutomaton; the greedy plan is a hint."""

import time

import ortools
from ortools.sat.python import cp_model

import problem as p

NAME = f"CP-SAT {ortools.__version__}"


def solve(problem, start, seconds, workers):
    began = time.monotonic()
    neutral, lanes, weight = p.build(problem)
    model = cp_model.CpModel()
    v = [
        model.NewBoolVar("") if upper == 1 else model.NewIntVar(0, upper, "") for upper in neutral.upper
    ]
    for group in neutral.at_most_one:
        model.AddAtMostOne(v[i] for i in group)

    def linear(terms):
        return cp_model.LinearExpr.WeightedSum([v[i] for _, i in terms], [c for c, _ in terms])

    for lowest, terms, highest in neutral.rows:
        low = cp_model.INT32_MIN if lowest is None else lowest
        high = cp_model.INT32_MAX if highest is None else highest
        model.AddLinearConstraint(linear(terms), low, high)
    for condition, terms, highest in neutral.if_rows:
        model.Add(linear(terms) <= highest).OnlyEnforceIf(v[condition])
    for automaton in neutral.automata:
        labels, arcs = [], []
        states = {state: number for number, state in enumerate(automaton.arcs)}
        for here in automaton.symbols:
            label = model.NewIntVar(0, max([0, *here]), "")
            model.Add(label == sum(symbol * v[i] for symbol, i in here.items()))
            labels.append(label)
        for state, out in automaton.arcs.items():
            arcs += [(states[state], symbol, states[next_]) for symbol, next_ in out.items()]
        model.AddAutomaton(labels, states[automaton.start], list(states.values()), arcs)
    model.Maximize(
        cp_model.LinearExpr.WeightedSum(v, neutral.price) + neutral.constant)
    for var, value in p.start_values(neutral, lanes, start).items():
        model.AddHint(v[var], value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    built = time.monotonic() - began
    status = solver.Solve(model)
    result = {
        "solver": NAME, "status": solver.StatusName(status), "seconds": time.monotonic() - began,
        "built": built, "unsupported": sorted(neutral.unsupported), "plan": None, "bound": None,
    }
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        result["plan"] = p.plan(problem, lanes, lambda i: solver.Value(v[i]) == 1)
        result.update(p.split(solver.BestObjectiveBound(), weight))
    return result
