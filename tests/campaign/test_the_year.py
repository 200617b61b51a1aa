"""A year of the site, lived day by day with our own clock: people, staff, worker and every night.

Two weeks of it, round what most often goes wrong, run in the gate; the whole before each release:
``./dev test -m long tests/campaign/test_the_year.py``. At the end of each week it is asked whether
anybody was told two things, or promised what never came; whether anything is kept longer than the
privacy page says; and whether all pages count alike.
"""

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign import retention
from campaign.letters.models import Letter, State
from campaign.letters.recipient import recipient_for
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.pages.models import Organisation
from campaign.settings import server_at
from campaign.supporters.models import Wish
from councils.models import AskedBy, Channel, Contact, Council, Pause, RecordVersion, Role
from councils.record import closed_on, record_on
from councils.record.snapshot import is_quiet
from tests.campaign.outbox.server import MailServer, Post
from tests.conftest import forget_everything
from tests.seen import words

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)
PLACES = ("kent", "sheffield", "surrey", "leeds", "devon", "hull")
ENDINGS = {"closed", "turned_down", "cancelled", "failed"}
"""Emails that say that a letter has not gone, and will not."""


class IsADatetime(type):
    def __instancecheck__(cls, other):
        return isinstance(other, dt.datetime)


class Clock:
    """The time for all of Django, the defaults of its models too."""

    def __init__(self, monkeypatch):
        clock = self
        self.now = timezone.now()

        class Datetime(dt.datetime, metaclass=IsADatetime):
            @classmethod
            def now(cls, tz=None):
                return clock.now.astimezone(tz)

        monkeypatch.setattr("django.utils.timezone.datetime", Datetime)

    def set(self, day, hour):
        self.now = dt.datetime.combine(day, dt.time(hour), LONDON)
        forget_everything()


