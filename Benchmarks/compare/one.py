"""Runs one solver on one problem in a process of its own: one.py SOLVER PROBLEM START OUTPUT SECONDS WORKERS."""

import importlib
import json
import sys

import problem as p

solver, source, start, target, seconds, workers = sys.argv[1:]
result = importlib.import_module(solver).solve(
    p.load(source), p.load(start)["placements"], float(seconds), int(workers))
with open(target, "w") as file:
    json.dump(result, file)
