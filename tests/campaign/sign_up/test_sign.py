import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from campaign.sign_up.models import SignUp
from campaign.supporters.models import SuppressedAddress
from campaign.tasks.models import Task
from tests.campaign.sign_up.conftest import OLU, SIGN
from tests.campaign.sign_up.letters_to_olu import letters_to_olu
from tests.seen import fields, words


def link_in(text):
    return re.search(r"https?://[^/\s]+(/sign/confirm/\S+)", text)[1]


def test_an_officers_message_becomes_a_task_once_confirmed_with_a_button(client, write):
    assert "Check your email" in words(write())
    (letter,) = letters_to_olu()
    assert "Olu" not in letter  # the email repeats nothing that was typed
    assert not Task.objects.exists()
    link = link_in(letter)
    page = client.get(link)
    assert "Someone used this address to tell us: “We want to sign”." in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert not Task.objects.exists()
    client.post(link)
    client.post(link)
    assert "Thank you. We’ll read it and email you" in words(client.get(link))
    (task,) = Task.objects.all()
    assert task.text.startswith("We want to sign. From the council’s own mail.")
    assert "Olu" not in task.text + task.email
    assert f"/admin/sign_up/signup/{SignUp.objects.get().pk}/change/" in task.link


def test_somebody_who_did_not_write_deletes_the_message_and_is_never_emailed_again(client, write):
    write()
    page = client.post(link_in(letters_to_olu()[0]), {"not_me": "1"})
    assert "never" in words(page)
    assert not SignUp.objects.exists()
    assert SuppressedAddress.objects.count() == 1
    assert write().status_code == 200  # says the same, and keeps and sends nothing
    assert not SignUp.objects.exists()
    assert not OutgoingMessage.objects.filter(purpose="sign_up").exists()


@pytest.mark.promise(30)
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("progress", "Tell us in a few sentences what your council has done."),
        ("wrong", "Tell us what’s wrong and what’s right."),
        ("reply", "Write the words you’d like on your page."),
        ("letters", "Tell us how you’d like to get letters."),
    ],
)
def test_missing_fields_are_reported_and_nothing_typed_is_lost(write, kind, says):
    page = write(kind, day="in spring <b>", officer="Olu & co", link="nowhere at all")
    assert page.status_code == 422
    assert says in words(page)
    kept = fields(page)
    assert (kept["day"], kept["officer"], kept["kind"]) == ("in spring <b>", "Olu & co", kind)
    assert kept["link"] == "nowhere at all"
    assert not SignUp.objects.exists()


def test_an_officer_of_a_council_that_signed_is_asked_what_has_come_of_it(client, db):
    page = words(client.get("/sign/?council=kent"))
    assert "We want to sign" not in page
    assert page.index("Something’s wrong") < page.index("We’ve signed")
    assert "So if your council signs now" not in page
    assert "If your council still has the copy it signed, please tell us below." in page
    page = words(client.get(SIGN))
    assert page.index("We want to sign") < page.index("Something’s wrong")


def test_something_new_may_be_about_none_or_more_of_the_four_words(write):
    assert write("progress", text="We count and we act.", commitment="").status_code == 200
    assert SignUp.objects.get().commitment == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reply": f"Write to {OLU.upper()}."}, "Please take out your name and address"),
        ({"reply": "Olu Ade acts."}, "Please take out your name and address"),
        ({"role": "Olu Ade, director", "reply": "x"}, "Enter your job title without your name"),
        ({"reply": "word " * 101}, "That’s 101 words. Please cut it to 100."),
    ],
)
def test_what_will_be_public_is_short_and_does_not_name_the_officer(write, typed, says):
    assert says in words(write("reply", **typed))
    assert not SignUp.objects.exists()


