"""What happens when an email to us may be a call for help.

It becomes the first task of the desk; the person responsible for safeguarding is emailed, and its
sender gets the helplines. ``wiring.py`` registers ``hear``.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaign.email_addresses import ascii_address
from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import safeguarding_address
from campaign.purposes import Purpose
from campaign.safeguarding import emails
from campaign.supporters.suppression import may_email
from campaign.tasks.models import Task

DAY = dt.timedelta(days=1)
MAX_EMAILS_A_DAY = 50
"""Emails to the person responsible; what comes beyond that is still a task of its own."""


def hear(arrival: ParsedMail, message: OutgoingMessage | None, fingerprint: str) -> None:
    """Tell everybody who must know, once for each email. ``message`` is ours that it answers."""
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
    to = safeguarding_address()
    sent = OutgoingMessage.objects.filter(
        purpose=Purpose.SAFEGUARDING, created_at__gt=timezone.now() - DAY
    )
    if not to or sent.count() >= MAX_EMAILS_A_DAY:
        return
    task_url = reverse("admin:tasks_task_change", args=[task.pk])
    email = emails.to_the_person_responsible(to, arrival, task_url)
    on_behalf = task.email
    OutgoingMessage.objects.queue(
        Purpose.SAFEGUARDING, f"safeguarding:{task.pk}", to, email, on_behalf=on_behalf
    )


def email_sender(arrival: ParsedMail, task: Task) -> None:
    """Send the helplines, at most once a day to one address, and never to a machine."""
    try:
        sender = ascii_address(arrival.sender)
    except ValueError:
        return
    told = OutgoingMessage.objects.filter(
        purpose=Purpose.HELPLINES,
        recipient__iexact=sender,
        created_at__gt=timezone.now() - DAY,
    )
    if not arrival.may_be_answered or told.exists() or not may_email(sender):
        return
    email = emails.helplines(sender, arrival)
    OutgoingMessage.objects.queue(Purpose.HELPLINES, f"helplines:{task.pk}", sender, email)
