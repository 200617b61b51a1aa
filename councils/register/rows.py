"""The row classes of the shipped register's files, and the values that columns may have.

README.md in this folder explains each column.
"""

import datetime as dt
from dataclasses import dataclass

from councils.dates import ActivePeriod
from councils.register.disclosure_control import FIGURES
from councils.register.kinds import RESPONSIBLE_KINDS

NATION_OF_KIND = dict.fromkeys((*RESPONSIBLE_KINDS, "district"), "England") | {
    "welsh": "Wales",
    "scottish": "Scotland",
    "northern_irish": "Northern Ireland",
}
REGIONS = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)
NAME_KINDS = ("official", "other", "welsh")
LINEAGE_KINDS = ("replaces", "part")
PRECISIONS = ("day", "month", "year", "by", "unknown")
SOURCE_KINDS = ("minutes", "council", "report", "news", "document", "other")
EDITIONS = {dt.date(2012, 7, 9): "The Runaways’ Charter"}
"""Editions of the charter that a shipped signature can name, by the day they were published."""


@dataclass(frozen=True, slots=True)
class Council(ActivePeriod):
    """A row of councils.csv. ``ends_on`` is the first day without it."""

    line: int
    code: str
    slug: str
    gss: str
    name: str
    short_name: str
    kind: str
    nation: str
    region: str
    website: str
    county: str
    starts_on: dt.date | None
    ends_on: dt.date | None

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, line {self.line})"

    def shares_a_day_with(self, other: "Council") -> bool:
        starts = max(self.starts_on or dt.date.min, other.starts_on or dt.date.min)
        return starts < min(self.ends_on or dt.date.max, other.ends_on or dt.date.max)


@dataclass(frozen=True, slots=True)
class Name:
    """A row of names.csv: a former, other or Welsh name."""

    line: int
    code: str
    name: str
    kind: str
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Code:
    """A row of codes.csv: a GSS code that the council had before."""

    line: int
    code: str
    gss: str
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Succession:
    """A row of lineage.csv: ``new`` took over from ``old``, or took a part of its area."""

    line: int
    old: str
    new: str
    on: dt.date
    kind: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of signatures.csv. ``date`` is the latest possible day where the precision is by."""

    line: int
    code: str
    edition: dt.date
    precision: str
    date: dt.date | None
    signed_by: str
    role: str
    source: str
    source_url: str
    source_kind: str
    note: str
    checked_on: dt.date

    @property
    def key(self) -> str:
        """Its permanent id, whatever else is corrected: KEN-2012-07-09."""
        return f"{self.code}-{self.edition.isoformat()}"


@dataclass(frozen=True, slots=True)
class MissingFromCare:
    """A row of missing_from_care.csv: a council's four figures of a year ending 31 March.

    Each is a number, or a symbol of the department's in place of a number.
    """

    line: int
    code: str
    year: int
    looked_after: str
    children: str
    percent: str
    incidents: str

    @property
    def figures(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in FIGURES}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the six files, not yet checked against each other."""

    councils: list[Council]
    names: list[Name]
    codes: list[Code]
    lineage: list[Succession]
    signatures: list[Signature]
    missing_from_care: list[MissingFromCare]


@dataclass(frozen=True, slots=True)
class Register:
    """The checked rows of the six files, with councils by code."""

    councils: dict[str, Council]
    names: tuple[Name, ...]
    codes: tuple[Code, ...]
    lineage: tuple[Succession, ...]
    signatures: tuple[Signature, ...]
    missing_from_care: tuple[MissingFromCare, ...]

    def responsible(self, on: dt.date) -> list[Council]:
        """Return the councils that run children's services in England on a day."""
        return [
            council
            for council in self.councils.values()
            if council.kind in RESPONSIBLE_KINDS and council.is_current(on)
        ]
