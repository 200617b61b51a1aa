"""Until an administrator opens a site, it says so and takes no personal data."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.outbox.mime import readable
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.pages.models import Organisation
from campaign.staff import roles
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.models import Contact
from tests.seen import fields, links, words

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
NOTICE = "This site is being prepared"
REFUSED = "It can’t take names, addresses or messages."
WHO = "/admin/pages/organisation/"
INSTEAD = "so copy it, or send your letter yourself"
"""What somebody can do instead, by the address of the form."""


@pytest.fixture(autouse=True)
def must_be_opened(settings):
    settings.MUST_BE_OPENED = True


@pytest.fixture
def ada(client):
    """The browser of Ada, an administrator."""
    user = User(username="ada@example.org", email="ada@example.org")
    user.set_password(PASSWORD)
    roles.give(user, "administrator")
    client.force_login(user)
    return client


def test_every_page_of_an_unopened_site_says_so_and_asks_search_engines_to_stay_away(client):
    for address in ("/", "/councils/", "/councils/kent/", "/need-help/", "/charter/", "/sign/"):
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


def test_a_letter_can_be_written_but_not_sent_before_opening(client, sheffield):
    Contact.objects.create(
        council=sheffield, role="leader", email="leader@sheffield.example", source="its website",
        checked_on=dt.date.today(), check_again_on=dt.date.today() + dt.timedelta(days=90),
    )  # fmt: skip
    draft = client.post("/councils/sheffield/write/", {"own_line": "Please sign."}, follow=True)
    typed = fields(draft) | {
        "name": "Anna", "email": "anna@home.example", "postal_address": "Sheffield",
    }  # fmt: skip
    sent = client.post(f"{draft.request['PATH_INFO']}send/", typed)
    assert sent.status_code == 503
    assert REFUSED in words(sent)
    assert fields(sent)["name"] == "Anna"  # no email is asked for, so that nobody gives one
    letter = Letter.objects.get()
    assert (letter.name, letter.email, letter.state) == ("", "", "draft")


def test_an_administrator_opens_the_site_once_nothing_is_missing(ada):
    typed = {"name": "A charity", "charity_number": "1234567", "email": "hello@charity.example"}
    page = words(ada.post(f"{WHO}add/", typed | {"_open": ""}, follow=True))
    assert "Still missing: A press contact; When email is read; " in page
    form = f"{WHO}1/change/"
    filled = {
        "host": "Nest, in Norway", "mail_service": "Post", "press_contact": "Press, 020 7946 0000",
        "safeguarding_policy": "https://charity.example/policy/", "ico_number": "ZA123456",
        "dpia_on": "2026-11-01",
        "safeguarding_email": "safe@charity.example", "deputy_email": "deputy@charity.example",
        "mail_hours": "Monday to Friday, 9am to 5pm", "words_checked": "on",
        "restore_rehearsed_on": "2026-11-20",
    }  # fmt: skip
    ada.post(form, fields(ada.get(form)) | filled | {"_test": "", "own_password": PASSWORD})
    page = words(ada.post(form, fields(ada.get(form)) | {"_open": ""}, follow=True))
    assert "Still missing: An address for safeguarding, confirmed by somebody" in page
    assert "A deputy for safeguarding" in page
    for mailbox in ("safe", "deputy"):
        asked = OutgoingMessage.objects.get(recipient=f"{mailbox}@charity.example")
        link = re.search(r"/safeguarding/confirm/[^\s]+", readable(bytes(asked.content))[1])
        ada.post(link[0])
    tests = OutgoingMessage.objects.filter(key__startswith="opening-test")
    tests.update(state=MessageState.ACCEPTED, outcome_at=timezone.now(), is_test=True)
    page = words(ada.post(form, fields(ada.get(form)) | {"_open": ""}, follow=True))
    assert "Still missing: A test email was accepted" in page  # it went to a file
    tests.update(is_test=False)
    page = words(ada.post(form, fields(ada.get(form)) | {"_open": ""}, follow=True))
    assert "The site is open." in page
    public = ada.get("/councils/kent/")
    assert NOTICE not in words(public)
    assert "noindex" not in public.content.decode()


@pytest.mark.promise(34)
def test_a_site_opened_by_mistake_is_shut_again_within_a_day(ada, client):
    ada.post(f"{WHO}add/", {"name": "A charity"})
    form = f"{WHO}1/change/"

    def shut(hours_ago):
        opened_at = timezone.now() - dt.timedelta(hours=hours_ago)
        Organisation.objects.update(opened_at=opened_at, safeguarding_email="safe@charity.example")
        typed = fields(ada.get(form))
        return words(ada.post(form, typed | {"_shut": ""}, follow=True))

    assert "The site is being prepared again." in shut(hours_ago=1)
    assert NOTICE in words(client.get("/"))
    twice = ada.post(form, fields(ada.get(form)) | {"_shut": ""}, follow=True)
    assert Organisation.current().opened_at is None
    assert "The site is not open." in words(twice)
    assert "open for more than a day" in shut(hours_ago=25)
    assert Organisation.current().opened_at is not None
    assert "Shut it again" not in words(ada.get(form))


def test_shutting_it_again_needs_nothing_else_of_the_form_to_be_right(ada, client):
    ada.post(f"{WHO}add/", {"name": "A charity", "ico_number": "ZA123456"})
    form = f"{WHO}1/change/"
    Organisation.objects.update(opened_at=timezone.now())
    typed = fields(ada.get(form)) | {"ico_number": "none yet", "name": "Another charity"}
    shut = words(ada.post(form, typed | {"_shut": ""}, follow=True))
    assert "The site is being prepared again. Letters wait." in shut
    assert "was changed successfully" not in shut
    assert NOTICE in words(client.get("/"))
    assert Organisation.current().name == "A charity"
    Organisation.objects.update(opened_at=timezone.now() - dt.timedelta(days=2))
    late = words(ada.post(form, typed | {"_shut": ""}, follow=True))
    assert "open for more than a day" in late and "was changed successfully" not in late


def test_an_editor_cannot_shut_it_again(client, editor):
    Organisation.objects.create(name="A charity", opened_at=timezone.now())
    client.force_login(editor)
    client.post(f"{WHO}1/change/", fields(client.get(f"{WHO}1/change/")) | {"_shut": ""})
    assert Organisation.current().opened_at is not None


@pytest.fixture
def ready(ada, monkeypatch):
    """Return the form of a site to be opened, of which everything is done."""
    ada.post(f"{WHO}add/", {"name": "A charity"})
    Organisation.objects.update(safeguarding_email="safe@charity.example")
    monkeypatch.setattr("campaign.pages.opening.steps", list)
    return f"{WHO}1/change/"


def test_opening_is_said_in_its_own_words_and_twice_is_no_fault(ada, ready):
    opened = fields(ada.get(ready)) | {"_open": ""}
    for _ in range(2):
        page = words(ada.post(ready, opened, follow=True))
        assert "The site is open." in page
        assert "was changed successfully" not in page and "Since you opened" not in page
    history = words(ada.get(f"{WHO}1/history/"))
    assert history.count("Opened the site.") == 1


def test_back_to_the_empty_form_leads_to_the_one_that_was_saved(ada):
    ada.post(f"{WHO}add/", {"name": "A charity"})
    again = ada.get(f"{WHO}add/", follow=True)
    assert again.redirect_chain[-1][0] == f"{WHO}1/change/"
    assert fields(again)["name"] == "A charity"


def test_an_address_that_waits_for_its_yes_stands_where_it_was_typed(ada):
    form = f"{WHO}1/change/"
    safe = {"safeguarding_email": "safe@charity.example"}
    empty = ada.post(f"{WHO}add/", {"name": "A charity", **safe})
    assert "Type the password with which you signed in." in words(empty)
    ada.post(f"{WHO}add/", {"name": "A charity", "own_password": PASSWORD, **safe})
    assert "safe@charity.example was asked, and has not said yes yet." in words(ada.get(form))


def test_opening_says_what_follows(ada):
    ada.post(f"{WHO}add/", {"name": "A charity"})
    page = words(ada.get(f"{WHO}1/change/"))
    assert "What follows when you open it: at once everybody can write letters" in page
    assert "To do: Its safeguarding policy" in page
    assert "To do: Its number at the Information Commissioner’s Office" in page
    assert "To do: The data protection impact assessment was agreed" in page


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("charity_number", "No. 1234567", "six or seven digits"),
        ("charity_number", "12", "six or seven digits"),
        ("press_contact", "The press office", "Add a telephone number or an email address"),
        ("press_contact", "Pat, ext. 1234", "Add a telephone number or an email address"),
        ("ico_number", "1234", "It is letters, then digits"),
        ("safeguarding_policy", "in the blue folder", "That web address doesn’t look right."),
        ("dpia_on", "2126-11-01", "This day has not come yet."),
        ("restore_rehearsed_on", "2126-11-01", "This day has not come yet."),
    ],
)
def test_a_field_takes_what_it_promises_and_nothing_typed_is_lost(ada, field, typed, says):
    page = ada.post(f"{WHO}add/", {"name": "A charity", field: typed, "_open": ""})
    assert says in words(page)
    assert fields(page)[field] == typed
    assert not Organisation.objects.exists()


def test_the_desk_leads_to_opening(ada, settings):
    desk = ada.get("/admin/")
    assert "Opening" in links(desk)[WHO]
    assert "Opening Not open yet" in words(desk)
    assert "A press contact" in words(ada.get(WHO, follow=True))
    settings.MUST_BE_OPENED = False
    assert "Opening Open A site to practise on needs no opening." in words(ada.get("/admin/"))
    saved = ada.post(f"{WHO}add/", {"name": "A charity"}, follow=True)
    assert saved.redirect_chain[-1][0] == f"{WHO}1/change/"
    assert "The organisation “ A charity ” was added" in words(saved)
    assert "To do: A press contact" in words(saved)
    assert "Save, and open the site" not in words(saved)


def test_only_an_administrator_may_open_the_site(client, editor):
    client.force_login(editor)
    page = client.post(f"{WHO}add/", {"name": "A charity", "_open": ""}, follow=True)
    assert "open the site" not in words(page).partition("How long things are kept")[2]
    assert Organisation.current().opened_at is None
    assert NOTICE in words(client.get("/"))
