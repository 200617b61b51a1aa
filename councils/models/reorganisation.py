"""Reorganisations: a county and its districts are replaced by other councils on a day."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.dates import format_date, today
from councils.models.council import Council, Kind


class Reorganisation(models.Model):
    """A reorganisation that staff entered, and what it changed in the register.

    Public pages show the councils and their lineage, not this row. It is kept so that the whole
    reorganisation can be taken back before its day.
    """

    county = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="reorganisations",
        limit_choices_to={"kind": Kind.COUNTY},
    )
    on = models.DateField("day of the change")
    reason = models.TextField("reason, as the public log gives it")
    applied_changes = models.JSONField(
        help_text="What it added to the register and what it changed there, by code."
    )
    summary = models.TextField(help_text="What staff saw before they confirmed.")
    entered_at = models.DateTimeField(default=timezone.now)
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-on", "-entered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_on=None) | ~Q(taken_back_because=""),
                name="reorganisation_taken_back_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} on {format_date(self.on)}"

    def can_be_taken_back(self, on: dt.date | None = None) -> bool:
        """Return whether its day has not come and it has not been taken back."""
        return self.taken_back_on is None and self.on > (on or today())
