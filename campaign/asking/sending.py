"""Whom we may ask today, and the emails that ask."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign.asking.models import Ask, Asker, AskKind, next_reference
from campaign.asking.question_text import REMINDER, wording
from campaign.outbox.mime import header_text
from campaign.outbox.models import OutgoingMessage
from campaign.pages.email_footer import with_footer
from campaign.purposes import Purpose
from campaign.working_days import is_working_day, working_days_after
from councils.dates import format_date, today
from councils.models import Channel, Contact, Pause, Role
from councils.models.contact import QUESTION_ROLES
from councils.record import CouncilOnDay, record_on

MOST_A_DAY = 10
"""Plain questions on one working day to councils with no signature on record."""
FIRST = ("signed",)
"""Statuses of the councils that are asked first, whether what is on record is right."""
WITHOUT = ("not_signed", "intends", "inherited")
"""Statuses of the councils that have no signature of their own on record."""


@dataclass(frozen=True)
class Candidate:
    """A council that may be asked, and the checked address that the question goes to."""

    row: CouncilOnDay
    contact: Contact

    @property
    def role(self) -> str:
        return Role(self.contact.role).label


@dataclass(frozen=True)
class Plan:
    """Whom we may ask today, by what is asked, and whom we cannot reach."""

    confirm: list[Candidate]
    question: list[Candidate]
    without_address: list[CouncilOnDay]
    left_today: int
    why_none: str = ""
    """Why no council without a signature may be asked now, or ""."""

    def of(self, kind: str) -> list[Candidate]:
        if kind == AskKind.CONFIRM:
            return self.confirm
        return self.question if kind == AskKind.QUESTION else []


def checked_contacts(on: dt.date) -> dict[int, Contact]:
    """Return, by council, the checked email address of the first role for questions."""
    usable = Contact.objects.usable(on).filter(channel=Channel.EMAIL, role__in=QUESTION_ROLES)
    order = {role: place for place, role in enumerate(QUESTION_ROLES)}
    found: dict[int, Contact] = {}
    for contact in sorted(usable, key=lambda contact: -order[Role(contact.role)]):
        found[contact.council_id] = contact
    return found


def plan() -> Plan:
    """Return whom we may ask today: those on record first, then at most ten a working day."""
    on = today()
    record, contacts = record_on(on), checked_contacts(on)
    asked = set(Ask.objects.open().values_list("council_id", flat=True))
    asked |= set(Ask.objects.answered().values_list("council_id", flat=True))
    quiet = Pause.objects.by_council(on)
    not_asked = [
        row
        for row in record.councils
        if row.id not in (asked | quiet.keys())
        and row.status in (*FIRST, *WITHOUT)
        and not row.is_confirmed
    ]
    able = [Candidate(row, contacts[row.id]) for row in not_asked if row.id in contacts]
    confirm = [candidate for candidate in able if candidate.row.status in FIRST]
    left = max(MOST_A_DAY - Ask.objects.of_day(on).count(), 0)
    why = ""
    if confirm:
        why = "First ask the councils on record that have a checked address."
    elif not is_working_day(on):
        next_day = format_date(working_days_after(on, 1))
        why = f"Today is not a working day. Go on with them on {next_day}."
    elif not left:
        why = (
            f"{MOST_A_DAY} were asked today, or still wait for their turn. Go on with the next on"
            " the next working day."
        )
    return Plan(
        confirm=confirm,
        question=[] if why else [one for one in able if one.row.status in WITHOUT],
        without_address=[row for row in not_asked if row.id not in contacts],
        left_today=left,
        why_none=why,
    )


def reminders_due() -> list[Ask]:
    """Return the asks that may be reminded of today, and whose council can still be reached."""
    on = today()
    contacts, quiet = checked_contacts(on), Pause.objects.by_council(on)
    asks = Ask.objects.open().filter(reminder_made_at=None).select_related("council")
    able = contacts.keys() - quiet.keys()
    return [ask for ask in asks if ask.council_id in able and ask.may_remind(on)]


def draft(
    council_id: int, contact: Contact, kind: str, follows: Ask | None = None, by: int | None = None
) -> Ask:
    """Return an ask that is not saved yet, for a preview or to be sent."""
    return Ask(
        council_id=council_id,
        kind=kind,
        role=contact.role,
        address_checked_on=contact.checked_on,
        asked_by_id=by,
        follows=follows,
        created_at=timezone.now(),
        reference=next_reference(council_id, kind),
    )


@transaction.atomic
def ask_all(kind: str, council_ids: list[int], asker: Asker) -> list[Ask]:
    """Ask the councils, all or none. Raises ValidationError with the reason."""
    must_be_tested(kind, asker)
    # One after the other, so that two people do not both fit within the day.
    list(Asker.objects.select_for_update().order_by("pk").values_list("pk"))
    the_plan = plan()
    able = {candidate.row.id: candidate for candidate in the_plan.of(kind)}
    if kind == AskKind.QUESTION and len(council_ids) > the_plan.left_today:
        raise ValidationError(
            f"At most {MOST_A_DAY} a working day: {the_plan.left_today} more may go today."
        )
    if not council_ids or set(council_ids) - able.keys():
        raise ValidationError(
            the_plan.why_none or "Nothing went: choose councils that can be asked now."
        )
    asks = []
    for council_id in council_ids:
        contact = able[council_id].contact
        ask = draft(council_id, contact, kind, by=asker.pk)
        ask.save()
        queue(ask, contact.email, asker)
        asks.append(ask)
    return asks


@transaction.atomic
def remind_all(ask_ids: list[int], asker: Asker) -> list[Ask]:
    """Remind of these asks, all or none. Raises ValidationError with the reason."""
    must_be_tested(REMINDER, asker)
    due = {ask.pk: ask for ask in reminders_due()}
    if not ask_ids or set(ask_ids) - due.keys():
        raise ValidationError("Nothing went: choose among those that are due.")
    contacts = checked_contacts(today())
    reminded = []
    for pk in ask_ids:
        ask = due[pk]
        fresh = Ask.objects.filter(pk=pk, reminder_made_at=None)
        now = timezone.now()
        if fresh.update(reminder_made_at=now):
            # One that was stopped, or went only to a file, may be made again.
            queue(ask, contacts[ask.council_id].email, asker, REMINDER, f"{now:%Y%m%d%H%M%S%f}")
            reminded.append(ask)
    return reminded


@transaction.atomic
def ask_formally(before: Ask, asker: Asker) -> Ask:
    """Send a freedom-of-information request to one council. Raises ValidationError."""
    must_be_tested(AskKind.FORMAL, asker)
    contact = contact_for_formal(before.council_id)
    is_quiet = before.council_id in Pause.objects.by_council()
    if not before.may_ask_formally(today()) or contact is None or is_quiet:
        raise ValidationError("Nothing went: not all that it needs has happened.")
    if Ask.objects.open().filter(council=before.council_id, kind=AskKind.FORMAL).exists():
        raise ValidationError("Nothing went: this council has had such a request, still open.")
    ask = draft(before.council_id, contact, AskKind.FORMAL, before, asker.pk)
    ask.save()
    queue(ask, contact.email, asker)
    return ask


def contact_for_formal(council_id: int) -> Contact | None:
    """Return the checked address for requests for information, or of democratic services."""
    usable = Contact.objects.usable().filter(channel=Channel.EMAIL, council=council_id)
    by_role = {contact.role: contact for contact in usable}
    return by_role.get(Role.INFORMATION) or by_role.get(Role.DEMOCRATIC)


def must_be_tested(kind: str, asker: Asker) -> None:
    if not asker.has_tested(kind, today()):
        raise ValidationError("Nothing went: send one to yourself first, and read it.")


def compose(ask: Ask, to: str, asker: Asker, step: str = "") -> EmailMessage:
    """Return the email, as it would arrive."""
    subject, text = wording(ask, asker, step)
    return with_footer(to, header_text(subject), text)


def queue(ask: Ask, to: str, asker: Asker, step: str = "", made: str = "") -> None:
    """Queue an email to a council: held like a letter by test mode, pause and quiet."""
    OutgoingMessage.objects.queue(
        Purpose.ASK,
        ":".join(part for part in (f"ask:{ask.pk}", made, step or "question") if part),
        to,
        compose(ask, to, asker, step),
        council=ask.council.code,
        safe_to_resend=False,
        subject=ask,
    )


def send_test(ask: Ask, to: str, asker: Asker, step: str = "") -> None:
    """Send one to the person who asks, and note that they tested this kind today."""
    message = compose(ask, to, asker, step)
    message.subject = f"Test: {message.subject}"
    key = f"ask_test:{asker.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    OutgoingMessage.objects.queue(Purpose.STAFF, key, to, message)
    asker.tested_kind, asker.tested_on = step or ask.kind, today()
    asker.save(update_fields=["tested_kind", "tested_on"])
