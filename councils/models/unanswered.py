"""That a council was asked about its record, and that no answer has reached us: shown or not."""

import datetime as dt

from django.db import models, transaction

from councils.dates import format_date, today
from councils.models.change import Change, ChangeKind
from councils.models.council import Council


class UnansweredAsk(models.Model):
    """The line on a council's page that says so. A person chose to show it; no row, no line.

    It says nothing of why no answer has come, and it is in no total.
    """

    published = True

    council = models.OneToOneField(Council, on_delete=models.CASCADE, related_name="+")
    asked_on = models.DateField()
    shown_on = models.DateField(default=today)

    def __str__(self) -> str:
        return f"{self.council}: {self.words}"

    @property
    def words(self) -> str:
        return f"Asked on {format_date(self.asked_on)}. No answer has reached us."

    @classmethod
    def show(cls, council: Council, asked_on: dt.date, why: str) -> "UnansweredAsk":
        """Show the line, and log that publicly."""
        with transaction.atomic():
            line, is_new = cls.objects.get_or_create(
                council=council, defaults={"asked_on": asked_on, "shown_on": today()}
            )
            if is_new:
                # The log, which stays, does not repeat the line, which may have to come off.
                what = "Its page now says whether what we asked was answered."
                Change.objects.note(council, ChangeKind.RECORDED, what, why)
        return line

    @classmethod
    def take_off(cls, council: Council, why: str) -> bool:
        """Take the line off at once, and log why; return whether it was there."""
        with transaction.atomic():
            line = cls.objects.filter(council=council).first()
            if line is None:
                return False
            line.delete()
            what = "Its page no longer says whether what we asked was answered."
            Change.objects.note(council, ChangeKind.CORRECTED, what, why)
        return True
