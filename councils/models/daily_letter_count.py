"""Public totals of letters to each council, with nothing about the people who wrote them."""

import datetime as dt
from typing import NamedTuple

from django.db import models
from django.db.models import Sum

from councils.dates import today
from councils.models.council import RESPONSIBLE_KINDS, Council

FEWEST = 10
"""The smallest total that is shown: a smaller one could point to individual people."""


class LettersSent(NamedTuple):
    """How many people wrote to a council; 0 where the number is too small to be public.

    ``delivered`` letters were sent by this site and did not come back. ``self_sent`` ones are what
    supporters say they sent themselves: a different kind of fact, so the two are never added.
    """

    delivered: int = 0
    self_sent: int = 0


def enough(total: int) -> int:
    """Return a total that may be public; 0 for a smaller one."""
    return total if total >= FEWEST else 0


class DailyLetterCountQuerySet(models.QuerySet["DailyLetterCount"]):
    """Daily counts of letters, and the public totals made from them."""

    def own_words_percent(self) -> int | None:
        """Return the percentage of letters sent by this site mostly in the writer's own words.

        Over all councils and days, to the nearest 5; None while there are fewer than ``FEWEST``.
        """
        totals = self.aggregate(sent=Sum("delivered"), own=Sum("own_words"))
        if (totals["sent"] or 0) < FEWEST:
            return None
        return 5 * round(20 * totals["own"] / totals["sent"])

    def sent(self, on: dt.date | None = None) -> dict[int, LettersSent]:
        """Return the public totals up to the end of ``on`` (default: today), by council id."""
        totals = (
            self.filter(day__lte=on or today())
            .values("council_id")
            .annotate(sent=Sum("delivered"), themselves=Sum("self_sent"))
        )
        shown = {}
        for of in totals:
            shown[of["council_id"]] = LettersSent(enough(of["sent"]), enough(of["themselves"]))
        return shown


class DailyLetterCount(models.Model):
    """The number of letters to one council that count for one day. Written once a night."""

    published = True

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="letters_counted",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
    )
    day = models.DateField(default=today)
    delivered = models.PositiveIntegerField(
        default=0, help_text="Sent by this site, accepted, and not come back within five days."
    )
    self_sent = models.PositiveIntegerField(
        "sent by people themselves",
        default=0,
        help_text="What supporters say they sent by themselves.",
    )
    own_words = models.PositiveIntegerField(
        "mostly in people’s own words", default=0, help_text="Of those sent by this site."
    )

    objects = DailyLetterCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "day"], name="letters_counted_once_a_council_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}, {self.day}: {self.delivered} and {self.self_sent}"
