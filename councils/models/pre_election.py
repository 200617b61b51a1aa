"""Pre-election periods: times in which our own requests to some councils wait.

Before an election a council may publish nothing that could seem to take a side. People go on
writing to it; what we ask it ourselves leaves by itself on the day after.
"""

from django.db import models

from councils.dates import PeriodQuerySet, ends_after_it_starts, format_date
from councils.models.council import RESPONSIBLE_KINDS, Council


class PreElectionQuerySet(PeriodQuerySet["PreElectionPeriod"]):
    """Pre-election periods, by the days on which they hold."""

    def council_codes(self) -> set[str]:
        """Return the codes of the councils to which our requests wait today."""
        return set(self.on().values_list("councils__code", flat=True)) - {None}


class PreElectionPeriod(models.Model):
    """The time before an election for some councils, both its days included."""

    name = models.CharField(
        "which election", max_length=120, help_text="For example: county elections, May 2029."
    )
    councils = models.ManyToManyField(
        Council,
        related_name="+",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Our questions and reminders to these councils wait.",
    )
    starts_on = models.DateField(
        "first day", help_text="Our questions and reminders wait from this day on."
    )
    until = models.DateField(
        "last day", help_text="The day of the election. What waited is sent from the day after."
    )

    objects = PreElectionQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        verbose_name = "pre-election period"
        constraints = [ends_after_it_starts("pre_election_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.name}, until {format_date(self.until)}"
