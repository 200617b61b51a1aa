"""The Department for Education's figures of children missing from care, for each council.

They cover only children in care. Going missing from care is not the same as running away, and
the department warns against comparing years or councils.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import models

from councils.models.council import RESPONSIBLE_KINDS, Council
from councils.models.logged import LoggedModel


def is_number(figure: str) -> bool:
    return figure.replace(".", "", 1).isdecimal()


class MissingNumbers(NamedTuple):
    """A council's figures for a year as numbers; None for each that is not shown."""

    looked_after: float | None
    children: float | None
    percent: float | None
    incidents: float | None


class MissingFromCareQuerySet(models.QuerySet["MissingFromCare"]):
    """Yearly figures of councils."""

    def shown(self, on: dt.date) -> dict[int, list["MissingFromCare"]]:
        """Return the figures for years that ended by a day, by council id, newest first.

        Years in which every figure is "not applicable" are left out.
        """
        ended = on.year if (on.month, on.day) >= (3, 31) else on.year - 1
        years = self.filter(year__lte=ended).order_by("-year")
        shown: dict[int, list[MissingFromCare]] = {}
        for year in years.exclude(looked_after="z", children="z", incidents="z"):
            shown.setdefault(year.council_id, []).append(year)
        return shown


class MissingFromCare(LoggedModel):
    """One council's figures for one year, as text: numbers or the department's symbols."""

    published = True

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="missing_from_care",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
    )
    year = models.PositiveSmallIntegerField("year ending 31 March")
    looked_after = models.CharField("children in care during the year", max_length=10)
    children = models.CharField("of these, went missing at least once", max_length=10)
    percent = models.CharField("the same as a percentage", max_length=10)
    incidents = models.CharField("missing incidents", max_length=10)
    loaded_on = models.DateField(editable=False)

    objects = MissingFromCareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "year"], name="missing_from_care_once_a_council_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"Children missing from care, year ending March {self.year}"

    def log_councils(self) -> Sequence[Council]:
        return [self.council]

    @property
    def numbers(self) -> MissingNumbers:
        """Its figures as numbers. None means that a figure is not shown, never zero."""
        cells = (self.looked_after, self.children, self.percent, self.incidents)
        return MissingNumbers(*map(as_number, cells))


def as_number(cell: str) -> float | int | None:
    if "." in cell:
        return float(cell)
    if is_number(cell):
        return int(cell)
    return None
