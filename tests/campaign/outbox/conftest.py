import datetime as dt
import io

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command

from campaign.letters.models import Letter
from campaign.outbox.models import MailMayRun, MailSettings, OutgoingMessage
from campaign.pages.models import Organisation
from campaign.settings import server_at
from tests.campaign.outbox.server import MailServer, Post


@pytest.fixture
def mail():
    """Return a function that writes a short email."""

    def write(to="leader@kent.example", text="Please sign.", subject="Please sign"):
        return EmailMessage(subject, text, None, [to])

    return write


@pytest.fixture
def queue(db, mail):
    """Return a function that queues an email: by default, a letter to Kent."""

    def put(key="letter:1", to="leader@kent.example", purpose="letter", **options):
        options.setdefault("told", Letter if purpose == "letter" else None)
        return OutgoingMessage.objects.queue(purpose, key, to, mail(to), **options)

    return put


@pytest.fixture
def smtp_log():
    """The behaviour of the mail server, and a log of what it received."""
    return Post()


@pytest.fixture
def mail_server(smtp_log, settings):
    """A running mail server that the site is set to use."""
    server = MailServer(smtp_log)
    server.start()
    settings.SMTP_URL = server.url
    settings.SMTP = server_at(server.url) | {"timeout": 5}
    yield server
    server.stop()


@pytest.fixture
def live(db, settings):
    """Everything needed for letters to go to councils is set."""
    settings.LETTERS_LIVE = True
    Organisation.objects.update_or_create(
        pk=1, defaults={"name": "The Campaign", "email": "us@runaways.example"}
    )
    settings.LETTERS_AN_HOUR = 10_000
    MailSettings(live=True).save()


@pytest.fixture
def now(monkeypatch):
    """A clock that stands still: call it with the time that passes, such as ``days=60``."""
    clock = [dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])

    def turn(**passes):
        clock[0] += dt.timedelta(**passes)
        return clock[0]

    return turn


@pytest.fixture
def deliver(db):
    """Return a function that runs the command ``deliver`` and returns its output."""

    MailMayRun.allow()

    def run(**options):
        output = io.StringIO()
        call_command("deliver", stdout=output, **options)
        return output.getvalue()

    return run


@pytest.fixture
def reported(monkeypatch):
    """The keys and states of emails that letters are told of, in order."""
    outcomes = []

    def note(message):
        outcomes.append((message.key, str(message.state)))

    monkeypatch.setattr(Letter, "on_outcome", note)
    return outcomes
