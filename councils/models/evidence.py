"""What shows a fact: files, known by their digest, and links, with when they last opened."""

import hashlib

from django.db import models
from django.utils import timezone

from councils.dates import format_date

GONE_AFTER = 3
"""Nights in a row on which a link does not open before pages and staff are told that it has gone:
a site may be mended on the next day."""


class FileKind(models.TextChoices):
    """What a file is, found from its content."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG picture"
    PNG = "png", "PNG picture"


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    """Files, each kept once."""

    def keep(self, content: bytes, kind: FileKind) -> "EvidenceFile":
        """Keep a file that was cleaned; one that is here already is not kept twice."""
        digest = hashlib.sha256(content).hexdigest()
        fields = {"kind": kind, "content": content}
        file, is_new = self.defer("content").get_or_create(digest=digest, defaults=fields)
        if not is_new:  # it is in use again, so the purge must wait
            self.filter(digest=digest).update(kept_at=timezone.now())
        return file


class EvidenceFile(models.Model):
    """One file, without what tells where or by whom it was made. For staff unless ticked public."""

    digest = models.CharField(max_length=64, primary_key=True)
    """The SHA-256 of its content, in hexadecimal."""
    kind = models.CharField(max_length=4, choices=FileKind)
    content = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceFileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"a {self.get_kind_display()}"


class EvidenceLink(models.Model):
    """An address that facts on record give as evidence, and when it last opened."""

    published = True

    url = models.URLField(max_length=500, unique=True)
    checked_on = models.DateField(null=True)
    opened_on = models.DateField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """Nights in a row on which it did not open."""
    said = models.CharField(max_length=200, blank=True)
    """What its website answered instead, for staff."""

    def __str__(self) -> str:
        return self.url

    @property
    def words(self) -> str:
        """What a reader of the evidence should know, in one sentence, or ""."""
        last = f" It last did on {format_date(self.opened_on)}." if self.opened_on else ""
        if self.failures >= GONE_AFTER:
            return f"The link no longer opens.{last}"
        return f"The link opened on {format_date(self.opened_on)}." if self.opened_on else ""
