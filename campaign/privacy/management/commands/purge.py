from django.core.management.base import BaseCommand

from campaign.privacy.purge import purge_all


class Command(BaseCommand):
    help = "Forget what is no longer kept, as the privacy page promises. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what it would do")

    def handle(self, *, dry_run, **options):
        forgotten = purge_all(dry_run=dry_run)
        self.stdout.write("It would forget:" if dry_run else "Forgotten:")
        for what, number in forgotten.items():
            self.stdout.write(f"  {number:>7,}  {what}")
