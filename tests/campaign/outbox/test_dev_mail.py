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
    settings.DEBUG = False
    clear_url_caches()
    importlib.reload(urls)


def test_the_development_mailbox_does_not_exist_without_debug(client, db, debug):
    debug(False)
    assert client.get(MAILS).status_code == 404


def test_emails_are_listed_newest_first_and_can_be_read(client, debug, queue, deliver, today_is):
    today_is("2026-11-23")
    queue("letter:1", to="old@kent.example")
    today_is("2026-11-24")
    link = "http://127.0.0.1:8000/letters/abc/confirm/"
    text = f"Press the button on this page, which is there for a week: {link}\n\n<b>Anna</b>"
    OutgoingMessage.objects.queue(
        "confirm", "confirm:1:1", "anna@home.example",
        EmailMessage("123 456 is your code", text, None, ["anna@home.example"],
                     reply_to=["leader@kent.example"]),
    )  # fmt: skip
    deliver()
    seen = words(client.get(MAILS))
    assert seen.index("123 456 is your code") < seen.index("old@kent.example")
    newest = next(address for address in links(client.get(MAILS)) if "/dev/mail/2026" in address)
    page = client.get(newest)
    assert page.headers["Cache-Control"] == "no-store"
    assert link in links(page)
    seen = words(page)
    assert "To anna@home.example" in seen
    assert "Answers go to leader@kent.example" in seen
    assert "Bounces go to <bounces+" in seen
    assert "<b>Anna</b>" in seen
    assert "which is there for a week" in seen


@pytest.mark.parametrize(
    "address",
    ["/dev/mail/settings/", "/dev/mail/20261124-120000-000000-00000000000000000000000000000000/",
     "/dev/mail/..%2f..%2fmanage/"],
)  # fmt: skip
def test_only_email_files_can_be_read(client, db, debug, address):
    assert client.get(address).status_code == 404
