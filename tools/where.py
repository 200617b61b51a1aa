"""Say which files are about something, and what each is for: ``./dev where bank holiday``.

The files are named in which most of the words stand, or in their paths, the plainest about them
first. Without words it names every file of code.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FOLDERS = ("campaign", "councils", "templates", "static", "tools", "docs")
KINDS = {".py", ".html", ".txt", ".csv", ".css", ".js", ".md", ".conf", ".timer"}
MOST_BYTES = 200_000
"""Larger files are data, not something that one reads."""
MOST_SHOWN = 12
SAYS_NOTHING = frozenset(
    ("a", "how", "in", "is", "long", "many", "much", "of", "on", "the", "which")
)


class File(NamedTuple):
    """A file: its path, what it says that it is for, what it defines, and its whole text."""

    path: str
    purpose: str
    defined: str
    text: str

    def held(self, words: list[str]) -> int:
        """Return how many of some words stand in a file."""
        everything = f"{self.path} {self.text}".lower()
        return sum(word in everything for word in words)

    def points(self, words: list[str]) -> int:
        """Return how plainly a file is about some words."""
        called = f"{self.path} {self.purpose}".lower()
        defined = self.defined.lower()
        return sum(2 * (word in called) + (word in defined) for word in words)


def files() -> Iterator[File]:
    """Yield each file that somebody might change; migrations are none."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in KINDS or "migrations" in path.parts:
                continue
            if path.stat().st_size <= MOST_BYTES:
                yield read(path)


def read(path: Path) -> File:
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text()
    if path.suffix != ".py":
        return File(name, "", "", text)
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
    """Return the files in which most of some words stand, the plainest about them first."""
    words = [word.lower().removesuffix("s") for word in typed if word not in SAYS_NOTHING]
    held = {file: file.held(words) for file in files()}
    most = max(held.values())
    if most == 0:
        return []
    found = [file for file, number in held.items() if number == most]
    return sorted(found, key=lambda file: file.points(words), reverse=True)


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
        print(f"… and {len(found) - MOST_SHOWN} more: add a word.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
