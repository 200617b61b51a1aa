"""Say which files are about something, and what each is for: ``./dev where bank holiday``.

The files that are most plainly about the words come first: a word counts most in a path and in what
a file says that it is for. Without words it names every file of code.
"""

import ast
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FOLDERS = ("campaign", "councils", "templates", "static", "tools", "docs")
KINDS = {".py", ".html", ".txt", ".csv", ".css", ".js", ".md", ".conf", ".timer"}
MOST_BYTES = 200_000
"""Larger files are data, not something that one reads."""
LEFT_OUT = {"migrations", "examples"}
"""Folders in which nobody looks for a line to change."""
MOST_SHOWN = 12
REMARK = re.compile(r"\{# (.*?) #\}")
"""What a template says at its top."""
SAYS_NOTHING = frozenset(
    ("a", "how", "in", "is", "long", "many", "much", "of", "on", "the", "which")
)


class File(NamedTuple):
    """A file: its path, what it says that it is for, what it defines, and its whole text."""

    path: str
    purpose: str
    defined: str
    text: str

    def points(self, word: str) -> int:
        """Return how plainly a file is about a word; 0 if it has none."""
        begins = re.compile(rf"\b{re.escape(word)}")
        points = 2 * bool(begins.search(as_words(self.text)))
        points += bool(begins.search(as_words(self.defined)))
        points += 2 * bool(begins.search(as_words(f"{self.path} {self.purpose}")))
        return points


def as_words(text: str) -> str:
    """Return a text in small letters, with a space between the parts of a name."""
    return re.sub(r"[_-]", " ", text).lower()


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
    if path.suffix != ".py":
        remark = REMARK.match(text)
        return File(name, remark[1] if remark else "", "", text)
    module = ast.parse(text)
    return File(name, ast.get_docstring(module) or "", " ".join(names_in(module)), text)


def names_in(module: ast.Module) -> Iterator[str]:
    """Yield the names of what a module defines, and what its classes and functions say of it."""
    for statement in module.body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            yield statement.name
            yield ast.get_docstring(statement) or ""
        elif isinstance(statement, ast.Assign):
            yield ast.unparse(statement.targets[0])


def about(typed: list[str]) -> list[File]:
    """Return the files that have some words, the plainest about them first.

    A word that few files have says more of what somebody looks for.
    """
    everything = list(files())
    total = dict.fromkeys(everything, 0.0)
    for word in typed:
        if word in SAYS_NOTHING:
            continue
        wanted = as_words(word).removesuffix("s")
        points = {file: file.points(wanted) for file in everything}
        held = sum(1 for number in points.values() if number)
        for file, number in points.items():
            if number:
                total[file] += number * math.log(1 + len(everything) / held)
    found = [file for file, number in total.items() if number]
    return sorted(found, key=total.__getitem__, reverse=True)


def line_of(file: File) -> str:
    first_line = file.purpose.partition("\n")[0]
    return f"{file.path:<55} {first_line}".rstrip()


def main(typed: list[str]) -> int:
    if not typed:
        print("\n".join(line_of(file) for file in files() if file.purpose))
        return 0
    found = about(typed)
    if not found:
        print("No file has any of these words. Try other ones.")
        return 1
    print("\n".join(map(line_of, found[:MOST_SHOWN])))
    if len(found) > MOST_SHOWN:
        print(f"… and {len(found) - MOST_SHOWN} that are less about it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
