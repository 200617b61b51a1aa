"""Points 1 to 4 of the table in people_of_the_desk.py: opening, recording, saving, lists."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation, Page
from campaign.tasks.models import Task
from councils.models import Pause, Signature
from tests.browser.people_of_the_desk import (
    CARES,
    DESK_PAGE,
    EDITS,
    RECORDS,
    WORKS,
    each_role,
    save,
)
from tests.browser.screens import follow, press
from tests.conftest import forget_everything

pytestmark = [pytest.mark.browser, pytest.mark.long]


# 1 Opening the site, and the front page


@each_role
def test_1_the_site_is_opened_tasks_are_closed_and_switches_thrown(person, kent, settings):
    settings.MUST_BE_OPENED = True
    forget_everything()
    person.page.goto(DESK_PAGE)
    assert person.page.get_by_role("heading", name="This site is being prepared").is_visible()
    if person.may(["administrator"]):
        open_the_site(person)
    else:
        assert person.visitor_reads("/", "This site is being prepared")
    settings.MUST_BE_OPENED = False
    forget_everything()
    close_a_task(person, kent)
    throw_switches(person)


def open_the_site(person):
    Organisation.objects.create(
        pk=1, name="A Charity", charity_number="1", email="hello@charity.example",
        press_contact="Press", safeguarding_email="safe@charity.example",
    )  # fmt: skip
    person.page.goto(DESK_PAGE)
    page = person.page
    page.get_by_role("link", name="Fill in what is missing").click()
    page.get_by_label("Who answers for personal data").fill("Dora Day, trustee")
    page.get_by_label("Who answers for safeguarding").fill("Sam Sea, trustee")
    page.get_by_label("When email is read").fill("Monday to Friday, 9am to 5pm")
    page.get_by_label("We have read what the privacy page says").check()
    page.get_by_label("Day on which restoring a backup").fill("2026-11-20")
    press(page, "Save, and send me a test email")
    call_command("deliver", verbosity=0)
    OutgoingMessage.objects.update(is_test=False)  # a mail server took it, not a file
    press(page, "Save, and open the site")
    assert person.reads("The site is open.")
    person.public.goto("/")
    assert not person.public.get_by_text("This site is being prepared").count()


def close_a_task(person, kent):
    task = Task.objects.create(council=kent, kind="wrong", text="The day is another one.")
    if not person.may(WORKS):
        person.finds_no_way("/admin/tasks/task/")
        return
    person.follow("/admin/tasks/task/")
    person.follow(f"/admin/tasks/task/{task.pk}/change/", person.page.url)
    press(person.page, "Take it")
    person.page.goto(f"/admin/tasks/task/{task.pk}/change/")
    person.page.get_by_label("A note for colleagues").fill("It is right: item 7.")
    press(person.page, "Close it: this came of it")
    person.page.goto(f"/admin/tasks/task/{task.pk}/change/")
    assert person.reads("closed it")


def throw_switches(person):
    person.page.goto(DESK_PAGE)
    pause = person.page.get_by_role("button", name="Pause all email")
    assert pause.count() == person.may(CARES)
    if person.may(CARES):
        press(person.page, "Pause all email")
        assert person.page.get_by_role("row", name="All email").get_by_text("Paused").is_visible()
    if person.may(EDITS):
        person.follow("/admin/pages/notice/")
        person.follow("/admin/pages/notice/add/", person.page.url)
        person.page.get_by_label("Text").first.fill("Letters wait until Monday.")
        until = timezone.localdate() + dt.timedelta(days=3)
        person.page.get_by_label("Last day").fill(until.isoformat())
        save(person.page)
        assert person.visitor_reads("/", "Letters wait until Monday.")
    else:
        assert person.page.goto("/admin/pages/notice/add/").status == 403


# 2 Recording


@each_role
def test_2_a_document_is_recorded_and_undone(person, sheffield):
    if not person.may(RECORDS):
        person.finds_no_way("/admin/record/")
        return
    person.follow("/admin/record/?shows=signed")
    page = person.page
    page.get_by_label("Council", exact=True).fill("Sheffield")
    page.get_by_label("On what day?").fill("4 Nov 2026")
    page.get_by_text("No link, or more to say").click()
    page.get_by_label("Name of the document").fill("Minutes of 4 November 2026, item 7")
    press(page, "See what it would say in public")
    press(page, "Publish")
    assert person.reads("On record and public: Sheffield")
    assert person.visitor_reads("/councils/sheffield/", "Signed on 4 November 2026")
    press(page, "Undo")
    assert person.visitor_reads("/councils/sheffield/", "No signature found")


# 3 Nobody's work is lost


@each_role
def test_3_a_stale_save_is_refused_and_an_older_version_comes_back(person, kent):
    signature = Signature.objects.get(council=kent)
    history = f"/admin/councils/signature/{signature.pk}/history/"
    person.follow(history, f"/admin/councils/signature/{signature.pk}/change/")
    assert person.page.get_by_role("heading", name="History").is_visible()
    correct = f"/admin/record/signature/{signature.pk}/correct/"
    if person.may(RECORDS):
        both_correct(person, correct)
    else:
        person.finds_no_way(correct, f"/admin/record/signature/{signature.pk}/")
    if person.may(["supporter care"]):
        both_change_a_rest(person, kent)
    if person.may(EDITS):
        restore_a_page(person)
    if person.may(["reader"]):
        privacy = Page.objects.get(slug="privacy")
        person.page.goto(f"/admin/pages/page/{privacy.pk}/history/")
        with person.page.expect_navigation():
            person.page.locator("#change-history a").last.click()
        assert not person.page.get_by_role("button", name="Restore").count()


def both_correct(person, address):
    other = person.page.context.new_page()
    other.goto(address)
    person.page.goto(address)
    for window, role in ((person.page, "Leader of the council"), (other, "Lead Member")):
        window.get_by_label("Who signed: the role").fill(role)
        window.get_by_label("Why you correct it").fill("The minutes say so.")
        press(window, "See what it would say in public")
        if window is person.page:
            press(window, "Publish")
    assert other.get_by_text("This has changed since you opened it").first.is_visible()
    assert other.get_by_label("Who signed: the role").input_value() == "Lead Member"
    assert Signature.objects.filter(signed_role="Leader of the council").exists()


def both_change_a_rest(person, kent):
    until = timezone.localdate() + dt.timedelta(days=7)
    rest = Pause().update(council=kent, until=until, reason="It asked.")
    address = f"/admin/councils/pause/{rest.pk}/change/"
    other = person.page.context.new_page()
    other.goto(address)
    person.follow(address, "/admin/councils/pause/")
    for window, reason in ((person.page, "It moves its office."), (other, "It is short of staff.")):
        window.get_by_label("Reason").fill(reason)
        press(window, "Save and continue editing")
    assert other.get_by_text("This has changed since").first.is_visible()
    assert other.get_by_label("Reason").input_value() == "It is short of staff."
    assert Pause.objects.get(pk=rest.pk).reason == "It moves its office."


def restore_a_page(person):
    person.page.goto("/admin/pages/page/?q=privacy")
    follow(person.page, "Privacy", exact=True)
    history = person.page.url.replace("change/", "history/")
    before = person.page.get_by_label("Opening sentences").input_value()
    person.page.get_by_label("Opening sentences").fill("Other words.")
    save(person.page)
    assert person.visitor_reads("/privacy/", "Other words.")
    person.page.goto(history)
    with person.page.expect_navigation():
        person.page.locator("#change-history a").last.click()
    press(person.page, "Restore this version")
    person.public.reload()
    assert not person.public.get_by_text("Other words.").count()
    assert person.visitor_reads("/privacy/", before.split(".")[0])


# 4 Import


@each_role
def test_4_a_list_is_taken_in(person):
    way = "/admin/record/lists/signatures/"
    if not person.may(RECORDS):
        person.finds_no_way(way, "/admin/")
        person.finds_no_way("/admin/record/lists/contacts/", "/admin/councils/contact/")
        return
    person.follow(way, "/admin/")
    sheet = "council,date,evidence,kind\nSheffield,4 November 2026,The council’s “minutes”,minutes"
    person.page.get_by_label("A spreadsheet").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": sheet.encode("cp1252")}
    )
    press(person.page, "Show what it would do")
    assert person.page.get_by_label("Line 2 Sheffield City Council signed").is_checked()
    press(person.page, "Publish what is ticked")
    assert person.visitor_reads("/councils/sheffield/", "Signed on 4 November 2026")
    history = person.public.locator("#history")
    history.locator("summary").first.click()
    assert history.get_by_text("The council’s “minutes”").first.is_visible()
