"""Whom we may ask, or remind, today, and the emails that do."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaign.asking.models import Ask, Asker, AskKind, next_reference
from campaign.asking.question_text import wording
from campaign.outbox.mime import header_text
from campaign.outbox.models import OutgoingMessage
from campaign.pages.email_footer import with_footer
from campaign.purposes import Purpose
from councils.dates import today
from councils.models import Channel, Contact, Pause, Role
from councils.models.contact import QUESTION_ROLES
from councils.models.pause import Holds
from councils.record import CouncilOnDay, record_on

REMINDER = "reminder"
STATUSES_ASKED = {
    AskKind.CONFIRM: ("signed",),
    AskKind.QUESTION: ("not_signed", "intends", "inherited"),
}
"""Statuses of the councils that are asked, by what they are asked."""


@dataclass(frozen=True)
class Due:
    """A question or a reminder that may go today, and the checked address that it goes to."""

    ask: Ask
    to: str
    is_reminder: bool = False

    @property
    def row(self) -> CouncilOnDay:
        return record_on().by_id[self.ask.council_id]

    def email(self, asker: Asker) -> EmailMessage:
        """Return the email, as it would arrive."""
        subject, text = wording(self.ask, asker, is_reminder=self.is_reminder)
        return with_footer(self.to, header_text(subject), text)


def checked_contacts() -> dict[int, Contact]:
    """Return, by council, the checked email address of the first role for questions."""
    usable = Contact.objects.usable(today()).filter(channel=Channel.EMAIL, role__in=QUESTION_ROLES)
    later_first = sorted(usable, key=lambda contact: -QUESTION_ROLES.index(Role(contact.role)))
    return {contact.council_id: contact for contact in later_first}


def not_asked() -> list[CouncilOnDay]:
    """Return the councils that have not confirmed, answered or been asked, and are not paused."""
    asked = Ask.objects.open().values_list("council_id", flat=True)
    answered = Ask.objects.answered().values_list("council_id", flat=True)
    out = {*asked, *answered, *paused()}
    return [row for row in record_on().councils if row.id not in out and not row.is_confirmed]


def paused() -> set[int]:
    """Return the councils to which letters or our questions wait."""
    pauses = Pause.objects
    return {*pauses.by_council(), *pauses.by_council(what=Holds.QUESTIONS)}


def due(kind: str) -> list[Due]:
    """Return what may go today: questions of a kind, not saved yet, or reminders."""
    contacts = checked_contacts()
    if kind == REMINDER:
        asks = Ask.objects.open().filter(reminder_made_at=None).select_related("council")
        return [
            Due(ask, contacts[ask.council_id].email, is_reminder=True)
            for ask in asks
            if ask.council_id in contacts.keys() - paused() and ask.may_remind(today())
        ]
    statuses = STATUSES_ASKED.get(AskKind(kind), ())
    return [
        Due(draft(row.id, contacts[row.id], kind), contacts[row.id].email)
        for row in not_asked()
        if row.id in contacts and row.status in statuses
    ]


def draft(council_id: int, contact: Contact, kind: str) -> Ask:
    """Return an ask that is not saved yet, for a preview or to be sent."""
    return Ask(
        council_id=council_id,
        kind=kind,
        role=contact.role,
        address_checked_on=contact.checked_on,
        reference=next_reference(council_id, kind),
    )


def without_address() -> list[CouncilOnDay]:
    contacts = checked_contacts()
    return [row for row in not_asked() if row.id not in contacts]


@transaction.atomic
def send(kind: str, council_ids: list[int], asker: Asker) -> list[Ask]:
    """Ask the councils, or remind them, all or none. Raises ValidationError with the reason."""
    able = {each.ask.council_id: each for each in due(kind)}
    if not council_ids or set(council_ids) - able.keys():
        raise ValidationError("Nothing went: choose councils that can be asked now.")
    now, purpose = timezone.now(), Purpose.ASK_AGAIN if kind == REMINDER else Purpose.ASK
    chosen = [able[council_id] for council_id in council_ids]
    for each in chosen:
        ask = each.ask
        if each.is_reminder:
            fresh = Ask.objects.filter(pk=ask.pk, reminder_made_at=None)
            is_new = bool(fresh.update(reminder_made_at=now))
        else:
            ask.asked_by_id, ask.created_at = asker.pk, now
            is_new = save_new(ask)
        if not is_new:
            raise ValidationError("Nothing went: a colleague has just asked one of them.")
        OutgoingMessage.objects.queue(
            purpose,
            f"ask:{ask.pk}:{kind}:{now:%Y%m%d%H%M%S%f}",  # what was stopped may be made again
            each.to,
            each.email(asker),
            subject=ask,
            council=ask.council.code,
            safe_to_resend=False,
        )
    return [each.ask for each in chosen]


def save_new(ask: Ask) -> bool:
    """Save an ask; return False if a colleague has asked the same at this moment."""
    try:
        with transaction.atomic():
            ask.save()
    except IntegrityError:
        return False
    return True
