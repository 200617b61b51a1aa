"""Act on an email that may be a call for help.

It becomes the first task on the desk; the person responsible for safeguarding is emailed, and its
sender gets the helplines.
"""

import datetime as dt
import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.pages.our_emails import email_to, reply_headers
from campaign.purposes import Purpose
from campaign.safeguarding.alarm import address_or_nobody, raise_alarm
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import may_email
from campaign.tasks.models import Task
from councils.council_mail import is_council_mail
from councils.email_addresses import domain_of
from councils.models import Council
from councils.safeguarding.helplines import FOR_CHILDREN, NSPCC

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
HELPLINES_A_DAY = 500
"""Emails with the helplines, to all senders together."""
HELPLINES_AN_HOUR = 60
"""So many in an hour, once those of the day are used."""
SILENT_FOR = dt.timedelta(days=30)
"""How long a council's automatic text is silent once somebody has said that it was nothing."""


def hear(mail: ParsedMail, message: OutgoingMessage | None, words: str, fingerprint: str) -> bool:
    """Tell everybody who must know, once for each email; return whether it is not a known text.

    ``message`` is the message of ours that the email is about, if any; ``words`` are what was
    heard; ``fingerprint`` identifies the email.
    """
    if is_known_text(mail, words):
        return False
    with transaction.atomic():
        task = Task.objects.add_call_for_help(
            council_of(message), words, mail.sender, key=f"call:{fingerprint[:30]}"
        )
        if task:
            raise_alarm(task)
            email_sender(mail, task)
    return True


def council_of(message: OutgoingMessage | None) -> int | None:
    """Return the id of the council of the letter or question that a message carried, if any."""
    about = message.subject if message else None
    return getattr(about, "council_id", None)


# A council's automatic text that was nothing


def is_known_text(mail: ParsedMail, text: str) -> bool:
    """Whether a council's machine sends, sentence for sentence, what was marked as nothing."""
    if mail.kind != MailKind.AUTOMATIC or not is_of_a_council(mail.sender):
        return False
    lately = timezone.now() - SILENT_FOR
    known: set[str] = set()
    for task in Task.objects.marked_as_nothing(lately):
        if domain_of(task.email) == domain_of(mail.sender):
            known |= sentences_of(task.text)
    return sentences_of(text) <= known


def is_of_a_council(sender: str) -> bool:
    websites = Council.objects.values_list("website", flat=True)
    return any(is_council_mail(sender, website) for website in websites)


GREETING = re.compile(r"^\W*(dear|hello|hi|annwyl)\b[^\n]{0,60}$", re.IGNORECASE | re.MULTILINE)
SENTENCE_END = re.compile(r"[.!?;]\s|\n")
NUMBER = re.compile(r"\d{3,}")
"""A reference or a year. An age stays as it is."""


def sentences_of(text: str) -> set[str]:
    """Return the sentences of an automatic text, without whom it greets and its references."""
    text = NUMBER.sub("0", GREETING.sub("", text))
    found = set()
    for sentence in SENTENCE_END.split(text):
        found.add(" ".join(re.findall(r"\w+", sentence.lower())))
    return found - {""}


# The helplines


def email_sender(mail: ParsedMail, task: Task) -> None:
    """Queue the helplines for the sender: once a day to one mailbox, never to a machine."""
    sender = address_or_nobody(mail.sender)
    if not (sender and mail.may_be_answered):
        return
    now = timezone.now()
    recent = OutgoingMessage.objects.filter(purpose=Purpose.HELPLINES, created_at__gt=now - DAY)
    if recent.reached(sender) or not may_email(sender):
        return
    in_an_hour = recent.filter(created_at__gt=now - HOUR).count()
    if recent.count() >= HELPLINES_A_DAY and in_an_hour >= HELPLINES_AN_HOUR:
        return
    email = helplines(sender, mail)
    key = f"helplines:{task.pk}"
    OutgoingMessage.objects.queue(Purpose.HELPLINES, key, sender, email, told=SuppressedAddress)


def helplines(sender: str, mail: ParsedMail) -> EmailMessage:
    """Return the email that gives the sender the numbers to call.

    Its subject does not show what it is about, and nothing of what was written is repeated: others
    may read the same mailbox.
    """
    lines = "\n".join(f"- {line.line}" for line in FOR_CHILDREN)
    return email_to(
        sender,
        subject="Your email to Make Runaways Safe",
        text=f"""Thank you for your email. People read this on weekdays. If you or a child may \
need help, please do not wait for us:

- 999 if you’re in danger now
{lines}

There is more at {settings.SITE_URL}/need-help/

Are you an adult who is worried about a child? If the child is in danger now, call 999. If not, \
tell the children’s services of the council where the child is, or call the NSPCC on {NSPCC.number}.

A program sends this when it finds certain words. If it was wrong, there is nothing you need \
to do.""",
        headers=reply_headers(mail.message_id),
    )
