"""Turn replies to our emails about complaints into tasks."""

from campaign.complaints.models import Complaint
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.tasks.models import Task, TaskKind


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Make a reply or a bounce a task. Called in the transaction that stores the email."""
    complaint: Complaint | None = message.subject
    if complaint is None or not (mail.kind == MailKind.ANSWER or mail.is_bounce):
        return
    summary = "Our email came back." if mail.is_bounce else f"An answer came:\n\n{mail.text}"
    Task.objects.create(
        council=complaint.council,
        kind=TaskKind.COMPLAINED,
        text=f"{complaint}. {summary}"[:3000],
        subject=complaint,
    )
