"""Whom a letter greets is whom it is to: on its page, in print, in its email, and given back."""

import pytest

from campaign.letters.models import Letter
from councils.models import Channel, Contact, Role
from councils.record import record_version
from tests.campaign.letters.conftest import WRITER, Browser
from tests.campaign.letters.typed import read
from tests.seen import links, words

pytestmark = pytest.mark.django_db
DIRECTOR = "Director of Children’s Services"


@pytest.fixture
def to_the_director(browser, contact, unhurried):
    """Anna's letter to Kent's Director, which waits to be confirmed."""
    contact(Role.DIRECTOR, where="director@kent.example")
    browser.go("/councils/kent/write/")
    unhurried()
    browser.press("send", **WRITER)
    return browser


def test_a_letter_given_back_after_its_contact_failed_greets_whom_it_is_to(to_the_director, client):
    Contact.objects.all().delete()
    record_version.forget()
    letter = Letter.objects.get()
    seen = words(client.get(f"/letters/{letter.token}/confirm/"))
    assert f"To the {DIRECTOR}, Kent County Council" in seen
    assert "Dear Director," in seen
    assert "Lead Member" not in seen
    to_the_director.go(f"{to_the_director.draft}yourself/")
    seen = words(to_the_director.page)
    assert f"To the {DIRECTOR}, Kent County Council" in seen
    assert "“director of children’s services”" in seen


def test_the_email_is_to_the_role_that_it_greets_whoever_reads_that_mailbox(
    to_the_director, mails, contact
):
    Contact.objects.all().delete()
    contact(Role.LEAD_MEMBER, where="lead@kent.example")
    letter = Letter.objects.get()
    mailbox = Browser(to_the_director.client)
    mailbox.go(f"/letters/{letter.token}/confirm/")
    assert f"It goes to the {DIRECTOR}." in words(mailbox.page)
    mailbox.press("confirm")
    (message,) = mails("letter")
    mail = read(message)
    assert mail["To"].addresses[0].display_name.startswith(DIRECTOR)
    assert mail.get_content().startswith("Dear Director,")


@pytest.mark.parametrize(
    ("channel", "where", "first"),
    [
        (Channel.WEB_FORM, "https://kent.example/form", "Copy it"),
        (Channel.POST, "County Hall", "Print it"),
    ],
)
def test_a_council_that_takes_post_or_a_form_only_is_not_offered_email_first(
    browser, contact, channel, where, first
):
    contact(channel=channel, where=where)
    page = browser.go("/councils/kent/write/")
    assert "so you send it yourself" in words(page)
    assert "email address yet" not in words(page)
    page = browser.press("yourself", name="Anna", postal_address="Dover")
    body = page.content.decode()
    main = body[body.index("<main") : body.index("<article")]
    assert first in main
    assert "mailto:" not in main
    assert "Open it in my email" not in main
    assert where in words(page) or where in links(page)
