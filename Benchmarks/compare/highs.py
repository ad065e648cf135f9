"""HiGHS: a mixed-integer program; automata are flows through (slot, state), conditions are rows with a large number."""

import math
import time

import highspy
import numpy as np

import problem as p


def solve(problem, start, seconds, workers):
    began = time.monotonic()
    shortfall = p.known_shortfall(problem, start)
    neutral, lanes = p.build(problem, shortfall)
    cost, upper = list(map(float, neutral.price)), list(map(float, neutral.upper))
    integral = list(neutral.is_int)
    lows, highs, starts, index, value = [], [], [], [], []

    def row(low, terms, high):
        starts.append(len(index))
        lows.append(-highspy.kHighsInf if low is None else low)
        highs.append(highspy.kHighsInf if high is None else high)
        for c, i in terms:
            index.append(i)
            value.append(c)

    for group in neutral.at_most_one:
        row(None, [(1, i) for i in group], 1)
    for entry in neutral.rows:
        row(*entry)
    for condition, terms, highest, most in neutral.if_rows:
        if most > highest:
            row(None, terms + [(most - highest, condition)], most)
    for automaton in neutral.automata:
        arriving = {automaton.start: None}  # state: columns, None for the one unit at the start
        for here in automaton.symbols:
            into, by_symbol = {}, {symbol: [] for symbol in here}
            for state, columns in arriving.items():
                leaving = []
                for symbol, next_ in automaton.arcs[state].items():
                    if symbol != 0 and symbol not in here:
                        continue
                    column = len(cost)
                    cost.append(0.0)
                    upper.append(1.0)
                    integral.append(False)
                    leaving.append((1, column))
                    into.setdefault(next_, []).append((-1, column))
                    if symbol:
                        by_symbol[symbol].append((1, column))
                if columns is None:
                    row(1, leaving, 1)
                else:
                    row(0, leaving + columns, 0)
            for symbol, variable in here.items():
                row(0, by_symbol[symbol] + [(-1, variable)], 0)
            arriving = into
    lp = highspy.HighsLp()
    lp.num_col_ = len(cost)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(cost)), np.array(upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise

    def fill():
        lp.num_row_ = len(lows)
        lp.row_lower_, lp.row_upper_ = np.array(lows, float), np.array(highs, float)
        lp.a_matrix_.start_ = np.array([*starts, len(index)])
        lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(index), np.array(value, float)

    fill()
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if flag else highspy.HighsVarType.kContinuous for flag in integral
    ]
    values = {v: x for v, x in p.start_values(neutral, lanes, start).items() if neutral.is_int[v]}
    built = time.monotonic() - began

    def run(limit):
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", workers)
        solver.setOptionValue("time_limit", max(0.1, float(limit)))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.passModel(lp)
        # A start of the integral columns; HiGHS works out the others.
        solver.setSolution(
            len(values), np.array(list(values), dtype=np.int32), np.array(list(values.values()), dtype=float))
        solver.run()
        return solver, solver.getInfo()

    shortfall_bound = 0
    if shortfall > 0 and neutral.lack:
        lp.sense_ = highspy.ObjSense.kMinimize
        wanted = np.zeros(len(cost))
        wanted[neutral.lack] = 1
        lp.col_cost_ = wanted
        solver, info = run(seconds / 2)
        if info.primal_solution_status == 2:
            shortfall = min(shortfall, round(info.objective_function_value))
        shortfall_bound = max(0, math.ceil(info.mip_dual_bound - 1e-6)) if abs(info.mip_dual_bound) < 1e15 else 0
    # In the second stage a floor variable may be no more than the shortfall; with none, they are all zero.
    if neutral.lack:
        row(None, [(1, i) for i in neutral.lack], shortfall)
        fill()
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(cost)
    solver, info = run(seconds + built - (time.monotonic() - began))
    result = {
        "solver": f"HiGHS {solver.version()}", "status": solver.modelStatusToString(solver.getModelStatus()),
        "seconds": time.monotonic() - began, "built": built, "unsupported": sorted(neutral.unsupported),
        "plan": None, "bound": None, "shortfall_bound": shortfall_bound,
    }
    if info.primal_solution_status == 2:
        chosen = solver.getSolution().col_value
        result["plan"] = p.plan(problem, lanes, lambda i: chosen[i] > 0.5)
    if abs(info.mip_dual_bound) < 1e15:
        result["bound"] = math.floor(info.mip_dual_bound + 1e-6)
    return result
