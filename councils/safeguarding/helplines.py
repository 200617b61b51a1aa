"""The helplines: every page, email, error page and file takes their details from here.

They are code and not rows, so that they are there when the database is not. 999 is written out
where it stands: it has no details that could change.
"""

import datetime as dt
from typing import NamedTuple

from django.utils.html import format_html

CHECKED_ON = dt.date(2026, 11, 24)
"""The day on which every detail below was last compared with published pages that give it."""
CHECK_AGAIN_AFTER = dt.timedelta(days=180)


class Helpline(NamedTuple):
    """A number to call, whose it is, and on what terms."""

    number: str
    """As it is printed: "116 000"."""
    name: str
    terms: str
    takes_texts: bool = False

    @property
    def digits(self) -> str:
        return self.number.replace(" ", "")

    @property
    def words(self) -> str:
        return f"{self.name}: {self.terms}" if self.takes_texts else f"{self.name}, {self.terms}"

    @property
    def line(self) -> str:
        """The number with what it is, for plain text: "116 000 Missing People: …"."""
        return f"{self.number} {self.words}"

    @property
    def link(self) -> str:
        return format_html('<a href="tel:{}">{}</a>', self.digits, self.number)


MISSING_PEOPLE = Helpline("116 000", "Missing People", "call or text, free", takes_texts=True)
CHILDLINE = Helpline("0800 1111", "Childline", "free")
NSPCC = Helpline("0808 800 5000", "NSPCC", "for adults who are worried about a child")

FOR_CHILDREN = (MISSING_PEOPLE, CHILDLINE)

PLACEHOLDERS = {
    "{missing_people}": MISSING_PEOPLE.number,
    "{childline}": CHILDLINE.number,
    "{nspcc}": NSPCC.number,
    "{call_nspcc}": NSPCC.link,
}
"""What pages that staff edit may write for a number."""


def with_helplines(text: str) -> str:
    """Return a text with the numbers of the helplines in place of {missing_people} and the like."""
    for placeholder, number in PLACEHOLDERS.items():
        text = text.replace(placeholder, number)
    return text


def check_due(on: dt.date) -> bool:
    """Return whether the details should be compared with the helplines' own pages again."""
    return on > CHECKED_ON + CHECK_AGAIN_AFTER
