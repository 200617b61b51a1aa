"""The row classes of the shipped register's files.

Each field is a column, and its annotation says which cells it takes. README.md in this folder
explains each column.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from councils.dates import ActivePeriod, Precision
from councils.models import Kind, LineageKind, NameKind, Nation, Region, SourceKind
from councils.register import cell_types
from councils.register.disclosure_control import FIGURES, SYMBOLS

EDITIONS = {dt.date(2012, 7, 9): "The Runaways’ Charter"}
"""Editions of the charter that a shipped signature can name, by the day they were published."""

CODE, GSS = r"[A-Z0-9]{2,8}", r"[ENSW]\d{8}"
CODE_WORDS = "a code of two to eight capital letters"
GSS_WORDS = "a letter and eight digits, like E10000016"
SLUG = r"(?=.{1,80}\Z)[a-z0-9]+(-[a-z0-9]+)*"
FIGURE = rf"\d{{1,7}}(\.\d{{1,2}})?|{'|'.join(SYMBOLS)}"

CodeCell = Annotated[str, cell_types.like(CODE, CODE_WORDS)]
GssCell = Annotated[str, cell_types.like(GSS, GSS_WORDS)]
DayCell = Annotated[dt.date, cell_types.day]
DayOrNone = Annotated[dt.date | None, cell_types.day_or_none]
FigureCell = Annotated[str, cell_types.like(FIGURE, f"a number or one of {', '.join(SYMBOLS)}")]


@dataclass(frozen=True, slots=True)
class CouncilRow(ActivePeriod):
    """A row of councils.csv. ``ends_on`` is the first day without it."""

    line: int
    code: CodeCell
    slug: Annotated[str, cell_types.like(SLUG, "up to 80 small letters, digits and single hyphens")]
    gss: Annotated[str, cell_types.like(f"({GSS})?", GSS_WORDS)]
    name: Annotated[str, cell_types.text(120, needed=True)]
    short_name: Annotated[str, cell_types.text(80, needed=True)]
    kind: Annotated[str, cell_types.one_of(*Kind.values)]
    nation: Annotated[str, cell_types.one_of(*Nation.values)]
    region: Annotated[str, cell_types.one_of(*Region.values, "")]
    website: Annotated[str, cell_types.address(200)]
    county: Annotated[str, cell_types.like(f"({CODE})?", CODE_WORDS)]
    starts_on: DayOrNone
    ends_on: DayOrNone

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, line {self.line})"

    def shares_a_day_with(self, other: "CouncilRow") -> bool:
        starts = max(self.starts_on or dt.date.min, other.starts_on or dt.date.min)
        return starts < min(self.ends_on or dt.date.max, other.ends_on or dt.date.max)


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of names.csv: a former, other or Welsh name."""

    line: int
    code: CodeCell
    name: Annotated[str, cell_types.text(120, needed=True)]
    kind: Annotated[str, cell_types.one_of(*NameKind.values)]
    starts_on: DayOrNone
    ends_on: DayOrNone


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row of codes.csv: a GSS code that the council had before."""

    line: int
    code: CodeCell
    gss: GssCell
    starts_on: DayOrNone
    ends_on: DayOrNone


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """A row of lineage.csv: ``new`` took over from ``old``, or took a part of its area."""

    line: int
    old: CodeCell
    new: CodeCell
    on: DayCell
    kind: Annotated[str, cell_types.one_of(*LineageKind.values)]


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A row of signatures.csv. ``date`` is the latest possible day where the precision is by."""

    line: int
    code: CodeCell
    edition: DayCell
    precision: Annotated[str, cell_types.one_of(*Precision.values)]
    date: DayOrNone
    signed_by: Annotated[str, cell_types.text(120)]
    role: Annotated[str, cell_types.text(120)]
    source: Annotated[str, cell_types.text(1000)]
    source_url: Annotated[str, cell_types.address(500)]
    source_kind: Annotated[str, cell_types.one_of(*SourceKind.values)]
    note: Annotated[str, cell_types.text(1000)]
    checked_on: DayCell

    @property
    def key(self) -> str:
        """Its permanent id, whatever else is corrected: KEN-2012-07-09."""
        return f"{self.code}-{self.edition.isoformat()}"


@dataclass(frozen=True, slots=True)
class MissingFromCareRow:
    """A row of missing_from_care.csv: a council's four figures of a year ending 31 March.

    Each is a number, or a symbol of the department's in place of a number.
    """

    line: int
    code: CodeCell
    year: Annotated[int, cell_types.year]
    looked_after: FigureCell
    children: FigureCell
    percent: FigureCell
    incidents: FigureCell

    @property
    def figures(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in FIGURES}


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of the six files, with councils by code."""

    councils: dict[str, CouncilRow]
    names: Sequence[NameRow]
    codes: Sequence[CodeRow]
    lineage: Sequence[SuccessionRow]
    signatures: Sequence[SignatureRow]
    missing_from_care: Sequence[MissingFromCareRow]
