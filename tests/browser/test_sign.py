"""Olu, an officer of Sheffield, checks the council and writes to us, without JavaScript."""

import email
import email.policy
import re

import pytest
from django.core.management import call_command

from campaign.pages.models import Organisation
from campaign.sign_up.models import SignUp
from campaign.tasks.models import Task
from tests.browser.screens import press

pytestmark = pytest.mark.browser


def test_an_officer_checks_the_council_sends_a_part_and_confirms_it(
    visit, size, site, settings, tmp_path
):
    settings.MAIL_DIR, settings.SITE_URL = tmp_path, site
    Organisation.objects.create(pk=1, self_check_reviewed_by="A head of service, 1 November 2026")
    page = visit("/self-check/?council=sheffield", size, java_script_enabled=False)
    page.get_by_role("group", name="Do you gather data").get_by_label(
        "In place", exact=True
    ).check()
    press(page, "Make the report")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Not answered").first.is_visible()
    assert not page.get_by_role("button").count() + page.get_by_role("checkbox").count()
    page.emulate_media(media="screen")
    page.get_by_label("Send this part to Make Runaways Safe").first.check()
    press(page, "Send the ticked parts under Count")
    assert "Do you gather data" in page.get_by_label("What you want us to know").input_value()
    press(page, "Send it to us")
    assert page.get_by_role("heading", name="Please check these").is_visible()
    assert "Do you gather data" in page.get_by_label("What you want us to know").input_value()
    page.get_by_label("Your name").fill("Olu Ade")
    page.get_by_label("Your role at the council").fill("Head of children’s services")
    page.get_by_label("Your work email").fill("olu.ade@sheffield.gov.uk")
    press(page, "Send it to us")
    assert page.get_by_role("heading", name="Check your email").is_visible()
    call_command("deliver", verbosity=0)
    (file,) = tmp_path.glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    page.goto(re.search(r"http://\S+/sign/confirm/\S+", mail.get_content())[0])
    assert not Task.objects.exists()
    press(page, "Yes, it was me: send it on")
    assert page.get_by_role("heading", name="Thank you. A person here reads it next").is_visible()
    assert SignUp.objects.get().from_own_mail
    assert Task.objects.count() == 1
