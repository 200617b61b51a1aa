"""Whether the links to evidence still open, as a program saw it on a day."""

from django.db import models


class LinkState(models.TextChoices):
    """What a link to evidence answered when it was last asked."""

    OPENS = "opens", "opens"
    GONE = "gone", "no longer there"
    NO_ANSWER = "no_answer", "gave no clear answer"
    NOT_ASKED = "not_asked", "not asked"


class EvidenceLink(models.Model):
    """One address that facts on record give as evidence, and what it answered when last asked.

    It says nothing of what stands there: a person reads that, on the day the fact gives.
    """

    published = True

    url = models.URLField(max_length=500, unique=True)
    state = models.CharField(max_length=10, choices=LinkState)
    said = models.CharField(max_length=200, help_text="What it answered, or why it was not asked.")
    checked_on = models.DateField()
    opened_on = models.DateField(null=True, blank=True, help_text="The last day it opened.")

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return f"{self.url}: {self.get_state_display()}"
