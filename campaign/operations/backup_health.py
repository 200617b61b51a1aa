"""How old the last backup is: for the staff dashboard, for monitors, and for whoever is on call."""

import datetime as dt
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from campaign.operations.models import CompletedJob
from councils.dates import format_local_date


class BackupHealth(NamedTuple):
    """When the last backup and the last restore were made, as seen at ``now``."""

    now: dt.datetime
    made_at: dt.datetime | None
    restored_at: dt.datetime | None
    bare_restored_at: dt.datetime | None
    """When a backup was restored without a ledger, if that was the last restore."""
    within: dt.timedelta
    """How old a backup may be; zero where none is expected."""

    @property
    def problem(self) -> str:
        """What is wrong, in a sentence that anybody may read; empty if all is well."""
        if not self.within:
            return ""
        if self.made_at is None:
            return "No backup was ever made. Make one: manage.py backup."
        if self.now - self.made_at > self.within:
            hours = round(self.within / dt.timedelta(hours=1))
            return f"The last backup is older than {hours} hours. Look why: docs/operations.md."
        return ""

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The label and value of each row in the staff's table."""
        figures = [("Last backup", date_and_time(self.made_at))]
        if self.restored_at:
            figures.append(("Restored from a backup", date_and_time(self.restored_at)))
        if self.bare_restored_at:
            words = f"{date_and_time(self.bare_restored_at)}, without a ledger: people may be back"
            figures.append(("Restored from a backup", words))
        return figures

    def as_data(self) -> dict[str, Any]:
        """Return the figures for monitors."""
        age = self.made_at and round((self.now - self.made_at).total_seconds())
        return {
            "made_at": self.made_at and self.made_at.isoformat(timespec="seconds"),
            "age_seconds": age,
            "problem": self.problem,
        }


def check_backups() -> BackupHealth:
    """Return the state of backups, with one query."""
    last = dict(CompletedJob.objects.values_list("name", "at"))
    return BackupHealth(
        now=timezone.now(),
        made_at=last.get(CompletedJob.Name.BACKUP),
        restored_at=last.get(CompletedJob.Name.RESTORE),
        bare_restored_at=last.get(CompletedJob.Name.BARE_RESTORE),
        within=dt.timedelta(hours=settings.BACKUP_WITHIN),
    )


def date_and_time(moment: dt.datetime | None) -> str:
    """Return a time in London such as "24 November 2026, 12:05"; "none" for None."""
    if moment is None:
        return "none"
    return f"{format_local_date(moment)}, {timezone.localtime(moment):%H:%M}"
