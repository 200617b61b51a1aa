"""The nightly purge: each room deletes what it no longer keeps."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from campaign import ledger
from campaign.outbox.file_transport import keep_files
from campaign.privacy import registry

logger = logging.getLogger(__name__)


def purge_all(now: dt.datetime | None = None, *, dry_run: bool = False) -> dict[str, int]:
    """Carry out the retention rules (campaign/retention.py); return the number deleted by kind.

    Safe to run twice, or a week late. With ``dry_run`` it only counts. If one room fails, the
    others are still purged, and the first error is raised at the end.
    """
    now = now or timezone.now()
    if dry_run:
        with keep_files(), transaction.atomic():
            forgotten, errors = run_purges(now)
            transaction.set_rollback(True)
    else:
        forgotten, errors = run_purges(now)
    forgotten["lines of the ledger"] = ledger.prune(now, dry_run=dry_run)
    if errors:
        raise errors[0]
    return forgotten


def run_purges(now: dt.datetime) -> tuple[dict[str, int], list[Exception]]:
    """Run each purge in its own transaction; return the numbers deleted by kind, and the errors."""
    forgotten: dict[str, int] = {}
    errors: list[Exception] = []
    for purge in registry.purges:
        try:
            with transaction.atomic():
                forgotten |= purge(now)
        except Exception as error:
            logger.error("%s failed: %s", purge.__module__, type(error).__name__)
            errors.append(error)
    return forgotten, errors
