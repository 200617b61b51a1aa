"""The nightly purge: every app forgets what it no longer keeps, and then no trace is left."""

import datetime as dt
import logging
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from campaign.outbox.file_transport import dry_run
from campaign.privacy.sqlite_scrub import leave_no_trace

log = logging.getLogger(__name__)


def purge(now: dt.datetime | None = None, dry_run: bool = False) -> dict[str, int]:
    """Carry out the retention rules (campaign/retention.py); return how much of what was forgotten.

    Safe to run twice, or a week late. With ``dry_run`` it says what it would do, and does nothing.
    An app that fails keeps none of the others from forgetting; the first error is raised at last.
    """
    now = now or timezone.now()
    if dry_run:
        with dry_run(), transaction.atomic():
            forgotten, errors = all_forget(now)
            transaction.set_rollback(True)
    else:
        forgotten, errors = all_forget(now)
        leave_no_trace()
    if errors:
        raise errors[0]
    return forgotten


def all_forget(now: dt.datetime) -> tuple[dict[str, int], list[Exception]]:
    """Let each app forget in a transaction of its own; return how much, and what went wrong."""
    forgotten, errors = {}, []
    for name in [*settings.FORGETFUL, __name__]:
        try:
            with transaction.atomic():
                forgotten |= import_module(name).forget(now)
        except Exception as error:
            log.error("%s could not forget: %s", name, type(error).__name__)
            errors.append(error)
    return forgotten, errors


def forget(now: dt.datetime) -> dict[str, int]:
    """Delete sessions of staff that are over. Visitors have none."""
    return {"sessions of staff": Session.objects.filter(expire_date__lte=now).delete()[0]}
