"""Where the names behind a count of signatures come from, and how many were confirmed since.

A count without its provenance reads as today's news. So every sentence, picture, feed and file
that gives a count adds ``sentence``, or ``short`` where there is little room.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from councils.dates import PartialDate, Precision
from councils.record.council_on_day import CouncilOnDay

LIST = "list of 2013"
THE_LIST = "The Children’s Society’s list of September 2013"
"""The charity's report of September 2013. Its names are in register/signatures.csv."""

DAY_OF_THE_LIST = PartialDate(Precision.BY, dt.date(2013, 9, 19))
BETTER_SOURCE = {"KEN": "a councillor’s page"}
"""What tells the day of a listed council more closely than the list, by the council's code."""


def signed_words(rows: Sequence[CouncilOnDay], us: str = "us", what: str = "") -> str:
    """Return how the signature of councils is known, to follow their names.

    They are one council, or several whose signatures are known in the same way. ``us`` is what we
    are called, and ``what`` was signed.
    """
    row = rows[0]
    signature, signed = row.signature, f"signed {what}".strip()
    if signature is None:
        return ""
    if signature.register_key and row.is_confirmed:
        has, theirs = ("has", "it") if len(rows) == 1 else ("have", "theirs")
        return f"{signed} {signature.when.words}, and {has} confirmed {theirs} to {us}"
    if signature.register_key and signature.when == DAY_OF_THE_LIST:
        are = "is" if len(rows) == 1 else "are"
        return f"{are} on the 2013 list of councils that {signed}"
    source = BETTER_SOURCE.get(row.code, "") if signature.register_key else ""
    return f"{signed} {signature.when.words}" + (f", says {source} of that day" if source else "")


class Provenance(NamedTuple):
    """Where the names of a group's signed councils come from."""

    signed: int
    """Councils in the group that have signed, as far as we know."""
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
        return self.sentence_to("us")

    def sentence_to(self, us: str) -> str:
        """Describe it by what we are called: a quoted sentence has our name."""
        if not self.signed:
            return ""
        if not self.listed:
            name = "This name doesn’t" if self.signed == 1 else "These names don’t"
            return f"{name} come from the {LIST}."
        if self.signed == self.listed == 1:
            has = "has" if self.confirmed else "hasn’t"
            return f"That’s from {THE_LIST}, and the council {has} confirmed it to {us} since."
        unlisted = self.signed - self.listed
        others = "one isn’t" if unlisted == 1 else f"{unlisted} aren’t"
        addition = f" The other {others}." if unlisted else ""
        return f"{self._names} on {THE_LIST}, and {self._confirmed} to {us} since.{addition}"

    @property
    def _names(self) -> str:
        if self.listed < self.signed:
            are = "is" if self.listed == 1 else "are"
            return f"{number(self.listed).capitalize()} of the {self.signed} names {are}"
        return "Both names are" if self.listed == 2 else f"All {self.listed} names are"

    @property
    def _confirmed(self) -> str:
        if self.listed == 1:
            return f"its council {'has' if self.confirmed else 'hasn’t'} confirmed its signature"
        if 1 < self.confirmed < self.listed:
            return f"{self.confirmed} councils have confirmed theirs"
        who = {0: "no", 1: "one", self.listed: "every"}[self.confirmed]
        return f"{who} council has confirmed its signature"

    @property
    def short(self) -> str:
        """Describe the provenance in a few words; empty if no council has signed."""
        if not self.signed:
            return ""
        if not self.listed:
            return f"not from the {LIST}"
        words = LIST if self.listed == self.signed else f"{self.listed} from the {LIST}"
        return f"{words}, {self.confirmed} confirmed since" if self.confirmed else words

    @property
    def in_brackets(self) -> str:
        """The short form to put after a count: " (list of 2013)"; empty if nobody has signed."""
        return f" ({self.short})" if self.signed else ""


def number(count: int) -> str:
    return "one" if count == 1 else str(count)
