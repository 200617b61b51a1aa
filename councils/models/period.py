"""Times with a first and a last day, both included."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from councils.dates import today


class PeriodQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows with ``starts_on`` and ``until``, by the days on which they hold."""

    def on(self, day: dt.date | None = None) -> Self:
        """Return those that hold on a day (default: today, in London)."""
        day = day or today()
        return self.filter(starts_on__lte=day, until__gte=day)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """Return the constraint, called ``name``, that the last day does not lie before the first."""
    return models.CheckConstraint(
        condition=Q(until__gte=F("starts_on")),
        name=name,
        violation_error_message="The last day lies before the first.",
    )
