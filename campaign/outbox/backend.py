"""The way into the outbox for what Django itself or a package emails; ours do not need it."""

import uuid
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from campaign.outbox.models import OutgoingMessage


class EmailBackend(BaseEmailBackend):
    """Queues every email that Django sends, once for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each email once for each of its recipients; return how many were queued."""
        for message in email_messages:
            key = uuid.uuid4()
            for number, recipient in enumerate(message.recipients()):
                address = parseaddr(recipient)[1]
                OutgoingMessage.objects.queue("site", f"site:{key}:{number}", address, message)
        return len(email_messages)
