"""The life of a confirmed wish: told once, moved, renewed, deleted."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from campaign.supporters import wishes
from campaign.supporters.models import SuppressedAddress, Wish
from campaign.supporters.suppression import address_hash
from tests.campaign.supporters.mailbox import ANNA, emails, path_in
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

    call_command("deliver")
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


def many_wishes(council, number):
    """Make the confirmed wishes of so many people."""
    Wish.objects.all().delete()
    now = timezone.now()
    for each in range(number):
        address = f"person{each}@home.example"
        Wish.objects.create(
            kind="signing", council=council, email=address, address_hash=address_hash(address),
            wording=1, asked_at=now, confirmed_at=now,
        )  # fmt: skip


def test_telling_many_asks_the_database_no_more_often_than_telling_few(sheffield, sign, today_is):
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")
    asked = []
    for number in (3, 60):
        many_wishes(sheffield, number)
        with CaptureQueriesContext(connection) as queries:
            assert wishes.night()["told that it signed"] == number
        asked.append(len(queries))
    assert asked[1] <= asked[0]
    assert len(emails(purpose="alert")) == 63


@pytest.mark.promise(21)
def test_of_many_nobody_is_told_who_asked_us_never_to_write_or_whose_mailbox_is_gone(
    sheffield, sign, today_is
):
    today_is("2026-11-24")
    many_wishes(sheffield, 5)
    SuppressedAddress.objects.create(address_hash=address_hash("PERSON1+news@home.example"))
    for at, fate in ((2, "came back"), (3, "was refused")):
        address = f"Person{at}@home.example"
        message = OutgoingMessage.objects.queue(
            "site", f"earlier:{at}", address, EmailMessage("Hello", "Hello", None, [address])
        )
        gone = {"bounced_at": timezone.now(), "address_is_gone": True}
        refused = {"state": "failed", "server_said": "550 5.1.1 No such user"}
        OutgoingMessage.objects.filter(pk=message.pk).update(
            outcome_at=timezone.now(), **(gone if fate == "came back" else refused)
        )
    sign(sheffield, "2026-11-23")
    assert wishes.night()["told that it signed"] == 2
    told = [message["To"] for message in emails(purpose="alert")]
    assert told == ["person0@home.example", "person4@home.example"]
    assert not Wish.objects.exists()
