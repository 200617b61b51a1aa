"""The nightly jobs, in the order in which they run. Each may run twice, or a week late."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign.letters import nightly as letters
from campaign.operations import closing
from campaign.operations.models import CompletedJob
from campaign.privacy.personal_data import purge_all
from campaign.recording import by_night
from campaign.staff import desk
from campaign.supporters import wishes
from councils.models.facts import publish_due

logger = logging.getLogger(__name__)

NIGHTLY_JOBS: dict[str, Callable[[dt.datetime], object]] = {
    "published on their day": publish_due,
    "letters counted": letters.count,
    "forgotten": purge_all,  # before what may take long
    "closing": closing.run,
    "reminders queued": letters.remind_all,
    "questions queued": letters.ask_whether_answered,
    "wishes come true queued": wishes.night,
    "decisions asked about": by_night.ask_about_decisions,
    "week's email to staff": desk.email_week,
    "links looked at": by_night.look_at_links,  # slow, so last
}
"""By the label to print: the function, which takes the time now and returns what to print."""


class Command(BaseCommand):
    help = "Run the nightly jobs: count letters, queue emails, delete what is past its time."

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        failed = []
        for name, job in NIGHTLY_JOBS.items():
            try:
                result = job(now)
            except Exception:  # one job that fails must not keep the others from running
                failed.append(name)
                logger.exception("Of the night’s jobs, this one failed: %s", name)
            else:
                self.stdout.write(f"{name}: {result}")
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The others were.")
        CompletedJob.objects.record(CompletedJob.Name.NIGHTLY, now)
