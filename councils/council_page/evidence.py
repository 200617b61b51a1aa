"""How the fact that a council's status rests on is known."""

import datetime as dt
from dataclasses import dataclass

from councils.council_page.own_words import disputed_sentence
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
"""What a reader should know of a date that is no exact day."""


@dataclass
class Evidence:
    """How a fact is known: the fact itself, whose it is, and what to call its date."""

    fact: DatedFact
    council: CouncilOnDay
    verb: str

    @property
    def date_note(self) -> str:
        return WHAT_A_DATE_MEANS.get(self.fact.when.precision, "")

    @property
    def disputed(self) -> str:
        return disputed_sentence(self.fact)

    @property
    def who_signed(self) -> str:
        """Who signed and in what role, as far as it is on record."""
        parts = (getattr(self.fact, "signed_by", ""), getattr(self.fact, "signed_role", ""))
        known = ", ".join(part for part in parts if part)
        return known or ("Who signed is not on record." if self.edition else "")

    @property
    def edition(self) -> Edition | None:
        """The edition of the charter that was signed; None where the fact is no signature."""
        return self.fact.edition if isinstance(self.fact, Signature) else None

    @property
    def read_in_a_copy(self) -> str:
        """Say that what shipped was read in stored copies of its pages; empty for staff's facts."""
        if not getattr(self.fact, "register_key", None) or not self.fact.source_url:
            return ""
        return "Read in a stored copy. The page may have moved since."

    def confirmed_by(self, on: dt.date) -> str:
        """Say that the council confirmed its signature by a day; empty where it did not."""
        confirmed = getattr(self.fact, "confirmed_on", None)
        return f"by the council, {format_date(confirmed)}" if confirmed and confirmed <= on else ""
