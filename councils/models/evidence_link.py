"""Whether links to evidence still open, as the link checker last found."""

import datetime as dt

from django.db import models
from django.db.models import Q

from councils.dates import today

CHECKED_FOR = dt.timedelta(days=183)
"""How long a check of a link holds."""


class LinkState(models.TextChoices):
    """How a link to evidence answered the last request."""

    OPENS = "opens", "opens"
    GONE = "gone", "no longer there"
    NO_ANSWER = "no_answer", "gave no clear answer"
    NOT_ASKED = "not_asked", "not asked"


class EvidenceLinkQuerySet(models.QuerySet["EvidenceLink"]):
    """Links to evidence, by their last answer."""

    def to_look_at(self, on: dt.date | None = None) -> "EvidenceLinkQuerySet":
        """Return links that did not open, and those whose check is half a year old."""
        failed = Q(state__in=[LinkState.GONE, LinkState.NO_ANSWER])
        return self.filter(failed | Q(checked_on__lte=(on or today()) - CHECKED_FOR))


class EvidenceLink(models.Model):
    """An address that facts on record give as evidence, and its last answer.

    Only whether it opens is checked. That it supports the fact, a person checked on the fact's day.
    """

    published = True

    url = models.URLField(max_length=500, unique=True)
    state = models.CharField(max_length=10, choices=LinkState)
    said = models.CharField(
        max_length=200, help_text="What the website answered, or why it was not asked."
    )
    checked_on = models.DateField()
    opened_on = models.DateField(
        null=True, blank=True, help_text="The last day on which it opened."
    )

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link to evidence"
        verbose_name_plural = "links to evidence"
        ordering = ["url"]

    def __str__(self) -> str:
        return f"{self.url}: {self.get_state_display()}"
