"""Writing and reading the ledger.

A line is on the disk before the deletion it records is committed. So that a restored backup does
not bring anybody back, ``after_restore --ledger FILE`` repeats what the lines say. A line is a day,
a kind and a keyed hash, which does not reveal whom it is about. Each machine that serves the site
has its own ledger; a line is deleted once no backup is left that could need it.

What somebody asks for is done even while the ledger cannot be written. Its lines then wait in the
database, and the worker writes them once there is room.
"""

import base64
import datetime as dt
import fcntl
import logging
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign import retention
from campaign.ledger.models import WaitingLine
from councils.dates import today

logger = logging.getLogger(__name__)

LINE = re.compile(r"(\d{4}-\d\d-\d\d) (\w+) ([a-z0-9]{26})")
UNCOMMITTED = dt.timedelta(hours=1)
"""Longer than a commit ever comes after its line. A backup made in between needs the line."""


class Noted(StrEnum):
    """What a line records. Values are stored in files that outlive a release, so none changes."""

    ERASED = "erased"
    """A person erased from everything, or a letter whose text and writer were deleted."""
    SUPPRESSED = "suppressed"
    """An address that we never write to again."""
    UNSUBSCRIBED = "unsubscribed"
    """An address whose alerts, or whose wishes for updates, were deleted."""
    CANCELLED = "cancelled"
    """A letter that was stopped before it left, by its writer or by staff."""
    SENT = "sent"
    """An alert that was sent and then deleted, an update, or an alarm and helplines that left."""
    REDACTED = "redacted"
    """A text out of which words were taken, or a version of a page that was erased."""
    ACCOUNT = "account"
    """A member of staff who may no longer sign in."""
    PASSWORD = "password"
    """A password of a member of staff that was replaced, as the database kept it."""
    ROLES = "roles"
    """A member of staff with the roles they had before some were taken away."""
    ADDRESS = "address"
    """An address for calls for help that was replaced or taken out."""
    CLOSED = "closed"
    """The day on which the campaign closed, as a number in place of a hash; 0 once it is open."""
    MAILS = "mails"
    """The number of an email handed over, in place of a hash: an older state of the database has
    fewer."""
    COMPLAINTS = "complaints"
    """The serial number of a complaint, in place of a hash: no other complaint ever gets it."""
    SITE = "site"
    """Whose ledger it is: the same for every site with this SECRET_KEY, and for no other."""


NUMBERS = (Noted.MAILS, Noted.COMPLAINTS)
"""Kinds of lines that hold a number."""
OURS = "ours"
"""What is hashed in the line that says whose ledger it is."""


type Hashes = Mapping[str, dt.date]
"""What lines say: each hash with the day of its first line."""


class LedgerLine(NamedTuple):
    """One line of a ledger."""

    day: dt.date
    kind: str
    hash: str


def keyed_hash(kind: Noted, name: str, secret: str | None = None) -> str:
    """Return 26 characters that stand for ``name``, such as an email address, in the ledger.

    ``secret`` is SECRET_KEY unless another is given.
    """
    digest = salted_hmac(f"campaign.ledger.{kind}", name, secret=secret, algorithm="sha256")
    return base64.b32encode(digest.digest()[:16]).decode().rstrip("=").lower()


def is_named(kind: Noted, name: str, hashes: Container[str]) -> bool:
    """Whether the hash of a name is among ``hashes``, under SECRET_KEY or one of its fallbacks."""
    return any(hashed in hashes for hashed in hashes_of(kind, name))


def day_of(kind: Noted, name: str, hashes: Hashes) -> dt.date | None:
    """Return the day on which a name was written down; None if it was not."""
    for hashed in hashes_of(kind, name):
        if hashed in hashes:
            return hashes[hashed]
    return None


def hashes_of(kind: Noted, name: str) -> list[str]:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [keyed_hash(kind, name, key) for key in keys]


def secret_mark(secret: str | None = None) -> str:
    """Return what tells one secret from another, and does not reveal it."""
    mark = salted_hmac("campaign.ledger.secret", "mark", secret=secret, algorithm="sha256")
    return mark.hexdigest()


