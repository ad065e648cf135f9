"""Reads hearth-problem/1 and states it once for all solvers: 0/1 variables, linear rows and small automata.

Nothing here knows a solver. A variable is a number; rows are sums of variables; an automaton reads one symbol per slot.
Every `should` entry becomes a variable with a price, and every floor variables that count what it misses. Shortfall
comes before score, so solvers work in two stages: the least shortfall first, then the best score with no more of it.
"""

import bisect
import calendar
import datetime
import json
from collections import defaultdict

# A silence counts at most so many hours; longer ones are counted short (the replay counts them in full).
MOST_SILENT_HOURS = 8


def minutes(text):
    """Minutes since the epoch of `2026-11-23T08:00:00Z`."""
    return calendar.timegm(datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").timetuple()) // 60


def stamp(count):
    return datetime.datetime.fromtimestamp(count * 60, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Model:
    """What all solvers are given."""

    def __init__(self):
        self.names = []  # per variable, for debugging
        self.is_int = []  # False for what follows from other variables and need not be branched on
        self.upper = []
        self.price = []  # coefficient in the score
        self.lack = []  # the variables whose sum is the shortfall
        self.rows = []  # (lowest or None, [(coefficient, variable)], highest or None)
        # (condition variable, [(coefficient, variable)], highest, most): at most `highest` where the condition is 1; the
        # sum never exceeds `most`.
        self.if_rows = []
        self.at_most_one = []
        self.automata = []
        self.unsupported = set()
        self.constant = 0

    def new(self, name, price=0, upper=1, is_int=True):
        self.names.append(name)
        self.price.append(price)
        self.upper.append(upper)
        self.is_int.append(is_int)
        return len(self.names) - 1

    def at_most(self, terms, highest):
        terms = list(terms)
        if sum(c * self.upper[v] for c, v in terms if c > 0) > highest:
            if highest == 1 and all(c == 1 and self.upper[v] == 1 for c, v in terms):
                self.at_most_one.append([v for _, v in terms])
            else:
                self.rows.append((None, terms, highest))


class Automaton:
    """A deterministic machine that reads one symbol per slot; 0 means that nothing goes out there."""

    def __init__(self, name, symbols, start, arcs):
        self.name = name
        self.symbols = symbols  # per slot, {symbol: variable}; the symbol is 0 where none of them is 1
        self.start = start
        self.arcs = arcs  # {state: {symbol: state}}; what is missing is forbidden


def matches(classes, thing):
    """Whether a post or posting is of the class that `of` lists."""
    if not classes:
        return True
    for name in classes:
        key, _, value = name.partition(":")
        if value:
            if key == "topic" and value in thing["topics"]:
                return True
            if key in ("origin", "intent", "campaign") and thing[key] == value:
                return True
        elif name in (thing["kind"], thing["side"]):
            return True
    return False


def alike_values(entry, thing):
    """What of `thing` another one may have in common with it."""
    same = entry["same"]
    if same is None:
        return [""]
    if same == "topic":
        return list(dict.fromkeys(thing["topics"]))
    return [] if thing[same] is None else [thing[same]]


class Lane:
    """One account."""

    def __init__(self, model, account):
        self.model = model
        self.data = account
        self.name = account["account"]
        self.rules = account["rules"]
        self.times = [minutes(t) for t in account["slots"]]
        self.days = account["day_of_slot"]
        self.posts = account["posts"]
        self.history = [dict(h, t=minutes(h["at"])) for h in account["history"]]
        self.history_times = [h["t"] for h in self.history]
        self.sums = {}
        self.counts = {}
        self.x = []  # per post, {slot: variable}
        for post in self.posts:
            row = {}
            if self.allowed_before(post):
                for slot, reach in enumerate(post["reach"]):
                    if reach is None:
                        continue
                    cost = post["cost"][slot] if post["cost"] else 0
                    ok, extra = self.apart_from_history(post, self.times[slot])
                    if ok:
                        row[slot] = model.new(
                            f"{post['post']}@{self.name}:{slot}", reach - cost - extra)
            self.x.append(row)

    def allowed_before(self, post):
        """Whether everything it waits for is there at all."""
        there = {p["identity"] for p in self.posts} | {h["identity"] for h in self.history}
        return all(a["identity"] in there for a in post["after"])

    def apart_from_history(self, post, t):
        """Whether the past leaves room by `apart`, and what it costs; entries by posts are automata."""
        extra = 0
        for entry in self.rules["apart"]:
            by = entry.get("by_minutes")
            if by is None or not matches(entry["of"], post):
                continue
            mine = set(alike_values(entry, post))
            first = bisect.bisect_right(self.history_times, t - by)
            if any(
                matches(entry["of"], h) and mine & set(alike_values(entry, h)) for h in self.history[first:]
            ):
                if entry["weight"] is None:
                    return False, 0
                extra += entry["weight"]
        return True, extra

    def total(self, key, posts):
        """Per slot, the variable that is 1 where one of `posts` is; None where none can be."""
        if key not in self.sums:
            members = [self.x[p] for p in posts]
            row = []
            for slot in range(len(self.times)):
                here = [m[slot] for m in members if slot in m]
                if len(here) <= 1:
                    row.append(here[0] if here else None)
                    continue
                var = self.model.new(f"{key}@{self.name}:{slot}", is_int=False)
                self.model.rows.append((0, [(1, v) for v in here] + [(-1, var)], 0))
                row.append(var)
            self.sums[key] = row
        return self.sums[key]

    def members(self, classes):
        """The class's variables by slot and how many of it went out by when."""
        posts = [i for i, p in enumerate(self.posts) if matches(classes, p)]
        past = [h["t"] for h in self.history if matches(classes, h)]
        return self.total("of " + ",".join(sorted(classes)), posts), past

    def window(self, row, after, through):
        """The terms of `row` in (after, through]."""
        a, b = bisect.bisect_right(self.times, after), bisect.bisect_right(self.times, through)
        return [(1, row[s]) for s in range(a, b) if row[s] is not None]

    def count(self, key, row, after, through):
        """The terms of how many of `row` lie in (after, through]: a difference of running counts, so rows stay short."""
        if key not in self.counts:
            running, last, seen = [], None, 0
            for var in row:
                if var is not None:
                    seen += 1
                    now = self.model.new(f"count {key}", upper=seen, is_int=False)
                    before = [] if last is None else [(1, last)]
                    self.model.rows.append((0, before + [(1, var), (-1, now)], 0))
                    last = now
                running.append(last)
            self.counts[key] = running
        running = self.counts[key]
        a, b = bisect.bisect_right(self.times, after), bisect.bisect_right(self.times, through)
        high = running[b - 1] if b else None
        low = running[a - 1] if a else None
        if high is None or high == low:
            return []
        return [(1, high)] + ([] if low is None else [(-1, low)])

    def forward_windows(self, row, length, highest):
        """At most `highest` in any stretch [t, t + length); what lies within another stretch is left out."""
        done = -1
        for slot, t in enumerate(self.times):
            last = bisect.bisect_left(self.times, t + length)
            if last > done and row[slot] is not None:
                self.model.at_most([(1, row[s]) for s in range(slot, last) if row[s] is not None], highest)
                done = last


def past_count(times, after, through):
    return bisect.bisect_right(times, through) - bisect.bisect_right(times, after)


def build(problem, shortfall=None):
    """The model and its lanes; with a shortfall of 0, floors are rows like any other."""
    model = Model()
    lanes = [Lane(model, account) for account in problem["accounts"]]
    if problem["frozen"]:
        model.unsupported.add("frozen placements")
    if problem["stored"]:
        model.unsupported.add("stored placements (keep)")
    for lane in lanes:
        one_lane(lane, model)
    stagger(lanes, model)
    for lane in lanes:
        floors(lane, model, shortfall == 0)
    return model, lanes


def one_lane(lane, model):
    rules, posts, times = lane.rules, lane.posts, lane.times
    slots = range(len(times))
    used = lane.total("any", range(len(posts)))
    for slot in slots:
        here = [row[slot] for row in lane.x if slot in row]
        if len(here) > 1:
            model.at_most_one.append(here)

    # Once, and evergreen posts.
    by_identity = defaultdict(list)
    for number, post in enumerate(posts):
        by_identity[post["identity"]].append(number)
    for identity, numbers in by_identity.items():
        uses = max(posts[n]["uses"] for n in numbers)
        model.at_most([(1, v) for n in numbers for v in lane.x[n].values()], uses)
        every = max((posts[n]["every_minutes"] or 0) for n in numbers)
        if uses > 1 and every:
            lane.forward_windows(lane.total(f"identity {identity}", numbers), every, 1)

    # Spacing and pace.
    if rules["spacing_minutes"]:
        lane.forward_windows(used, rules["spacing_minutes"], 1)
    of_day = defaultdict(list)
    for slot in slots:
        if used[slot] is not None:
            of_day[lane.days[slot]].append(used[slot])
    score = lane.data["score"]
    for number, day in enumerate(lane.data["days"]):
        terms = [(1, v) for v in of_day[number]]
        if rules["max_per_day"] is not None:
            model.at_most(terms, max(0, rules["max_per_day"] - day["published"]))
        if score["above_target"] and score["target"] is not None:
            room = max(score["target"], day["published"]) - day["published"]
            if len(terms) > room:
                over = model.new(f"over {day['day']}", -score["above_target"], upper=len(terms), is_int=False)
                model.rows.append((None, terms + [(-1, over)], room))
    if rules["steady_permille"] is not None and score["target"] is not None:
        steady(lane, model, used, 7 * score["target"], rules["steady_permille"])

    if rules["goodwill"]:
        goodwill(lane, model, used)
    for number, entry in enumerate(rules["mix"]):
        mix(lane, model, used, entry, number)
    for number, entry in enumerate(rules["apart"]):
        apart(lane, model, used, entry, number)
    for entry in rules["spread"]:
        row, past = lane.members(entry["of"])
        hours = lane.data["hour_of_slot"]
        # The export gives no local hour of the past; it is out of the slots already where it forbids alone.
        if entry["weight"] is not None:
            model.unsupported.add("spread as a should")
            continue
        for slot in slots:
            if row[slot] is None:
                continue
            a = bisect.bisect_right(times, times[slot] - entry["over_minutes"])
            terms = [(1, row[s]) for s in range(a, slot + 1) if row[s] is not None and hours[s] == hours[slot]]
            model.at_most(terms, entry["at_most"])
        if entry["at_most"] > 1:
            model.unsupported.add("spread above 1 with a past")

    for entry in rules["campaigns"]:
        if entry["max"] is not None:
            mine = [n for n, p in enumerate(posts) if p["campaign"] == entry["campaign"]]
            before = sum(h["campaign"] == entry["campaign"] for h in lane.history)
            model.at_most([(1, v) for n in mine for v in lane.x[n].values()], max(0, entry["max"] - before))
    if rules["budget_millionths"] is not None:
        months = defaultdict(list)
        for number, row in enumerate(lane.x):
            for slot, var in row.items():
                if posts[number]["price"]:
                    months[stamp(times[slot])[:7]].append((posts[number]["price"], var))
        for month, terms in months.items():
            spent = sum(h["price"] for h in lane.history if h["at"].startswith(month))
            model.at_most(terms, max(0, rules["budget_millionths"] - spent))

    # Order.
    for number, post in enumerate(posts):
        for before in post["after"]:
            first = min((h["t"] for h in lane.history if h["identity"] == before["identity"]), default=None)
            row = lane.total(f"identity {before['identity']}", by_identity[before["identity"]])
            for slot, var in lane.x[number].items():
                if first is not None and times[slot] - first >= post["lag_minutes"]:
                    continue
                latest = min(times[slot] - post["lag_minutes"], times[slot] - 1)
                model.rows.append((None, [(1, var)] + [(-1, v) for _, v in lane.window(row, -1, latest)], 0))


def steady(lane, model, used, week, permille):
    """Either at most `week` posts in seven days, or at most so much more than in the four weeks before."""
    past = lane.history_times
    a_day = lane.rules["max_per_day"] or len(lane.times)
    for slot, t in enumerate(lane.times):
        if used[slot] is None:
            continue
        width = len(lane.window(used, t - 7 * 1440, t))
        before = past_count(past, t - 7 * 1440, t)
        if before + width <= week:
            continue
        recent = lane.count("any", used, t - 7 * 1440, t)
        earlier = lane.count("any", used, t - 35 * 1440, t - 7 * 1440)
        known = past_count(past, t - 35 * 1440, t - 7 * 1440)
        # The planned part of the four weeks can hold no more than so many.
        days = {lane.days[s] for s, u in enumerate(lane.times) if u <= t - 7 * 1440}
        most = permille * (known + len(days) * a_day) // 4000
        if most <= week:
            model.if_rows.append((used[slot], recent, week - before, width))
            continue
        louder = model.new(f"louder {slot}")
        calm = model.new(f"calm {slot}")
        model.rows.append((None, [(1, used[slot]), (-1, louder), (-1, calm)], 0))
        model.if_rows.append((calm, recent, week - before, width))
        terms = [(4000 * c, v) for c, v in recent] + [(-permille * c, v) for c, v in earlier]
        model.if_rows.append((louder, terms, permille * known - 4000 * before, 4000 * width))


def goodwill(lane, model, used):
    balance, cap = lane.rules["goodwill"]["balance"], lane.rules["goodwill"]["cap"]
    gains = defaultdict(list)
    for number, post in enumerate(lane.posts):
        if post["goodwill"]:
            gains[post["goodwill"]].append(number)
    if cap is None:
        cap = max(balance, 0) + sum(max(0, p["goodwill"]) for p in lane.posts)
    amounts = sorted(gains)
    rows = {amount: lane.total(f"goodwill {amount}", gains[amount]) for amount in amounts}
    symbols = [
        {k + 1: rows[amount][slot] for k, amount in enumerate(amounts) if rows[amount][slot] is not None}
        for slot in range(len(lane.times))
    ]
    arcs, open_ = {}, [balance]
    while open_:
        state = open_.pop()
        if state in arcs:
            continue
        arcs[state] = {0: state}
        for k, amount in enumerate(amounts):
            if amount > 0:
                arcs[state][k + 1] = max(state, min(state + amount, cap))
            elif state >= -amount:
                arcs[state][k + 1] = state + amount
        open_ += arcs[state].values()
    model.automata.append(Automaton("goodwill", symbols, balance, arcs))


def posts_automaton(lane, model, used, members, past, length, highest, name):
    """Among any `length` posts in a row at most `highest` members: the state holds the members of the last few."""
    others = lane.total(
        "not " + name, [i for i in range(len(lane.posts)) if i not in members])
    row = lane.total(name, sorted(members))
    symbols = [
        {k: v for k, v in ((1, others[s]), (2, row[s])) if v is not None} for s in range(len(lane.times))
    ]
    recent = [bool(p) for p in past][-(length - 1):] if length > 1 else []
    # Bit 0 is the latest post.
    state = sum(1 << k for k, p in enumerate(reversed(recent)) if p)
    mask = (1 << (length - 1)) - 1
    arcs, open_ = {}, [state]
    while open_:
        bits = open_.pop()
        if bits in arcs:
            continue
        arcs[bits] = {0: bits, 1: bits << 1 & mask}
        if bin(bits).count("1") < highest:
            arcs[bits][2] = (bits << 1 | 1) & mask
        open_ += arcs[bits].values()
    model.automata.append(Automaton(name, symbols, state, arcs))


def mix(lane, model, used, entry, number):
    row, past = lane.members(entry["of"])
    weight = entry["weight"]
    if "over_posts" in entry:
        if weight is not None or "at_most_percent" in entry:
            model.unsupported.add("mix over posts as a should or as a share")
            return
        members = {i for i, p in enumerate(lane.posts) if matches(entry["of"], p)}
        before = [matches(entry["of"], h) for h in lane.history]
        posts_automaton(lane, model, used, members, before, entry["over_posts"], entry["at_most"], f"mix {number}")
        return
    over = entry["over_minutes"]
    for slot, t in enumerate(lane.times):
        if row[slot] is None:
            continue
        before = past_count(past, t - over, t)
        mine = lane.window(row, t - over, t)
        if "at_most" in entry:
            terms, highest, most = mine, entry["at_most"] - before, len(mine)
        else:
            percent = entry["at_most_percent"]
            known = past_count(lane.history_times, t - over, t)
            terms = [(100 * c, v) for c, v in lane.count(f"mix {number}", row, t - over, t)]
            terms += [(-percent * c, v) for c, v in lane.count("any", used, t - over, t)]
            highest, most = percent * known - 100 * before, (100 - percent) * len(mine)
        condition = row[slot]
        if weight is not None:
            kept = model.new(f"kept {number}:{slot}")
            broken = model.new(f"broken {number}:{slot}", -weight, is_int=False)
            model.rows.append((None, [(1, row[slot]), (-1, kept), (-1, broken)], 0))
            condition = kept
        elif "at_most" in entry:
            # Where the class is not asked about, its window holds no more than at its last post; a window that begins
            # where the next one does is part of it.
            later = next((s for s in range(slot + 1, len(row)) if row[s] is not None), None)
            if later is None or lane.window(row, lane.times[later] - over, t) != mine or past_count(
                past, lane.times[later] - over, t
            ) != before:
                model.at_most(terms, max(0, highest))
            continue
        model.if_rows.append((condition, terms, highest, most))


def apart(lane, model, used, entry, number):
    values = defaultdict(list)
    for i, post in enumerate(lane.posts):
        if matches(entry["of"], post):
            for value in alike_values(entry, post):
                values[value].append(i)
    hard = 0  # What keeps the same values apart in any case.
    for other in lane.rules["apart"]:
        if other["weight"] is None and other["same"] == entry["same"] and not other["of"] and "by_minutes" in other:
            hard = max(hard, other["by_minutes"])
    for value, numbers in values.items():
        name = f"{entry['same']} {value} of {','.join(entry['of'])}"
        if "by_posts" in entry:
            if entry["weight"] is not None:
                model.unsupported.add("apart by posts as a should")
                continue
            before = [
                matches(entry["of"], h) and value in alike_values(entry, h) for h in lane.history
            ]
            posts_automaton(lane, model, used, set(numbers), before, entry["by_posts"] + 1, 1, name)
            continue
        if len(numbers) == 1 and lane.posts[numbers[0]]["uses"] == 1:
            continue
        row = lane.total(name, numbers)
        by = entry["by_minutes"]
        if entry["weight"] is None:
            lane.forward_windows(row, by, 1)
            continue
        if entry["same"] == "topic":
            model.unsupported.add("apart by topic as a should: two topics in common count twice")
        for slot, t in enumerate(lane.times):
            if row[slot] is None:
                continue
            broken = None
            # Stretches that hold one at most each give one strong row; without such a rule, one row per slot.
            end = t - hard if hard else t - 1
            while end > t - by:
                start = max(t - by, end - hard) if hard else end - 1
                terms = lane.window(row, start, end)
                if terms:
                    if broken is None:
                        broken = model.new(f"near {name}:{slot}", -entry["weight"], is_int=False)
                    for group in [terms] if hard else [[x] for x in terms]:
                        model.rows.append((None, [(1, row[slot]), (-1, broken)] + group, 1))
                end = start


def stagger(lanes, model):
    lengths = {lane.rules["stagger_minutes"] for lane in lanes}
    if len(lanes) < 2 or lengths == {None}:
        return
    if len(lengths) > 1:
        model.unsupported.add("different stagger per account: the longest is taken")
    length = max(x for x in lengths if x)
    where = defaultdict(lambda: defaultdict(list))
    for lane in lanes:
        for number, row in enumerate(lane.x):
            for slot, var in row.items():
                where[lane.posts[number]["identity"]][lane.times[slot]].append((lane.name, var))
    for times in where.values():
        if len({name for entries in times.values() for name, _ in entries}) < 2:
            continue
        instants = sorted(times)
        for i, t in enumerate(instants):
            last = bisect.bisect_left(instants, t + length)
            near = [var for u in instants[i:last] for _, var in times[u]]
            model.at_most([(1, v) for v in near], 1)


def floors(lane, model, hard):
    """Missing posts and silent hours."""
    used = lane.total("any", range(len(lane.posts)))
    of_day = defaultdict(list)
    for slot, var in enumerate(used):
        if var is not None:
            of_day[lane.days[slot]].append(var)
    for number, day in enumerate(lane.data["days"]):
        if day["wanted"] > 0:
            if hard:
                model.rows.append((day["wanted"], [(1, v) for v in of_day[number]], None))
                continue
            missing = model.new(f"missing {day['day']}", upper=day["wanted"], is_int=False)
            model.lack.append(missing)
            model.rows.append((day["wanted"], [(1, v) for v in of_day[number]] + [(1, missing)], None))
    silence = lane.data["silence"]
    if silence is None:
        return
    start, end, limit = minutes(silence["from"]), minutes(silence["to"]), silence["limit_minutes"]
    for t, var in [(start, None)] + [(t, used[s]) for s, t in enumerate(lane.times)]:
        if t != start and var is None:
            continue
        if hard:
            if t + limit < end:
                first = [] if var is None else [(-1, var)]
                model.rows.append((0 if first else 1, first + lane.window(used, t, t + limit), None))
            continue
        for hour in range(MOST_SILENT_HOURS):
            through = t + limit + 60 * hour
            if through >= end:
                break
            quiet = model.new(f"silent {t}+{hour}", is_int=False)
            model.lack.append(quiet)
            terms = [(1, quiet)] + lane.window(used, t, through)
            if var is not None:
                model.rows.append((0, terms + [(-1, var)], None))
            else:
                model.rows.append((1, terms, None))


def start_values(model, lanes, placements):
    """The values that the placements of a plan give to the variables x and to their sums; the others follow."""
    at = {(p["account"], p["post"], minutes(p["at"])) for p in placements}
    values = {}
    for lane in lanes:
        for number, row in enumerate(lane.x):
            for slot, var in row.items():
                values[var] = int((lane.name, lane.posts[number]["post"], lane.times[slot]) in at)
    for lowest, terms, highest in model.rows:
        *others, (last, total) = terms
        if lowest == highest == 0 and last == -1 and total not in values and all(v in values for _, v in others):
            values[total] = sum(c * values[v] for c, v in others)
    return values


def known_shortfall(problem, placements):
    """Missing posts and silent hours of a plan; what the start has need not be searched for."""
    lacking = 0
    for account in problem["accounts"]:
        times = sorted(minutes(p["at"]) for p in placements if p["account"] == account["account"])
        day_of = {minutes(t): day for t, day in zip(account["slots"], account["day_of_slot"])}
        counts = defaultdict(int)
        for t in times:
            counts[day_of[t]] += 1
        lacking += sum(max(0, d["wanted"] - counts[n]) for n, d in enumerate(account["days"]))
        if silence := account["silence"]:
            points = [minutes(silence["from"]), *times, minutes(silence["to"])]
            for a, b in zip(points, points[1:]):
                lacking += max(0, -((a + silence["limit_minutes"] - b) // 60))
    return lacking


def plan(problem, lanes, chosen):
    """A hearth-plan/1 of the variables that are 1."""
    placements = [
        {"post": lane.posts[n]["post"], "account": lane.name, "at": stamp(lane.times[slot])}
        for lane in lanes
        for n, row in enumerate(lane.x)
        for slot, var in row.items()
        if chosen(var)
    ]
    placements.sort(key=lambda p: (p["at"], p["account"]))
    return {"format": "hearth-plan/1", "now": problem["now"], "end": problem["end"], "placements": placements}


def load(path):
    with open(path) as file:
        return json.load(file)

