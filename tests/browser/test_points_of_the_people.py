"""Points 5 to 10 of the table in people_of_the_desk.py: councils, accounts, those who asked."""

import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.asking.models import Ask
from campaign.pages.models import Organisation
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.models import Contact
from tests.browser.conftest import DESK
from tests.browser.people_of_the_desk import (
    CARES,
    EDITS,
    RECORDS,
    WORKS,
    each_role,
    save,
)
from tests.browser.screens import follow, press

pytestmark = [pytest.mark.browser, pytest.mark.long]


# 5 Councils come to us, and complain


@each_role
def test_5_what_a_council_writes_is_decided_and_a_complaint_answered(person, sheffield, message):
    decide(person, message)
    answer_a_complaint(person, sheffield)


def decide(person, message):
    page = person.page
    if not person.may(WORKS):
        person.finds_no_way("/admin/sign_up/signup/")
        person.finds_no_way(message.desk_url)
        return
    person.follow("/admin/sign_up/signup/")
    person.follow(message.desk_url, page.url)
    if not person.may(RECORDS):
        assert not page.get_by_role("link", name="Record a signature").count()
        page.get_by_label("To the officer").fill("Which item of the minutes is it?")
        press(page, "Ask the officer back")
        assert person.reads("Your question is on its way.")
        return
    follow(page, "Record a signature")
    page.get_by_label("The words that say it").fill("Ask Olu Ade for the minutes")
    press(page, "See what it would say in public")
    assert person.reads("This names the officer.")
    page.get_by_label("The words that say it").fill("It was signed.")
    press(page, "See what it would say in public")
    page.get_by_label("A line of your own above it").fill("Dear Olu,")
    press(page, "Publish")
    assert person.reads("The message is closed, and its officer thanked.")
    assert person.visitor_reads("/councils/sheffield/", "Signed on 4 November 2026")


def answer_a_complaint(person, sheffield):
    complaint = Task(
        council=sheffield, text="Wrong.", name="Olu Ade", email="olu@sheffield.example"
    )
    complaint.receive_complaint()
    address = f"/admin/tasks/task/{complaint.pk}/change/"
    if not person.may(CARES):
        person.finds_no_way(address)
        return
    person.follow("/admin/tasks/task/?kind__exact=complained")
    person.follow(address, person.page.url)
    press(person.page, "Take it, and tell them")
    person.page.goto(address)
    person.page.get_by_label("A note for colleagues").fill("You are right. It is mended.")
    press(person.page, "Answer and close it")
    assert person.reads("whoever complained is told what came of it")


# 6 The self-check


@each_role
def test_6_the_self_check_says_who_read_it_once_staff_have_said(person):
    Organisation.objects.create(pk=1, name="A Charity", email="hello@charity.example")
    form = "/admin/pages/organisation/1/change/"
    said = "These questions were read by: A head of service, 1 November 2026."
    if person.may(EDITS):
        person.follow("/admin/pages/organisation/")
        person.page.goto(form)
        person.page.get_by_label("Practitioner who reviewed").fill(
            "A head of service, 1 November 2026"
        )
        save(person.page)
        assert person.visitor_reads("/self-check/", said)
        return
    if person.may(["reader"]):
        person.follow("/admin/pages/organisation/")
        assert not person.page.get_by_role("button", name=re.compile("^Save")).count()
    else:
        person.finds_no_way("/admin/pages/organisation/")
    assert not person.visitor_reads("/self-check/", said)


# 7 Ask for the record


@pytest.fixture
def january(today_is):
    """Set a day on which the 32 may be asked, before anybody signs in."""
    today_is("2027-01-11")


