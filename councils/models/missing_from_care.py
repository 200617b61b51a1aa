"""Children missing from care, as the Department for Education publishes them council by council.

These are children in care alone. Going missing from care is not the same as running away, and
the department warns against comparing years or councils.
"""

import datetime as dt

from django.db import models

from councils.models.council import RESPONSIBLE_KINDS, Council

SYMBOLS = {
    "c": "not shown by the department, to protect confidentiality",
    "k": "would round to zero, but is not zero",
    "low": "would round to zero, but is not zero",
    "u": "of low reliability, so not shown",
    "x": "not available",
    "z": "not applicable",
}
"""What the department writes where it gives no number. None of them is a zero."""

NOT_PROVIDED = {("HCK", 2021)}
"""Councils and years whose zeros are none. The department says so in a footnote to its data set on
children who were missing: "Figures for 2021 exclude data for Hackney who were unable to provide
figures."
"""


class MissingFromCareQuerySet(models.QuerySet["MissingFromCare"]):
    """Yearly figures of councils."""

    def shown(self, on: dt.date) -> dict[int, list["MissingFromCare"]]:
        """Return by council the years that had ended by a day and say anything, newest first."""
        ended = on.year if (on.month, on.day) >= (3, 31) else on.year - 1
        years = self.filter(year__lte=ended).select_related("council").order_by("-year")
        shown: dict[int, list[MissingFromCare]] = {}
        for year in years.exclude(looked_after="z", children="z", incidents="z"):
            shown.setdefault(year.council_id, []).append(year)
        return shown


class MissingFromCare(models.Model):
    """One council's figures for one year, as text: a number, or a symbol of the department's."""

    published = True

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="missing_from_care",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
    )
    year = models.PositiveSmallIntegerField("year ending 31 March")
    looked_after = models.CharField("children in care during the year", max_length=10)
    children = models.CharField("of them, had a missing incident", max_length=10)
    percent = models.CharField("the same as a percentage", max_length=10)
    incidents = models.CharField("missing incidents", max_length=10)
    file = models.CharField(max_length=200, help_text="The file it was read in.")
    loaded_on = models.DateField()

    objects = MissingFromCareQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "children missing from care"
        ordering = ["council", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "year"], name="missing_from_care_once_a_council_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.council}, year ending March {self.year}"

    @property
    def is_provided(self) -> bool:
        """Whether the council gave the department figures of children who were missing."""
        return (self.council.code, self.year) not in NOT_PROVIDED
