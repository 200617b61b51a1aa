"""Make a backup, complete or not at all, and delete the old ones beside it."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from campaign import ledger, retention
from campaign.ledger import sync_folder
from campaign.operations.backups import BackupError, postgresql
from campaign.operations.backups.archive import Manifest, read_header, write
from campaign.operations.backups.keys import read_recipient
from campaign.operations.models import CompletedJob
from campaign.release import VERSION

UNFINISHED = ".part"
UNFINISHED_FOR = dt.timedelta(days=1)
"""A file that is unfinished for longer was left by a process that was killed."""


@dataclass(frozen=True)
class Made:
    """A backup that has been made."""

    path: Path
    size: int
    """Bytes."""
    rows: int
    pruned: int
    """The number of old backups deleted."""


def make(where: Path, key: str = "", now: dt.datetime | None = None) -> Made:
    """Make a backup: the file ``where``, or one named for the time in the folder ``where``.

    ``key`` is the public key to encrypt it for; "" leaves it unencrypted. Raises BackupError, and
    leaves no file, if it cannot be made. Afterwards backups in the same folder that are older than
    BACKUPS_KEPT are deleted.
    """
    now = now or timezone.now()
    path = where / f"runaways-{now:%Y%m%d-%H%M%S}.backup" if os.path.isdir(where) else where
    if key:
        read_recipient(key)  # a wrong key is refused before any work is done
    with new_file(path) as file, postgresql.snapshot() as snapshot:
        manifest = Manifest(
            made_at=now,
            release=VERSION,
            vendor=connection.vendor,
            migrations=snapshot.migrations,
            totals=snapshot.totals,
            secret_mark=ledger.secret_mark(),
        )
        write(file, manifest, snapshot.dump, key)
    CompletedJob.objects.record(CompletedJob.Name.BACKUP, now)
    begin_ledger()
    rows = sum(manifest.totals.values())
    return Made(path, path.stat().st_size, rows, prune(path.parent, now))


def begin_ledger() -> None:
    """Make sure that there is a ledger to restore the backup with."""
    try:
        ledger.begin()
    except OSError as error:
        raise BackupError(
            f"The backup is made, but the ledger {settings.LEDGER} cannot be written:"
            f" {error.strerror}."
        ) from error


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that gets its name, and is flushed to the disk, only if the block succeeds."""
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        if path.exists():
            raise BackupError(f"{path} exists: a backup is never overwritten. Name a folder.")
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as new:
            yield new
            new.flush()
            os.fsync(new.fileno())
        unfinished.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):  # such as a folder that is not there
            unfinished.unlink(missing_ok=True)


def prune(folder: Path, now: dt.datetime) -> int:
    """Delete the backups in a folder that are no longer kept; return how many.

    Only files with the header of our backups are deleted.
    """
    deleted = 0
    try:
        paths = list(folder.iterdir())
    except OSError as error:
        raise BackupError(
            f"The backup is made, but old ones in {folder} cannot be found: {error.strerror}."
        ) from error
    for path in paths:
        made_at = made_at_of(path)
        if made_at is None:
            continue
        kept = UNFINISHED_FOR if path.name.endswith(UNFINISHED) else retention.BACKUPS_KEPT
        if made_at <= now - kept:
            path.unlink(missing_ok=True)
            deleted += 1
    return deleted


def made_at_of(path: Path) -> dt.datetime | None:
    """Return when a backup was made; None for any other file."""
    try:
        with path.open("rb") as file:
            header = read_header(file)
    except (OSError, BackupError):
        return None
    return header.made_at if header else None
