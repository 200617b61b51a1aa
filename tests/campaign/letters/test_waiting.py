"""Letters confirmed before anyone filled in who runs the site: their foot says it when they go."""

import threading

import pytest
from django.db import connection, transaction

from campaign.letters.addressee import addressee
from campaign.letters.models import Letter, State
from campaign.letters.waiting import write_anew
from campaign.outbox.models import Message
from campaign.pages.models import Organisation
from councils.record import record_on
from tests.campaign.letters.conftest import WRITER
from tests.campaign.letters.test_mail import NAMES, read, text_of

CAMPAIGN = {"name": "The Campaign", "email": "us@runaways.example"}


def headers(message) -> list[tuple[str, str]]:
    """All but what says how the text is encoded, as a mail program reads them."""
    return [(name, value) for name, value in read(message).items() if "Content-" not in name]


@pytest.fixture
def confirmed(ask, mails):
    """Return a function with which Anna confirms a letter to Kent: its mail, which waits."""

    def send(**typed):
        ask(**typed).press("confirm", code=Letter.objects.latest("pk").code)
        return mails("letter")[-1]

    return send


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_that_waits_gets_the_foot_of_the_day_under_the_same_headers(confirmed, name):
    before = confirmed(name=name.strip()[:120].strip())
    assert "run by" not in text_of(before)
    Organisation.objects.create(pk=1, **CAMPAIGN)
    after = Message.objects.get(pk=before.pk)
    assert headers(after) == headers(before)
    assert read(after)["Message-ID"] == before.message_id
    text, foot = text_of(after).split("-" * 40)
    assert text == text_of(before).partition("-" * 40)[0]
    assert "Make Runaways Safe, run by The Campaign" in foot
    assert "Write to us@runaways.example." in foot
    assert max(map(len, bytes(after.content).split(b"\r\n"))) <= 200


def test_a_change_of_address_reaches_what_still_waits(confirmed, db):
    organisation = Organisation.objects.create(pk=1, **CAMPAIGN)
    message = confirmed()
    organisation.postal_address = "1 Long Road\nLeeds"
    organisation.save()
    message.refresh_from_db()
    assert "1 Long Road, Leeds" in text_of(message)


@pytest.mark.parametrize("state", ["accepted", "failed", "unsure", "cancelled", "sending"])
def test_what_has_left_or_is_leaving_stays_as_it_was(confirmed, state):
    message = confirmed()
    facts = {"lease": "x", "lease_until": "2030-01-01T00:00Z"} if state == "sending" else {}
    Message.objects.update(state=state, outcome_at="2026-11-24T12:00Z", **facts)
    Organisation.objects.create(pk=1, **CAMPAIGN)
    assert bytes(Message.objects.get(pk=message.pk).content) == bytes(message.content)


def test_a_letter_whose_words_are_gone_gets_none_back(confirmed):
    message = confirmed()
    Message.objects.update(content=b"")
    assert write_anew() == 0
    assert bytes(Message.objects.get(pk=message.pk).content) == b""


def test_a_letter_that_nobody_has_confirmed_is_not_written(waiting):
    assert write_anew() == 0
    assert not Message.objects.filter(purpose="letter").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_one_confirmed_at_the_very_moment_waits_for_the_new_foot(waiting):
    to_kent = addressee(record_on().by_id[waiting.council_id])

    def confirm():
        waiting.confirm(to_kent)
        connection.close()

    presses = threading.Thread(target=confirm)
    with transaction.atomic():
        Organisation.objects.create(pk=1, **CAMPAIGN)
        presses.start()
        presses.join(0.5)
        assert presses.is_alive()
        assert Letter.objects.get().state == State.AWAITING
    presses.join(10)
    (message,) = Message.objects.filter(purpose="letter")
    assert "run by The Campaign" in text_of(message)
    assert WRITER["name"] in text_of(message)
