"""Email is deleted when promised, and a person's email can be found and erased."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all

ANNA = "anna@home.example"
DAY = dt.timedelta(days=1)


@pytest.fixture
def sent(queue, deliver):
    """Anna's letter, sent after the email to confirm it."""
    queue("confirm:1:1", to=ANNA, purpose="confirm", on_behalf=ANNA)
    message = queue(on_behalf=ANNA)
    deliver()
    message.refresh_from_db()
    return message


def test_an_email_and_its_text_are_kept_as_long_as_promised(sent):
    now = timezone.now()
    OutgoingMessage.objects.update(server_said="250 For anna@home.example")
    counts = purge_all(now + retention.TEXTS_AFTER_OUTCOME - DAY)
    assert (counts["emails"], counts["texts of emails"]) == (0, 0)
    counts = purge_all(now + retention.TEXTS_AFTER_OUTCOME + DAY)
    assert (counts["emails"], counts["texts of emails"]) == (1, 1)  # to a person, to the council
    sent.refresh_from_db()
    assert (bytes(sent.content), sent.server_said) == (b"", "")
    assert sent.recipient == "leader@kent.example"
    assert list(OutgoingMessage.objects.all()) == [sent]
    assert purge_all(now + retention.PEOPLE + DAY)["emails"] == 1
    assert not OutgoingMessage.objects.exists()


def test_email_still_waiting_after_ninety_days_is_cancelled(queue, reported):
    message = queue()
    purge_all(timezone.now() + retention.TEXTS_AT_MOST - DAY)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    purge_all(timezone.now() + retention.TEXTS_AT_MOST + DAY)
    message.refresh_from_db()
    assert (message.state, bytes(message.content)) == (MessageState.CANCELLED, b"")
    assert reported == [("letter:1", "cancelled")]


def test_a_persons_email_is_erased_and_erasing_a_council_erases_nobodys_letter(sent):
    assert Person("leader@kent.example").held() == {}
    Person("leader@kent.example").forget()
    assert Person(ANNA).forget()["emails that went out"] == 2
    assert not OutgoingMessage.objects.exists()
    assert Person(ANNA).held() == {}