class Site:
    """What happens on the site on each day, and what everybody was told."""

    def __init__(self, client, clock, sign, first_day):
        self.client = client
        self.clock = clock
        self.sign = sign
        self.today = first_day
        self.chance = random.Random(36)
        self.has_worker = True
        self.read_until = timezone.now() - DAY
        self.told = defaultdict(list)
        """By letter and address: when each email came, and its key."""
        self.keys = Counter()

    def live(self, days, plans=None):
        """Live so many days; ``plans`` say what staff do at noon of a day, by its number."""
        for number in range(days):
            self.clock.set(self.today, 3)
            call_command("nightly", verbosity=0)
            self.deliver()
            self.clock.set(self.today, 12)
            if closed_on() is None:
                self.people_write()
                self.people_confirm()
            self.deliver()
            if plans and number in plans:
                plans[number]()
                forget_everything()
            if number % 7 == 6:
                self.check()
            self.today += DAY
        self.check()

    # What people do

    def people_write(self):
        for place in self.chance.sample(PLACES, 2):
            row = record_on().responsible_for(record_on().by_slug[place])
            if row is None:  # several took over: on the site one chooses
                row = record_on().by_slug["west-surrey"]
            name = f"writer{Letter.objects.count()}-{self.today:%m%d}"
            letter = Letter.objects.create(
                council_id=row.id, status_at_drafting=row.status, subject="Please sign",
                text="Dear Lead Member,\n\nPlease will you sign?", name=name.capitalize(),
                email=f"{name}@home.example", postal_address="High Street",
            )  # fmt: skip
            assert letter.request_confirmation()
        address = f"waiter{self.today:%y%m%d}@home.example"
        self.client.post("/alerts/?council=hull", {"email": address}, REMOTE_ADDR="192.0.2.9")

    def people_confirm(self):
        """Seven in ten of those whose code has come do so."""
        for message in OutgoingMessage.objects.filter(purpose="confirm", state="accepted"):
            letter = Letter.objects.filter(pk=message.subject_id, state=State.AWAITING).first()
            if letter and letter.pk % 10 < 7 and letter.can_go:
                letter.confirm(recipient_for(record_on().by_id[letter.council_id]))
        for wish in Wish.objects.filter(confirmed_at=None):
            if wish.pk % 3:
                wish.confirm()
        asked = Letter.objects.exclude(asked_if_answered_at=None).filter(answered="")
        for letter in asked.filter(pk__in=[each.pk for each in asked if each.pk % 2]):
            letter.record_answered("yes")

    def deliver(self):
        if self.has_worker:
            call_command("deliver", verbosity=0)
        came = OutgoingMessage.objects.filter(state="accepted", outcome_at__gt=self.read_until)
        for message in came.exclude(purpose__in=["letter", "staff"]).order_by("outcome_at", "pk"):
            self.told[message.subject_id, message.recipient].append((timezone.now(), message.key))
            self.keys[message.key] += 1
        self.read_until = timezone.now()
        self.clock.now += dt.timedelta(minutes=1)

    # What is asked each week

    def check(self):
        self.nobody_was_told_two_things()
        self.nobody_was_promised_what_never_came()
        self.nothing_is_kept_longer_than_promised()
        self.all_pages_count_alike()

    def nobody_was_told_two_things(self):
        assert not [key for key, times in self.keys.items() if times > 1]
        for about, emails in self.told.items():
            names = [key.partition(":")[0] for _, key in emails]
            ends = [at for at, name in enumerate(names) if name in ENDINGS]
            assert len(ends) <= 1, (about, emails)
            assert not ends or ends[0] == len(names) - 1, (about, emails)
            when = {name: at for name, (at, _) in zip(names, emails, strict=True)}
            if "reminder" in when and "confirm" in when:
                assert when["reminder"] - when["confirm"] >= DAY, (about, emails)

    def nobody_was_promised_what_never_came(self):
        now = timezone.now()
        record = record_on()
        if closed_on() is not None or not self.has_worker:
            return
        for letter in Letter.objects.filter(state=State.ACCEPTED, answered="").exclude(email=""):
            if letter.outcome_at < now - dt.timedelta(weeks=4) - DAY:
                row = record.by_id[letter.council_id]
                assert letter.asked_if_answered_at or is_quiet(record, row), letter
        for letter in Letter.objects.filter(state=State.AWAITING, reminded_at=None):
            code_left = [at for at, key in self.told[letter.pk, letter.email] if "confirm" in key]
            assert not code_left or code_left[0] > now - 3 * DAY or not letter.can_go, letter
        for wish in Wish.objects.filter(kind="signing").exclude(confirmed_at=None):
            row = record.by_id[wish.council_id]
            assert row.status != "signed" or is_quiet(record, row), wish

    def nothing_is_kept_longer_than_promised(self):
        now = timezone.now()
        letters = Letter.objects.all()
        assert not letters.filter(confirmed_at__lt=now - retention.PEOPLE - DAY).exists()
        at_most = now - retention.TEXTS_AT_MOST - DAY
        assert not letters.filter(confirmed_at__lt=at_most).exclude(text="").exists()
        emails = OutgoingMessage.objects.exclude(content=b"")
        assert not emails.filter(created_at__lt=at_most).exists()
        never = now - retention.UNCONFIRMED - 2 * DAY
        assert not letters.filter(state=State.AWAITING, asked_at__lt=never).exists()
        assert not Wish.objects.filter(confirmed_at=None, asked_at__lt=never).exists()
        assert not Wish.objects.filter(
            asked_at__lt=now - retention.SUBSCRIPTION - 30 * DAY
        ).exists()
        day = closed_on()
        if day and timezone.localdate() > day + retention.AFTER_CLOSING:
            assert not letters.exists() and not Wish.objects.exists()
            assert not OutgoingMessage.objects.exclude(purpose="staff").exists()

    def all_pages_count_alike(self):
        expected = record_on().signed
        for address in ("/", "/councils/", "/how-we-count/"):
            said = words(self.client.get(address))
            found = re.search(r"(\d+) of (?:the )?\d+ councils", said)
            assert int(found[1]) == expected, address
        council_list = self.client.get("/data/councils.json").json()["councils"]
        signed = [each for each in council_list if each["status"] == "signed"]
        assert len(signed) == expected


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def site_on(client, clock, settings, sign, db):
    """Return a function that opens the site on a day: live, with a mail server and contacts."""
    server = MailServer(Post())
    server.start()
    settings.SMTP_URL = server.url
    settings.SMTP = server_at(server.url) | {"timeout": 5}
    settings.LETTERS_LIVE = True
    settings.CHECK_LINKS = False

    def open_on(day):
        clock.set(day, 1)
        Organisation.objects.update_or_create(
            pk=1, defaults={"name": "The Campaign", "email": "us@runaways.example"}
        )
        MailSettings(live=True).save()
        for council in Council.objects.filter(gss__startswith="E"):
            Contact(
                council=council, role=Role.LEAD_MEMBER, channel=Channel.EMAIL, checked_on=day,
                email=f"lead@{council.slug}.example", source="https://example.org/cabinet",
                check_again_on=day + dt.timedelta(days=500),
            ).save()  # fmt: skip
        forget_everything()
        return Site(client, clock, sign, day)

    yield open_on
    server.stop()


