"""Whether this machine is working: its worker, the nightly jobs, its ledger, space on its disk."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from campaign import ledger
from campaign.operations.models import CompletedJob

LEAST_FREE = 500_000_000
"""Bytes that must be free on the disk: a database that cannot grow loses letters, and a ledger that
cannot lets nobody unsubscribe."""


class MachineHealth(NamedTuple):
    """The state of this machine at ``now``."""

    now: dt.datetime
    workers: int
    worker_expected: bool
    night_at: dt.datetime | None
    """When the nightly jobs were last completed without an error."""
    night_within: dt.timedelta
    """How long ago that may be; zero where none are expected."""
    free: int
    """Bytes free on the disk of the site or of the ledger, whichever has less."""
    ledger_fault: str
    """Why nothing can be written to the ledger; empty if it can, or there is none."""

    @property
    def worker_problem(self) -> str:
        """What is wrong, in a sentence that anybody may read; empty if all is well."""
        if self.workers or not self.worker_expected:
            return ""
        return "No worker is running. Start one: manage.py deliver --watch."

    @property
    def night_problem(self) -> str:
        if not self.night_within:
            return ""
        if self.night_at is None:
            return "The night's jobs were never all done. Run manage.py nightly, and its timer."
        if self.now - self.night_at > self.night_within:
            hours = round(self.night_within / dt.timedelta(hours=1))
            return f"The night's jobs were not all done for {hours} hours. Run manage.py nightly."
        return ""

    @property
    def space_problem(self) -> str:
        if self.free >= LEAST_FREE:
            return ""
        return f"{self.free // 1_000_000} MB are free on the disk. Make room."

    @property
    def ledger_problem(self) -> str:
        if not self.ledger_fault:
            return ""
        return f"Nobody can be erased or unsubscribe. The ledger: {self.ledger_fault}."

    @property
    def problems(self) -> list[str]:
        """Everything that is wrong, each in a sentence."""
        problems = (
            *(self.worker_problem, self.night_problem),
            *(self.space_problem, self.ledger_problem),
        )
        return [problem for problem in problems if problem]

    def as_data(self) -> dict[str, Any]:
        """Return the figures for monitors."""
        age = self.night_at and round((self.now - self.night_at).total_seconds())
        return {
            "night_age_seconds": age,
            "free_megabytes": self.free // 1_000_000,
            "problem": " ".join(self.problems),
        }


def check_machine(workers: int) -> MachineHealth:
    """Return the state of this machine, with one query.

    ``workers`` is how many the outbox has seen alive: they are counted once, there.
    """
    return MachineHealth(
        now=timezone.now(),
        workers=workers,
        worker_expected=settings.WORKER_EXPECTED,
        night_at=CompletedJob.objects.last_at(CompletedJob.Name.NIGHTLY),
        night_within=dt.timedelta(hours=settings.NIGHT_WITHIN),
        free=min(shutil.disk_usage(folder).free for folder in folders()),
        ledger_fault=ledger.why_not_writable(),
    )


def folders() -> list[Path]:
    """Return the folders whose disks must have room: of the site, and of the ledger once it is."""
    of_ledger = settings.LEDGER and settings.LEDGER.parent
    return [settings.BASE_DIR, *([of_ledger] if of_ledger and of_ledger.is_dir() else [])]
