"""The life of a confirmed wish: told once, moved, renewed, deleted."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.supporters import wishes
from campaign.supporters.models import SuppressedAddress, Wish
from councils.models import Council, Edition, Signature, SourceKind
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
    assert wishes.night() == {"told that it signed": 1}
    (mail,) = emails(purpose="alert")
    assert (mail["Subject"], mail["To"]) == ("Sheffield is now listed as having signed", ANNA)
    assert "/councils/sheffield/" in mail.get_content()
    assert "on 23 November 2026" in mail.get_content()
    assert not Wish.objects.exists()
    assert wishes.night() == {}
    assert len(emails(purpose="alert")) == 1


@pytest.mark.parametrize("why", ["not confirmed", "suppressed"])
def test_who_did_not_confirm_or_asked_us_never_to_write_is_not_told(wish, sheffield_signs, why):
    if why == "suppressed":
        wish.confirm()
        SuppressedAddress.objects.create(address_hash=wish.address_hash)
    wishes.night()
    assert not emails(purpose="alert")
    assert not Wish.objects.exists()


def test_fault_while_telling_loses_nobody(confirmed, sheffield_signs, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("campaign.supporters.wishes.queue", fail)
        with pytest.raises(OSError):
            wishes.night()
    assert Wish.objects.count() == 1
    wishes.night()
    assert len(emails(purpose="alert")) == 1


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_two_nights_at_the_same_instant_tell_nobody_twice(today_is):
    if not Council.objects.exists():  # another test that commits has left every table empty
        load_what_ships()
    today_is("2026-11-24")
    row = record_on().by_slug["sheffield"]
    for number in range(40):
        wishes.request(row, f"anna{number}@supporter.example")
    Wish.objects.update(confirmed_at=timezone.now())
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
        wishes.night()
        connection.close()

    threads = [threading.Thread(target=night) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wishes.night()
    assert OutgoingMessage.objects.filter(purpose="alert").count() == 40
    assert not Wish.objects.exists()


@pytest.mark.parametrize("kind", ["signing", "updates"])
def test_person_is_told_of_several_councils_that_follow(ask, today_is, kind):
    today_is("2027-03-01")
    ask(page="/alerts/?council=surrey", updates="on")
    Wish.objects.exclude(kind=kind).delete()
    Wish.objects.update(confirmed_at=timezone.now())
    today_is("2027-04-02")
    assert wishes.night() == {"told that it closed": 1}
    text = emails(purpose="alert")[0].get_content()
    for slug in ("east-surrey", "west-surrey"):
        assert (f"/councils/{slug}/" if kind == "signing" else f"?council={slug}") in text
    assert not Wish.objects.exists()


# Its end


@pytest.mark.promise(21)
def test_wish_goes_after_a_week_or_confirmed_after_half_a_year(ask, wish):
    def forgotten_by(days):
        return purge_all(timezone.now() + dt.timedelta(days=days))["wishes to be told"]

    assert [forgotten_by(day) for day in (6, 8, 8)] == [0, 1, 0]
    assert not OutgoingMessage.objects.exists()
    ask()
    Wish.objects.get().confirm()
    assert [forgotten_by(day) for day in (180, 183)] == [0, 1]
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("kind", "asked_after", "asks"),
    [
        ("signing", 170, "Do you still want to know when Sheffield signs?"),
        ("updates", 366, "Do you still want our emails about Sheffield?"),
    ],
)
def test_owner_is_asked_once_whether_to_go_on_and_can_say_yes(
    client, confirmed, today_is, kind, asked_after, asks
):
    Wish.objects.update(kind=kind, wording=1)
    later = confirmed.confirmed_at + dt.timedelta(days=asked_after)
    today_is(str(later.date()))
    assert wishes.night() == {"asked whether to go on": 1}
    assert wishes.night() == {}
    assert not Wish.objects.may_get_updates().exists()  # until they say yes
    (mail,) = emails(purpose="wish_renew")
    assert mail["Subject"] == asks
    link = path_in(mail, "confirm")
    assert asks in words(client.get(link))
    client.post(link)
    confirmed.refresh_from_db()
    assert confirmed.confirmed_at.date() == later.date()
    assert Wish.objects.may_get_updates().exists() == (kind == "updates")
    assert wishes.night() == {}


def test_request_after_a_wish_expired_starts_afresh(ask, confirmed):
    Wish.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=183), confirmations_sent=4)
    ask()
    assert not Wish.objects.get().is_confirmed
    assert "If it was you" in emails()[-1].get_content()


@pytest.mark.promise(21)
def test_supporter_is_found_exported_and_erased(ask, confirmed):
    ask(updates="on")
    ask("bob@supporter.example")
    held = Person("ANNA@supporter.example").everything()["wishes to be told"]
    assert {entry["council"] for entry in held} == {"Sheffield City Council"}
    assert {entry["words"].split(" is ")[0] for entry in held} == {
        "Email me when Sheffield", "Email me when there’s something to do or to know about children"
        " who run away in Sheffield. Six emails a year at most.",
    }  # fmt: skip
    assert {entry["basis"] for entry in held} == {"consent"}
    assert Person(ANNA).forget()["wishes to be told"] == 2
    assert not OutgoingMessage.objects.for_email(ANNA).exists()
    assert Wish.objects.get().email == "bob@supporter.example"
