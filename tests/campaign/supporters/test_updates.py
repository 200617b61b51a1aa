"""“Email me when there is something to do or to know”: its own choice, and what staff write."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.staff import roles
from campaign.supporters import wishes
from campaign.supporters.models import Update, Wish, WishKind
from campaign.supporters.suppression import suppress_address
from councils.models import Pause
from tests.campaign.supporters.mailbox import ANNA, emails, path_in
from tests.seen import fields, words

WORDS = (
    "Email me when there’s something to do or to know about children who run away in Sheffield."
    " Six emails a year at most."
)
ADD = "/admin/supporters/update/add/"


@pytest.fixture
def anna(ask, client):
    """Anna's wishes about Sheffield, when it signs and updates, both confirmed; the latter."""
    ask(updates="on")
    client.post(path_in(emails()[-1], "confirm"))
    return Wish.objects.get(kind=WishKind.UPDATES)


@pytest.fixture
def write(staff):
    """Return a function by which Ed writes an update; it returns its steps."""

    def send(**changes):
        typed = {"subject": "A meeting on {council}", "text": "Come on Monday.\n\nThank you."}
        answer = staff.post(ADD, typed | changes)
        assert answer.status_code == 302, answer.context["errors"]
        return answer.headers["Location"]

    return send


@pytest.fixture
def cleo(db, django_user_model):
    """Cleo, who looks after supporters too, signed in."""
    from django.test import Client

    user = django_user_model(username="cleo@example.org", email="cleo@example.org")
    roles.give(user, "supporter care")
    browser = Client()
    browser.force_login(user)
    return browser


def test_staff_preview_and_test_it_and_a_second_person_sends_it(anna, staff, write, cleo):
    def press(browser, name):
        return words(browser.post(steps, {**fields(browser.get(steps)), name: "1"}, follow=True))

    steps = write()
    page = words(staff.get(steps))
    assert "Today it would reach 1 person" in page
    assert "A meeting on Barking and Dagenham" in page and "Come on Monday." in page
    assert "has to send a test first" in press(cleo, "send")
    assert "on its way to ed@example.org" in press(staff, "test")
    assert emails(purpose="staff")[0]["Subject"] == "Test: A meeting on Barking and Dagenham"
    assert "Somebody else has to" in press(staff, "send")
    assert "It leaves tonight." in press(cleo, "send")
    assert "Taken back" in press(staff, "take_back")
    press(cleo, "send")
    assert wishes.night() == {"copies of updates": 1}
    assert wishes.night() == {}
    email = emails(purpose="update")[0]
    assert email["Subject"] == "A meeting on Sheffield"
    text = " ".join(email.get_content().split())
    assert text.startswith("Come on Monday.") and f": “{WORDS}”" in text
    assert "for 1 person" in words(staff.get(steps))


def test_nobody_sends_words_that_changed_since_they_read_them(anna, staff, write, cleo):
    steps = write()
    staff.post(steps, {"test": "1"})
    read = fields(cleo.get(steps))
    change = steps.replace("steps", "change")
    staff.post(change, {"subject": "Other words", "text": "Other."})
    assert Update.objects.get().state == "being written"
    staff.post(steps, {"test": "1"})
    page = cleo.post(steps, {**read, "send": "1"}, follow=True)
    assert "It has changed since you opened this page." in words(page)
    assert not Update.objects.leaving()


def test_seventh_of_a_year_is_refused(anna, staff, write, cleo):
    now = timezone.now()
    for _ in range(6):
        Update.objects.create(subject="x", text="x", approved_at=now, sent_at=now)
    steps = write()
    staff.post(steps, {"test": "1"})
    send = {**fields(cleo.get(steps)), "send": "1"}
    refused = words(cleo.post(steps, send, follow=True))
    assert "at most 6 in a year, and have had them." in refused
    Update.objects.exclude(sent_at=None).update(sent_at=timezone.now() - dt.timedelta(days=366))
    cleo.post(steps, send)
    assert Update.objects.leaving()


@pytest.fixture
def leaving(anna, write):
    """Ed's update, sent by somebody else."""
    update = Update.objects.get(pk=write().split("/")[-3])
    Update.objects.update(tested_at=timezone.now(), approved_at=timezone.now())
    update.refresh_from_db()
    return update


def test_it_waits_while_every_council_is_kept_quiet(leaving, today_is):
    on, until = timezone.localdate(), timezone.localdate() + dt.timedelta(days=9)
    Pause(starts_on=on, until=until, reason="x").update()
    assert wishes.night() == {}
    today_is(str(until + dt.timedelta(days=1)))
    assert wishes.night() == {"copies of updates": 1}


def test_it_goes_to_all_who_ticked_it_and_not_where_a_council_is_kept_quiet(ask, anna, kent):
    for council in ("kent", "leeds"):
        ask("bob@supporter.example", page=f"/alerts/?council={council}", updates="on")
    ask("rita@supporter.example")
    Wish.objects.update(confirmed_at=timezone.now())
    assert Update().number_reached() == 2
    suppress_address(ANNA)
    assert Update().number_reached() == 1
    on = timezone.localdate()
    Pause(council=kent, starts_on=on, until=on, reason="x").update()
    assert [each.council.code for each in Wish.objects.may_get_updates()] == ["LDS"]


def test_restored_update_does_not_go_twice(leaving):
    wishes.settle(timezone.now(), timezone.now())
    assert wishes.night() == {}
    leaving.refresh_from_db()
    assert leaving.state == "being written"


def test_an_update_that_may_not_be_deleted_says_how_it_ends(write, staff):
    draft = write()
    page = words(staff.get(draft.replace("/steps/", "/change/")))
    assert "An update is never deleted." in page and "a draft goes to nobody" in page
    assert "Delete" not in page
