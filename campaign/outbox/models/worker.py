"""Workers record that they are alive, and what keeps them from the mail server."""

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone

ALIVE_WITHIN = dt.timedelta(seconds=60)
"""A worker not seen for longer than this is presumed dead."""


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Workers by when they were last seen."""

    def alive(self, now: dt.datetime) -> "WorkerQuerySet":
        return self.filter(seen_at__gte=now - ALIVE_WITHIN)

    def dead(self, now: dt.datetime | None = None) -> "WorkerQuerySet":
        """Rows left by killed workers, from a day after they were last seen."""
        return self.filter(seen_at__lt=(now or timezone.now()) - dt.timedelta(days=1))


class Worker(models.Model):
    """One process of ``deliver``. It deletes its row when it stops; a killed one leaves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    server_error = models.CharField(max_length=500, blank=True)
    """Why the mail server accepts no email from it."""
    server_error_since = models.DateTimeField(null=True, blank=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.name
