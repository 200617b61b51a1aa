"""The life of a confirmed alert: told once, moved, renewed, deleted."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.supporters import alerts
from campaign.supporters.models import Alert, SuppressedAddress
from councils.models import Edition, EventKind, Signature, SourceKind
from councils.record import record_on
from tests.campaign.supporters.mailbox import ANNA, emails, path_in
from tests.conftest import load_what_ships
from tests.seen import words


@pytest.fixture
def sheffield_signs(sheffield, sign, today_is):
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")


@pytest.mark.promise(21)
def test_person_who_confirmed_is_told_once_and_deleted(confirmed, sheffield_signs):
    alerts.send_due()
    (mail,) = emails(purpose="alert")
    assert mail["Subject"] == "Sheffield is now listed as having signed"
    assert mail["To"] == ANNA
    assert "/councils/sheffield/" in mail.get_content()
    assert "on 23 November 2026" in mail.get_content()
    assert not Alert.objects.exists()
    alerts.send_due()
    assert len(emails(purpose="alert")) == 1


def test_outcomes_are_counted(confirmed, sheffield_signs):
    assert alerts.send_due() == {"told that it signed": 1}
    assert alerts.send_due() == {}


def test_person_who_never_confirmed_is_not_told(alert, sheffield_signs):
    alerts.send_due()
    assert not emails(purpose="alert")
    assert not Alert.objects.exists()


def test_nobody_is_told_before_the_council_signs(confirmed, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    assert alerts.send_due() == {}
    assert Alert.objects.count() == 1


def test_suppressed_address_is_not_told(confirmed, sheffield_signs):
    SuppressedAddress.objects.create(address_hash=confirmed.address_hash)
    alerts.send_due()
    assert not emails(purpose="alert")


def test_fault_while_telling_loses_nobody(confirmed, sheffield_signs, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("campaign.supporters.alerts.tell", fail)
        with pytest.raises(OSError):
            alerts.send_due()
    assert Alert.objects.count() == 1
    alerts.send_due()
    assert len(emails(purpose="alert")) == 1


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_two_nights_at_the_same_instant_tell_nobody_twice(today_is):
    load_what_ships()  # tests that commit leave every table empty
    today_is("2026-11-24")
    row = record_on().by_slug["sheffield"]
    for number in range(40):
        alerts.request_alert(row, f"anna{number}@supporter.example")
    Alert.objects.update(confirmed_at=timezone.now())
    Signature.objects.create(
        council_id=row.id,
        edition=Edition.objects.get(published_on="2012-07-09"),
        date="2026-11-23",
        date_precision="day",
        source="Minutes of the council, item 7",
        source_kind=SourceKind.MINUTES,
        checked_on="2026-11-23",
    )
    today_is("2026-11-24")
    start = threading.Barrier(3)

    def night():
        start.wait()
        alerts.send_due()
        connection.close()

    threads = [threading.Thread(target=night) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alerts.send_due()
    assert OutgoingMessage.objects.filter(purpose="alert").count() == 40
    assert not Alert.objects.exists()


def test_alert_moves_to_the_one_council_that_follows(ask, client, make_council, kent, today_is):
    from councils.models import Lineage

    today_is("2026-11-24")
    old, new = make_council("Old Town"), make_council("New Town", starts="2026-12-01")
    Lineage.objects.create(old=old, new=new, on="2026-12-01")
    ask(page="/alerts/?council=old-town")
    Alert.objects.get().confirm()
    type(old).objects.filter(pk=old.pk).update(ends_on="2026-12-01")
    today_is("2026-12-02")
    assert alerts.send_due() == {"moved to the council that follows": 1}
    assert Alert.objects.get().council == new
    assert alerts.send_due() == {}


def test_person_is_told_of_several_councils_that_follow(ask, today_is, make_council):
    from councils.models import Lineage

    today_is("2027-03-01")
    ask(page="/alerts/?council=surrey")
    Alert.objects.get().confirm()
    assert Lineage.objects.filter(old__slug="surrey").count() == 2
    today_is("2027-04-02")
    assert alerts.send_due() == {"told that it closed": 1}
    text = emails(purpose="alert")[0].get_content()
    assert "/councils/east-surrey/" in text
    assert "/councils/west-surrey/" in text
    assert not Alert.objects.exists()


# Its end


def test_alert_expires_after_seven_days_or_confirmed_after_half_a_year(ask, alert):
    def forgotten_by(days):
        return purge_all(timezone.now() + dt.timedelta(days=days))["alerts"]

    assert [forgotten_by(day) for day in (6, 8, 8)] == [0, 1, 0]
    assert not OutgoingMessage.objects.exists()
    ask()
    Alert.objects.get().confirm()
    assert [forgotten_by(day) for day in (180, 183)] == [0, 1]
    assert not OutgoingMessage.objects.exists()


def test_email_that_told_is_deleted_a_week_after_it_left(confirmed, sheffield_signs):
    alerts.send_due()
    (told,) = OutgoingMessage.objects.all()  # those before it went with the alert
    assert told.purpose == "alert"
    went = timezone.now()
    OutgoingMessage.objects.update(state=MessageState.ACCEPTED, outcome_at=went)
    purge_all(went + dt.timedelta(days=6))
    assert OutgoingMessage.objects.exists()
    purge_all(went + dt.timedelta(days=7))
    assert not OutgoingMessage.objects.exists()


def test_email_that_has_not_left_waits_as_long_as_it_must(confirmed, sheffield_signs):
    alerts.send_due()
    put_off = timezone.now()
    OutgoingMessage.objects.update(state=MessageState.DEFERRED, outcome_at=put_off)
    purge_all(put_off + dt.timedelta(days=20))
    assert OutgoingMessage.objects.get().purpose == "alert"


def test_owner_of_an_alert_that_expires_soon_is_asked_once_and_can_keep_it(
    client, confirmed, today_is
):
    later = confirmed.confirmed_at + dt.timedelta(days=170)
    today_is(str(later.date()))
    assert alerts.send_due() == {"asked whether to keep it": 1}
    assert alerts.send_due() == {}
    (mail,) = emails(purpose="alert_renew")
    link = path_in(mail, "confirm")
    page = client.get(link)
    assert "Do you still want to know when Sheffield signs?" in words(page)
    client.post(link)
    confirmed.refresh_from_db()
    assert confirmed.confirmed_at.date() == later.date()
    assert "We’ll tell you when Sheffield signs" in words(client.get(link))
    assert alerts.send_due() == {}


def test_request_after_an_alert_expired_starts_afresh(ask, confirmed, client):
    Alert.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=183), confirmations_sent=4)
    ask()
    confirmed.refresh_from_db()
    assert not confirmed.is_confirmed
    assert "If it was you" in emails()[-1].get_content()


def test_supporter_is_found_exported_and_erased(ask, confirmed):
    ask("bob@supporter.example")
    (held,) = Person("ANNA@supporter.example").everything()["alerts"]
    assert held["council"] == "Sheffield City Council"
    assert held["words"].startswith("Email me when Sheffield is listed")
    assert Person(ANNA).forget()["alerts"] == 1
    assert Alert.objects.get().email == "bob@supporter.example"
