"""Whom we may ask, or remind, today, and the emails that do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst

from campaign.asking.models import Ask, AskKind, AskOutcome, next_reference
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from campaign.pages.our_emails import email_to
from campaign.purposes import Purpose
from councils.dates import today
from councils.models import Channel, Contact, Pause, Role
from councils.models.contact import QUESTION_ROLES
from councils.models.pause import Holds
from councils.record import CouncilOnDay, charter_text, record_on
from councils.record.status import Status

REMINDER = "reminder"
STATUSES_ASKED = {
    AskKind.CONFIRM: (Status.SIGNED,),
    AskKind.QUESTION: (Status.NOT_SIGNED, Status.INTENDS, Status.INHERITED),
}
"""Statuses of the councils that are asked, by what they are asked."""


@dataclass(frozen=True)
class Due:
    """A question or a reminder that may go today, and the checked address that it goes to."""

    ask: Ask
    to: str
    is_reminder: bool = False

    @property
    def purpose(self) -> Purpose:
        if self.is_reminder:
            return Purpose.ASK_AGAIN
        return Purpose.ASK

    @property
    def row(self) -> CouncilOnDay:
        return record_on().by_id[self.ask.council_id]

    def email(self, asker: Mapping[str, str]) -> EmailMessage:
        """Return the email, as it would arrive, signed with a name, a job and a telephone."""
        council = self.row.short_name_in_sentence
        subject = f"Has {council} signed the Runaways’ Charter?"
        if self.ask.kind == AskKind.CONFIRM:
            subject = f"{capfirst(council)} is on record. Is that right?"
        if self.is_reminder:
            subject = f"A reminder: our question to {self.row.name}"
        context = {
            "ask": self.ask,
            "row": self.row,
            "is_reminder": self.is_reminder,
            "asker": asker,
            "organisation": Organisation.current(),
            "where_the_charter_is": charter_text.where_it_is(record_on()),
        }
        text = render_to_string("asking/question.txt", context).strip()
        return email_to(self.to, subject=f"{subject} ({self.ask.reference})", text=text)


def checked_contacts() -> dict[int, Contact]:
    """Return, by council, the checked email address of the first role for questions."""
    usable = Contact.objects.checked(today()).filter(channel=Channel.EMAIL, role__in=QUESTION_ROLES)
    later_first = sorted(usable, key=lambda contact: -QUESTION_ROLES.index(Role(contact.role)))
    return {contact.council_id: contact for contact in later_first}


def paused() -> set[int]:
    """Return the councils to which letters or our questions wait."""
    pauses = Pause.objects
    return {*pauses.by_council(), *pauses.by_council(what=Holds.QUESTIONS)}


def not_asked() -> list[CouncilOnDay]:
    """Return the councils that have not confirmed, answered or been asked, and are not paused."""
    asked = Ask.objects.filter(outcome__in=[AskOutcome.OPEN, AskOutcome.ANSWERED])
    left_out = paused() | set(asked.values_list("council_id", flat=True))
    found = []
    for row in record_on().councils:
        if row.id not in left_out and not row.is_confirmed:
            found.append(row)
    return found


def due(kind: str) -> list[Due]:
    """Return what may go today: questions of a kind, not saved yet, or reminders."""
    if kind == REMINDER:
        return reminders_due()
    return questions_due(AskKind(kind))


def reminders_due() -> list[Due]:
    contacts = checked_contacts()
    able = contacts.keys() - paused()
    asks = Ask.objects.open().filter(reminder_made_at=None, council__in=able)
    found = []
    for ask in asks.select_related("council"):
        if ask.reminder_from and ask.reminder_from <= today():
            found.append(Due(ask, contacts[ask.council_id].email, is_reminder=True))
    return found


def questions_due(kind: AskKind) -> list[Due]:
    contacts = checked_contacts()
    found = []
    for row in not_asked():
        if row.status in STATUSES_ASKED[kind] and row.id in contacts:
            found.append(new(kind, contacts[row.id]))
    return found


def new(kind: str, contact: Contact) -> Due:
    """Return a question to a council that is not saved yet."""
    ask = Ask(
        council_id=contact.council_id,
        kind=kind,
        role=contact.role,
        address_checked_on=contact.checked_on,
        reference=next_reference(contact.council_id, kind),
    )
    return Due(ask, contact.email)


@transaction.atomic
def ask_or_remind(
    kind: str, council_ids: list[int], asker: Mapping[str, str], by: int
) -> list[Ask]:
    """Ask the councils, or remind them, all or none. Raises ValidationError with the reason."""
    able = {each.ask.council_id: each for each in due(kind)}
    if not council_ids or set(council_ids) - able.keys():
        raise ValidationError("Nothing went: choose councils that can be asked now.")
    now = timezone.now()
    chosen = [able[council_id] for council_id in council_ids]
    for each in chosen:
        store(each, by, now)
        OutgoingMessage.objects.queue(
            each.purpose,
            f"ask:{each.ask.pk}:{kind}:{now:%Y%m%d%H%M%S%f}",  # what was stopped may be made again
            each.to,
            each.email(asker),
            subject=each.ask,
            council=each.ask.council.code,
        )
    return [each.ask for each in chosen]


def store(each: Due, by: int, now: dt.datetime) -> None:
    """Store a question, or that it is reminded of. Raises ValidationError if a colleague did."""
    if not each.is_reminder:
        each.ask.asked_by_id = by
        each.ask.created_at = now
        each.ask.save()  # a constraint refuses what a colleague asks at this moment
        return
    not_reminded = Ask.objects.filter(pk=each.ask.pk, reminder_made_at=None)
    if not not_reminded.update(reminder_made_at=now):
        raise ValidationError("Nothing went: a colleague has just reminded one of them.")
