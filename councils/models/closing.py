"""The day on which the campaign closes: from then on the record stands as of that day."""

import datetime as dt

from django.db import models

from councils.dates import today


class Closing(models.Model):
    """When the campaign closes, and who decided it: one row, or none."""

    published = True  # every page says so once the day has come

    day = models.DateField()
    decided_by = models.CharField(max_length=150)
    """The account of the administrator who set the day."""

    def __str__(self) -> str:
        return f"Closing on {self.day}"

    @classmethod
    def current(cls) -> "Closing | None":
        return cls.objects.filter(pk=1).first()

    @classmethod
    def set_day(cls, day: dt.date | None, by: str) -> None:
        """Set, move or take back the day. Raises ValueError once a day that was set has come."""
        closing = cls.current()
        if closing and closing.day <= today():
            raise ValueError("The campaign has closed; its day cannot be changed any more.")
        cls.objects.all().delete()
        if day:
            cls.objects.create(pk=1, day=day, decided_by=by)
