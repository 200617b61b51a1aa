"""Whether links to evidence still open, as the link checker last found."""

from django.db import models


class LinkState(models.TextChoices):
    """How a link to evidence answered the last request."""

    OPENS = "opens", "opens"
    GONE = "gone", "no longer there"
    NO_ANSWER = "no_answer", "gave no clear answer"
    NOT_ASKED = "not_asked", "not asked"


class EvidenceLink(models.Model):
    """An address that facts on record give as evidence, and its last answer.

    Only whether it opens is checked. That it supports the fact, a person checked on the fact's day.
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
