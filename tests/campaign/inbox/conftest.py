import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.outbox.models import MessageState, OutgoingMessage
from tests.campaign.inbox.mails import MESSAGE_ID, RECIPIENT, TOKEN


@pytest.fixture(autouse=True)
def told(settings, monkeypatch):
    """What came in, as pairs of our message and the email about it."""
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    settings.DEFAULT_FROM_EMAIL = "Make Runaways Safe <letters@runaways.example>"
    pairs = []

    def keep(message, email):
        pairs.append((message, email))

    def answer(email):
        pairs.append((None, email))
        return True

    monkeypatch.setattr(Letter, "on_arrival", keep)
    monkeypatch.setattr("campaign.inbox.process.ON_STRANGER", [answer])
    return pairs


@pytest.fixture
def sent(db):
    """The message that the mails in mail/ are about: a letter to Sheffield that left today."""
    message = OutgoingMessage.objects.queue(
        "letter",
        "letter:1",
        RECIPIENT,
        EmailMessage("Will Sheffield sign?", "Dear councillor", to=[RECIPIENT]),
        told=Letter,
        on_behalf="anna.smith@supporter.example",
    )
    OutgoingMessage.objects.filter(pk=message.pk).update(
        token=TOKEN.lower(),
        message_id=MESSAGE_ID,
        state=MessageState.ACCEPTED,
        attempts=1,
        outcome_at=timezone.now(),
    )
    message.refresh_from_db()
    return message
