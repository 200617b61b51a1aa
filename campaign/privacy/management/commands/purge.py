from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaign.privacy.personal_data import purge_all


class Command(BaseCommand):
    help = "Delete what is no longer kept, as the privacy page promises. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what it would do")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        forgotten = purge_all(dry_run=dry_run)
        self.stdout.write("It would forget:" if dry_run else "Forgotten:")
        for kind, number in forgotten.items():
            self.stdout.write(f"  {number:>7,}  {kind}")
