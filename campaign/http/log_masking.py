"""What a log line holds: when, how serious, which request, and no word of a person.

A token in an address opens somebody's letter or alert. PostgreSQL's DETAIL of a failed row repeats
the row, and so a visitor's letter.
"""

import datetime as dt
import json
import logging
import re
import sys
import threading
import traceback
from contextvars import ContextVar
from types import TracebackType

TOKEN = re.compile(
    r"(/letters/|/write/|/alerts/(?:confirm|stop)/|/sign/confirm/|/preview/)(?!lost/|cleared/|cancelled/)[^/\s?\"']+"
)
"""The part of an address that holds a token. All of it is masked: half a token is secret too."""
DETAIL = re.compile(
    r"\n(?:DETAIL|CONTEXT|STATEMENT|LINE \d+):.*?"
    r"(?=\n\n(?:The above exception|During handling)|\Z)",
    re.DOTALL,
)
"""What PostgreSQL says of a failed row or statement, to the end of its exception: a row may have
empty lines, and a statement holds what somebody typed."""
VALUE = re.compile(r"((?:invalid input \w+ [^:\n]*:|expected a number but got) )[^\n]*")
"""What PostgreSQL and Django say of a value of the wrong kind, which they quote."""

ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85)} | {
    code: f"\\u{code:04x}" for code in (0x2028, 0x2029)
}
"""How characters that begin a line, or steer a terminal, are written."""
request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""By what the lines of one request are found together: a proxy's, or made up here."""


def mask_tokens(text: str) -> str:
    """Return a text with "…" in place of each token in an address."""
    return TOKEN.sub(r"\1…", text)


def mask(text: str) -> str:
    """Return a text without tokens, rows and statements, and without values of a wrong kind."""
    return VALUE.sub(r"\1…", DETAIL.sub("", mask_tokens(text)))


def mask_uncaught() -> None:
    """Mask what Python itself writes of an error that ends a command or a thread."""

    def write(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, place))
        sys.stderr.write(f"{mask(text).rstrip()}\n")

    def write_of_thread(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value:
            write(ended.exc_type, ended.exc_value, ended.exc_traceback)

    sys.excepthook, threading.excepthook = write, write_of_thread


class MaskingFormatter(logging.Formatter):
    """Write a line with its time, level and request; nothing of a person is in it.

    Tracebacks are masked too.
    """

    def __init__(self, format: str | None = None) -> None:  # noqa: A002  what Django passes
        super().__init__(format or "%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s")
        self.default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.get()
        return mask(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the library's name
        """Write a message on one line, so that nothing within it looks like a line of its own."""
        record.message = mask(record.message).translate(ESCAPED)
        return super().formatMessage(record)


class JsonFormatter(MaskingFormatter):
    """Write the same as one JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "request": request_id.get(),
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
