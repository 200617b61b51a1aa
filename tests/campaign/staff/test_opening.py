"""Until an administrator opens a site, it says so and takes no personal data."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.pages.models import Opening, Organisation
from campaign.staff import checks, roles
from campaign.staff.models import AuditEntry
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.models import Contact
from tests.seen import fields, links, words

pytestmark = pytest.mark.django_db

NOTICE = "This site is being prepared"
REFUSED = "It can’t take names, addresses or messages."
OPENING = "/admin/opening/"
INSTEAD = "so copy it, or send your letter yourself"
"""What somebody can do instead, by the address of the form."""


@pytest.fixture(autouse=True)
def must_be_opened(settings):
    settings.MUST_BE_OPENED = True


@pytest.fixture
def ada(client):
    """The browser of Ada, an administrator."""
    user = User(username="ada@example.org", email="ada@example.org")
    roles.give(user, "administrator")
    client.force_login(user)
    return client


def test_every_page_of_an_unopened_site_says_so_and_asks_search_engines_to_stay_away(client):
    for address in ("/", "/councils/", "/councils/kent/", "/need-help/", "/charter/", "/alerts/"):
        page = client.get(address)
        assert page.status_code == 200
        assert NOTICE in words(page), address
        assert '<meta name="robots" content="noindex">' in page.content.decode(), address


@pytest.mark.promise(34)
def test_an_unopened_site_takes_no_personal_data_and_gives_back_what_was_typed(client, sheffield):
    anna = "anna@home.example"
    message = {"kind": "wrong", "text": "The website has moved.", "email": anna}
    for address, typed in {
        "/councils/sheffield/tell-us/": message,
        "/alerts/?council=sheffield": {"email": anna},
        "/complaints/": {"text": "It moved.", "name": "Anna", "email": anna},
        "/sign/": {"council": "sheffield", "email": anna, "text": "We want to sign."},
        "/letters/lost/": {"email": anna},
    }.items():
        page = client.post(address, typed)
        assert page.status_code == 503, address
        assert REFUSED in words(page), address
        assert anna in page.content.decode(), address
        assert INSTEAD in words(page), address
    for model in (Task, Wish, OutgoingMessage, Letter):
        assert not model.objects.exists()
    assert "the site is being prepared" in MailSettings.current().missing_for_live


def test_a_letter_can_be_written_and_copied_but_not_sent_before_opening(client, sheffield):
    Contact.objects.create(
        council=sheffield, role="leader", email="leader@sheffield.example", source="its website",
        checked_on=dt.date.today(), check_again_on=dt.date.today() + dt.timedelta(days=90),
    )  # fmt: skip
    draft = client.post("/councils/sheffield/write/", {"own_line": "Please sign."}, follow=True)
    address = draft.request["PATH_INFO"]
    typed = fields(draft) | {
        "name": "Anna", "email": "anna@home.example", "postal_address": "Sheffield",
    }  # fmt: skip
    sent = client.post(f"{address}send/", typed)
    assert sent.status_code == 503
    assert REFUSED in words(sent)
    assert fields(sent)["email"] == "anna@home.example"
    letter = Letter.objects.get()
    assert (letter.name, letter.email) == ("", "")
    copied = client.post(f"{address}yourself/", typed, follow=True)
    whole = words(copied).partition("Dear ")[2]  # the letter as it stands there, to copy
    assert "Please sign." in whole
    assert "Anna" in whole
    letter.refresh_from_db()
    assert (letter.name, letter.email, letter.state) == ("Anna", "", "draft")
    assert not OutgoingMessage.objects.exists()


def test_a_call_for_help_before_opening_is_answered_with_the_helplines(client, sheffield):
    text = "I have run away from home and I am scared"
    page = client.post("/councils/sheffield/tell-us/", {"kind": "wrong", "text": text})
    assert page.status_code == 200
    assert REFUSED not in words(page)
    assert "116 000" in words(page)
    assert not Task.objects.exists()


def test_an_administrator_opens_the_site_once_nothing_is_missing(ada, settings):
    steps = [address for address in links(ada.get(OPENING)) if "#id_" in address]
    assert len(steps) == 10
    for step in steps:  # each leads to the field or the button that settles it
        address, _, field = step.partition("#")
        assert f'id="{field}"' in ada.get(address).content.decode(), step
    desk = words(ada.get("/admin/"))
    assert "This site is being prepared" in desk
    assert "To do: Who answers for personal data" in desk
    filled = {
        "data_contact": "Dora Day, trustee", "safeguarding_contact": "Sam Sea, trustee",
        "mail_hours": "Monday to Friday, 9am to 5pm", "words_checked": "on",
        "restore_rehearsed_on": "2026-11-20",
    }  # fmt: skip
    page = words(ada.post(OPENING, filled | {"open": ""}, follow=True))
    assert "Still missing: Who runs the site, and its charity number" in page
    assert Opening.current().opened_at is None
    Organisation.objects.update_or_create(
        pk=1,
        defaults={
            "name": "A charity", "charity_number": "1", "email": "hello@charity.example",
            "press_contact": "Press", "safeguarding_email": "safe@charity.example",
        },
    )  # fmt: skip
    ada.post(OPENING, filled | {"test": ""})
    kept = fields(ada.get(OPENING))  # all that was typed, and the day as a date field reads it
    assert filled.items() <= kept.items()
    test = OutgoingMessage.objects.get(purpose="staff")
    assert test.recipient == "ada@example.org"
    tests = OutgoingMessage.objects.filter(pk=test.pk)
    tests.update(state=MessageState.ACCEPTED, outcome_at=timezone.now(), is_test=True)
    assert "To do: A test email was accepted" in words(ada.get(OPENING))  # it went to a file
    tests.update(is_test=False)
    page = words(ada.post(OPENING, filled | {"open": ""}, follow=True))
    assert "Still missing: Councils that can be written to: 0 of 153." in page
    page = ada.post(OPENING, filled | {"few_contacts_accepted": "on", "open": ""}, follow=True)
    assert "The site is open." in words(page)
    assert "being prepared" not in words(page)
    assert Opening.current().opened_by == "ada@example.org"
    public = ada.get("/councils/kent/")
    assert "We read email: Monday to Friday, 9am to 5pm." in words(public)
    assert NOTICE not in words(public)
    assert "noindex" not in public.content.decode()
    assert str(AuditEntry.objects.first()) == "ada@example.org: opened the site"
    opened = Opening.current().opened_at
    ada.post(OPENING, filled | {"few_contacts_accepted": "on", "open": ""})
    assert Opening.current().opened_at == opened


def test_only_an_administrator_may_open_the_site_and_no_future_rehearsal_is_accepted(
    client, ada, editor
):
    tomorrow = (dt.date.today() + dt.timedelta(days=2)).isoformat()
    page = ada.post(OPENING, {"restore_rehearsed_on": tomorrow, "save": ""})
    assert "This day is still to come." in words(page)
    client.force_login(editor)
    assert client.get(OPENING).status_code == 403


def test_the_check_for_production_names_what_is_missing_to_open(db):
    (warning,) = checks.check_opening(None, databases=["default"])
    assert "it takes no letters, alerts or messages" in warning.msg
    assert "Who answers for safeguarding; " in warning.msg
    Opening.current().open(by="ada@example.org")
    assert checks.check_opening(None, databases=["default"]) == []
