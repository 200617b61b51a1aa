"""Write email to files in var/mail/ where no mail server is set (development and tests)."""

import datetime as dt
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from campaign import retention
from campaign.outbox.mime import mark_as_test

if TYPE_CHECKING:
    from campaign.outbox.models import Outcome, OutgoingMessage


def file_of(message: "OutgoingMessage") -> Path:
    """Return the file of a message: the same every time, so writing twice leaves one."""
    name = re.sub(r"[^0-9a-f]", "", message.message_id.partition("@")[0])
    return Path(settings.MAIL_DIR) / f"{message.created_at:%Y%m%d-%H%M%S-%f}-{name}.eml"


_counted: ContextVar[set[Path] | None] = ContextVar("counted", default=None)


@contextmanager
def keep_files() -> Iterator[None]:
    """Delete no files inside the block, whose database changes will be rolled back."""
    token = _counted.set(set())
    try:
        yield
    finally:
        _counted.reset(token)


def delete(path: Path) -> bool:
    """Delete a file; return whether it was there."""
    counted = _counted.get()
    was_there = path.exists() and path not in (counted or ())
    if counted is None:
        path.unlink(missing_ok=True)
    else:
        counted.add(path)
    return was_there


def delete_file_of(message: "OutgoingMessage") -> bool:
    return delete(file_of(message))


class Folder:
    """Takes the place of a mail server: each email becomes a file."""

    is_open = is_welcome = True
    is_reused = False

    def is_fresh(self) -> bool:
        return True

    def envelope(self, message: "OutgoingMessage") -> None:
        self.message = message

    def content(self, content: bytes) -> "Outcome":
        """Write the email as it would arrive: with its envelope in front, as mail servers do.

        The subject is marked TEST, as the email goes nowhere.
        """
        from campaign.outbox.models import MessageState, Outcome  # which imports this module

        message, path = self.message, file_of(self.message)
        envelope = (
            f"Return-Path: <{message.envelope_sender}>\r\nDelivered-To: {message.recipient}\r\n"
        )
        unfinished = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(envelope.encode("ascii") + mark_as_test(content))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            return Outcome(MessageState.DEFERRED, f"The file cannot be written: {error}")
        return Outcome(MessageState.ACCEPTED, f"Written to {path.parent.name}/{path.name}")

    def reset(self) -> None:
        pass

    def quit(self) -> None:
        pass


def delete_old_files(now: dt.datetime) -> int:
    """Delete old files in var/mail, whether or not they still have a row; return how many."""
    written_by = (now - retention.TEXTS_AFTER_OUTCOME).timestamp()
    unfinished_by = time.time() - 3600
    old = [path for path in settings.MAIL_DIR.glob("*.eml") if path.stat().st_mtime <= written_by]
    old += [
        path for path in settings.MAIL_DIR.glob("*.part") if path.stat().st_mtime <= unfinished_by
    ]
    return sum(delete(path) for path in old)
