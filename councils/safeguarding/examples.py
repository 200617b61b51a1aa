"""The sentences that the guard's weights are made from, and those that must never set it off."""

import csv
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from councils.safeguarding.call_for_help import lines_of

FOLDER = Path(__file__).with_name("examples")
COUNCILS = Path(__file__).parents[1]
NAMES = {
    COUNCILS / "register" / "councils.csv": ("name", "short_name"),
    COUNCILS / "register" / "names.csv": ("name",),
    COUNCILS / "search" / "places" / "gazetteer.csv": ("name", "found_as", "other_names"),
    COUNCILS / "search" / "places" / "counties.csv": ("county",),
}
"""Which columns of which files hold names that are typed in the search box."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for help, what others write, and what must never be taken for a call."""

    calls: list[str]
    others: list[str]
    own_words: list[str] = field(default_factory=list)
    """What this site says: learned, not tried."""
    names: list[str] = field(default_factory=list)
    """Names as they are typed in the search box: learned, not tried."""

    @property
    def digest(self) -> str:
        """Tell the sentences from any others, so that a test sees weights that are out of date."""
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
    """Return every name of the register and the gazetteer, once each, in order."""
    return sorted({name for path, columns in NAMES.items() for name in names_in(path, columns)})


def beginnings_of_councils() -> list[str]:
    """Return what has been typed of a council's name when only some of it is there."""
    register = [path for path in NAMES if path.parent.name == "register"]
    names = {name.lower() for path in register for name in names_in(path, NAMES[path])}
    return sorted({name[:end].strip() for name in names for end in range(1, len(name))})


def names_in(path: Path, columns: tuple[str, ...]) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for column in columns:
                yield from filter(None, row[column].split("|"))


def misspelt(names: list[str], number: int, seed: int) -> list[str]:
    """Return names with one or two slips of the finger; the same ones for the same seed."""
    chance = random.Random(seed)
    return [slip(slip(name, chance), chance, 0.3) for name in chance.choices(names, k=number)]


def slip(name: str, chance: random.Random, likely: float = 1) -> str:
    """Leave out a letter, put one in, take another, or swap two."""
    if chance.random() >= likely:
        return name
    at, letter = chance.randrange(len(name)), chance.choice(LETTERS)
    before, here, after = name[:at], name[at], name[at + 1 :]
    return chance.choice(
        [
            before + after or name,
            before + letter + here + after,
            before + letter + after,
            before + after[:1] + here + after[1:],
        ]
    )
