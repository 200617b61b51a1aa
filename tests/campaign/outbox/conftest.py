import datetime as dt
import io

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command

from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.outbox.registry import outcome_handlers
from campaign.pages.models import Organisation
from campaign.settings import smtp_server
from tests.campaign.outbox.server import MailServer, Post


@pytest.fixture
def mail():
    """Return a function that writes a short mail."""

    def write(to="leader@kent.example", text="Please sign.", subject="Please sign"):
        return EmailMessage(subject, text, None, [to])

    return write


@pytest.fixture
def queue(db, mail):
    """Return a function that queues a letter to Kent, or what is asked for."""

    def put(key="letter:1", to="leader@kent.example", purpose="letter", **more):
        more.setdefault("safe_to_resend", purpose != "letter")
        return OutgoingMessage.objects.queue(purpose, key, to, mail(to), **more)

    return put


@pytest.fixture
def smtp_log():
    """What the mail server does and what it saw."""
    return Post()


@pytest.fixture
def mail_server(smtp_log, settings):
    """A mail server of our own, which the site is told to use."""
    server = MailServer(smtp_log)
    server.start()
    settings.SMTP_URL = server.url
    settings.SMTP = smtp_server(server.url) | {"timeout": 5}
    yield server
    server.stop()


@pytest.fixture
def live(db, settings):
    """Letters may go to councils: all that this needs is there."""
    settings.LETTERS_LIVE = True
    Organisation.objects.update_or_create(
        pk=1, defaults={"name": "The Campaign", "email": "us@runaways.example"}
    )
    MailSettings(live=True, per_council_an_hour=0).save()


@pytest.fixture
def now(monkeypatch):
    """A clock that the test turns: call it with what goes by."""
    clock = [dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])

    def turn(**passes):
        clock[0] += dt.timedelta(**passes)
        return clock[0]

    return turn


@pytest.fixture
def deliver(db):
    """Return a function that delivers what is due, as the command does, and what it said."""

    def run(**options):
        said = io.StringIO()
        call_command("deliver", stdout=said, **options)
        return said.getvalue()

    return run


@pytest.fixture
def told(monkeypatch):
    """The states that were told of letters, in turn."""
    heard = []
    monkeypatch.setitem(
        outcome_handlers,
        "letter",
        lambda message: heard.append((message.key, str(message.state))),
    )
    return heard
