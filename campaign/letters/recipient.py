"""Who a letter goes to, and how they can be reached."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from campaign.outbox import dev_mail
from councils.council_page.read_once import contacts_by_council
from councils.email_addresses import ascii_address
from councils.models import Channel, Contact, DeliveryProblem, Role
from councils.models.contact import LETTER_ROLES, reached_by_letters
from councils.record import CouncilOnDay, Record, record_on
from councils.record.status import Status


class Recipient(NamedTuple):
    """A role at a council, and how it can be reached, as far as staff know and have checked."""

    role: str
    council: str
    website: str
    email: str = ""
    form: str = ""
    postal: str = ""
    bouncing_since: dt.date | None = None
    """The day email to its address came back, if nobody has checked the address since."""
    last_checked_on: dt.date | None = None
    """The day of the last check, where the next is overdue and its mailbox is used all the same."""
    test_mailbox: str = ""
    """Where letters go in its place on a site that is tried out; no page shows it as an address."""

    @property
    def mailbox(self) -> str:
        """The address to which we deliver letters; "" if there is none."""
        return self.email or self.test_mailbox

    @property
    def is_deliverable(self) -> bool:
        """Whether we can deliver a letter: there is a mailbox, and email can be sent to it."""
        if not self.mailbox:
            return False
        try:
            ascii_address(self.mailbox)
        except ValueError:
            return False
        return True

    @property
    def is_known(self) -> bool:
        return bool(self.email or self.form or self.postal)


def recipient_for(row: CouncilOnDay, on: dt.date | None = None) -> Recipient:
    """Return the first role at a council that can be reached; where none can, see ``role_of``.

    Contacts at which email fails are left out, and so are those past their check date. But a
    mailbox with which nothing is wrong is used a little longer (``is_a_little_late``).
    """
    return choose_recipient(contacts_by_council(record_on(on)).get(row.id, []), row, on)


def choose_recipient(
    contacts: list[Contact], row: CouncilOnDay, on: dt.date | None = None
) -> Recipient:
    """Return the recipient of a letter, given all the contacts of its council."""
    channels = reached_by_letters(contacts, on)
    to = Recipient(role_of(channels, row).label, row.name, row.website)
    if Channel.WEB_FORM in channels:
        to = to._replace(form=channels[Channel.WEB_FORM].url)
    if Channel.POST in channels:
        to = to._replace(postal=channels[Channel.POST].address)
    mailbox = channels.get(Channel.EMAIL)
    if mailbox:
        to = to._replace(email=mailbox.email)
        if mailbox.is_a_little_late(on):
            return to._replace(last_checked_on=mailbox.checked_on)
        return to
    to = to._replace(bouncing_since=bouncing_since(contacts))
    # No address ships, and with DEBUG no email leaves: so a new site can be tried.
    if dev_mail.is_shown() and not (channels or to.bouncing_since):
        return to._replace(test_mailbox=f"{row.slug}@test-mailbox.invalid")
    return to


def role_of(channels: Mapping[Any, Contact], row: CouncilOnDay) -> Role:
    """Return the role that is reached. Where nobody is, a letter is for the Lead Member.

    At a council to come it is then for the Leader: nobody else has an office yet.
    """
    if channels:
        # Any of them: all are of one role (``reached_by_letters``).
        contact = next(iter(channels.values()))
        return Role(contact.role)
    if row.status == Status.FORMING:
        return Role.LEADER
    return Role.LEAD_MEMBER


def bouncing_since(contacts: list[Contact]) -> dt.date | None:
    """Return the last day from which email to a council fails, or None."""
    days = []
    for contact in contacts:
        is_for_letters = contact.role in LETTER_ROLES and contact.channel == Channel.EMAIL
        fails = contact.delivery_problem == DeliveryProblem.FAILS
        if is_for_letters and fails and contact.delivery_problem_since:
            days.append(contact.delivery_problem_since)
    return max(days, default=None)


# Councils to come get letters once their first members are elected


def takes_letters(record: Record, row: CouncilOnDay) -> bool:
    """Whether a letter can go to a council: it runs children's services, or soon will."""
    return record.responsible_for(row) is row or takes_letters_early(record, row)


def takes_letters_early(record: Record, row: CouncilOnDay) -> bool:
    """Whether a council is to come, and its first members are elected."""
    return row.may_be_asked_early(record.on)


def offered_instead(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return the councils to come that a writer to this one, which ends, can write to already."""
    return [after for after in row.successors if takes_letters_early(record, after)]
