"""Django's own mail, such as a new password for staff, goes through the outbox too."""

import uuid
from email.utils import parseaddr

from django.core.mail.backends.base import BaseEmailBackend

from campaign.outbox.models import OutgoingMessage


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages) -> int:
        """Queue each mail once for each of its recipients; return how many mails were queued."""
        for mail in email_messages:
            key = uuid.uuid4()
            for number, recipient in enumerate(mail.recipients()):
                address = parseaddr(recipient)[1]
                OutgoingMessage.objects.queue("site", f"site:{key}:{number}", address, mail)
        return len(email_messages)
