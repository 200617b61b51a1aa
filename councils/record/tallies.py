"""Count how many councils of a group have signed, and how far away the next milestone is."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from councils import names
from councils.dates import format_date
from councils.record.council_on_day import CouncilOnDay
from councils.record.provenance import Provenance

REPORTED_IN_2014 = 41
"""Signatures in total, by the charity's impact report of 2014, which names no council."""

MILESTONES = ((1, 4, "a quarter"), (1, 3, "a third"), (1, 2, "half"), (2, 3, "two thirds"),
              (3, 4, "three quarters"), (1, 1, "all"))  # fmt: skip


class Tally(NamedTuple):
    """How many of a group of councils have signed."""

    name: str
    slug: str
    signed: int = 0
    total: int = 0
    provenance: Provenance = Provenance(0, 0, 0)

    @classmethod
    def of(cls, name: str, slug: str, rows: Iterable[CouncilOnDay]) -> "Tally":
        """Count the councils of a group."""
        group = list(rows)
        provenance = Provenance.of(group)
        return cls(name, slug, provenance.signed, len(group), provenance)

    @property
    def percent(self) -> int:
        return round(100 * self.signed / self.total) if self.total else 0

    @property
    def short_name_in_sentence(self) -> str:
        """Its name as it stands inside a sentence: "the North East"."""
        return names.region_with_article(self.name)

    @property
    def counted(self) -> str:
        return f"{self.signed} of {self.total} councils"

    @property
    def sentence(self) -> str:
        """Its count with its provenance, to stand alone beside a day."""
        count = f"{self.counted} in {self.short_name_in_sentence} {self.have_signed}"
        return f"{count} {self.provenance.sentence}".strip()

    @property
    def have_signed(self) -> str:
        """What follows ``counted`` on a page."""
        return f"{'has' if self.signed == 1 else 'have'} signed, as far as we know."

    def sentence_on(self, day: dt.date) -> str:
        """Return its count on a day with its provenance, to stand alone in a newspaper."""
        count = (
            f"On {format_date(day)}, there was evidence that {self.signed} of the {self.total}"
            f" councils that run children’s services in {self.short_name_in_sentence} had signed"
            " the Runaways’ Charter."
        )
        return f"{count} {self.provenance.sentence_to('Make Runaways Safe')}".strip()

    @property
    def are(self) -> str:
        return "is" if self.signed == 1 else "are"


class Milestone(NamedTuple):
    """The next round share of all councils, and how many signatures away it is."""

    words: str
    """The share in words: "a quarter", "all"."""
    at: int
    """The number of signatures at which it is reached."""
    more: int
    """The number of signatures still missing."""

    @property
    def sentence(self) -> str:
        of_them = " of them" if self.words == "all" else ""
        return f"{self.more} more would make {self.words}{of_them}."
