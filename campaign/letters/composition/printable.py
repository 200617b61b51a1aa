"""A letter to print, to copy, and to open in an email app."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from campaign.letters.recipient import Recipient
from councils.dates import format_date

MAX_MAILTO_LENGTH = 2000
"""Characters of a mailto address that every email app takes; some cut longer ones off."""


def signed(text: str, name: str, postal_address: str) -> str:
    """Return the text of a letter with its closing, the name and the postal address."""
    return f"{text.rstrip()}\n\nYours faithfully,\n\n{name}\n{postal_address}\n"


@dataclass(slots=True)
class Paper:
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
    def whole_text(self) -> str:
        """The letter to copy: its text, and who it is from."""
        return signed(self.text, self.name, self.postal_address)

    @property
    def mailto(self) -> str:
        """The mailto address that opens the letter in an email app; "" if it is too long.

        Percent-encoded as in RFC 6068: %20 for a space, %0D%0A for a line break.
        """
        body = self.whole_text.replace("\n", "\r\n")
        address = (
            f"mailto:{quote(self.to.email, safe='@')}"
            f"?subject={quote(self.subject, safe='')}&body={quote(body, safe='')}"
        )
        return address if len(address) <= MAX_MAILTO_LENGTH else ""
