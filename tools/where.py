"""Say which files are about something, and what each is for: ``./dev where bank holiday``.

The files that are most plainly about the words come first, each with the place that has most of
them: a word counts most where few files have it, in what a file says that it is for, and beside the
others. The tests that are about them come last. Without words it names every file of code.
"""

import ast
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FOLDERS = ("campaign", "councils", "templates", "static", "tools", "docs", "tests")
KINDS = {".py", ".html", ".txt", ".csv", ".css", ".js", ".md", ".conf", ".timer", ".svg"}
MOST_BYTES = 200_000
"""Larger files are data, not something that one reads."""
LEFT_OUT = {"migrations", "examples", "test_where.py"}
"""Where nobody looks for a line to change."""
TESTS = "tests/"
MOST_SHOWN, MOST_TESTS = 12, 3
TOGETHER = 2
"""How many lines a place has: words within them are taken to speak of one thing."""
OF_A_PAPER = 0.8
"""Papers speak of everything: where code is as plainly about the words, it comes first."""
MOST_OF_LINE = 90
"""How many characters of a line are shown."""
REMARK = re.compile(r"\{# (.*?) #\}|// (.*)|/\* (.*?) \*/")
"""What a template, a script or a style sheet says at its top."""
SAYS_NOTHING = frozenset((
    "a", "after", "and", "are", "as", "at", "by", "do", "does", "for", "from", "has", "how", "i",
    "in", "is", "it", "long", "many", "me", "much", "my", "of", "on", "or", "our", "that", "the",
    "their", "there", "they", "this", "to", "us", "we", "what", "when", "where", "which", "who",
    "whose", "with", "you",
))  # fmt: skip
ENDINGS = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e)$")
"""A word is found with another ending too: asked, asks, asking."""


class File(NamedTuple):
    """A file: its path, what it says that it is for, what it defines, and its text."""

    path: str
    purpose: str
    defined: str
    text: str

    @property
    def is_test(self) -> bool:
        return self.path.startswith(TESTS)


class Found(NamedTuple):
    """A file that has some of the words, how plainly, and the line that has most of them."""

    file: File
    points: float
    line: int


def files() -> Iterator[File]:
    """Yield each file that somebody might change."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in KINDS or LEFT_OUT & {*path.parts}:
                continue
            if path.stat().st_size <= MOST_BYTES:
                yield read(path)


def read(path: Path) -> File:
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text()
    if path.suffix == ".py":
        module = ast.parse(text)
        return File(name, ast.get_docstring(module) or "", " ".join(names_in(module)), text)
    remark = REMARK.match(text)
    purpose = next(filter(None, remark.groups()), "") if remark else ""
    return File(name, purpose, "", text)


def names_in(module: ast.Module) -> Iterator[str]:
    """Yield the names of what a module defines, and what its classes and functions say of it."""
    for statement in module.body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            yield statement.name
            yield ast.get_docstring(statement) or ""
        elif isinstance(statement, ast.Assign):
            yield ast.unparse(statement.targets[0])


def as_words(text: str) -> str:
    """Return a text in small letters, with a space between the parts of a name."""
    return re.sub(r"[_-]", " ", text).lower()


def wanted(typed: list[str]) -> list[re.Pattern[str]]:
    """Return a pattern for each word that says something, whatever its ending."""
    patterns = []
    for word in as_words(" ".join(typed)).split():
        if word not in SAYS_NOTHING:
            patterns.append(re.compile(rf"\b{re.escape(ENDINGS.sub('', word))}"))
    return patterns


def about(typed: list[str]) -> list[Found]:
    """Return the files that have some words, the plainest about them first."""
    everything = list(files())
    weights: dict[re.Pattern[str], float] = {}
    texts = {file: as_words(file.text) for file in everything}
    for word in wanted(typed):
        held = sum(1 for text in texts.values() if word.search(text))
        if held:
            weights[word] = math.log(1 + len(everything) / held)
    found = []
    for file in everything:
        one = judge(file, texts[file], weights)
        if one.points:
            found.append(one)
    return sorted(found, key=lambda one: one.points, reverse=True)


def judge(file: File, text: str, weights: dict[re.Pattern[str], float]) -> Found:
    """Weigh a file: what it is for, what it defines, and most of all the best place in it."""
    subject = as_words(f"{file.path} {file.purpose}")
    name = as_words(Path(file.path).name)
    defined = as_words(file.defined)
    points = 0.0
    lines_with: dict[int, list[float]] = {}
    in_place: dict[int, float] = {}
    for word, weight in weights.items():
        if word.search(subject):
            points += 2 * weight
        if word.search(name):
            points += weight
        if word.search(defined):
            points += weight
        lines = {text.count("\n", 0, match.start()) for match in word.finditer(text)}
        if lines:
            points += weight
        begins: set[int] = set()
        for line in lines:
            lines_with.setdefault(line, []).append(weight)
            begins.update(range(line - TOGETHER + 1, line + 1))
        for begin in begins:
            in_place[begin] = in_place.get(begin, 0) + weight
    if not in_place:
        return Found(file, points, 0)
    points += 3 * max(in_place.values())
    if file.path.endswith(".md"):
        points *= OF_A_PAPER
    best = max(in_place, key=in_place.__getitem__)
    place = [line for line in lines_with if best <= line < best + TOGETHER]
    most = max(place, key=lambda line: sum(lines_with[line]))
    return Found(file, points, most)


def line_of(file: File) -> str:
    first_line = file.purpose.partition("\n")[0]
    return f"{file.path:<55} {first_line}".rstrip()


def show(found: Found) -> None:
    print(line_of(found.file))
    line = found.file.text.splitlines()[found.line].strip()
    print(f"  {found.line + 1:>4}: {line[:MOST_OF_LINE]}")


def main(typed: list[str]) -> int:
    if not typed:
        named = [line_of(file) for file in files() if file.purpose and not file.is_test]
        print("\n".join(named))
        return 0
    found = about(typed)
    if not found:
        print("No file has any of these words. Try other ones.")
        return 1
    code = [one for one in found if not one.file.is_test]
    for one in code[:MOST_SHOWN]:
        show(one)
    if len(code) > MOST_SHOWN:
        print(f"… and {len(code) - MOST_SHOWN} that are less about it.")
    tests = [one for one in found if one.file.is_test]
    if tests:
        print("Tests:")
    for one in tests[:MOST_TESTS]:
        show(one)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
