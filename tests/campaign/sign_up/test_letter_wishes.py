"""A council asks us to hold letters, for fewer a day or another address; one click grants it."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command

from campaign.outbox.models import OutgoingMessage
from campaign.sign_up.models import SignUp
from councils.models import Contact, Pause
from tests.campaign.sign_up.conftest import DECIDE, SIGN
from tests.campaign.sign_up.letters_to_olu import last_letter
from tests.conftest import forget_everything
from tests.seen import words

DESK = "childrens.desk@sheffield.gov.uk"


@pytest.fixture(autouse=True)
def november(today_is):
    today_is("2026-11-25")


@pytest.fixture
def old_address(sheffield):
    Contact().update(
        council=sheffield, role="director", email="old@sheffield.gov.uk", source="x",
        checked_on=dt.date(2026, 11, 1),
    )  # fmt: skip


def test_the_form_offers_it_by_the_link_at_the_foot_of_each_letter(client, db):
    page = client.get(f"{SIGN}&kind=letters").content.decode()
    assert "checked" in page.split('value="letters"')[1].split(">")[0]
    assert 'data-for="letters"' in page  # the others are shown for other choices


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose how you’d like to get letters."),
        ({"letter_wish": "a_day"}, "Enter how many letters a day, at least 1."),
        ({"letter_wish": "a_day", "letters_a_day": "0"}, "Enter how many letters a day"),
        ({"letter_wish": "a_day", "letters_a_day": "a few"}, "Enter how many letters a day"),
        ({"letter_wish": "address"}, "Enter the email address for letters."),
        ({"letter_wish": "hold"}, "Enter the day until which we should hold letters."),
        *(
            ({"letter_wish": "hold", "hold_until": day}, "and at most eight weeks away.")
            for day in ("25 November 2026", "21 January 2027", "in spring", "2012")
        ),
    ],
)
def test_what_is_missing_is_said(write, typed, says):
    assert says in words(write("letters", **typed))
    assert not SignUp.objects.exists()


def test_another_address_is_granted_in_one_click(staff, written, old_address):
    sign_up = written("letters", letter_wish="address", letter_email=DESK)
    address = DECIDE.format(sign_up.pk)
    assert f"now go to {DESK}" in words(staff.get(address))
    staff.post(address, {"grant": ""})
    contact = Contact.objects.get()
    assert (contact.role, contact.email, contact.checked_on) == (
        "director", DESK, dt.date(2026, 11, 25))  # fmt: skip
    assert "by its own mail, on 25 November 2026" in contact.source
    assert f"now go to {DESK}" in last_letter()
    staff.post(address, {"grant": ""})
    assert OutgoingMessage.objects.filter(key__endswith=":accepted").count() == 1


def test_so_many_letters_a_day_are_granted_in_one_click_and_the_rest_wait(
    staff, client, written, old_address, sheffield, today_is
):
    for number in range(7):
        letter = EmailMessage(
            "Will Sheffield sign?", "Dear councillor", to=["old@sheffield.gov.uk"]
        )
        OutgoingMessage.objects.queue(
            *("letter", f"letter:{number}", "old@sheffield.gov.uk", letter),
            council="SHF",
        )
    sign_up = written("letters", letter_wish="a_day", letters_a_day="2")
    address = DECIDE.format(sign_up.pk)
    assert "You’ll get at most 2 letters a day" in words(staff.get(address))
    staff.post(address, {"grant": ""})
    assert "You’ll get at most 2 letters a day. The rest wait their turn." in last_letter()
    page = client.post("/councils/sheffield/write/", {}, follow=True)
    assert "takes 2 letters a day from us" in words(page)
    went = OutgoingMessage.objects.filter(purpose="letter", state="accepted")
    gone = []
    for at in ("25 12:00", "25 18:00", "26 00:05", "26 12:05", "26 18:00", "27 00:05", "27 12:05"):
        today_is(f"2026-11-{at[:2]}", at[3:])
        call_command("deliver")
        gone.append(went.count())
    assert gone == [2, 2, 2, 4, 4, 4, 6]


def test_letters_are_held_until_the_day_the_council_names(staff, client, written, today_is):
    sign_up = written("letters", letter_wish="hold", hold_until="18 December 2026")
    staff.post(DECIDE.format(sign_up.pk), {"grant": ""})
    assert Pause.objects.get().until == dt.date(2026, 12, 17)
    forget_everything()
    assert "Letters are paused until 17 December 2026." in words(client.get("/councils/sheffield/"))
    assert "holding letters until 18 December 2026, and then they’ll start again" in last_letter()


def test_letters_are_not_held_until_a_day_that_has_come(staff, written):
    sign_up = written("letters", letter_wish="hold", hold_until="27 November 2026")
    SignUp.objects.update(hold_until="2026-11-25")
    staff.post(DECIDE.format(sign_up.pk), {"grant": ""})
    page = staff.get(DECIDE.format(sign_up.pk))
    assert "The day until which it asks us to hold letters has come." in words(page)
    assert not Pause.objects.exists()


@pytest.mark.parametrize(
    ("email", "letter_email", "says"),
    [
        ("olu@gmail.com", DESK, "did not come from the council’s own mail"),
        ("olu.ade@sheffield.gov.uk", "desk@example.org", "not under the council’s own domain"),
    ],
)
def test_a_stranger_cannot_have_letters_sent_elsewhere(
    staff, written, old_address, email, letter_email, says
):
    sign_up = written("letters", email=email, letter_wish="address", letter_email=letter_email)
    address = DECIDE.format(sign_up.pk)
    page = staff.get(address)
    assert says in words(page)
    assert 'name="grant"' not in page.content.decode()
    staff.post(address, {"grant": ""})
    assert Contact.objects.get().email == "old@sheffield.gov.uk"
    assert SignUp.objects.get().outcome == ""
