"""A council's mailbox is full: the letter is tried again with patience, and its writer told so."""

import datetime as dt

import pytest
from django.core.management import call_command

from campaign.arrivals import process
from campaign.outbox.models import OutgoingMessage
from campaign.settings import smtp_server
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.typed import text_of
from tests.campaign.outbox.notices import notice
from tests.campaign.outbox.server import MailServer, Post
from tests.seen import words

FULL = {"status": "5.2.2", "said": "552 5.2.2 mailbox full"}


@pytest.fixture
def taken(settings):
    """Return a function that returns how many copies of the letter our mail service has taken."""
    post = Post()
    server = MailServer(post)
    server.start()
    settings.SMTP_URL, settings.SMTP = server.url, smtp_server(server.url) | {"timeout": 5}
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    yield lambda: post.accepted[OutgoingMessage.objects.get(purpose="letter").message_id]
    server.stop()


@pytest.mark.promise(18)
def test_a_full_mailbox_gets_a_letter_every_twelve_hours_six_times_at_most(
    waiting, live, taken, client, today_is, mails
):
    phone = Browser(client)
    phone.go(f"/letters/{waiting.token}/confirm/")
    phone.press("confirm")
    copies, began = [], dt.datetime(2026, 11, 24, 12, 10)
    for hour in range(0, 96, 4):
        now = began + dt.timedelta(hours=hour)
        today_is(f"{now:%Y-%m-%d}", f"{now:%H:%M}")
        for _ in range(2):  # as a worker does all the time: it sends and repairs
            call_command("deliver")
        if taken() == len(copies):
            continue
        copies.append(hour)
        page = words(client.get(f"/letters/{waiting.token}/"))
        assert "Handed to our mail service" in page
        letter = OutgoingMessage.objects.get(purpose="letter")
        process(notice(letter, "failed", hour, **FULL), to=letter.envelope_sender)
        if len(copies) < 6:
            page = words(client.get(f"/letters/{waiting.token}/"))
            assert "The council’s mailbox is full" in page
            assert "We try again every twelve hours" in page
            assert not mails("failed")
    assert copies == [0, 12, 24, 36, 48, 60]
    assert "Your letter came back" in words(client.get(f"/letters/{waiting.token}/"))
    [told] = mails("failed")
    assert "The mailbox there is full." in text_of(told)
