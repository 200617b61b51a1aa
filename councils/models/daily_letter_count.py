"""How many letters people sent to a council: public totals, and nothing about anybody."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Sum

from councils.dates import today
from councils.models.council import RESPONSIBLE_KINDS, Council

FEWEST = 10
"""A smaller number is not shown: it would say too much about too few people."""


@dataclass(frozen=True, slots=True)
class LettersSent:
    """How many people wrote to a council, as the public may know it; 0 where it may not.

    ``delivered`` letters were sent by this site and did not come back. ``self_sent`` ones are what
    supporters say they sent themselves: another kind of fact, so the two are never added up.
    """

    delivered: int = 0
    self_sent: int = 0


class DailyLetterCountQuerySet(models.QuerySet["DailyLetterCount"]):
    """Public totals of letters over councils and days."""

    def own_words_percent(self) -> int | None:
        """Return how many of a hundred letters sent by this site were mostly in own words.

        Over all councils and days, to the nearest five; None while the letters are too few.
        """
        totals = self.aggregate(sent=Sum("delivered"), own=Sum("own_words"))
        if (totals["sent"] or 0) < FEWEST:
            return None
        return 5 * round(20 * totals["own"] / totals["sent"])

    def sent_to(self, council_id: int, on: dt.date | None = None) -> LettersSent:
        """Return the totals up to the end of a day (today), as the public may know them."""
        totals = self.filter(council_id=council_id, day__lte=on or today()).aggregate(
            delivered=Sum("delivered"), self_sent=Sum("self_sent")
        )
        return LettersSent(
            **{what: count for what, count in totals.items() if count and count >= FEWEST}
        )


class DailyLetterCount(models.Model):
    """Letters to one council that count for one day. Written once a night."""

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
        "sent by people themselves", default=0, help_text="What supporters say they sent."
    )
    own_words = models.PositiveIntegerField(
        "mostly in people’s own words", default=0, help_text="Of those sent by this site."
    )

    objects = DailyLetterCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "letters counted"
        ordering = ["council", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "day"], name="letters_counted_once_a_council_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}, {self.day}: {self.delivered} and {self.self_sent}"
