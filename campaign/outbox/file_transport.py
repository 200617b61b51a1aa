"""Mail as files under var/mail/, where no mail server is set: for work on the site, and tests."""

import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from campaign.outbox.smtp import ConnectionLost


def path_of(message) -> Path:
    """Return the file of a message: always the same, so that writing it twice leaves one."""
    name = re.sub(r"[^0-9a-f]", "", message.message_id.partition("@")[0])
    return settings.MAIL_DIR / f"{message.created_at:%Y%m%d-%H%M%S-%f}-{name}.eml"


_counted: ContextVar[set | None] = ContextVar("counted", default=None)


@contextmanager
def dry_run():
    """Leave every file where it is in here: for a rehearsal, after which all else is undone."""
    token = _counted.set(set())
    try:
        yield
    finally:
        _counted.reset(token)


def remove(path: Path) -> bool:
    """Delete a file; return whether it was there."""
    counted = _counted.get()
    was_there = path.exists() and path not in (counted or ())
    if counted is None:
        path.unlink(missing_ok=True)
    else:
        counted.add(path)
    return was_there


def remove_file_of(message) -> bool:
    """Delete the file of a message; return whether there was one."""
    return remove(path_of(message))


class Files:
    """In place of a connection to a mail server: what is handed over becomes a file."""

    is_open = True
    is_test = True
    is_kept = False

    def address(self, message) -> None:
        self._message = message

    def hand_over(self, content: bytes) -> str:
        """Write the mail as it would arrive: with its envelope in front, as mail servers do.

        Raises Lost where it cannot be written, such as on a full disk.
        """
        message, path = self._message, path_of(self._message)
        envelope = f"Return-Path: <{message.sender}>\r\nDelivered-To: {message.recipient}\r\n"
        unfinished = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(envelope.encode("ascii") + content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            raise ConnectionLost(f"The file cannot be written: {error}") from error
        return f"Written to {path.parent.name}/{path.name}"

    def reset(self) -> None:
        pass

    def quit(self) -> None:
        pass