def without_a_worker(site, has_worker):
    site.has_worker = has_worker


def quiet(slug, days):
    today = timezone.localdate()
    Pause(
        council=Council.objects.get(slug=slug), asked_by=AskedBy.US, starts_on=today,
        until=today + dt.timedelta(days=days), reason="Something terrible has happened there.",
    ).update()  # fmt: skip


@pytest.mark.fault
@pytest.mark.promise(18, 34)
def test_two_weeks_in_which_the_campaign_closes(site_on):
    site = site_on(dt.date(2026, 11, 24))
    site.live(
        20,
        {
            3: lambda: MailSettings.current().pause(True),
            4: lambda: RecordVersion.close_on(timezone.localdate() + DAY),
            6: lambda: MailSettings.current().pause(False),
        },
    )
    assert any("closed:" in key for key in site.keys)
    assert not Letter.objects.exists()


@pytest.mark.fault
@pytest.mark.promise(18)
def test_two_weeks_with_a_pause_and_a_week_without_a_worker(site_on):
    site = site_on(dt.date(2026, 11, 24))
    site.live(
        15,
        {
            1: lambda: quiet("kent", 9),
            3: lambda: without_a_worker(site, False),
            9: lambda: without_a_worker(site, True),
            11: lambda: site.sign(Council.objects.get(slug="hull"), "2026-12-04"),
        },
    )
    assert any("reminder:" in key for key in site.keys)
    assert any(key.endswith(":end") for key in site.keys)


@pytest.mark.fault
@pytest.mark.promise(3)
def test_two_weeks_round_the_first_of_april_when_surrey_ends(site_on):
    site = site_on(dt.date(2027, 3, 25))
    site.live(14)
    surrey = Letter.objects.filter(council__slug="surrey", created_at__gte="2027-04-01T03:00Z")
    assert not surrey.exists()


@pytest.mark.long
@pytest.mark.promise(18, 34)
def test_a_whole_year(site_on):
    site = site_on(dt.date(2026, 9, 1))
    site.live(
        365,
        {
            40: lambda: quiet("kent", 50),
            100: lambda: site.sign(Council.objects.get(slug="hull"), "2026-12-09"),
            130: lambda: without_a_worker(site, False),
            137: lambda: without_a_worker(site, True),
            250: lambda: quiet("devon", 20),
            320: lambda: RecordVersion.close_on(timezone.localdate() + 7 * DAY),
        },
    )
    assert any("followup:" in key for key in site.keys)
