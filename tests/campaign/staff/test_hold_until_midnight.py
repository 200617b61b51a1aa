"""“Hold such letters until midnight”: the one press by which staff read letters of a stranger."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from campaign.letters.models import State
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.staff import emails, roles
from tests.campaign.letters.conftest import contact, open_by_day, reached  # noqa: F401  fixtures
from tests.campaign.letters.strangers import LONG, write
from tests.campaign.letters.typed import text_of
from tests.seen import words

READ = "/admin/letters/read/"
SWITCH = "/admin/switch/"


@pytest.fixture
def told(editor, client, today_is):
    """The link in the email that asks Cora whether such letters shall wait; she is signed in."""
    today_is("2026-11-24", "12:00")
    roles.give(editor, "supporter care")
    client.force_login(editor)
    emails.ask_to_hold_letters(21, 11)
    (email,) = OutgoingMessage.objects.filter(recipient=editor.email)
    return re.search(r"http://\S+?(/admin/\S*)", text_of(email))[1]


def holds():
    return MailSettings.current().reads_own_words


def test_opening_the_link_or_the_switch_changes_nothing_however_often(told, client):
    for _ in range(3):
        assert "Hold such letters until midnight" in words(client.get(told))
        client.head(told)
        assert client.get(f"{SWITCH}?turn=read").status_code == 405
    assert not holds()


def test_whoever_the_email_is_forwarded_to_is_asked_to_sign_in_and_holds_nothing(told):
    stranger = Client()
    answer = stranger.get(told)
    assert answer.status_code == 302
    assert answer.url == f"/admin/login/?next={told}"
    assert stranger.post(SWITCH, {"turn": "read"}).status_code == 403
    assert not holds()


@pytest.mark.parametrize("role", ["reader", "recorder", "editor"])
def test_a_colleague_who_looks_after_nobody_is_refused(told, django_user_model, role):
    user = django_user_model.objects.create(username="olu@example.org", is_staff=True)
    roles.give(user, role)
    theirs = Client()
    theirs.force_login(user)
    assert theirs.post(SWITCH, {"turn": "read"}).status_code == 403
    assert theirs.get(told).status_code == 403
    assert not holds()


def test_another_sites_form_presses_nothing_in_her_open_session(told, editor):
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(editor)
    answer = checked.post(SWITCH, {"turn": "read"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not holds()


def test_pressed_twice_or_by_two_it_holds_once_until_the_same_midnight(told, client):
    for _ in range(2):
        client.post(SWITCH, {"turn": "read"})
    assert MailSettings.current().own_words_read_until == timezone.make_aware(
        timezone.datetime(2026, 11, 25)
    )


def test_the_link_of_yesterday_shows_how_it_is_today_and_holds_todays(
    told, client, editor, today_is
):
    client.post(SWITCH, {"turn": "read"})
    today_is("2026-11-25", "09:00")
    client.force_login(editor)  # a session ends after twelve hours
    assert not holds()
    assert "Hold such letters until midnight" in words(client.get(told))
    client.post(SWITCH, {"turn": "read"})
    assert holds()
    today_is("2026-11-26", "00:00")
    assert not holds()


@pytest.mark.parametrize("turn", ["", "Read", "evil", "read\0"])
def test_an_unknown_press_changes_nothing(told, client, turn):
    client.post(SWITCH, {"turn": "busy"})
    client.post(SWITCH, {"turn": "read"})
    assert client.post(SWITCH, {"turn": turn}).status_code == 400
    assert holds()
    assert MailSettings.current().is_busy


def test_what_was_held_before_midnight_still_waits_after_it(
    told,
    client,
    editor,
    reached,  # noqa: F811
    today_is,
):
    (slug,) = reached(1)
    client.post(SWITCH, {"turn": "read"})
    letter = write(slug, "x@gmail.com", LONG)
    today_is("2026-11-25", "09:00")
    client.force_login(editor)
    client.post(SWITCH, {"turn": "unread"})
    letter.refresh_from_db()
    assert letter.state == State.HELD
    assert letter.name in words(client.get(READ))
