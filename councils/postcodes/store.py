"""The active postcodes of this process, and their replacement by a new edition.

The index is one row of the database. Each process has a copy in memory and checks at most once a
second whether the row has changed, so that a new edition is active everywhere within a second,
without a restart.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from councils.models.postcode_index import PostcodeEdition
from councils.postcodes.index import IndexFormatError, PostcodeIndex

if TYPE_CHECKING:
    from councils.postcodes.build import BuiltIndex

logger = logging.getLogger(__name__)

TRUSTED_FOR = 1.0
"""Seconds for which a process trusts its copy."""

MIN_POSTCODES = {
    "England": 1_000_000,
    "Scotland": 100_000,
    "Wales": 60_000,
    "Northern Ireland": 30_000,
}
"""The fewest postcodes that a complete edition has of each nation; real ones have half as many
again."""
MAX_FALL = 0.10
"""The largest share of a nation's postcodes that one edition may lose. Really it is under 1%."""

NO_COUNCIL = frozenset({"L99999999", "M99999999"})
"""ONS's codes for the Channel Islands and the Isle of Man, which are not in the register."""


class EditionRejectedError(Exception):
    """The new postcodes were rejected, and the old ones stay active. The message says why."""


class _ProcessCopy:
    """The index in this process's memory."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.index: PostcodeIndex | None = None
        self.sha256: str | None = None
        self.good_until = 0.0

    def renew(self) -> None:
        sha256 = PostcodeEdition.objects.values_list("sha256", flat=True).first()
        if sha256 != self.sha256:
            self.index, self.sha256 = _load(self.index), sha256
        self.good_until = time.monotonic() + TRUSTED_FOR


_copy = _ProcessCopy()


def active_index() -> PostcodeIndex | None:
    """Return the active postcodes, or None if none were ever loaded.

    Costs one small query a second in each process; other threads use the copy meanwhile. A row that
    cannot be read is logged once, and the copy from before stays active.
    """
    if time.monotonic() < _copy.good_until:
        return _copy.index
    # The first thread in a second asks; the others use the copy from before, if there is one.
    if _copy.lock.acquire(blocking=_copy.index is None):
        try:
            if time.monotonic() >= _copy.good_until:
                _copy.renew()
        finally:
            _copy.lock.release()
    return _copy.index


def forget_index() -> None:
    """Make the next ``active_index`` of this process read the row again. Tests need it."""
    with _copy.lock:
        _copy.forget()


def _load(before: PostcodeIndex | None) -> PostcodeIndex | None:
    row = PostcodeEdition.objects.first()
    if row is None:
        return None
    try:
        return PostcodeIndex.from_bytes(bytes(row.data))
    except IndexFormatError:
        logger.exception("The postcodes in the database cannot be read.")
        return before


def check(
    new: "BuiltIndex",
    known_gss: Collection[str],
    before: Mapping[str, int] | None,
    *,
    allow_smaller: bool = False,
) -> None:
    """Raise EditionRejectedError if these postcodes should not become the active ones.

    ``known_gss`` are the codes, past and present, of every council in the register; ``before`` the
    counts by nation of the active edition, if any. With ``allow_smaller`` counts are not checked.
    """
    from councils.postcodes.build import NO_NATION  # only where an edition is loaded

    unknown = sorted(new.districts - set(known_gss) - NO_COUNCIL)
    if unknown:
        raise EditionRejectedError(
            f"{new.edition} has districts whose codes are not in the register: "
            f"{', '.join(unknown)}. Add each to its council, as its code or a former one, and load "
            "the postcodes again."
        )
    if allow_smaller:
        return
    now = new.counts
    reasons = [
        f"{nation} has {now[nation]:,} postcodes, where at least {fewest:,} are expected"
        for nation, fewest in MIN_POSTCODES.items()
        if now[nation] < fewest
    ] + [
        f"{nation} would fall from {count:,} postcodes to {now[nation]:,}"
        for nation, count in (before or {}).items()
        if nation != NO_NATION and now[nation] < count * (1 - MAX_FALL)
    ]
    if reasons:
        raise EditionRejectedError(
            f"{new.edition} does not look whole: {'; '.join(reasons)}. If that is right, load it "
            "with --allow-smaller."
        )


def activate(
    new: "BuiltIndex", known_gss: Collection[str], *, allow_smaller: bool = False
) -> PostcodeEdition | None:
    """Check new postcodes and replace the active ones with them, in one transaction.

    Return the row, or None if the same bytes are active already. Raise EditionRejectedError (see
    ``check``), or IndexFormatError if the bytes cannot be read back; the old ones then stay active.
    """
    from councils.postcodes.sources import edition_month

    sha256 = hashlib.sha256(new.data).hexdigest()
    with transaction.atomic():
        before = PostcodeEdition.objects.select_for_update().defer("data").first()
        check(
            new,
            known_gss,
            before.counts if before else None,
            allow_smaller=allow_smaller,
        )
        if before and before.sha256 == sha256:
            return None
        PostcodeIndex.from_bytes(new.data)
        row, _ = PostcodeEdition.objects.update_or_create(
            id=1,
            defaults={
                "edition": new.edition,
                "edition_date": edition_month(new.edition),
                "loaded_at": timezone.now(),
                "counts": new.counts,
                "sha256": sha256,
                "size": len(new.data),
                "data": new.data,
            },
        )
        transaction.on_commit(_expire)
    return row


def _expire() -> None:
    """Distrust the copy, so that this process's own change is in its next answer."""
    _copy.good_until = 0.0
