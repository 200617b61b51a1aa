"""A person of each role does a day's work in the staff site, by phone too, and without scripts."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from campaign.asking.models import Ask
from campaign.pages.models import Organisation
from campaign.supporters.models import SuppressedAddress, Wish
from campaign.tasks.models import Task
from councils.models import Contact, Signature
from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import follow, press

pytestmark = pytest.mark.browser


def noon(*day):
    return dt.datetime(*day, 12, tzinfo=dt.UTC)


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
    page.get_by_label("Or paste it, with the first line").fill(
        "council,date,evidence\nSheffield,4 November 2026,Minutes of the council"
    )
    press(page, "Show what it would do")
    assert page.get_by_label("Line 2 Sheffield City Council signed").is_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
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


def test_an_editor_asks_councils_and_says_only_then_that_one_has_not_answered(
    sign_in, kent, sheffield, today_is
):
    today_is("2027-01-11")
    Organisation.objects.create(pk=1, name="A Charity", email="hello@charity.example")
    for council in (kent, sheffield):
        Contact.objects.create(
            council=council, role="democratic", email=f"democratic@{council.slug}.example",
            source="https://council.example/contact", checked_on="2026-11-20",
            check_again_on="2027-05-20",
        )  # fmt: skip
    asked = Ask.objects.create(
        council=sheffield, kind="question", reference="ABC234", role="democratic",
        address_checked_on="2026-11-20",
        created_at=noon(2026, 11, 27), accepted_at=noon(2026, 11, 27),
        reminder_made_at=noon(2026, 12, 14), reminded_at=noon(2026, 12, 14),
    )  # fmt: skip
    page = sign_in("editor", PHONE, java_script_enabled=False)
    page.goto("/admin/asking/ask/plan/")
    page.get_by_label("Your name").fill("Ed Ibbotson")
    page.get_by_label("What you do here").fill("Records")
    page.get_by_label("Your telephone").fill("020 7946 0000")
    press(page, "See each email")
    assert "Kent is on record. Is that right?" in page.inner_text("main")
    assert "Ed Ibbotson\nRecords\nA Charity\nTelephone 020 7946 0000" in page.inner_text("main")
    press(page, "Send 1")
    assert page.get_by_text("Asked: 1.").is_visible()
    follow(page, "Kent County Council")
    page.get_by_label("What it answered").fill("By telephone: yes, that is right.")
    press(page, "Note the answer")
    follow(page, "It confirms the signature on record")
    press(page, "See what it would say in public")
    press(page, "Publish")
    assert Signature.objects.get(council=kent).confirmed_on
    page.goto(asked.desk_url)
    line = page.get_by_text("Asked on 27 November 2026. No answer has reached us.")
    page.goto(asked.desk_url)
    page.get_by_label("I have looked among answers").check()
    press(page, "Show this on its page")
    page.goto("/councils/sheffield/")
    assert line.is_visible()
    page.goto(asked.desk_url)
    press(page, "The council says that it was not received")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.goto("/councils/sheffield/")
    assert not line.count()


def test_supporter_care_answers_a_complaint_and_writes_to_those_who_asked(sign_in, kent):
    complaint = Task(text="Wrong.", name="Olu Ade", email="olu@kent.example")
    complaint.receive_complaint()
    Wish.objects.create(
        kind="updates", council=kent, email="anna@example.org", address_hash="a" * 26, wording=1,
        confirmed_at=timezone.now(),
    )  # fmt: skip
    page = sign_in("supporter care", PHONE, java_script_enabled=False)
    page.goto(f"/admin/tasks/task/{complaint.pk}/change/")
    press(page, "Take it, and tell them")
    page.goto(f"/admin/tasks/task/{complaint.pk}/change/")
    page.get_by_label("A note for colleagues").fill("You are right. It is mended.")
    press(page, "Answer and close it")
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
