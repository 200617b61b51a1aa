"""The evidence for the fact that a council's status rests on."""

import datetime as dt
from typing import NamedTuple

from councils.dates import Precision, format_date
from councils.models import Edition, Signature
from councils.models.dated import DatedFact
from councils.record import CouncilOnDay

WHAT_A_DATE_MEANS: dict[str, str] = {
    Precision.MONTH: "The month is on record. The day is not.",
    Precision.YEAR: "The year is on record. The day is not.",
    Precision.BY: "“By” a day means that day or earlier: the day itself is on no record we found.",
    Precision.UNKNOWN: "Nothing we found says when.",
}
"""Explanations of dates that are not exact days."""


class Evidence(NamedTuple):
    """The evidence for a fact: the fact, its council, and the label of its date."""

    fact: DatedFact
    council: CouncilOnDay
    verb: str

    @property
    def date_note(self) -> str:
        return WHAT_A_DATE_MEANS.get(self.fact.when.precision, "")

    @property
    def who_signed(self) -> str:
        """Who signed and in what role, as far as that is on record."""
        parts = (getattr(self.fact, "signed_by", ""), getattr(self.fact, "signed_role", ""))
        known = ", ".join(part for part in parts if part)
        return known or ("Who signed is not on record." if self.edition else "")

    @property
    def edition(self) -> Edition | None:
        """The edition of the charter that was signed, or None if the fact is not a signature."""
        return self.fact.edition if isinstance(self.fact, Signature) else None

    @property
    def read_in_a_copy(self) -> str:
        """Say that a shipped fact was read in stored copies of its pages; empty for other facts."""
        if not getattr(self.fact, "register_key", None) or not self.fact.source_url:
            return ""
        return "Read in a stored copy. The page may have moved since."

    def confirmed_by(self, on: dt.date) -> str:
        """Say that the council had confirmed its signature by a day; empty if it had not."""
        if not isinstance(self.fact, Signature):
            return ""
        confirmed = self.fact.confirmed_on
        if confirmed and confirmed <= on:
            return f"by the council, {format_date(confirmed)}"
        return "by the council’s own document" if self.fact.is_shown_by_the_council else ""
