"""Where the names behind a count of signatures come from, and how many were confirmed since.

A count without its provenance reads as today's news. So every sentence, picture, feed and file
that gives a count adds ``sentence``, or ``short`` where there is little room.
"""

from collections.abc import Iterable
from typing import NamedTuple

from councils.record.council_on_day import CouncilOnDay

LIST = "list of 2013"
"""The charity's report of September 2013. Its names are in register/signatures.csv."""


class Provenance(NamedTuple):
    """Where the names of a group's signed councils come from."""

    signed: int
    """Councils in the group that are on record as signed."""
    listed: int
    """How many of them the list of 2013 names."""
    confirmed: int
    """How many of the listed councils have confirmed their signature since."""

    @classmethod
    def of(cls, rows: Iterable[CouncilOnDay]) -> "Provenance":
        signed = [row for row in rows if row.status == "signed"]
        listed = [row for row in signed if row.signature and row.signature.register_key]
        return cls(len(signed), len(listed), sum(row.is_confirmed for row in listed))

    @property
    def sentence(self) -> str:
        """Describe the provenance in one or two sentences; empty if no council has signed."""
        if not self.signed:
            return ""
        if not self.listed:
            name = "The name does" if self.signed == 1 else "The names do"
            return f"{name} not come from the {LIST}."
        if self.signed == self.listed == 1:
            has = "has" if self.confirmed else "has not"
            return f"The name comes from a {LIST}; the council {has} confirmed it since."
        unlisted = self.signed - self.listed
        verb = "does" if unlisted == 1 else "do"
        addition = f" {number(unlisted).capitalize()} {verb} not come from it." if unlisted else ""
        return f"{self._names} from a {LIST}; {self._confirmed}.{addition}"

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
        """Describe the provenance in a few words; empty if no council has signed."""
        if not self.signed:
            return ""
        if not self.listed:
            return f"not from the {LIST}"
        words = LIST if self.listed == self.signed else f"{self.listed} from a {LIST}"
        return f"{words}, {self.confirmed} confirmed since" if self.confirmed else words

    @property
    def in_brackets(self) -> str:
        """The short form to put after a count: " (list of 2013)"; empty if nobody has signed."""
        return f" ({self.short})" if self.signed else ""


def number(count: int) -> str:
    return "one" if count == 1 else str(count)
