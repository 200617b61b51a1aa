"""How old a count of signatures is: from which list its names come, and what was confirmed since.

A count without its age reads as today's news. Every sentence, picture, feed and file that gives
one carries ``sentence``, or ``short`` where room is small; both are made here alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from councils.record.council_on_day import CouncilOnDay

LIST = "list of 2013"
"""The charity's report of September 2013, whose names the register ships (signatures.csv)."""


@dataclass(frozen=True, slots=True)
class CountAge:
    """Of the signed councils of a group: how many the list names, how many confirmed it since."""

    signed: int
    listed: int
    confirmed: int
    """How many of those that the list names have confirmed their signatures."""

    @classmethod
    def of(cls, rows: Iterable[CouncilOnDay]) -> "CountAge":
        signed = [row for row in rows if row.status == "signed"]
        listed = [row for row in signed if row.signature and row.signature.register_key]
        return cls(len(signed), len(listed), sum(row.is_confirmed for row in listed))

    @property
    def sentence(self) -> str:
        """Say it in a sentence or two; empty where nobody has signed, so that nothing is old."""
        if not self.signed:
            return ""
        if not self.listed:
            name = "The name does" if self.signed == 1 else "The names do"
            return f"{name} not come from the {LIST}."
        if self.signed == self.listed == 1:
            has = "has" if self.confirmed else "has not"
            return f"The name comes from a {LIST}; the council {has} confirmed it since."
        others = self.signed - self.listed
        does = "does" if others == 1 else "do"
        rest = f" {number(others).capitalize()} {does} not come from it." if others else ""
        return f"{self._names} from a {LIST}; {self._confirmed}.{rest}"

    @property
    def _names(self) -> str:
        if self.listed < self.signed:
            comes = "comes" if self.listed == 1 else "come"
            return f"{number(self.listed).capitalize()} of the {self.signed} names {comes}"
        return "Both names come" if self.listed == 2 else f"All {self.listed} names come"

    @property
    def _confirmed(self) -> str:
        if not self.confirmed:
            who = "it has not" if self.listed == 1 else "none has"
            return f"{who} been confirmed by its council since"
        if self.listed == 1:
            return "it has been confirmed by its council since"
        if self.confirmed == 1:
            return "one has been confirmed by its council since"
        count = "all" if self.confirmed == self.listed else str(self.confirmed)
        return f"{count} have been confirmed by their councils since"

    @property
    def short(self) -> str:
        """Say it in a few words, to stand in brackets; empty where nobody has signed."""
        if not self.signed:
            return ""
        if not self.listed:
            return f"not from the {LIST}"
        words = LIST if self.listed == self.signed else f"{self.listed} from a {LIST}"
        return f"{words}, {self.confirmed} confirmed since" if self.confirmed else words

    @property
    def in_brackets(self) -> str:
        """The short form, to follow a count: " (list of 2013)"."""
        return f" ({self.short})" if self.signed else ""


def number(count: int) -> str:
    return "one" if count == 1 else str(count)
