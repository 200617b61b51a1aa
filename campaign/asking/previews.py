"""Each email as it would arrive, before it goes."""

from dataclasses import dataclass

from django.core.mail import EmailMessage

from campaign.asking import sending
from campaign.asking.models import Ask, Asker
from campaign.asking.question_text import REMINDER
from councils.dates import today


@dataclass(frozen=True)
class EmailPreview:
    """An email to one council that has not been sent."""

    ask: Ask
    to: str
    asker: Asker
    step: str = ""

    @property
    def chosen(self) -> int:
        """What the form sends for it: an ask to remind of, or a council to ask."""
        return self.ask.pk or self.ask.council_id

    @property
    def email(self) -> EmailMessage:
        return sending.compose(self.ask, self.to, self.asker, self.step)


def previews(kind: str, chosen: list[int], asker: Asker) -> list[EmailPreview]:
    """Return the emails to those chosen that may go now."""
    if kind == REMINDER:
        contacts = sending.checked_contacts(today())
        return [
            EmailPreview(ask, contacts[ask.council_id].email, asker, REMINDER)
            for ask in sending.reminders_due()
            if ask.pk in chosen
        ]
    return [
        EmailPreview(
            sending.draft(candidate.row.id, candidate.contact, kind, by=asker.pk),
            candidate.contact.email,
            asker,
        )
        for candidate in sending.plan().of(kind)
        if candidate.row.id in chosen
    ]
