"""A letter to print, to copy, and to open in an email app."""

import datetime as dt
import re
from typing import NamedTuple
from urllib.parse import quote

from campaign.letters.composition.content import is_english
from campaign.letters.recipient import Recipient
from councils.dates import format_date

MAX_MAILTO_LENGTH = 2000
"""Longest mailto address, in characters, that every email app takes; some cut off the rest."""
MAILTO_SAFE = "!$'()*,;:@"
"""Characters left unencoded (RFC 6068). Not "+", which some email apps read as a space."""


def closing_of(text: str) -> str:
    """Return the line above the name; "" under a letter that is not in English."""
    return "Yours faithfully," if is_english(text) else ""


def signed(text: str, name: str, postal_address: str) -> str:
    """Return the text of a letter with its closing, the name and the postal address."""
    closing = closing_of(text)
    parts = (text.rstrip(), closing, f"{name}\n{postal_address}\n")
    return "\n\n".join(filter(None, parts))


def paragraphs_of(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n{2,}", text) if part.strip()]


class Paper(NamedTuple):
    """A finished letter, for its writer to send."""

    to: Recipient
    subject: str
    text: str
    name: str
    postal_address: str
    on: dt.date

    @property
    def date(self) -> str:
        return format_date(self.on)

    @property
    def closing(self) -> str:
        return closing_of(self.text)

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text: on paper each has its own text direction."""
        return paragraphs_of(self.text)

    @property
    def whole_paragraphs(self) -> list[str]:
        return paragraphs_of(self.whole_text)

    @property
    def whole_text(self) -> str:
        """The letter to copy: its text, and who it is from."""
        return signed(self.text, self.name, self.postal_address)

    @property
    def mailto(self) -> str:
        """The mailto address that opens the letter in an email app.

        If it is too long with the text, it has only the recipient and the subject.
        """
        return self.mailto_with_text if self.mailto_has_text else self.mailto_without_text

    @property
    def mailto_has_text(self) -> bool:
        return len(self.mailto_with_text) <= MAX_MAILTO_LENGTH

    @property
    def mailto_without_text(self) -> str:
        to, subject = quote(self.to.email, safe="@"), quote(self.subject, safe=MAILTO_SAFE)
        return f"mailto:{to}?subject={subject}"

    @property
    def mailto_with_text(self) -> str:
        body = self.whole_text.replace("\n", "\r\n")
        return f"{self.mailto_without_text}&body={quote(body, safe=MAILTO_SAFE)}"