def test_the_sign_form_is_guarded_like_the_other_forms(client, write):
    page = write(text="I ran away and I have nowhere to sleep tonight, please help me")
    assert page.status_code == 200
    assert "116 000" in words(page)
    assert not SignUp.objects.exists()
    assert write(headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert write(website_2="https://buy.example/").status_code == 422
    assert [write().status_code for _ in range(7)][-1] == 429
    assert not client.cookies


def from_elsewhere(client, number, email=""):
    """Somebody on another network writes in the council's name; return their message."""
    there = {"REMOTE_ADDR": f"203.0.{number}.7"}
    filled = {"kind": "wants", "officer": "Olu Ade", "role": "Head"}
    filled["email"] = email or f"olu{number}@mail{number}.example"
    assert client.post(SIGN, filled, **there).status_code == 200
    return SignUp.objects.latest("pk")


def test_a_stranger_who_confirms_nothing_shuts_no_council_out(client, limit, db):
    limit("sign_up confirmed", "council", 3)
    for number in range(40):
        from_elsewhere(client, number % 2, f"olu{number}@mail{number}.example")
    sign_up = from_elsewhere(client, 9)
    page = client.post(f"/sign/confirm/{sign_up.token}/", follow=True)
    assert "We’ll read it and email you" in words(page)


def test_nor_does_one_who_confirms_many_shut_out_the_councils_own_mail(client, limit, db):
    limit("sign_up confirmed", "council", 3)
    letters = [from_elsewhere(client, number) for number in range(4)]
    pages = [client.post(f"/sign/confirm/{each.token}/", follow=True) for each in letters]
    assert [page.status_code for page in pages] == [200] * 3 + [429]
    assert "Lots of people are writing about this council" in words(pages[3])
    assert "haven’t saved it" not in words(pages[3])
    assert SignUp.objects.exclude(confirmed_at=None).count() == 3
    own = from_elsewhere(client, 9, OLU)
    assert "read it and email you" in words(client.post(f"/sign/confirm/{own.token}/", follow=True))
    assert "never write to you" in words(
        client.post(f"/sign/confirm/{letters[3].token}/", {"not_me": "1"})
    )


@pytest.mark.parametrize(
    ("outcome", "days"), [(None, 8), ("", 182), ("declined", 42), ("accepted", 182)]
)
def test_officers_details_are_deleted_when_promised(write, outcome, days):
    write()
    call_command("deliver")
    now = timezone.now()
    if outcome is not None:
        decided = {"outcome": outcome, "decided_at": now} if outcome else {}
        SignUp.objects.update(confirmed_at=now, **decided)
    purge_all(now + dt.timedelta(days=days - 1))
    assert SignUp.objects.exists()
    purge_all(now + dt.timedelta(days=days, minutes=1))
    for model in (SignUp, Task, OutgoingMessage):
        assert not model.objects.exists(), model


def test_an_officer_has_a_week_also_where_our_email_waited_for_twelve_days(write, today_is, client):
    today_is("2026-11-10")
    write()
    SignUp.objects.update(asked_at=timezone.now())
    for night in ("2026-11-18", "2026-11-22"):
        today_is(night, "03:00")
        call_command("nightly")
    today_is("2026-11-22")
    call_command("deliver")
    (letter,) = letters_to_olu()
    today_is("2026-11-29", "20:00")
    assert "Thank you" in words(client.post(link_in(letter), follow=True))


def test_an_officer_has_a_week_from_when_our_email_left(write, today_is):
    today_is("2026-11-24")
    write()
    SignUp.objects.update(asked_at=timezone.now())
    today_is("2026-11-30")
    call_command("deliver")
    for night in ("2026-12-01", "2026-12-07"):
        today_is(night, "03:00")
        call_command("nightly")
        assert SignUp.objects.get().confirmed_at is None
    today_is("2026-12-08", "03:00")
    call_command("nightly")
    assert not SignUp.objects.exists()


def test_continue_with_no_council_chosen_says_so_and_choosing_one_goes_on(client, db):
    assert "Choose your council, then select Continue" not in words(client.get("/sign/"))
    page = client.get("/sign/", {"council": ""})
    assert "Choose your council, then select Continue" in words(page)
    assert 'href="#council"' in page.text and 'id="errors"' in page.text
    assert "Please check this" not in words(client.get("/sign/", {"council": "sheffield"}))
