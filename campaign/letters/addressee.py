"""Whom a letter goes to, and the ways that are known to reach them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from councils.models import Contact, Role, Way
from councils.record import Row


@dataclass(slots=True)
class Addressee:
    """A role at a council, and how it can be reached, as far as staff know and have checked."""

    role: str
    council: str
    website: str
    email: str = ""
    form: str = ""
    postal: str = ""
    came_back_on: dt.date | None = None
    """When mail to an address we had came back. Nobody has checked it since."""

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
    known = Contact.objects.usable(on).filter(council_id=row.id)
    for role, way, *where in known.values_list("role", "way", "email", "url", "address"):
        found.setdefault(role, {})[way] = dict(zip(("email", "url", "address"), where, strict=True))
    role = next((role for role in Role if role in found), Role.LEAD_MEMBER)
    ways = found.get(role, {})
    return Addressee(
        role=Role(role).label,
        council=row.name,
        website=row.website,
        email=ways[Way.EMAIL]["email"] if Way.EMAIL in ways else "",
        form=ways[Way.WEB_FORM]["url"] if Way.WEB_FORM in ways else "",
        postal=ways[Way.POST]["address"] if Way.POST in ways else "",
        came_back_on=None if Way.EMAIL in ways else came_back_on(row),
    )


def came_back_on(row: Row) -> dt.date | None:
    """Return the day since which mail to a council comes back, or None."""
    failing = Contact.objects.failing().filter(council_id=row.id, way=Way.EMAIL)
    return failing.aggregate(day=Max("trouble_since"))["day"]
