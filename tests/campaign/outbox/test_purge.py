"""Email is deleted when promised, and a person's email can be found and erased."""

import datetime as dt
import os

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


def files(settings):
    return list(settings.MAIL_DIR.glob("*.eml"))


def test_the_text_of_an_email_is_kept_as_long_as_promised_then_deleted_from_table_and_file(
    sent, settings
):
    now = timezone.now()
    OutgoingMessage.objects.update(server_said="250 For anna@home.example")
    counts = purge_all(now + retention.TEXTS_AFTER_OUTCOME - DAY)
    assert (counts["emails"], counts["texts of emails"]) == (0, 0)
    assert len(files(settings)) == 2
    counts = purge_all(now + retention.TEXTS_AFTER_OUTCOME + DAY)
    assert (counts["emails"], counts["texts of emails"]) == (1, 1)  # to a person, to the council
    sent.refresh_from_db()
    assert (bytes(sent.content), sent.server_said) == (b"", "")
    assert sent.recipient == "leader@kent.example"
    assert list(OutgoingMessage.objects.all()) == [sent]
    assert not files(settings)
    assert purge_all(now + retention.TEXTS_AFTER_OUTCOME + DAY)["texts of emails"] == 0


def test_email_is_deleted_after_half_a_year(sent):
    assert purge_all(timezone.now() + retention.PEOPLE + DAY)["emails"] == 2
    assert not OutgoingMessage.objects.exists()


def test_email_still_waiting_after_ninety_days_is_cancelled(queue, reported):
    message = queue()
    purge_all(timezone.now() + retention.TEXTS_AT_MOST - DAY)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    purge_all(timezone.now() + retention.TEXTS_AT_MOST + DAY)
    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED
    assert bytes(message.content) == b""
    assert reported == [("letter:1", "cancelled")]


def test_a_file_without_a_row_is_deleted(settings, db):
    settings.MAIL_DIR.mkdir()
    old = settings.MAIL_DIR / "20260101-120000-000000-0123456789abcdef0123456789abcdef.eml"
    old.write_text("x")
    os.utime(old, (0, 0))
    assert purge_all(timezone.now())["files of emails"] == 1
    assert not old.exists()


def test_a_persons_email_is_erased_from_table_and_files(sent, settings):
    assert Person(ANNA).forget()["emails that went out"] == 2
    assert not OutgoingMessage.objects.exists()
    assert not files(settings)
    assert Person(ANNA).held() == {}


def test_erasing_a_council_erases_nobodys_letter(sent):
    assert Person("leader@kent.example").held() == {}
    Person("leader@kent.example").forget()
    assert OutgoingMessage.objects.count() == 2
