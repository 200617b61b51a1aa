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
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import safeguarding_address
from campaign.purposes import Purpose
from campaign.safeguarding import emails
from campaign.supporters.suppression import may_email
from campaign.tasks.models import Task
from councils.email_addresses import ascii_address

DAY = dt.timedelta(days=1)
MAX_EMAILS_A_DAY = 50
"""The most emails to the person responsible. Calls beyond it still become tasks."""
MAX_HELPLINES_A_DAY = 500
"""The most emails with the helplines, to all senders together. Calls beyond it still become tasks.

Only a flood reaches it, in which anybody can write in anybody's name.
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
    """Queue an email to the person responsible for safeguarding, if an address is known."""
    to = safeguarding_address()
    sent = OutgoingMessage.objects.filter(
        purpose=Purpose.SAFEGUARDING, created_at__gt=timezone.now() - DAY
    )
    if not to or sent.count() >= MAX_EMAILS_A_DAY:
        return
    task_url = reverse("admin:tasks_task_change", args=[task.pk])
    email = emails.to_the_person_responsible(to, arrival, task_url)
    OutgoingMessage.objects.queue(
        Purpose.SAFEGUARDING, f"safeguarding:{task.pk}", to, email, on_behalf=task.email
    )


def email_sender(arrival: ParsedMail, task: Task) -> None:
    """Queue the helplines for the sender: at most once a day to one address, never to a machine."""
    try:
        sender = ascii_address(arrival.sender)
    except ValueError:
        return
    recent = OutgoingMessage.objects.filter(
        purpose=Purpose.HELPLINES, created_at__gt=timezone.now() - DAY
    )
    was_told = recent.filter(recipient__iexact=sender).exists()
    if not arrival.may_be_answered or was_told or not may_email(sender):
        return
    if recent.count() >= MAX_HELPLINES_A_DAY:
        return
    email = emails.helplines(sender, arrival)
    OutgoingMessage.objects.queue(Purpose.HELPLINES, f"helplines:{task.pk}", sender, email)
