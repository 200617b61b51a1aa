"""A letter to print, to copy, and to open in an email program."""

import datetime as dt
from typing import NamedTuple
from urllib.parse import quote

from campaign.letters.composition.originality import paragraphs_of
from campaign.letters.recipient import Recipient
from councils.dates import format_date

MAX_MAILTO_LENGTH = 2000
"""Longest mailto address, in characters, that every email app takes; some cut off the rest."""
MAILTO_SAFE = "!$'()*,;:@"
"""Characters left unencoded (RFC 6068). Not "+", which some email apps read as a space."""


def signed(text: str, sender: tuple[str, ...]) -> str:
    """Return the text of a letter and who it is from."""
    lines = "\n".join(filter(None, sender))
    return f"{text.rstrip()}\n\n{lines}\n"


class Paper(NamedTuple):
    """A finished letter, for its writer to send."""

    to: Recipient
    subject: str
    text: str
    sender: tuple[str, ...]
    """Who it is from: name, street and town, and an email address if one was given."""
    small_print: str
    on: dt.date

    @property
    def date(self) -> str:
        return format_date(self.on)

    @property
    def sender_lines(self) -> list[str]:
        return [line for line in self.sender if line]

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text: on paper each has its own text direction."""
        return paragraphs_of(self.text)

    @property
    def first_paragraphs(self) -> list[str]:
        return self.paragraphs[:-2]

    @property
    def last_paragraphs(self) -> list[str]:
        """The last words and the closing, which stand on one page with the name."""
        return self.paragraphs[-2:]

    @property
    def whole_text(self) -> str:
        """The letter to copy."""
        return f"{signed(self.text, self.sender)}\n—\n{self.small_print}\n"

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
