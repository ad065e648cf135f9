"""CP-SAT: booleans with AtMostOne, linear rows, enforced rows and AddAutomaton; the greedy plan is a hint."""

import time

import ortools
from ortools.sat.python import cp_model

import problem as p

NAME = f"CP-SAT {ortools.__version__}"


def solve(problem, start, seconds, workers):
    began = time.monotonic()
    shortfall = p.known_shortfall(problem, start)
    neutral, lanes = p.build(problem, shortfall)
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
    for condition, terms, highest, most in neutral.if_rows:
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
    for var, value in p.start_values(neutral, lanes, start).items():
        model.AddHint(v[var], value)

    def run(limit):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(0.1, limit)
        # Its bound comes from the linear relaxation, which the default limit of 2000 iterations leaves unsolved.
        solver.parameters.root_lp_iterations = 1_000_000
        return solver, solver.Solve(model)

    built = time.monotonic() - began
    lack = sum(v[i] for i in neutral.lack)
    shortfall_bound = 0
    if shortfall > 0 and neutral.lack:
        model.Minimize(lack)
        solver, status = run(seconds / 2)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            shortfall = min(shortfall, round(solver.ObjectiveValue()))
        shortfall_bound = round(solver.BestObjectiveBound())
    if neutral.lack:
        model.Add(lack <= shortfall)
    model.Maximize(cp_model.LinearExpr.WeightedSum(v, neutral.price))
    solver, status = run(seconds + built - (time.monotonic() - began))
    result = {
        "solver": NAME, "status": solver.StatusName(status), "seconds": time.monotonic() - began,
        "built": built, "unsupported": sorted(neutral.unsupported), "plan": None, "bound": None, "shortfall_bound": shortfall_bound,
    }
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        result["bound"] = int(solver.BestObjectiveBound() + 1e-6)
        result["plan"] = p.plan(problem, lanes, lambda i: solver.Value(v[i]) == 1)
    return result
