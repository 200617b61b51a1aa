"""What comes back about our questions: an answer becomes a task with a draft of the fact."""

import re

from django.conf import settings

from campaign.asking.drafts import draft_of
from campaign.asking.models import Ask, Outcome
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.sign_up.council_mail import is_council_mail
from campaign.tasks.models import Task, TaskKind
from councils.models import Contact, DeliveryProblem

REFERENCE = re.compile(r"\b[A-HJKMNP-TV-Z2-9]{6}\b")
MAX_TEXT = 3000


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Take in what came back. Called in the transaction that stores the incoming email."""
    ask: Ask | None = message.subject
    if ask is None:
        return
    if mail.kind == MailKind.ANSWER:
        answered(ask, mail.text, mail.sender)
    elif mail.is_bounce and message.bounced_at:
        came_back(ask, message, mail)


def answered_elsewhere(mail: ParsedMail) -> bool:
    """Take in an answer that is not a reply to our email: found by reference, or by who wrote.

    Returns whether it was one.
    """
    open_asks = list(Ask.objects.open().exclude(accepted_at=None).select_related("council"))
    named = set(REFERENCE.findall(mail.subject.upper()))
    ask = next((ask for ask in open_asks if ask.reference in named), None) or next(
        (ask for ask in open_asks if is_council_mail(mail.sender, ask.council.website)), None
    )
    if ask is None:
        return False
    answered(ask, mail.text, mail.sender)
    return True


def answered(ask: Ask, text: str, sender: str = "") -> Task:
    """End every open ask of its council, and make the answer a task with a draft fact, once."""
    for each in [ask, *Ask.objects.open().filter(council=ask.council_id).exclude(pk=ask.pk)]:
        each.end(Outcome.ANSWERED, "An answer has reached us.")
    draft = draft_of(ask, text)
    said = f"{draft.summary}\n\nThe council wrote:\n\n{text}"[:MAX_TEXT]
    before = Task.objects.open().for_subject(ask).filter(text=said).first()
    return before or Task.objects.create(
        council=ask.council,
        kind=TaskKind.ASKED,
        text=said,
        subject=ask,
        link=f"{settings.SITE_URL}{ask.desk_url}",
        email=sender[:254],
    )


def came_back(ask: Ask, message: OutgoingMessage, mail: ParsedMail) -> None:
    """End an ask that did not arrive, so that no page can say that it was not answered."""
    if not ask.end(Outcome.CAME_BACK, "Our email came back."):
        return
    if mail.kind == MailKind.BAD_ADDRESS:
        for contact in Contact.objects.filter(council=ask.council, email__iexact=message.recipient):
            contact.record_delivery_problem(DeliveryProblem.FAILS, "our question came back")
    Task.objects.create(
        council=ask.council,
        kind=TaskKind.ASKED,
        text="Our question came back: find the right address, check it, and ask again.",
        link=f"{settings.SITE_URL}{ask.desk_url}",
        subject=ask,
    )


def heard_from(council_id: int) -> None:
    """End the open asks of a council that answered in another way, such as on /sign/."""
    for ask in Ask.objects.open().filter(council=council_id):
        ask.end(Outcome.ANSWERED, "The council wrote to us.")
