"""Restore a backup: all of it, ready to be served, or nothing.

The steps run in one transaction, which commits after the last step. So a restore that is killed, at
any moment, has changed nothing and can be run again.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from campaign import ledger
from campaign.operations.backups import BackupError, postgresql, registry
from campaign.operations.backups.archive import Archive, Manifest, opened
from campaign.operations.backups.postgresql import count_rows
from campaign.operations.models import CompletedJob
from campaign.outbox.models import MailSettings
from campaign.privacy.purge import purge_all
from campaign.release import VERSION
from councils.models import RecordVersion


@dataclass
class Restoring:
    """A restore while it runs."""

    manifest: Manifest
    now: dt.datetime
    version_before: int
    """The version of the record in the database that is replaced; 0 if that cannot be read."""
    lines: list[ledger.Line] | None
    """The ledgers of all machines; None if none was given."""
    done: dict[str, int] = field(default_factory=dict)
    """How much was settled, forgotten or applied, by kind."""


def restore(
    path: Path, ledgers: Sequence[Path], key_file: Path | None, *, other_secret: bool = False
) -> Restoring:
    """Replace this site's database by a backup, and apply what the ledgers say.

    Raises BackupError if that cannot be done; nothing is changed then. ``other_secret`` allows a
    backup that was made with another SECRET_KEY.
    """
    postgresql.check_vendor()
    lines = read_ledgers(ledgers)
    with opened(path, key_file) as archive:
        check_fits(archive.manifest)
        if not other_secret:
            check_secret(archive.manifest)
        restoring = Restoring(archive.manifest, timezone.now(), version_now(), lines)
        with loaded(archive):
            for step in STEPS.values():
                step(restoring)
    return restoring


@contextmanager
def loaded(archive: Archive) -> Iterator[None]:
    """Load the database of a backup; it takes the place of this site's when the block ends."""
    try:
        with postgresql.replaced(archive):
            yield
    except DatabaseError as error:
        raise BackupError(
            f"The database does not take the backup: {postgresql.first_line(error)}"
        ) from error


def read_ledgers(paths: Sequence[Path]) -> list[ledger.Line] | None:
    """Return the lines of all ledgers; None if none is given.

    Raises BackupError for a file that cannot be read or is not a ledger.
    """
    try:
        return ledger.read(paths) if paths else None
    except OSError as error:
        raise BackupError(
            f"The ledger {error.filename} cannot be read: {error.strerror}."
        ) from error
    except ValueError as error:
        raise BackupError(str(error)) from error


def check_fits(manifest: Manifest) -> None:
    """Raise BackupError for a backup that this release cannot read."""
    known = MigrationLoader(None).disk_migrations or {}
    if any((app, name) not in known for app, name in manifest.migrations):
        raise BackupError(
            f"This backup was made by release {manifest.release}, which is newer than this one"
            f" ({VERSION}). Update the site first."
        )


def check_secret(manifest: Manifest) -> None:
    """Raise BackupError if nobody would be known again by the hash of their address."""
    if manifest.secret_mark and not ledger.is_own_secret(manifest.secret_mark):
        raise BackupError(
            "This backup was made with another SECRET_KEY, so the ledgers and the list of people"
            " never to write to would name nobody. Put that key into the settings. Only if it is"
            " lost: --other-secret-key."
        )


def version_now() -> int:
    """Return the version of the record that running processes may have pages of."""
    try:
        return RecordVersion.objects.number()
    except (DatabaseError, RecordVersion.DoesNotExist):
        return 0


# The steps


def compare_totals(restoring: Restoring) -> None:
    """Raise BackupError if any table has not as many rows as were backed up."""
    with connection.cursor() as cursor:
        totals = count_rows(cursor)
    expected = restoring.manifest.totals
    for table in sorted(expected.keys() | totals.keys()):
        if expected.get(table) != totals.get(table):
            raise BackupError(
                f"The backup does not hold what it should: {totals.get(table, 0)} of"
                f" {expected.get(table, 0)} rows in {table}."
            )


def update_schema(restoring: Restoring) -> None:
    call_command("migrate", interactive=False, verbosity=0)


def pause_mail(restoring: Restoring) -> None:
    MailSettings.current().pause(True)


def settle(restoring: Restoring) -> None:
    """Let each room end or settle what was still open when the backup was made."""
    for after_restore in registry.after_restore:
        restoring.done |= after_restore(restoring.now, restoring.manifest.made_at)


def apply_ledger(restoring: Restoring) -> None:
    """Repeat what people have asked for since the backup was made, so that nobody comes back."""
    hashes = ledger.hashes_since(restoring.lines or [], restoring.manifest.made_at)
    for kind, apply in registry.ledger_kinds.items():
        if named := hashes.get(kind):
            restoring.done[f"from the ledger, {kind}"] = apply(named)


def forget(restoring: Restoring) -> None:
    """Delete what has become due since the backup was made, before anybody can see it."""
    purge_all(restoring.now)


def raise_version(restoring: Restoring) -> None:
    """Give the record a version that no running process has pages of."""
    version = max(restoring.version_before, RecordVersion.objects.number()) + 1
    RecordVersion.objects.update(number=version, changed_at=restoring.now)


def record(restoring: Restoring) -> None:
    CompletedJob.objects.record(CompletedJob.Name.BACKUP, restoring.manifest.made_at)
    names = CompletedJob.Name
    CompletedJob.objects.filter(name__in=[names.RESTORE, names.BARE_RESTORE]).delete()
    name = names.BARE_RESTORE if restoring.lines is None else names.RESTORE
    CompletedJob.objects.record(name, restoring.now)


STEPS: dict[str, Callable[[Restoring], None]] = {
    "totals compared": compare_totals,
    "schema brought up to date": update_schema,
    "mail paused": pause_mail,
    "what was open settled": settle,
    "ledger applied": apply_ledger,
    "what is due forgotten": forget,
    "version of the record raised": raise_version,
    "restore recorded": record,
}
"""By what each step does: its function. They run in this order, before anybody sees the result."""
