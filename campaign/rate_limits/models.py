"""The hits counted against limits."""

from django.db import models

from campaign.personal import Kept, Personal


class Count(models.Model):
    """The hits of one asker for one limit in one window."""

    key = models.CharField(max_length=40, primary_key=True)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    personal = Personal(
        "counts of limits",
        of_nobody=("key",),
        kept=(
            Kept(
                "counts of limits",
                lambda counts, now: counts.filter(ends_at__lte=now),
                "delete",
            ),
        ),
    )

    def __str__(self) -> str:
        return f"{self.hits} until {self.ends_at:%Y-%m-%d %H:%M}"
