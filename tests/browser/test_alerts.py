"""Anna asks for an alert, confirms it by email, is told once, and can stop it on any day."""

import re

import pytest

from campaign.supporters import wishes
from campaign.supporters.models import Wish
from councils.record import record_version
from tests.browser.screens import ask_to_be_told, press
from tests.campaign.outbox.emails import delivered

pytestmark = pytest.mark.browser

ANNA = "anna@example.org"


@pytest.fixture
def mailbox(site, settings):
    """Return a function that lets the worker deliver, and returns the emails to Anna."""
    settings.SITE_URL = site
    return delivered


def link_in(mail, part: str) -> str:
    return re.search(rf"http://\S+/alerts/{part}/\S+", mail.get_content())[0]


def test_an_alert_is_asked_for_confirmed_and_sent_once(visit, size, mailbox, sheffield, sign):
    page = visit("/councils/sheffield/", size)
    ask_to_be_told(page)
    assert page.get_by_role("heading", name="Check your email").is_visible()
    (mail,) = mailbox()
    page.goto(link_in(mail, "confirm"))
    assert not Wish.objects.get().is_confirmed
    press(page, "Yes, tell me")
    assert page.get_by_role("heading", name="We’ll tell you when Sheffield signs").is_visible()
    sign(sheffield, "2026-11-20")
    record_version.forget()
    wishes.night()
    told = mailbox()[-1]
    assert told["Subject"] == "Sheffield is now listed as having signed"
    page.goto(link_in(told, "stop"))
    assert page.get_by_role("heading", name="You’re not on this list").is_visible()
    page.goto("/alerts/?council=sheffield")
    assert page.get_by_role("heading", name="Sheffield has signed already").is_visible()
