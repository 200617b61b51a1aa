"""Turn a council's answer to our thank-you into a task."""

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.recording.afterwards import MODELS
from campaign.tasks.models import Task, TaskKind


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Make an answer or a bounce a task. Called in the transaction that stores the email."""
    _, kind, number = (message.about or "::").split(":")
    fact = MODELS[kind]._base_manager.filter(pk=number).first() if kind in MODELS else None
    if fact is None or not (mail.kind == MailKind.ANSWER or mail.is_bounce):
        return
    answer = f"The council answered our thank-you:\n\n{mail.text}"
    Task.objects.create(
        council=fact.council,
        kind=TaskKind.SIGN_UP,
        text="Our thank-you to the council came back." if mail.is_bounce else answer[:3000],
        email="" if mail.is_bounce else message.recipient,
    )
