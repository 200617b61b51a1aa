"""Olu, an officer of Sheffield, checks the council and writes to us, without JavaScript."""

import re

import pytest

from campaign.tasks.models import Task
from tests.browser.screens import press
from tests.campaign.outbox.emails import delivered

pytestmark = pytest.mark.browser


def test_an_officer_checks_the_council_tells_us_of_one_thing_and_confirms_it(
    visit, size, site, settings
):
    settings.SITE_URL = site
    page = visit("/self-check/?council=sheffield", size, java_script_enabled=False)
    question = page.get_by_role("group", name="Do you collect data")
    question.get_by_label("Yes").check()
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Not answered").first.is_visible()
    assert page.get_by_text("Say where people can read it.").locator("visible=true").count() == 1
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Tell us, and we’ll put it on your page.").click()
    page.get_by_label("Your council").select_option("sheffield")
    press(page, "Continue")
    assert not page.get_by_label("What shows it?").is_visible()  # not before the choice
    page.get_by_label("We’ve done something new").check()
    page.get_by_label("Which of the four words").select_option("count")
    page.get_by_label("What would you like us to know?").fill("We collect data.")
    page.get_by_label("What shows it?").fill("Report 3, item 7")
    press(page, "Send")
    assert page.get_by_role("heading", name="Please check these").is_visible()
    page.get_by_label("Your name").fill("Olu Ade")
    page.get_by_label("Your job title").fill("Head of children’s services")
    page.get_by_label("Your work email").fill("olu.ade@sheffield.gov.uk")
    press(page, "Send")
    assert page.get_by_role("heading", name="Check your email").is_visible()
    (mail,) = delivered()
    page.goto(re.search(r"http://\S+/sign/confirm/\S+", mail.get_content())[0])
    assert not Task.objects.exists()
    press(page, "Yes, send it")
    assert page.get_by_role("heading", name="Thank you. We’ll read it and email you").is_visible()
    assert Task.objects.get().text.endswith("shows that somebody there wrote, no more.")
