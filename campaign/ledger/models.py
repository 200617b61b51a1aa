"""The lines of the ledger that could not be written yet: its disk is full, or cannot be reached."""

from django.db import models

from campaign.personal import Personal


class WaitingLine(models.Model):
    """A line that goes to the ledger as soon as that can be written."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    hash = models.CharField(max_length=26)

    personal = Personal("lines that wait for the ledger", of_nobody=("kind", "hash"), erase=None)

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.hash}"
