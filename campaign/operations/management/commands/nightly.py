import traceback

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from campaign.operations.nightly import CHORES


class Command(BaseCommand):
    help = "What is due once a night: count letters, remind, ask, tell, forget. Safe to run again."

    def handle(self, **options):
        now, broken = timezone.now(), []
        for name, address in CHORES.items():
            try:
                done = import_string(address)(now)
            except Exception:  # one chore that breaks must not keep the others from running
                broken.append(name)
                self.stderr.write(traceback.format_exc())
            else:
                self.stdout.write(f"{name}: {done}")
        if broken:
            raise CommandError(f"Not done: {', '.join(broken)}. The others were.")