@each_role
def test_7_a_council_is_asked_and_its_answer_noted(january, person, kent):
    Organisation.objects.create(pk=1, name="A Charity", email="hello@charity.example")
    Contact.objects.create(
        council=kent, role="democratic", email="democratic@kent.example",
        source="https://council.example/contact", checked_on="2026-11-20",
        check_again_on="2027-05-20",
    )  # fmt: skip
    plan = "/admin/asking/ask/plan/"
    if not person.may(WORKS):
        person.finds_no_way("/admin/asking/ask/")
        return
    person.follow("/admin/asking/ask/")
    if not person.may(RECORDS):
        person.finds_no_way(plan, "/admin/asking/ask/")
        return
    person.follow(plan, "/admin/asking/ask/")
    page = person.page
    page.get_by_label("Your name").fill("Ed Ibbotson")
    page.get_by_label("What you do here").fill("Records")
    page.get_by_label("Your telephone").fill("020 7946 0000")
    press(page, "See each email")
    press(page, "Send 1")
    assert person.reads("Asked: 1.")
    page.goto(Ask.objects.get().desk_url)
    page.get_by_label("What it answered").fill("By telephone: yes, that is right.")
    press(page, "Note the answer")
    press(page, "It confirms the signature on record")
    assert person.visitor_reads("/councils/kent/", "onfirmed")


# 8 Who may do what


@each_role
def test_8_everybody_has_a_factor_and_one_has_accounts(person, visit):
    page = person.page
    person.follow("/admin/second-factor/")
    assert page.locator(".qr svg").is_visible()
    assert page.get_by_label("Your own password").is_visible()
    if not person.may(["administrator"]):
        for way in ("/admin/auth/user/", "/admin/staff/auditentry/", "/admin/closing/"):
            person.finds_no_way(way)
        return
    person.follow("/admin/auth/user/")
    person.follow("/admin/auth/user/add/", page.url)
    page.get_by_role("textbox", name="Email").fill("rae@example.org")
    page.get_by_label("Recorder:").check()
    page.get_by_label("New password").fill("eleven quiet herons")
    page.get_by_label("Your own password").fill("a long enough password")
    save(page)
    rae = User.objects.get(username="rae@example.org")
    page.goto(f"/admin/auth/user/{rae.pk}/change/")
    page.get_by_label("May sign in").uncheck()
    page.get_by_label("Your own password").fill("a long enough password")
    save(page)
    person.follow("/admin/staff/auditentry/")
    assert page.get_by_role("row", name="rae@example.org").first.is_visible()
    hers = visit("/admin/", DESK)
    hers.get_by_label("Email").fill("rae@example.org")
    hers.get_by_label("Password").fill("eleven quiet herons")
    press(hers, "Sign in")
    assert hers.get_by_label("Password").is_visible()


# 9 Those who asked


@each_role
def test_9_an_email_to_those_who_asked_is_written_and_tested(person, kent):
    Wish.objects.create(
        kind="updates", council=kent, email="anna@example.org", address_hash="a" * 26, wording=1,
        confirmed_at=timezone.now(),
    )  # fmt: skip
    if not person.may(CARES):
        person.finds_no_way("/admin/supporters/update/")
        return
    person.follow("/admin/supporters/update/")
    person.follow("/admin/supporters/update/add/", person.page.url)
    person.page.get_by_label("Subject").fill("{council} decides in March")
    person.page.get_by_label("Text").fill("You can write to it before.")
    save(person.page)
    assert person.reads("Today it would reach 1 person")
    press(person.page, "Send a test to me")
    assert person.reads("A test is on its way to")
    assert person.reads("Somebody else has to read it on this page and send it.")


# 10 Looks and words


@each_role
def test_10_pages_are_seen_before_they_are_saved(person):
    if person.may(["recorder", "supporter care"]):
        person.finds_no_way("/admin/pages/page/")
        return
    person.follow("/admin/pages/page/")
    page = person.page
    page.goto("/admin/pages/page/?q=privacy")
    follow(page, "Privacy", exact=True)
    assert page.get_by_role("button", name="Show how it looks").count() == person.may(EDITS)
    if person.may(EDITS):
        page.get_by_label("Opening sentences").fill("[click here](/nowhere/)")
        with page.expect_popup() as shown:
            page.get_by_role("button", name="Show how it looks").click()
        shown.value.get_by_role("link", name="click here").wait_for()
