"""How much of an email is read, so that any email at all takes little time and memory.

In ordinary emails these limits cut off only large files, which come after the text.
"""

import io
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from itertools import islice
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
"""Only this much of a larger email is read."""
MAX_LINES = 100_000
"""More lines than an encoded file of five megabytes has."""
MAX_PARTS = 100
"""Parts that are read, including those of enclosed emails and the groups of a report."""
MAX_FIELDS = 500
"""Header fields of each part that are read."""
MAX_FIELD = 2000
"""Characters of a field that are read: the library takes quadratic time over its parameters."""


class TooManyPartsError(Exception):
    """An email has more parts than are read."""


class CutMessage(Message):
    """A part of an email that keeps only its first MAX_FIELDS header fields."""

    def set_raw(self, name: str, value: Any) -> None:
        if len(self) < MAX_FIELDS:
            super().set_raw(name, value)


class CutFields(Compat32):
    """A policy that keeps the first MAX_FIELD characters of each header field, however folded."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:MAX_FIELD], value[:MAX_FIELD]


def parse(data: bytes, *, only_fields: bool = False) -> Message:
    """Return the email within these limits; with ``only_fields`` its body is left unparsed.

    Raises whatever the standard library raises on malicious emails.
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
    """Return the lines of an email that are read, with Unix line endings."""
    data = data[:MAX_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if data.count(b"\n") <= MAX_LINES:
        return data
    return b"".join(islice(io.BytesIO(data), MAX_LINES))
