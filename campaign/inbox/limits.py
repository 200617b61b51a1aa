"""How much of an email is read, so that any at all is dealt with in 10 seconds and 200 MB.

Of ordinary emails these limits cut nothing but large files, which come after the words.
"""

import io
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from itertools import islice
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
"""Of a larger email only the beginning is read."""
MAX_LINES = 100_000
"""More lines than five megabytes of an encoded file have."""
MAX_PARTS = 100
"""Parts that are read, those of enclosed emails and the groups of a report included."""
MAX_FIELDS = 500
"""Header fields that are read of each part."""
MAX_FIELD = 2000
"""Characters that are read of one: the library takes time in the square of its parameters."""
MAX_SECONDS = 2.0
"""Processor time after which reading stops."""


class OutOfTime(BaseException):
    """Reading took too long. No Exception, so that nothing on the way takes it for its own."""


class TooManyPartsError(Exception):
    """An email has more parts than are read."""


@contextmanager
def time_limit(seconds: float = MAX_SECONDS) -> Iterator[None]:
    """Raise OutOfTime in the block once the process has used so many seconds of the processor.

    Of the processor, not of the clock: a busy machine is no fault of the email's. Works in the
    main thread only.
    """

    def stop(*ignored: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class CutMessage(Message):
    """A part of an email that keeps no more than its first fields."""

    def set_raw(self, name: str, value: Any) -> None:
        if len(self) < MAX_FIELDS:
            super().set_raw(name, value)


class CutFields(Compat32):
    """Reads the beginning of each header field, however it is folded."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:MAX_FIELD], value[:MAX_FIELD]


def parse(data: bytes, *, only_fields: bool = False) -> Message:
    """Return the email in its first bytes, lines, parts and fields; its body may be left unparsed.

    Raises whatever the standard library raises on emails made to harm.
    """
    made = list[CutMessage]()

    def make(policy: Any) -> CutMessage:
        if len(made) >= MAX_PARTS:
            raise TooManyPartsError
        made.append(CutMessage(policy=policy))
        return made[-1]

    rules = CutFields(message_factory=make)
    try:
        return BytesParser(policy=rules).parsebytes(first_lines(data), only_fields)
    except TooManyPartsError:
        return made[0]


def first_lines(data: bytes) -> bytes:
    """Return the lines of an email that are read, each ended as on Unix."""
    data = data[:MAX_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if data.count(b"\n") <= MAX_LINES:
        return data
    return b"".join(islice(io.BytesIO(data), MAX_LINES))
