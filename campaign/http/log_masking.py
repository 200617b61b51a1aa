"""What a log line holds: when, how serious, which request, and no word of a person.

A token in an address opens somebody's letter or alert. The words of an exception may quote what
somebody typed, so of an exception only its kind and its place are written.
"""

import logging
import re
import sys
import threading
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

TOKEN = re.compile(
    r"(/letters/|/write/|/alerts/(?:confirm|stop)/|/sign/confirm/|/safeguarding/(?:take|confirm)/)(?!lost/|cleared/|cancelled/)[^/\s?\"']+",
    re.IGNORECASE,
)
"""The part of an address that holds a token. All of it is masked: half a token is secret too."""
DETAIL = re.compile(r"\n(?:DETAIL|CONTEXT|STATEMENT|LINE \d+):.*", re.DOTALL)
"""What PostgreSQL says of a failed row or statement: a statement holds what somebody typed."""
ESCAPED = {code: f"\\x{code:02x}" for code in [*range(32), 127, 0x85]}
ESCAPED |= {0x2028: r"\u2028", 0x2029: r"\u2029"}
"""How characters that begin a line, or steer a terminal, are written."""
request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""By what the lines of one request are found together."""


def mask_tokens(text: str) -> str:
    """Return a text with "…" in place of each token in an address."""
    return TOKEN.sub(r"\1…", text)


def mask(text: str) -> str:
    """Return a text without tokens, rows and statements."""
    return DETAIL.sub("", mask_tokens(text))


def kind_and_place(error: BaseException) -> str:
    """Return which kinds of exception led to this one, and the lines of code where, without words.

    The message of an exception may be what a visitor typed.
    """
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{kind_and_place(cause)}\nand then\n" if cause else ""
    lines = "".join(traceback.format_tb(error.__traceback__))
    return f"{before}{lines}{type(error).__module__}.{type(error).__qualname__}"


def mask_uncaught() -> None:
    """Have Python itself write no words of an error that ends a command or a thread."""

    def write(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        sys.stderr.write(f"{kind_and_place(error)}\n")

    def write_of_thread(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value:
            write(ended.exc_type, ended.exc_value, ended.exc_traceback)

    sys.excepthook = write
    threading.excepthook = write_of_thread


class MaskingFormatter(logging.Formatter):
    """Write a line with its time, level and request; nothing of a person is in it."""

    def __init__(self, format: str | None = None) -> None:  # noqa: A002  what Django passes
        super().__init__(format or "%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s")
        self.default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.get()
        record.exc_text = None  # another handler may have written the words there
        return mask_tokens(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802  the library's name
        return kind_and_place(ei[1])

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the library's name
        """Write a message on one line, so that nothing within it looks like a line of its own."""
        record.message = mask(record.message).translate(ESCAPED)
        return super().formatMessage(record)
