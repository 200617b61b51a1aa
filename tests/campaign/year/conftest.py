"""The year's site: live, open, with a mail server and an address at every council."""

import datetime as dt

import pytest

from campaign.outbox.models import MailSettings
from campaign.pages.models import Organisation
from campaign.settings import server_at
from councils.models import Channel, Contact, Council, Role
from councils.models.contact import next_check
from councils.record import record_version
from tests.campaign.outbox.server import MailServer
from tests.campaign.year.clock import Clock
from tests.campaign.year.life import Year
from tests.campaign.year.mailboxes import PostOffice


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def begin(clock, settings, db):
    """Return a function that opens the site on a day, on which so many letters are written."""
    post = PostOffice(clock)
    server = MailServer(post)
    server.start()
    settings.SMTP_URL = server.url
    settings.SMTP = server_at(server.url) | {"timeout": 5}
    settings.DEFAULT_FROM_EMAIL = "Make Runaways Safe <letters@runaways.example>"
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    settings.LETTERS_LIVE = True
    settings.CHECK_LINKS = False
    settings.DEBUG = False  # without the mailbox that stands for every council in a trial

    def begin_on(day, a_day=2.5):
        clock.set(day, 1)
        Organisation.objects.update_or_create(
            pk=1, defaults={"name": "The Campaign", "email": "us@runaways.example"}
        )
        MailSettings(live=True).save()
        for council in Council.objects.filter(gss__startswith="E").responsible():
            reached_by_email(council, day)
        record_version.forget()
        return Year(clock, post, a_day)

    yield begin_on
    server.stop()


def reached_by_email(council, day: dt.date):
    Contact(
        council=council, role=Role.LEAD_MEMBER, channel=Channel.EMAIL, checked_on=day,
        check_again_on=next_check(day, council.pk), email=f"lead@{council.slug}-council.example",
        source="https://example.org/cabinet",
    ).save()  # fmt: skip
