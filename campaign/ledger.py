"""The ledger: who asked to be forgotten, in a file outside the database and its backups.

A line is on the disk before the deletion it records is committed. So that a restored backup does
not bring anybody back, ``restore --ledger FILE`` repeats what the lines say. A line is a day, a
kind and a keyed hash, which does not reveal whom it is about. Each machine that serves the site
has its own ledger; a line is deleted once no backup is left that could need it.
"""

import base64
import datetime as dt
import fcntl
import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign import retention
from councils.dates import today

logger = logging.getLogger(__name__)

LINE = re.compile(r"(\d{4}-\d\d-\d\d) (\w+) ([a-z2-7]{26})")
UNCOMMITTED = dt.timedelta(hours=1)
"""Longer than a commit ever comes after its line. A backup made in between needs the line."""


class Kind(StrEnum):
    """What a line records. Values are stored in files that outlive a release, so none changes."""

    ERASED = "erased"
    """A person erased from everything, or a letter whose text and writer were deleted."""
    SUPPRESSED = "suppressed"
    """An address that we never write to again."""
    UNSUBSCRIBED = "unsubscribed"
    """An address whose alerts, or whose wishes for updates, were deleted."""
    CANCELLED = "cancelled"
    """A letter that its writer stopped before it left."""
    SENT = "sent"
    """An alert that was sent and then deleted, or an update."""
    ACCOUNT = "account"
    """A member of staff who may no longer sign in."""
    CLOSED = "closed"
    """The day on which the campaign closed."""


class Line(NamedTuple):
    """One line of a ledger."""

    day: dt.date
    kind: str
    hash: str

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.hash}\n"


def keyed_hash(kind: Kind, name: str, secret: str | None = None) -> str:
    """Return 26 characters that stand for ``name``, such as an email address, in the ledger.

    ``secret`` is SECRET_KEY unless another is given.
    """
    digest = salted_hmac(f"campaign.ledger.{kind}", name, secret=secret, algorithm="sha256")
    return base64.b32encode(digest.digest()[:16]).decode().rstrip("=").lower()


def secret_mark(secret: str | None = None) -> str:
    """Return what tells one secret from another, and does not reveal it."""
    return salted_hmac(
        "campaign.ledger.secret", "mark", secret=secret, algorithm="sha256"
    ).hexdigest()


def is_own_secret(mark: str) -> bool:
    """Whether a mark is of SECRET_KEY or one of its fallbacks."""
    return mark in map(secret_mark, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def is_named(kind: Kind, name: str, hashes: set[str]) -> bool:
    """Whether the hash of a name is among ``hashes``, under SECRET_KEY or one of its fallbacks."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(keyed_hash(kind, name, key) in hashes for key in keys)


# Writing


def note(kind: Kind, *names: str) -> None:
    """Write a line for each name, as ``record`` does."""
    record(kind, *(keyed_hash(kind, name) for name in names))


def record(kind: Kind, *hashes: str) -> None:
    """Write a line for each hash, and return once they are on the disk.

    Call it inside the transaction that does what the lines record. Raises OSError if they cannot
    be written: the transaction must then be rolled back. Do nothing where LEDGER is not set.
    """
    path = settings.LEDGER
    if not (path and hashes):
        return
    lines = [Line(today(), kind, hashed) for hashed in hashes]
    try:
        append(path, lines)
    except OSError as error:
        logger.error("The ledger cannot be written, so nothing was forgotten: %s", error)
        raise


def append(path: Path, lines: list[Line]) -> None:
    """Write lines at the end of a ledger, and shorten it first if its first line is too old."""
    with locked(path) as file:
        file.seek(0)
        if is_old(file.readline(), lines[0].day):
            keep_recent(path, file, lines[0].day)
    with locked(path) as file:
        file.write(end_of_torn_line(file) + "".join(map(str, lines)).encode())
        file.flush()
        os.fsync(file.fileno())


def why_not_writable() -> str:
    """Return why nothing can be written to the ledger, or "" if it can be, as far as one sees."""
    path = settings.LEDGER
    if path is None:
        return ""
    if path.exists():
        is_writable = path.is_file() and os.access(path, os.W_OK)
    else:
        is_writable = path.parent.is_dir() and os.access(path.parent, os.W_OK)
    return "" if is_writable else "it is no file that this user may write"


def begin() -> None:
    """Create the ledger if there is none, so that a restore can name it. Raises OSError."""
    if settings.LEDGER:
        with locked(settings.LEDGER):
            pass


@contextmanager
def locked(path: Path) -> Iterator[IO[bytes]]:
    """Yield the ledger, locked for reading and appending; create it if there is none."""
    while True:
        is_new = not path.exists()
        if is_new:
            path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Another process may have pruned the ledger into a new file while we waited.
            if not is_same_file(file, path):
                continue
            if is_new:
                sync_folder(path.parent)
            yield file
            return


def is_same_file(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def end_of_torn_line(file: IO[bytes]) -> bytes:
    """Return a newline if the last line lacks one, because the process writing it was killed."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"


def sync_folder(folder: Path) -> None:
    """Flush a folder to the disk, so that a new or renamed file in it survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Forgetting


def prune(now: dt.datetime | None = None, *, dry_run: bool = False) -> int:
    """Delete the lines that no backup needs any longer; return how many."""
    path = settings.LEDGER
    if not (path and path.exists()):
        return 0
    day = timezone.localdate(now)
    with locked(path) as file:
        file.seek(0)
        old = sum(is_old(line, day) for line in file)
        if old and not dry_run:
            keep_recent(path, file, day)
    return old


def keep_recent(path: Path, file: IO[bytes], day: dt.date) -> None:
    """Replace a locked ledger by a copy without its old lines."""
    file.seek(0)
    shorter = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(shorter, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
        new.writelines(line for line in file if not is_old(line, day))
        new.flush()
        os.fsync(new.fileno())
    shorter.rename(path)
    sync_folder(path.parent)


def is_old(line: bytes, day: dt.date) -> bool:
    """Whether a line is older than every backup that is kept. Anything but a line is old too."""
    parsed = parse(line.decode(errors="replace"))
    return bool(line) and (parsed is None or parsed.day < day - retention.BACKUPS_KEPT)


# Reading


def parse(line: str) -> Line | None:
    """Return a line of a ledger; None for anything else, such as a line cut off by a kill."""
    match = LINE.fullmatch(line.strip())
    if match is None:
        return None
    try:
        return Line(dt.date.fromisoformat(match[1]), match[2], match[3])
    except ValueError:
        return None


def read(paths: Iterable[Path]) -> list[Line]:
    """Return the lines of several ledgers.

    Raises OSError for a file that cannot be read, and ValueError for one that is no ledger.
    """
    lines = []
    for path in paths:
        content = path.read_text(errors="replace")
        parsed = [line for line in map(parse, content.splitlines()) if line]
        if content.strip() and not parsed:
            raise ValueError(f"{path} is not a ledger.")
        lines += parsed
    return lines


def hashes_since(lines: Iterable[Line], made_at: dt.datetime) -> dict[str, set[str]]:
    """Return, by kind, the hashes of lines that a backup made at ``made_at`` may not include."""
    first_day = timezone.localdate(made_at - UNCOMMITTED)
    hashes: dict[str, set[str]] = {}
    for line in lines:
        if line.day >= first_day:
            hashes.setdefault(line.kind, set()).add(line.hash)
    return hashes
