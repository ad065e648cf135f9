"""Names of points, and those by which docs/faults.md relies on some."""
import fnmatch
import re

from .workspace import ROOT


def is_meant(points, name):
    """Whether a point belongs to POINTS: a pattern; or the first words of its name, or what follows the number of a call or a
    scene: `disk full` is full/12, not full-after-claim/1; `wire cut` is 1/cut:17."""
    if any(letter in points for letter in "*?["):
        return fnmatch.fnmatchcase(name, points)
    return any(re.match(re.escape(points) + r"(?![^/:])", words) for words in (name, name.partition("/")[2]))


def relied_on(text=None):
    """{method: the POINTS of it that the page names}; of a whole method, none."""
    text = (ROOT / "docs" / "faults.md").read_text() if text is None else text
    found = {}
    for method, points in re.findall(r"`scripts/torture ([a-z]+) ([^`]+)`", text):
        found.setdefault(method, set()).add(points)
    return found
