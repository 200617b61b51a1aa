"""The example sentences and names from which the guard's weights are trained."""

import csv
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from councils.safeguarding.call_for_help import lines_of

COUNCILS = Path(__file__).parents[1] / "councils"
FOLDER = COUNCILS / "safeguarding" / "examples"
NAMES = {
    COUNCILS / "register" / "councils.csv": ("name", "short_name"),
    COUNCILS / "register" / "names.csv": ("name",),
    COUNCILS / "search" / "places" / "gazetteer.csv": ("name", "found_as", "other_names"),
    COUNCILS / "search" / "places" / "counties.csv": ("county",),
}
"""The files and columns with names that people type in the search box."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for help, and texts that are not."""

    calls: list[str]
    others: list[str]
    own_words: list[str] = field(default_factory=list)
    """Sentences of this site. Used for training, not for cross-validation."""
    names: list[str] = field(default_factory=list)
    """Names as people type them in the search box. Used for training, not for cross-validation."""

    @property
    def digest(self) -> str:
        """A hash of the sentences, by which a test finds weights that are out of date."""
        return hashlib.sha256("\n".join([*self.calls, "", *self.others]).encode()).hexdigest()[:16]


def shipped() -> Examples:
    names = names_in_the_box()
    typed = [*names, *misspelt(names, 2 * len(names), seed=0), *beginnings_of_councils()]
    return Examples(
        lines_of(FOLDER / "calls.txt"),
        lines_of(FOLDER / "others.txt"),
        lines_of(FOLDER / "our_own_words.txt"),
        typed,
    )


def names_in_the_box() -> list[str]:
    """Return every name in the register and the gazetteer once, sorted."""
    return sorted({name for path, columns in NAMES.items() for name in names_in(path, columns)})


def beginnings_of_councils() -> list[str]:
    """Return every beginning of councils' names, as typed before the name is complete."""
    register = [path for path in NAMES if path.parent.name == "register"]
    names = {name.lower() for path in register for name in names_in(path, NAMES[path])}
    return sorted({name[:end].strip() for name in names for end in range(1, len(name))})


def names_in(path: Path, columns: tuple[str, ...]) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for column in columns:
                yield from filter(None, row[column].split("|"))


def misspelt(names: list[str], number: int, seed: int) -> list[str]:
    """Return ``number`` names with one or two typing errors, always the same for a seed."""
    chance = random.Random(seed)
    return [slip(slip(name, chance), chance, 0.3) for name in chance.choices(names, k=number)]


def slip(name: str, chance: random.Random, likely: float = 1) -> str:
    """With a probability of ``likely``, drop, insert, replace or swap a letter."""
    if chance.random() >= likely:
        return name
    at, letter = chance.randrange(len(name)), chance.choice(LETTERS)
    before, typed, after = name[:at], name[at], name[at + 1 :]
    return chance.choice(
        [
            before + after or name,
            before + letter + typed + after,
            before + letter + after,
            before + after[:1] + typed + after[1:],
        ]
    )
