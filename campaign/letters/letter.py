"""A letter that is ready: as it stands on paper, and as a mail program opens it."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from councils.dates import in_words
from councils.models import Contact, Role, Way
from councils.record import Row

MAILTO_LONGEST = 2000
"""Characters of a mailto address that every mail program takes; longer ones are cut by some."""


@dataclass(slots=True)
class Addressee:
    """Whom a letter goes to, and the ways that are known to reach them."""

    role: str
    council: str
    website: str
    email: str = ""
    form: str = ""
    postal: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.email or self.form or self.postal)

    @property
    def lines(self) -> list[str]:
        """The address as it stands on a letter: role, council, then where it is, if known."""
        where = [line.strip() for line in self.postal.splitlines() if line.strip()]
        named = [] if self.council in where else [self.council]
        return [self.role, *named, *where]


def addressee(row: Row, on: dt.date | None = None) -> Addressee:
    """Return the first role at a council that can be reached; the Lead Member where none can.

    Contacts past their check date are left out.
    """
    found = {}
    for contact in Contact.objects.usable(on).filter(council_id=row.id):
        found.setdefault(contact.role, {})[contact.way] = contact
    role = next((role for role in Role if role in found), Role.LEAD_MEMBER)
    ways = found.get(role, {})
    return Addressee(
        role=Role(role).label,
        council=row.name,
        website=row.website,
        email=ways[Way.EMAIL].email if Way.EMAIL in ways else "",
        form=ways[Way.WEB_FORM].url if Way.WEB_FORM in ways else "",
        postal=ways[Way.POST].address if Way.POST in ways else "",
    )


@dataclass(slots=True)
class Letter:
    """A finished letter."""

    to: Addressee
    subject: str
    text: str
    name: str
    home: str
    on: dt.date

    @property
    def date(self) -> str:
        return in_words(self.on)

    @property
    def whole_text(self) -> str:
        """The letter to copy: its text, then who it is from."""
        return f"{self.text.rstrip()}\n\nYours faithfully,\n\n{self.name}\n{self.home}\n"

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
