"""A list of signatures or contacts that staff are reading through. Nothing of it is on record."""

from typing import NotRequired, TypedDict

from django.db import models
from django.utils import timezone


class ListKind(models.TextChoices):
    """What the lines of a list are."""

    SIGNATURES = "signatures", "signatures"
    CONTACTS = "contacts", "contacts"


class StoredLine(TypedDict):
    """One line of a list, as it was brought, and what staff said of it since."""

    number: int
    brought: list[tuple[str, str]]
    """Each of its columns as it was written, with its cell."""
    cells: dict[str, str]
    """The cells of the columns that we read, as they were written, by the fields of our forms."""
    mended: NotRequired[dict[str, str]]
    """What was typed otherwise on the list’s page. Missing until a button is pressed there, and
    then {} if nothing was typed."""
    ticked: NotRequired[bool | None]
    """None, or missing: as we say."""
    seen_doubtful: NotRequired[bool]
    """Whether the page said that it is doubtful when it was ticked, or not."""
    fact: NotRequired[int]
    """The number of what it has put on record. This and what follows is kept for Undo."""
    put_at: NotRequired[str]
    """When, as ISO 8601."""
    before: NotRequired[dict[str, str | None]]
    """The columns of the fact as the list found it; missing if the list made it."""
    after: NotRequired[dict[str, str | None]]
    """The same as the list left it. What stands otherwise now, a colleague has changed."""


class DraftList(models.Model):
    """What was brought, line by line, until it is published or thrown away."""

    kind = models.CharField(max_length=10, choices=ListKind)
    name = models.CharField(max_length=120)
    """The file’s name, or "Pasted"."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    """When it was brought, or some of it was last published: from then it is kept for a while."""
    lines = models.JSONField(default=list)
    """Each a ``StoredLine``."""

    def __str__(self) -> str:
        return f"{self.name}: {self.counted(len(self.lines))}"

    @property
    def is_touched(self) -> bool:
        """Whether somebody pressed a button on its page."""
        return any("mended" in line for line in self.lines)

    def counted(self, number: int) -> str:
        """Return how many signatures or contacts, in words: "1 contact"."""
        return f"{number} {self.kind if number != 1 else self.kind.removesuffix('s')}"

    @property
    def files_kept(self) -> set[str]:
        """The files that Undo would put back on record, by their digests."""
        found = set()
        for line in self.lines:
            digest = line.get("before", {}).get("evidence_file_id")
            if digest:
                found.add(digest)
        return found
