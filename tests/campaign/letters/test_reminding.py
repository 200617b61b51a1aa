"""The reminder says what is so, or nothing; and code and reminder count from when they left."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.letters import nightly
from campaign.letters.models import Letter, State
from campaign.outbox.models import MailSettings, MessageState
from campaign.privacy.personal_data import purge_all
from councils.models import AskedBy, Contact, Pause
from councils.record import record_version
from tests.campaign.letters.typed import text_of
from tests.seen import words

DAY = dt.timedelta(days=1)


@pytest.fixture
def asked(waiting):
    """Anna's letter to Kent of 24 November, whose code has reached her."""
    call_command("deliver")
    waiting.refresh_from_db()
    return waiting


def reminders(mails):
    return [text_of(message) for message in mails("reminder") if message.state == "accepted"]


def night_of(day, today_is):
    today_is(day, "03:00")
    call_command("nightly")
    call_command("deliver")


# Its letter can no longer go


def contact_overdue(kent):
    Contact.objects.update(check_again_on=dt.date(2026, 10, 1))


def contact_gone(kent):
    for contact in Contact.objects.all():
        contact.delete()


@pytest.mark.promise(18)
@pytest.mark.parametrize("happens", [contact_overdue, contact_gone])
@pytest.mark.parametrize("when", ["before the night", "before the email leaves"])
def test_nobody_is_reminded_of_a_letter_that_could_not_go(
    asked, kent, mails, today_is, settings, happens, when
):
    settings.DEBUG = False  # without the mailbox that stands for every council in a trial
    today_is("2026-11-26", "03:00")
    if when == "before the email leaves":
        assert nightly.remind_all() == 1
    happens(kent)
    record_version.forget()
    nightly.remind_all()
    call_command("deliver")
    assert reminders(mails) == []


def test_it_comes_once_the_letter_can_go_again(asked, kent, mails, today_is, settings):
    settings.DEBUG = False
    contact_overdue(kent)
    record_version.forget()
    night_of("2026-11-26", today_is)
    assert reminders(mails) == []
    Contact.objects.update(check_again_on=dt.date(2027, 5, 1))
    record_version.forget()
    night_of("2026-11-27", today_is)
    assert len(reminders(mails)) == 1


def test_of_a_council_that_rests_from_letters_it_says_when_the_letter_would_go(
    asked, kent, mails, today_is
):
    Pause(
        council=kent, asked_by=AskedBy.COUNCIL, until=dt.date(2026, 12, 8), reason="Floods."
    ).update()
    record_version.forget()
    night_of("2026-11-26", today_is)
    (text,) = reminders(mails)
    assert (
        "Kent has asked us to hold letters until 9 December 2026. Confirm yours now, and it goes by"
        " itself on that day."
    ) in text


def test_one_that_was_confirmed_before_its_reminder_left_gets_none(asked, browser, mails, today_is):
    today_is("2026-11-26", "03:00")
    nightly.remind_all()
    browser.press("code", code=asked.code)
    call_command("deliver")
    assert reminders(mails) == []


def test_one_that_its_writer_sent_before_its_reminder_left_gets_none(
    asked, client, mails, today_is
):
    today_is("2026-11-26", "03:00")
    assert nightly.remind_all() == 1
    client.post(f"/councils/kent/write/{asked.draft_token}/sent/")
    call_command("deliver")
    assert reminders(mails) == []


# From when they left


@pytest.mark.promise(18)
def test_after_six_days_without_a_worker_the_code_works_for_a_week_and_the_reminder_comes_later(
    waiting, mails, today_is, browser
):
    for day in range(25, 31):
        today_is(f"2026-11-{day}", "03:00")
        call_command("nightly")
    today_is("2026-11-30", "12:00")
    call_command("deliver")
    (code,) = mails("confirm")
    assert code.state == MessageState.ACCEPTED
    assert "Both work for seven days from today" in text_of(code)
    assert mails("reminder") == []

    night_of("2026-12-01", today_is)
    assert mails("reminder") == []
    night_of("2026-12-02", today_is)
    (text,) = reminders(mails)
    assert "You wrote to Kent County Council on 24 November 2026" in text
    assert "Both work until the end of 7 December 2026" in text
    today_is("2026-12-07", "23:00")
    waiting.refresh_from_db()
    browser.press("code", code=waiting.code)
    assert Letter.objects.get().state == State.QUEUED


def test_a_reminder_that_could_not_leave_in_time_does_not_leave_at_all(asked, mails, today_is):
    today_is("2026-11-26", "03:00")
    assert nightly.remind_all() == 1
    today_is("2026-12-02", "12:00")
    call_command("deliver")
    assert reminders(mails) == []
    purge_all(timezone.now() + DAY)
    assert not Letter.objects.exists()


@pytest.mark.promise(18)
def test_a_letter_whose_code_waits_for_more_than_a_week_is_kept_until_a_week_after_it_left(
    waiting, mails, today_is, browser, client
):
    MailSettings.current().pause(True)
    for day in ("2026-12-01", "2026-12-02", "2026-12-04"):
        night_of(day, today_is)
    page = client.get(f"/councils/kent/write/{waiting.draft_token}/check/")
    assert "Your letter hasn’t gone yet." in words(page)
    assert "delete it after 11 December 2026" in words(page)
    MailSettings.current().pause(False)
    call_command("deliver")
    (code,) = mails("confirm")
    assert "Both work for seven days from today" in text_of(code)
    night_of("2026-12-11", today_is)
    browser.press("code", code=Letter.objects.get().code)
    assert Letter.objects.get().state == State.QUEUED


def test_a_letter_whose_code_left_after_a_week_is_deleted_a_week_after_that(waiting, today_is):
    today_is("2026-12-04", "12:00")
    call_command("deliver")
    night_of("2026-12-11", today_is)
    assert Letter.objects.exists()
    night_of("2026-12-12", today_is)
    assert not Letter.objects.exists()


def test_a_code_that_could_not_leave_in_ninety_days_is_deleted_with_its_letter(
    waiting, mails, today_is
):
    MailSettings.current().pause(True)
    night_of("2027-02-21", today_is)
    assert Letter.objects.exists()
    night_of("2027-02-23", today_is)
    assert not Letter.objects.exists()
    MailSettings.current().pause(False)
    call_command("deliver")
    assert mails() == []


def test_the_page_names_the_day_that_counts(waiting, client, today_is):
    today_is("2026-11-27", "12:00")
    call_command("deliver")
    page = client.get(f"/letters/{waiting.token}/confirm/")
    assert "You can send it until 4 December 2026" in words(page)
