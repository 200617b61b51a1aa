"""A letter as it stands on paper, and as a mail program opens it."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from campaign.letters.recipient import Recipient
from councils.dates import format_date

MAILTO_LONGEST = 2000
"""Characters of a mailto address that every mail program takes; longer ones are cut by some."""


def signed(text: str, name: str, postal_address: str) -> str:
    """Return the text of a letter, then who it is from."""
    return f"{text.rstrip()}\n\nYours faithfully,\n\n{name}\n{postal_address}\n"


@dataclass(slots=True)
class Paper:
    """A finished letter, to be sent by whoever wrote it."""

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
    def whole_text(self) -> str:
        """The letter to copy: its text, then who it is from."""
        return signed(self.text, self.name, self.postal_address)

    @property
    def mailto(self) -> str:
        """Return the address that opens the letter in a mail program, or "" when it is too long.

        Percent-encoded as RFC 6068 asks: %20 for a space, %0D%0A for a new line.
        """
        body = self.whole_text.replace("\n", "\r\n")
        address = (
            f"mailto:{quote(self.to.email, safe='@')}"
            f"?subject={quote(self.subject, safe='')}&body={quote(body, safe='')}"
        )
        return address if len(address) <= MAILTO_LONGEST else ""
