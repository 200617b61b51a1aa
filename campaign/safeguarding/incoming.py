"""Act on an incoming email that may be a call for help.

It becomes the first task on the desk; the person responsible for safeguarding is emailed, and the
sender gets the helplines. ``campaign/wiring.py`` registers ``hear``.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters.models import Letter
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.pages.models import safeguarding_address
from campaign.purposes import Purpose
from campaign.safeguarding import emails
from campaign.supporters.suppression import may_email
from campaign.tasks.models import Task
from councils.email_addresses import ascii_address

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
EMAILS_A_DAY = 50
"""Emails to the person responsible, one for each call. For those that come beyond it there is one
an hour: a flood, in which anybody can write in anybody's name, never silences the alarm.
"""
HELPLINES_A_DAY, HELPLINES_AN_HOUR = 500, 60
"""Emails with the helplines, to all senders together; in an hour, once those of the day are used.
"""


def hear(arrival: ParsedMail, message: OutgoingMessage | None, fingerprint: str) -> None:
    """Tell everybody who must know, once for each email.

    ``message`` is the message of ours that the email is about, if any; ``fingerprint`` identifies
    the email.
    """
    letter = Letter.objects.for_message(message).first() if message else None
    with transaction.atomic():
        task = Task.objects.add_call_for_help(
            letter.council_id if letter else None,
            f"{arrival.subject}\n\n{arrival.text}".strip(),
            arrival.sender,
            about=f"call:{fingerprint[:30]}",
        )
        if task is None:
            return
        email_person_responsible(arrival, task)
        email_sender(arrival, task)


def email_person_responsible(arrival: ParsedMail, task: Task) -> None:
    """Queue an email to the person responsible for safeguarding, if an address is known.

    Once many have come in a day, the email that goes in an hour stands for all that come until
    then.
    """
    to, now = safeguarding_address(), timezone.now()
    told = OutgoingMessage.objects.filter(purpose=Purpose.SAFEGUARDING, created_at__gt=now - DAY)
    told = told.exclude(state=MessageState.CANCELLED).order_by("due_at")
    number, last = told.count() + 1, told.last()
    due_at = last.due_at + HOUR if last and number > EMAILS_A_DAY else now
    if not to or (last and last.due_at > now):
        return
    task_url = reverse("admin:tasks_task_change", args=[task.pk])
    email = emails.to_the_person_responsible(
        to, arrival, task_url, more_wait=number >= EMAILS_A_DAY
    )
    OutgoingMessage.objects.queue(
        Purpose.SAFEGUARDING,
        f"safeguarding:{task.pk}",
        to,
        email,
        on_behalf=address_or_nobody(task.email),
        due_at=max(due_at, now),
    )


def email_sender(arrival: ParsedMail, task: Task) -> None:
    """Queue the helplines for the sender: once a day to one mailbox, never to a machine."""
    sender, now = address_or_nobody(arrival.sender), timezone.now()
    if not sender:
        return
    recent = OutgoingMessage.objects.filter(purpose=Purpose.HELPLINES, created_at__gt=now - DAY)
    if not arrival.may_be_answered or recent.reached(sender) or not may_email(sender):
        return
    in_an_hour = recent.filter(created_at__gt=now - HOUR).count()
    if recent.count() >= HELPLINES_A_DAY and in_an_hour >= HELPLINES_AN_HOUR:
        return
    email = emails.helplines(sender, arrival)
    OutgoingMessage.objects.queue(Purpose.HELPLINES, f"helplines:{task.pk}", sender, email)


def address_or_nobody(sender: str) -> str:
    """Return an address as mail goes to it, or "": a call is heard from whatever address it has."""
    try:
        return ascii_address(sender)
    except ValueError:
        return ""
