"""Act on an incoming email that may be a call for help, or on a message that staff say is one.

It becomes the first task on the desk; the person responsible for safeguarding is emailed, and the
sender of an email gets the helplines.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters.models import Letter
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.pages.email_footer import AUTO_GENERATED, reply_headers, with_footer
from campaign.pages.models import safeguarding_address
from campaign.purposes import Purpose
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import may_email
from campaign.tasks.models import PASSED_ON, Task, TaskAct, TaskKind
from councils.email_addresses import ascii_address
from councils.safeguarding.helplines import FOR_CHILDREN, NSPCC

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
            key=f"call:{fingerprint[:30]}",
        )
        if task is None:
            return
        email_person_responsible(
            task,
            f"Subject: {arrival.subject}\n\n{arrival.text or '[An email without text.]'}",
        )
        email_sender(arrival, task)


def pass_on(task: Task, by: User) -> None:
    """Put a message first on the desk, for anybody, and email it to the person responsible.

    A complaint stays one, with its days. Nobody writes to the sender: whether that is safe, the
    person responsible judges.
    """
    with transaction.atomic():
        email_person_responsible(task, f"{task}\n\n{task.text}")
        task.do(
            TaskAct.NOTED,
            by,
            PASSED_ON,
            kind=task.kind if task.is_complaint else TaskKind.CALL,
            taken_by=None,
            put_off_to=None,
        )


def email_person_responsible(task: Task, text: str) -> None:
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
    email = alarm(to, task, text, more_wait=number >= EMAILS_A_DAY)
    OutgoingMessage.objects.queue(
        Purpose.SAFEGUARDING,
        f"safeguarding:{task.pk}",
        to,
        email,
        subject=SuppressedAddress,
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
    email = helplines(sender, arrival)
    key = f"helplines:{task.pk}"
    OutgoingMessage.objects.queue(Purpose.HELPLINES, key, sender, email, subject=SuppressedAddress)


def address_or_nobody(sender: str) -> str:
    """Return an address as mail goes to it, or "": a call is heard from whatever address it has."""
    try:
        return ascii_address(sender)
    except ValueError:
        return ""


def helplines(sender: str, arrival: ParsedMail) -> EmailMessage:
    """Return the email that gives the sender the numbers to call.

    Its subject does not show what it is about, and nothing of what was written is repeated: others
    may read the same mailbox.
    """
    lines = "\n".join(f"- {line.line}" for line in FOR_CHILDREN)
    return with_footer(
        sender,
        "Your email to Make Runaways Safe",
        f"""Thank you for your email. People read this on weekdays. If you or a child may \
need help, please do not wait for us:

- 999 if you are in danger now
{lines}

There is more at {settings.SITE_URL}/need-help/

Are you an adult who is worried about a child? If the child is in danger now, call 999. If not, \
tell the children’s services of the council where the child is, or call the NSPCC on {NSPCC.number}.

A program sends this when it finds certain words. If it was wrong, there is nothing you need \
to do.""",
        reply_headers(arrival.message_id),
    )


def alarm(to: str, task: Task, text: str, *, more_wait: bool) -> EmailMessage:
    """Return the email that shows the person responsible for safeguarding what came in.

    It quotes the whole text, so that they can act on any device without signing in. With
    ``more_wait`` it says that not every call gets an email any more.
    """
    more = (
        "Many such messages have come today. MORE MAY WAIT ON THE DESK, first in the list:"
        f" {settings.SITE_URL}{reverse('admin:tasks_task_changelist')}\nFrom now on you get one"
        " email an hour as long as they come, and each of them is on the desk.\n\n"
    )
    return with_footer(
        to,
        "A message that may be a call for help",
        f"""{more if more_wait else ""}\
An email or a message came to {settings.SITE_URL} that may be from a child asking for help \
now, or from somebody worried about a child. A program or one of us noticed: please read it now.

It is a task on the desk: {settings.SITE_URL}{reverse("admin:tasks_task_change", args=[task.pk])}
Mark it as dealt with when it is.

From: {task.email or "nobody who can be answered"}
{text}""",
        AUTO_GENERATED,
    )