def is_own_secret(mark: str) -> bool:
    """Whether a mark is of SECRET_KEY or one of its fallbacks."""
    return mark in map(secret_mark, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


# Writing

is_written: ContextVar[bool] = ContextVar("is_written", default=True)


@contextmanager
def unwritten() -> Iterator[None]:
    """Write no line while the block runs.

    An old state is being settled, perhaps in a rehearsal: what it repeats is in the ledger already,
    and what may have been done since, nobody knows to have been done.
    """
    token = is_written.set(False)
    try:
        yield
    finally:
        is_written.reset(token)


def sign() -> None:
    """Write whose ledger it is, unless that stands in it. Raises OSError.

    So a new site has a file too: a restore can tell an empty ledger from a lost one.
    """
    path = settings.LEDGER
    if not path:
        return
    if path.exists():
        with path.open(errors="replace") as file:
            signed = [line for line in map(parse, file) if line and line.kind == Noted.SITE]
        if any(line.hash in hashes_of(Noted.SITE, OURS) for line in signed):
            return
    write(path, [LedgerLine(today(), Noted.SITE, keyed_hash(Noted.SITE, OURS))])


def note(kind: Noted, *names: str) -> None:
    """Write a line for each name, as ``record`` does."""
    record(kind, *(keyed_hash(kind, name) for name in names))


def record(kind: Noted, *hashes: str) -> None:
    """Write a line for each hash, and return once they are on the disk.

    Call it inside the transaction that does what the lines record. Lines that cannot be written
    wait in the database, as a part of that transaction. Do nothing where LEDGER is not set.
    """
    if not (settings.LEDGER and hashes and is_written.get()):
        return
    lines = [LedgerLine(today(), kind, hashed) for hashed in hashes]
    try:
        write(settings.LEDGER, lines)
    except OSError as error:
        logger.error("The ledger cannot be written, so its lines wait in the database: %s", error)
        waiting = [WaitingLine(**line._asdict()) for line in lines]
        WaitingLine.objects.bulk_create(waiting, batch_size=500)


@transaction.atomic
def write_waiting() -> int:
    """Write the lines that wait in the database; return how many. Raises OSError."""
    waiting = list(WaitingLine.objects.select_for_update(skip_locked=True))
    if not (settings.LEDGER and waiting):
        return 0
    write(settings.LEDGER, [LedgerLine(each.day, each.kind, each.hash) for each in waiting])
    # Killed here, the lines are written twice, which says nothing else than once.
    WaitingLine.objects.filter(pk__in=[each.pk for each in waiting]).delete()
    return len(waiting)


def note_mails(number: int) -> None:
    """Write the number of an email that is about to be handed over. Raises OSError.

    It waits nowhere: an email whose number is not on the disk could be sent twice after a restore.
    """
    if settings.LEDGER:
        write(settings.LEDGER, [LedgerLine(today(), Noted.MAILS, f"{number:026}")])


def mails_sent(*paths: Path) -> int:
    """Return the number of the last email handed over, as far as these and our ledger know."""
    most = 0
    for path in (*paths, settings.LEDGER):
        if not (path and path.exists()):
            continue
        with path.open(errors="replace") as file:
            for content in file:
                # Most lines are of other kinds, and the worker asks each minute.
                line = parse(content) if f" {Noted.MAILS} " in content else None
                if line:
                    most = max(most, int(line.hash))
    return most


def why_not_writable() -> str:
    """Return why nothing can be written to the ledger, or "" if it can be.

    To know, 4,096 bytes are written beside it: a full disk refuses nothing before that.
    """
    path = settings.LEDGER
    if not path:
        return ""
    beside = path.with_name(f"{path.name}.try")
    try:
        if path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_APPEND))
            open(lock_of(path), "a").close()
        with open(beside, "wb") as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.strerror or "it cannot be written"
    finally:
        with suppress(OSError):
            beside.unlink()
    return ""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let nobody else write or shorten a ledger while the block runs.

    The lock is of a file beside it, which stays when the ledger is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(lock_of(path), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def write(path: Path, lines: list[LedgerLine]) -> None:
    """Add lines to a ledger, and return once they survive a power cut. Raises OSError."""
    with locked(path):
        append(path, lines)


def append(path: Path, lines: list[LedgerLine]) -> None:
    """Add lines to a locked ledger.

    The line end is written first: a line that a kill cuts off does not spoil the next.
    """
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as file:
        for line in lines:
            file.write(f"\n{line.day} {line.kind} {line.hash}")
        file.flush()
        os.fsync(file.fileno())


def prune(now: dt.datetime | None = None) -> int:
    """Delete the lines that no backup needs any longer; return how many.

    Of numbers only the highest stays, and it stays for good: a provider's snapshot may be older
    than any backup of ours. So does the line that says whose ledger it is.
    """
    path = settings.LEDGER
    if not (path and path.exists()):
        return 0
    first_day = timezone.localdate(now) - retention.BACKUPS_KEPT
    with locked(path):
        lines = lines_of(path.read_text(errors="replace"))
        highest = {kind: highest_number(lines, kind) for kind in NUMBERS}
        kept = []
        for line in lines:
            if line.kind in NUMBERS:
                is_needed = int(line.hash) == highest[Noted(line.kind)]
            else:
                is_needed = line.day >= first_day or line.kind == Noted.SITE
            if is_needed:
                kept.append(line)
        if len(kept) < len(lines):
            file = path.resolve()  # a link to another disk stays one
            shorter = file.with_name(f"{file.name}.new")
            shorter.unlink(missing_ok=True)
            append(shorter, kept)
            shorter.rename(file)
    return len(lines) - len(kept)


# Reading


def read(paths: Iterable[Path], *, other_secret: bool = False) -> list[LedgerLine]:
    """Return the lines of several ledgers.

    Raises OSError for a file that cannot be read, and ValueError for one that is no ledger, or that
    another site has written; ``other_secret`` allows one written with a SECRET_KEY that is lost.
    """
    lines = []
    for path in paths:
        content = path.read_text(errors="replace")
        parsed = lines_of(content)
        if content.strip() and not parsed:
            raise ValueError(f"{path} is not a ledger.")
        if not other_secret and is_of_another_site(parsed):
            raise ValueError(f"{path} is the ledger of another site, or of another SECRET_KEY.")
        lines += parsed
    return lines


def is_of_another_site(lines: Iterable[LedgerLine]) -> bool:
    """Whether a ledger says whose it is, and names this site nowhere."""
    signed = [line.hash for line in lines if line.kind == Noted.SITE]
    return bool(signed) and not is_named(Noted.SITE, OURS, signed)


def is_unused(path: Path) -> bool:
    """Whether a ledger says whose it is and nothing else, as that of a site just begun."""
    try:
        content = path.read_text(errors="replace")
    except OSError:  # whoever reads it next is told
        return False
    lines = lines_of(content)
    return bool(lines) and all(line.kind == Noted.SITE for line in lines)


def lines_of(content: str) -> list[LedgerLine]:
    return [line for line in map(parse, content.splitlines()) if line]


def parse(line: str) -> LedgerLine | None:
    """Return a line of a ledger; None for anything else, such as a line cut off by a kill."""
    match = LINE.fullmatch(line.strip())
    if match is None:
        return None
    day, kind, hashed = match.groups()
    try:
        return LedgerLine(dt.date.fromisoformat(day), kind, hashed)
    except ValueError:  # a day that there is none
        return None


def highest_number(lines: Iterable[LedgerLine], kind: Noted = Noted.MAILS) -> int:
    """Return the number of the last email, or complaint, that lines know of; 0 for none."""
    numbers = [int(line.hash) for line in lines if line.kind == kind]
    return max(numbers, default=0)


def hashes_since(lines: Iterable[LedgerLine], made_at: dt.datetime) -> dict[str, Hashes]:
    """Return, by kind, the hashes of lines that a backup made at ``made_at`` may not include."""
    first_day = timezone.localdate(made_at - UNCOMMITTED)
    hashes: dict[str, dict[str, dt.date]] = {}
    for line in sorted(lines):
        if line.day >= first_day:
            hashes.setdefault(line.kind, {}).setdefault(line.hash, line.day)
    return dict(hashes)
