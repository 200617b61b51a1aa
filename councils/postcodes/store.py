"""The postcodes this process answers from, and how others take their place.

The index is one row of the database. Each process keeps it in memory and asks at most once a second
whether the row is still the same, so that a new edition is in use everywhere within a second of its
loading, without a restart.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from councils.models.postcode_index import PostcodeEdition
from councils.postcodes.build import NO_NATION, Built
from councils.postcodes.index import BadIndex, PostcodeIndex
from councils.postcodes.sources import edition_month

logger = logging.getLogger(__name__)

ASK_EVERY = 1.0
"""Seconds for which a process trusts what it has."""

FEWEST = {
    "England": 1_000_000,
    "Scotland": 100_000,
    "Wales": 60_000,
    "Northern Ireland": 30_000,
}
"""Fewer postcodes than this are not the whole nation (each has at least half as many more)."""
LARGEST_FALL = 0.10
"""Of a nation's postcodes, from one edition to the next. A real one never falls by 1 %."""

NO_COUNCIL = frozenset({"L99999999", "M99999999"})
"""ONS's codes for the Channel Islands and the Isle of Man: no council, and nothing to know."""


class EditionRefused(Exception):
    """The new postcodes were not taken, and those before are still in use. The message says why."""


class _Kept:
    """What this process has in memory."""

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
            self.index, self.sha256 = _read(self.index), sha256
        self.good_until = time.monotonic() + ASK_EVERY


_kept = _Kept()


def current_index() -> PostcodeIndex | None:
    """The postcodes in use, or None when none were ever loaded.

    Costs one small query a second and process; other threads meanwhile go on with what they have.
    A row that cannot be read is logged once and what was in memory before stays in use.
    """
    if time.monotonic() < _kept.good_until:
        return _kept.index
    # The first in a second asks; who comes meanwhile is answered from before, if there is a before.
    if _kept.lock.acquire(blocking=_kept.index is None):
        try:
            if time.monotonic() >= _kept.good_until:
                _kept.renew()
        finally:
            _kept.lock.release()
    return _kept.index


def forget_index() -> None:
    """Makes the next `current_index()` of this process read the row again. Tests need it."""
    with _kept.lock:
        _kept.forget()


def _read(before: PostcodeIndex | None) -> PostcodeIndex | None:
    row = PostcodeEdition.objects.first()
    if row is None:
        return None
    try:
        return PostcodeIndex.from_bytes(row.data)
    except BadIndex:
        logger.exception("The postcodes in the database cannot be read.")
        return before


def check(
    built: Built,
    known_gss: Collection[str],
    before: Mapping[str, int] | None,
    *,
    allow_smaller: bool = False,
) -> None:
    """Raises EditionRefused if these postcodes should not be put in use.

    `known_gss` are the codes, past and present, of every council in the register; `before` the
    counts by nation of the edition in use, if any. `allow_smaller` lets counts be what they are.
    """
    unknown = sorted(built.districts - set(known_gss) - NO_COUNCIL)
    if unknown:
        raise EditionRefused(
            f"{built.edition} has districts whose codes are not in the register: "
            f"{', '.join(unknown)}. Add each to its council, as its code or a former one, and load "
            "the postcodes again."
        )
    if allow_smaller:
        return
    now = built.counts
    reasons = [
        f"{nation} has {now[nation]:,} postcodes, where at least {fewest:,} are expected"
        for nation, fewest in FEWEST.items()
        if now[nation] < fewest
    ] + [
        f"{nation} would fall from {count:,} postcodes to {now[nation]:,}"
        for nation, count in (before or {}).items()
        if nation != NO_NATION and now[nation] < count * (1 - LARGEST_FALL)
    ]
    if reasons:
        raise EditionRefused(
            f"{built.edition} does not look whole: {'; '.join(reasons)}. If that is right, load it "
            "with --allow-smaller."
        )


def put_in_use(
    built: Built, known_gss: Collection[str], *, allow_smaller: bool = False
) -> PostcodeEdition | None:
    """Checks the new postcodes and puts them in the place of those in use, in one transaction.

    Returns the row, or None if they are the very same already. Raises EditionRefused (see `check`),
    or BadIndex if the bytes cannot be read back; either leaves the old ones in use.
    """
    sha256 = hashlib.sha256(built.data).hexdigest()
    with transaction.atomic():
        before = PostcodeEdition.objects.select_for_update().defer("data").first()
        check(
            built,
            known_gss,
            before.counts if before else None,
            allow_smaller=allow_smaller,
        )
        if before and before.sha256 == sha256:
            return None
        PostcodeIndex.from_bytes(built.data)
        row, _ = PostcodeEdition.objects.update_or_create(
            id=1,
            defaults={
                "edition": built.edition,
                "edition_date": edition_month(built.edition),
                "loaded_at": timezone.now(),
                "counts": built.counts,
                "sha256": sha256,
                "size": len(built.data),
                "data": built.data,
            },
        )
        transaction.on_commit(_ask_again)
    return row


def _ask_again() -> None:
    """Ends the trust of this process, so that its own change is in its next answer."""
    _kept.good_until = 0.0
