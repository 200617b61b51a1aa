"""A person of each role does a day's work in the staff site, by phone too, and without scripts."""

import re

import pytest
from django.utils import timezone

from campaign.supporters.models import SuppressedAddress, Wish
from campaign.tasks.models import Task
from councils.models import Signature
from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import follow, press

pytestmark = pytest.mark.browser


def test_a_recorder_takes_a_task_and_a_list_by_phone_without_scripts(sign_in, kent):
    task = Task.objects.create(council=kent, kind="wrong", text="The day is another one.")
    page = sign_in("recorder", PHONE, java_script_enabled=False)
    page.goto(f"/admin/tasks/task/{task.pk}/change/")
    press(page, "Take it")
    page.get_by_label("A note for colleagues").fill("It is right: item 7.")
    press(page, "Close it: this came of it")
    page.goto(f"/admin/tasks/task/{task.pk}/change/")
    assert page.get_by_text("recorder@example.org closed it").is_visible()
    page.goto("/admin/")
    follow(page, "Bring a list of signatures")
    page.get_by_label("Or paste it, with its headings").fill(
        "council,date,evidence\nSheffield,4 November 2026,Minutes of the council"
    )
    press(page, "Show what it would do")
    assert page.get_by_label("Sheffield City Council Line 2").is_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_label("One of us has opened each document").check()
    press(page, "Publish what is ticked")
    assert Signature.objects.filter(council__slug="sheffield").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.goto("/admin/inbox/incomingmessage/")
    assert page.get_by_role("heading", name="You don’t have access to this").is_visible()


def test_an_editor_sees_news_before_it_is_saved_and_loses_nothing_to_a_colleague(sign_in):
    page = sign_in("editor", DESK)
    page.goto("/admin/pages/newsitem/add/")
    page.get_by_label("Title").fill("The map has names")
    page.get_by_label("Summary").fill("Each hexagon says which council it is.")
    page.get_by_label("Text").fill("#### Too deep\n\n[click here](/nowhere/)")
    with page.expect_popup() as shown:
        page.get_by_role("button", name="Show how it looks, and save nothing").click()
    shown.value.get_by_role("heading", name="The map has names").wait_for()
    assert shown.value.get_by_role("link", name="click here").is_visible()
    assert page.get_by_label("Title").input_value() == "The map has names"
    page.goto("/admin/pages/page/?q=privacy")
    follow(page, "Privacy", exact=True)
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((page, "Ours."), (other, "Theirs.")):
        window.get_by_label("Opening sentences").fill(words)
        press(window, "Save and continue editing")
    assert other.get_by_label("Opening sentences").input_value() == "Theirs."
    assert other.get_by_text("editor@example.org").nth(1).is_visible()
    other.goto("/privacy/")
    assert other.get_by_text("Ours.", exact=True).is_visible()


def test_supporter_care_answers_a_complaint_and_writes_to_those_who_asked(sign_in, kent):
    complaint = Task(text="Wrong.", name="Olu Ade", email="olu@kent.example")
    complaint.receive_complaint()
    Wish.objects.create(
        kind="updates", council=kent, email="anna@example.org", address_hash="a" * 26, wording=1,
        confirmed_at=timezone.now(),
    )  # fmt: skip
    page = sign_in("supporter care", PHONE, java_script_enabled=False)
    page.goto(f"/admin/tasks/task/{complaint.pk}/change/")
    press(page, "Take it and tell whoever complained that it has arrived")
    press(page, "Send this email, and take it")
    page.goto(f"/admin/tasks/task/{complaint.pk}/change/")
    page.get_by_label("Our answer").fill("You are right. It is mended.")
    press(page, "See the email before it goes")
    assert page.get_by_text("You are right. It is mended.").first.is_visible()
    press(page, "Send this email, and close it")
    complaint.refresh_from_db()
    assert complaint.done_at
    page.goto("/admin/privacy/erasure/person/")
    page.get_by_label("Email address").fill("anna@elsewhere.example")
    press(page, "Find")
    press(page, "Never write to it")
    assert SuppressedAddress.objects.exists()
    page.goto("/admin/supporters/update/add/")
    page.get_by_label("Subject").fill("{council} decides in March")
    page.get_by_label("Text").fill("You can write to it before.")
    press(page, re.compile("^Save$"))
    assert page.get_by_text("Today it would reach 1 person").is_visible()
    assert page.get_by_text(" decides in March").first.is_visible()
    press(page, "Send a test to me")
    assert page.get_by_text("A test is on its way to supporter-care@example.org").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
