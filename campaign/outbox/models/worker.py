"""Workers tell the database that they are there, and what stands in their way."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

SEEN_WITHIN = dt.timedelta(seconds=60)
"""A worker that has not been heard of for longer is taken for gone."""


class WorkerQuerySet(models.QuerySet):
    def at_work(self, now: dt.datetime | None = None):
        now = now or timezone.now()
        return self.seen_by(now).filter(seen_at__gte=now - SEEN_WITHIN)

    def seen_by(self, now: dt.datetime):
        """Leave out what a worker left that was killed while its clock ran ahead."""
        return self.filter(seen_at__lte=now + SEEN_WITHIN)

    def gone(self, now: dt.datetime | None = None):
        """Rows that a killed worker left, a day after it was last seen."""
        now, day = now or timezone.now(), dt.timedelta(days=1)
        return self.filter(Q(seen_at__lt=now - day) | Q(seen_at__gt=now + day))


class Worker(models.Model):
    """One process of ``deliver``. It deletes its row when it stops; a killed one leaves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    trouble = models.CharField(max_length=500, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self):
        return self.name
