def run(*a): pass
faults = kills = run
