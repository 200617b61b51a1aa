"""Whoever owns a domain has any number of addresses there; whoever mistypes one has none."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import Wish
from tests.campaign.letters.conftest import Browser, contact  # noqa: F401  a fixture
from tests.seen import fields, words

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
WAITS = "Yours waits its turn: it goes at about 24 November, {}."


@pytest.fixture(autouse=True)
def noon(today_is, db):
    today_is("2026-11-24", "12:00")


def alert(email, network="203.0.113.7", **typed):
    there = Client(REMOTE_ADDR=network)
    return there.post("/alerts/?council=sheffield", {"email": email, **typed})


def due():
    return list(OutgoingMessage.objects.order_by("pk").values_list("due_at", flat=True))


def test_from_one_network_ten_an_hour_go_to_a_domain_and_the_next_waits_and_says_until_when():
    pages = [alert(f"a{number}@evil.co.uk") for number in range(10)]
    pages += [alert(f"a{number}@office{number}.evil.co.uk") for number in range(10, 21)]
    assert [at <= timezone.now() for at in due()] == [True] * 10 + [False] * 11
    assert due()[10] == NOON + dt.timedelta(hours=1)
    assert due()[20] == NOON + dt.timedelta(hours=2), "those that wait count in their hour"
    assert "waits its turn" not in words(pages[9])
    assert WAITS.format("13:00") in words(pages[10])
    assert WAITS.format("14:00") in words(pages[20])


def test_from_all_networks_fifty_an_hour_go_to_a_domain():
    for number in range(51):
        alert(f"a{number}@evil.example", f"203.0.{number}.7")
    assert [at <= timezone.now() for at in due()] == [True] * 50 + [False]


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "student.leeds.ac.uk", "school.kent.sch.uk", "kent.gov.uk", "trust.nhs.uk",
     "nhs.net", "proton.me"],
)  # fmt: skip
def test_a_large_provider_a_university_a_school_and_an_office_are_not_counted(domain):
    for number in range(12):
        alert(f"a{number}@{domain}")
    assert all(at <= timezone.now() for at in due())


def test_a_domain_that_only_looks_like_a_university_is_counted():
    for number in range(11):
        alert(f"a{number}@notac.uk")
    assert due()[10] > timezone.now()


def test_letters_and_messages_from_councils_are_counted_with_them(
    contact,  # noqa: F811
):
    contact()
    for number in range(10):
        alert(f"a{number}@evil.example")
    browser = Browser(Client(REMOTE_ADDR="203.0.113.7"))
    browser.go("/councils/kent/write/")
    browser.press("", topics=["talk"])
    page = browser.press("send", name="Anna", email="a@evil.example", postal_address="Dover")
    assert WAITS.format("13:00") in words(page)
    typed = {"kind": "wants", "officer": "Olu Ade", "role": "Head", "email": "b@evil.example"}
    page = Client(REMOTE_ADDR="203.0.113.7").post("/sign/?council=kent", typed)
    assert WAITS.format("13:00") in words(page)
    page = browser.press("new-code")
    assert WAITS.format("13:00") in words(page), "asking again does not move it"


def test_on_a_busy_day_five_times_as_many_go(staff):
    staff.post("/admin/switch/", {"turn": "busy"})
    for number in range(50):
        alert(f"a{number}@evil.example")
    assert all(at <= timezone.now() for at in due())


# Mistyped

MISTYPED = (
    ("anna@gmial.com", "anna@gmail.com"), ("Anna@Gmail.Con", "Anna@gmail.com"),
    ("anna@hotmail.con", "anna@hotmail.com"), ("anna@yahoo.couk", "anna@yahoo.co.uk"),
    ("anna@icloud.con", "anna@icloud.com"), ("anna@outlok.com", "anna@outlook.com"),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_a_mistyped_address_is_asked_about_and_mended_in_one_press(typed, meant):
    page = alert(typed)
    assert page.status_code == 422
    assert f"Did you mean {meant}?" in words(page)
    assert f">Use {meant}</button>" in page.content.decode()
    alert(fields(page)["email"], is_right=fields(page)["is_right"], use_meant="1")
    assert Wish.objects.get().email == meant


def test_who_really_has_such_an_address_says_so_in_one_press_or_writes_another():
    asked = fields(alert("anna@gmial.com"))
    assert alert("anna@gmial.com", is_right=asked["is_right"]).status_code == 200
    assert Wish.objects.get().email == "anna@gmial.com"
    alert("ben@example.org", is_right=asked["is_right"], use_meant="1")
    assert Wish.objects.filter(email="ben@example.org").exists()
    assert alert("cora@gmial.com", is_right=asked["is_right"]).status_code == 422


@pytest.mark.parametrize("presses", [{"use_meant": "1"}, {}])
def test_a_mistyped_address_under_a_letter_is_asked_about_once(
    contact,  # noqa: F811
    presses,
):
    contact()
    browser = Browser(Client())
    browser.go("/councils/kent/write/")
    browser.press("", topics=["talk"])
    page = browser.press("send", name="Anna", email="anna@gmial.com", postal_address="Dover")
    assert "Did you mean anna@gmail.com?" in words(page)
    assert not OutgoingMessage.objects.exists()
    page = browser.press("send", **presses)
    letter = Letter.objects.get()
    assert letter.state == State.AWAITING
    assert letter.email == ("anna@gmail.com" if presses else "anna@gmial.com")
    assert letter.email in words(page)
    assert "A new email goes to" in words(browser.press("new-code", address=None))


@pytest.mark.parametrize("email", ["anna@gmail.com", "anna@hotmail.co.uk", "anna@kent.gov.uk"])
def test_who_types_well_is_asked_nothing(email):
    assert alert(email).status_code == 200
