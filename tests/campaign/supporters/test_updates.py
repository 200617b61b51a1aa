"""“Email me when there is something to do or to know”: its own choice, and what staff write."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.staff import roles
from campaign.supporters import admin, wishes
from campaign.supporters.models import Kind, Update, Wish
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
    return Wish.objects.get(kind=Kind.UPDATES)


@pytest.fixture
def write(staff, sheffield):
    """Return a function by which Ed writes an update about Sheffield; it returns its steps."""

    def send(**changes):
        typed = {"subject": "A meeting on {council}", "text": "Come on Monday.\n\nThank you."}
        typed |= {"councils": [sheffield.pk], **changes}
        answer = staff.post(ADD, typed)
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


def test_staff_preview_test_and_get_a_second_yes(anna, staff, write, cleo):
    steps = write()
    page = words(staff.get(steps))
    assert "Today it would reach 1 person" in page
    assert "A meeting on Sheffield" in page and "Come on Monday." in page and WORDS in page
    assert "a test to yourself first" in words(staff.post(steps, {"release": "1"}, follow=True))
    assert "on its way to ed@example.org" in words(staff.post(steps, {"test": "1"}, follow=True))
    assert emails(purpose="staff")[0]["Subject"] == "Test: A meeting on Sheffield"
    assert "agree first" in words(staff.post(steps, {"release": "1"}, follow=True))
    assert "Somebody else has to" in words(staff.post(steps, {"agree": "1"}, follow=True))
    cleo.post(steps, {"agree": "1"})
    assert "It leaves tonight." in words(staff.post(steps, {"release": "1"}, follow=True))
    assert "Taken back" in words(cleo.post(steps, {"take_back": "1"}, follow=True))
    staff.post(steps, {"release": "1"})
    assert wishes.night() == {"copies of updates": 1}
    assert wishes.night() == {}
    text = emails(purpose="update")[0].get_content()
    assert (
        text.startswith("Come on Monday.") and "You’re getting this because you agreed on" in text
    )
    assert "for 1 person" in words(staff.get(steps))


def test_change_of_words_takes_back_the_test_and_the_yes(anna, staff, write, cleo, sheffield):
    steps = write()
    staff.post(steps, {"test": "1"})
    cleo.post(steps, {"agree": "1"})
    change, read = steps.replace("steps", "change"), fields(cleo.get(steps))
    staff.post(change, {"subject": "Other words", "text": "Other.", "councils": [sheffield.pk]})
    update = Update.objects.get()
    assert (update.subject, update.state) == ("Other words", "being written")
    assert update.approved_by is None
    staff.post(steps, {"test": "1"})
    page = cleo.post(steps, {**read, "agree": "1"}, follow=True)
    assert "It has changed since you opened this page." in words(page)
    assert Update.objects.get().approved_by is None


def test_seventh_of_a_year_is_refused_with_the_council_named(anna, staff, write, sheffield):
    for _ in range(6):
        sent = Update.objects.create(subject="x", text="x", sent_at=timezone.now())
        sent.councils.add(sheffield)
    steps = write(councils=[], to_all="on")
    staff.post(steps, {"test": "1"})
    refused = words(staff.post(steps, {"release": "1"}, follow=True))
    assert "at most 6 in a year, and have had them about: Sheffield" in refused
    assert not Update.objects.released().exists()
    Update.objects.exclude(sent_at=None).update(sent_at=timezone.now() - dt.timedelta(days=366))
    staff.post(steps, {"release": "1"})
    assert Update.objects.released().exists()


def test_it_waits_while_its_council_is_kept_quiet(anna, write, sheffield, today_is):
    update = Update.objects.get(pk=write().split("/")[-3])
    admin.send_test(update, User.objects.get())
    update.release(needs_a_yes=False)
    on, until = timezone.localdate(), timezone.localdate() + dt.timedelta(days=9)
    Pause().update(council=sheffield, starts_on=on, until=until, reason="x")
    assert wishes.night() == {}
    today_is(str(until + dt.timedelta(days=1)))
    assert wishes.night() == {"copies of updates": 1}


def test_it_goes_only_to_those_who_asked_about_its_councils(ask, anna, write, kent):
    ask("bob@supporter.example", page="/alerts/?council=leeds", updates="on")
    ask("rita@supporter.example")
    Wish.objects.update(confirmed_at=timezone.now())
    update = Update.objects.get(pk=write().split("/")[-3])
    assert [reached.email for reached in update.reaches()] == [ANNA]
    suppress_address(ANNA)
    assert update.number_reached() == 0


def test_restored_update_does_not_go_twice(anna, write, settings):
    update = Update.objects.get(pk=write().split("/")[-3])
    admin.send_test(update, User.objects.get())
    update.release(needs_a_yes=False)
    wishes.settle(timezone.now(), timezone.now())
    assert wishes.night() == {}
    update.refresh_from_db()
    assert update.state == "being written"
