"""What a post of the queue has to look like on a network, read from its file apart from the program."""
import csv
import json
import re


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


class Post:
    def __init__(self, parts, link=None, images=(), has_wordings=False, warning=None):
        self.parts, self.link, self.images, self.has_wordings = parts, link, list(images), has_wordings
        self.warning = warning


def read(queue):
    """Posts by id; front matter is read only as far as the checks need it."""
    posts = {}
    for path in sorted(queue.rglob("*.md")):
        _, front, body = re.split(r"^---[ \t]*$\n?", path.read_text(), maxsplit=2, flags=re.M)
        link = re.search(r"^link: *(\S+)", front, re.M)
        warning = re.search(r"^warning: *(.+)", front, re.M)
        posts[str(path.relative_to(queue).with_suffix(""))] = Post(
            [squeezed(part) for part in re.split(r"^---[ \t]*$", body, flags=re.M)], link and link.group(1).strip("\"'"),
            [squeezed(alt) for alt in re.findall(r'alt: *"((?:[^"\\]|\\.)*)"', front)],
            bool(re.search(r"^(text|variants):", front, re.M)), warning and warning.group(1).strip("\"' "))
    for path in queue.glob("*.csv"):
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        _add(posts, path.stem, rows)
    for path in queue.glob("*.jsonl"):
        _add(posts, path.stem, [json.loads(line) for line in path.read_text().splitlines() if line.strip()])
    return posts


def _add(posts, stem, rows):
    for number, row in enumerate(rows, 1):
        posts[f"{stem}/{row.get('id') or number}"] = Post([squeezed(row["body"])], row.get("link") or None)


def fault(post, sent, raw):
    """What is wrong with what a server holds: {parts, links, alts}; None if nothing is.

    Where a post has other wordings for some accounts, each part has to stand in the file, else the parts are the body's.
    """
    link = post.link or ""
    parts = [squeezed(part.replace(link, "")) if link and link not in " ".join(post.parts) else squeezed(part)
             for part in sent["parts"]]
    if post.warning:
        # A warning has a field of its own, or begins the text.
        if sent.get("warning") != post.warning and not parts[0].startswith(f"CW: {post.warning} "):
            return f"the warning did not arrive: {sent}"
        parts[0] = parts[0].removeprefix(f"CW: {post.warning} ")
    if post.has_wordings:
        # In double quotes YAML writes a quote as \".
        written = squeezed(raw.replace('\\"', '"'))
        if not all(part and part in written for part in parts):
            return f"the text does not stand in the file: {parts}"
    elif parts != post.parts:
        return f"the text is {parts}, not {post.parts}"
    if link and link not in sent["links"]:
        return f"the link {link} did not arrive: {sent['links']}"
    if [squeezed(alt) for alt in sent["alts"]] != post.images:
        return f"alt texts are {sent['alts']}, not {post.images}"
    return None
