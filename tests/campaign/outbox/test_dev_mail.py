"""The development mailbox."""

import importlib

import pytest
from django.core.mail import EmailMessage
from django.urls import clear_url_caches

from campaign import urls
from campaign.outbox.models import OutgoingMessage
from tests.seen import links, words

MAILS = "/dev/mail/"


@pytest.fixture
def debug(settings):
    """DEBUG as in ./dev run, with the URL patterns loaded again."""

    def switch(on):
        settings.DEBUG = on
        clear_url_caches()
        importlib.reload(urls)

    switch(True)
    yield switch
    switch(False)


def test_the_development_mailbox_does_not_exist_without_debug(client, db, debug):
    debug(False)
    assert client.get(MAILS).status_code == 404


def test_emails_are_listed_newest_first_and_can_be_read(client, debug, queue, deliver, today_is):
    today_is("2026-11-23")
    queue("letter:1", to="old@kent.example")
    deliver()
    today_is("2026-11-24")
    link = "http://127.0.0.1:8000/letters/abc/confirm/"
    text = f"Press the button on this page, which is there for a week: {link}\n\n<b>Anna</b>"
    newest = OutgoingMessage.objects.queue(
        "confirm", "confirm:1:1", "anna@home.example",
        EmailMessage("123 456 is your code", text, None, ["anna@home.example"],
                     reply_to=["leader@kent.example"]),
    )  # fmt: skip
    page = f"{MAILS}{newest.pk}/"
    assert client.get(page).status_code == 404  # it waits
    deliver()
    seen = words(client.get(MAILS))
    assert seen.index("123 456 is your code") < seen.index("old@kent.example")
    assert page in links(client.get(MAILS))
    assert client.get(page).headers["Cache-Control"] == "no-store"
    assert link in links(client.get(page))
    seen = words(client.get(page))
    for part in ("To anna@home.example", "Reply-To leader@kent.example", "bounces+", "<b>Anna</b>"):
        assert part in seen, part
