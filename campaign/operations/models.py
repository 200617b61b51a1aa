"""When each job that keeps the site well was last completed."""

import datetime as dt

from django.db import models

from campaign.ledger import ledger


class CompletedJobManager(models.Manager["CompletedJob"]):
    """Record when each job was last completed."""

    def record(self, name: str, at: dt.datetime) -> None:
        """Record that a job was completed."""
        self.update_or_create(name=name, defaults={"at": at, "secret_mark": ledger.secret_mark()})


class CompletedJob(models.Model):
    """A job, and when it was last completed."""

    class Name(models.TextChoices):
        NIGHTLY = "nightly", "Night’s jobs last done"
        WEEK = "week", "Last email of a week to staff"
        DUMP = "dump", "Last backup begun"
        BACKUP = "backup", "Last backup"
        FETCH = "fetch", "Mailbox last read"
        LOOK = "look", "A timer last looked whether all is well"
        STAND_IN = "stand_in", "The worker last looked whether all is well"
        TOLD = "told", "Administrators last told what is unwell"
        RESTORE = "restore", "Restored from a backup"
        BARE_RESTORE = "bare_restore", "Restored without a ledger, so people may be back"

    OFTEN = (Name.FETCH, Name.LOOK, Name.STAND_IN)
    """Done every few minutes, so that nobody wants to read on the desk when."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    secret_mark = models.CharField(max_length=64, blank=True, default="")
    """What is made of the SECRET_KEY of that time, so that a restore with another is refused."""

    objects = CompletedJobManager()

    def __str__(self) -> str:
        return self.Name(self.name).label
