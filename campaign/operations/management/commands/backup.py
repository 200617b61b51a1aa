from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaign import retention
from campaign.operations.backup import BackupError, make


class Command(BaseCommand):
    help = (
        "Take the database, the ledger and BACKUP_FILES to RESTIC_REPOSITORY, encrypted, while the"
        f" site serves, and forget what is older than {retention.BACKUPS_KEPT.days} days."
    )
    # A BackupError says what is wrong with the database.
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        try:
            make()
        except BackupError as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write("The backup is made.")
