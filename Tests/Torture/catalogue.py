"""Names of points, and those by which the pages rely on some."""
import fnmatch
import re

from .workspace import ROOT

PAGES = ("docs/faults.md", "SECURITY.md")


def is_meant(points, name):
    """Whether a point belongs to POINTS: a pattern; or the first words of its name, or what follows the number of a call or a
    scene: `disk full` is full/12, not full-after-claim/1; `wire cut` is 1/cut:17."""
    if any(letter in points for letter in "*?["):
        return fnmatch.fnmatchcase(name, points)
    return any(re.match(re.escape(points) + r"(?![^/:])", words) for words in (name, name.partition("/")[2]))


def relied_on(text=None):
    """{method: the POINTS of it that the pages name}; of a whole method, none."""
    text = "\n".join((ROOT / page).read_text() for page in PAGES) if text is None else text
    found = {}
    for method, points in re.findall(r"`scripts/torture ([a-z]+) ([^`]+)`", text):
        found.setdefault(method, set()).add(points)
    return found
