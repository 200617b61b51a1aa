"""Whom a letter goes to, and the ways that are known to reach them."""

import datetime as dt
from dataclasses import dataclass

from councils.models import Channel, Contact, DeliveryProblem, Role
from councils.record import CouncilOnDay, Record, record_on


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


def addressee(row: CouncilOnDay, on: dt.date | None = None) -> Addressee:
    """Return the first role at a council that can be reached; the Lead Member where none can.

    Contacts past their check date, and those from which mail comes back, are left out.
    """
    return chosen(contacts_on(record_on(on)).get(row.id, []), row, on)


def chosen(contacts: list[Contact], row: CouncilOnDay, on: dt.date | None = None) -> Addressee:
    """Return whom a letter goes to, of these contacts of a council."""
    found = {}
    for contact in contacts:
        if contact.is_usable(on):
            found.setdefault(contact.role, {})[contact.channel] = contact
    role = next((role for role in Role if role in found), Role.LEAD_MEMBER)
    ways = found.get(role, {})
    return Addressee(
        role=Role(role).label,
        council=row.name,
        website=row.website,
        email=ways[Channel.EMAIL].email if Channel.EMAIL in ways else "",
        form=ways[Channel.WEB_FORM].url if Channel.WEB_FORM in ways else "",
        postal=ways[Channel.POST].address if Channel.POST in ways else "",
        came_back_on=None if Channel.EMAIL in ways else came_back_on(contacts),
    )


def contacts_on(record: Record) -> dict[int, list[Contact]]:
    """Return all contacts by council, read once for each version of the record."""
    if "contacts" not in record.prepared:
        contacts = {}
        for contact in Contact.objects.all():
            contacts.setdefault(contact.council_id, []).append(contact)
        record.prepared["contacts"] = contacts
    return record.prepared["contacts"]


def came_back_on(contacts: list[Contact]) -> dt.date | None:
    """Return the day since which mail to a council comes back, or None."""
    days = [
        contact.delivery_problem_since
        for contact in contacts
        if contact.channel == Channel.EMAIL and contact.delivery_problem == DeliveryProblem.FAILS
    ]
    return max(days, default=None)
