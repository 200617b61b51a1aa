"""A list of signatures or contacts that staff are reading through. Nothing of it is on record."""

from django.db import models
from django.utils import timezone


class ListKind(models.TextChoices):
    """What the lines of a list are."""

    SIGNATURES = "signatures", "signatures"
    CONTACTS = "contacts", "contacts"


class DraftList(models.Model):
    """What was brought, line by line, until it is published or thrown away."""

    kind = models.CharField(max_length=10, choices=ListKind)
    name = models.CharField(max_length=120)
    """The file’s name, or "pasted"."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    lines = models.JSONField(default=list)
    """Of each line its number, its cells by column, and whether it is ticked (none: as we say)."""

    def __str__(self) -> str:
        return f"{self.name}: {self.counted(len(self.lines))}"

    def counted(self, number: int) -> str:
        """Return how many signatures or contacts, in words: "1 contact"."""
        return f"{number} {self.kind if number != 1 else self.kind.removesuffix('s')}"
