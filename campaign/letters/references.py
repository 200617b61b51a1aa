"""How a letter is known outside its table: to the outbox, to the inbox and to tasks for staff.

A reference names the row and says nothing about anybody, so it may stand in logs. The outbox keeps
one as the key of the email that carries the letter, and as the subject (``about``) of every other
email about it.
"""

import datetime as dt
from typing import NewType

LetterReference = NewType("LetterReference", str)

PREFIX = "letter:"


def reference_to(letter_id: int) -> LetterReference:
    """Return the reference to a letter, such as ``letter:12``."""
    return LetterReference(f"{PREFIX}{letter_id}")


def letter_id_in(reference: str) -> int | None:
    """Return the primary key in a reference; None for a key that is not one."""
    number = reference.removeprefix(PREFIX)
    is_reference = reference.startswith(PREFIX) and number.isascii() and number.isdigit()
    return int(number) if is_reference else None


def ledger_name(letter_id: int, created_at: dt.datetime) -> str:
    """Return a letter's name in the ledger: after a restore its primary key alone is reused."""
    return f"{letter_id} {created_at.astimezone(dt.UTC).isoformat()}"
