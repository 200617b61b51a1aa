import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage, State
from tests.campaign.inbox.mails import MESSAGE_ID, RECIPIENT, TOKEN

ARRIVED = []


def arrived(message, email):
    """Note what came in, in place of the rooms that are told of it."""
    ARRIVED.append((message, email))


def written_to_us(email):
    ARRIVED.append((None, email))
    return True


@pytest.fixture(autouse=True)
def told(settings):
    """What came in, as pairs of our message and the email about it."""
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    settings.DEFAULT_FROM_EMAIL = "Make Runaways Safe <letters@runaways.example>"
    settings.INBOX_ARRIVALS = {"letter": "tests.campaign.inbox.conftest.arrived"}
    settings.INBOX_WRITTEN_TO_US = "tests.campaign.inbox.conftest.written_to_us"
    ARRIVED.clear()
    return ARRIVED


@pytest.fixture
def sent(db):
    """The message that the mails in mail/ are about: a letter to Sheffield that left today."""
    message = OutgoingMessage.objects.queue(
        "letter",
        "letter:1",
        RECIPIENT,
        EmailMessage("Will Sheffield sign?", "Dear councillor", to=[RECIPIENT]),
        on_behalf="anna.smith@supporter.example",
    )
    OutgoingMessage.objects.filter(pk=message.pk).update(
        token=TOKEN.lower(),
        message_id=MESSAGE_ID,
        state=State.ACCEPTED,
        attempts=1,
        outcome_at=timezone.now(),
    )
    message.refresh_from_db()
    return message
