import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign.operations import nightly
from campaign.operations.models import CompletedJob

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the nightly jobs: count letters, queue emails, delete what is past its time."

    def handle(self, **options: Any) -> None:
        now, failed = timezone.now(), []
        for name, job in nightly.NIGHTLY_JOBS.items():
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
