"""Four weeks on: one email asks each writer once, and they can write a second letter."""

import datetime as dt
import email
import email.policy

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for
from campaign.letters.views.draft import second_letter
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.suppression import suppress_address
from councils.models import AskedBy, Council, Pause, RecordVersion
from councils.record import record_on, record_version
from tests.seen import fields, words

pytestmark = pytest.mark.django_db


def test_one_email_asks_after_four_weeks_and_never_again(letter_of):
    letter = letter_of("accepted", days_ago=28)
    letter_of("accepted", days_ago=27, email="ben@example.org")
    assert nightly.ask_whether_answered() == 1
    assert nightly.ask_whether_answered(timezone.now() + dt.timedelta(hours=5)) == 0
    mail = OutgoingMessage.objects.get(purpose="followup")
    assert mail.recipient == "anna@example.org"
    read = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
    assert read["Subject"] == "Did Sheffield answer your letter?"
    assert "Did the council answer?" in read.get_content()
    assert f"/letters/{letter.token}/" in read.get_content()


@pytest.mark.parametrize("state", ["bounced", "failed", "unsure", "queued", "cancelled"])
def test_nobody_is_asked_about_a_letter_that_did_not_go(letter_of, state):
    letter_of(state, days_ago=30)
    assert nightly.ask_whether_answered() == 0


def follow_up():
    mail = OutgoingMessage.objects.get(purpose="followup")
    read = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
    return " ".join(read.get_content().split())


def test_the_question_about_a_second_letter_promises_no_third(letter_of, open_page):
    first = letter_of("accepted", days_ago=75, answered="no")
    second = letter_of("accepted", days_ago=28, follows=first)
    Letter.objects.filter(pk=first.pk).update(asked_if_answered_at=timezone.now())
    assert nightly.ask_whether_answered() == 1
    assert "ask your ward councillor to raise it" in follow_up()
    assert "write once more" not in follow_up()
    browser = open_page(second)
    seen = words(browser.press("answered", answered="no"))
    assert "Write once more" not in seen
    assert "Give it six weeks" not in seen


@pytest.mark.promise(18)
@pytest.mark.parametrize("meanwhile", ["bounced", "answered", "closed", "nothing"])
def test_a_question_that_waited_for_a_worker_leaves_only_if_it_is_still_true(
    letter_of, today_is, meanwhile
):
    today_is("2026-11-24")
    letter = letter_of("accepted", days_ago=28)
    assert nightly.ask_whether_answered() == 1
    if meanwhile == "bounced":
        assert letter.mark_bounced(timezone.now())
    elif meanwhile == "answered":
        letter.record_answered("yes")
    elif meanwhile == "closed":
        RecordVersion.close_on(dt.date(2026, 11, 24))
        record_version.forget()
    call_command("deliver")
    question = OutgoingMessage.objects.get(purpose="followup")
    assert question.state == ("accepted" if meanwhile == "nothing" else "cancelled")


def test_the_page_names_no_day_to_write_again_that_is_past(letter_of, open_page, today_is):
    today_is("2026-03-30")
    letter = letter_of("accepted", days_ago=1)
    assert "If there’s no answer by 10 May 2026 , write again" in words(open_page(letter).page)
    today_is("2026-05-14")
    assert "If there’s no answer by" not in words(open_page(letter).page)


@pytest.mark.promise(18)
def test_the_question_waits_for_the_end_of_a_long_pause_and_the_text_goes_on_its_day(
    letter_of, kent, open_page, today_is
):
    today_is("2026-11-01")
    letter = letter_of("accepted", council=kent)
    Pause(
        council=kent, asked_by=AskedBy.US, starts_on=dt.date(2026, 11, 20),
        until=dt.date(2027, 1, 10), reason="Something terrible has happened there.",
    ).update()  # fmt: skip
    record_version.forget()
    for day in ("2026-11-30", "2026-12-14", "2027-01-10"):
        today_is(day)
        call_command("nightly")
        assert not OutgoingMessage.objects.filter(purpose="followup").exists(), day
    letter.refresh_from_db()
    assert letter.text == "" and letter.text_deleted_at
    today_is("2027-01-11")
    call_command("nightly")
    assert "say so there and write once more. We’ll start the letter for you" in follow_up()
    browser = open_page(letter)
    browser.press("answered", answered="no")
    browser.press("write-again")
    assert "I wrote to you on 1 November 2026" in fields(browser.page)["text"]
    today_is("2027-01-12")
    call_command("nightly")
    assert OutgoingMessage.objects.filter(purpose="followup").count() == 1


QUESTION = "we’ll ask you once, by email, whether it answered"


@pytest.mark.promise(18)
def test_a_question_that_waits_for_the_worker_as_a_council_becomes_quiet_comes_after_that(
    letter_of, kent, open_page, today_is
):
    today_is("2026-11-01")
    letter = letter_of("accepted", council=kent)
    today_is("2026-11-30", "03:00")
    assert nightly.ask_whether_answered() == 1
    Pause(
        council=kent, asked_by=AskedBy.US, starts_on=dt.date(2026, 11, 30),
        until=dt.date(2026, 12, 20), reason="Something terrible has happened there.",
    ).update()  # fmt: skip
    record_version.forget()
    call_command("deliver")
    assert not OutgoingMessage.objects.filter(purpose="followup").exists()
    page = words(open_page(letter).page)
    assert f"After 20 December 2026 {QUESTION}" in page
    for day in ("2026-12-01", "2026-12-20"):
        today_is(day, "03:00")
        record_version.forget()
        assert nightly.ask_whether_answered() == 0
    for day in ("2026-12-21", "2026-12-22"):
        today_is(day, "03:00")
        record_version.forget()
        nightly.ask_whether_answered()
        call_command("deliver")
    question = OutgoingMessage.objects.get(purpose="followup")
    assert question.state == "accepted"
    assert QUESTION not in words(open_page(letter).page)


def paused(asked_by, until):
    """Return what lets letters to Kent wait from the first of November on."""

    def happens(letter):
        Pause(
            council=letter.council, asked_by=asked_by, starts_on=dt.date(2026, 11, 1),
            until=until, reason="Something has happened there.",
        ).update()  # fmt: skip

    return happens


def its_mailbox_is_gone(letter):
    copy = EmailMessage("Yours", "Hello", to=[letter.email])
    OutgoingMessage.objects.queue("copy", "copy", letter.email, copy)
    now = timezone.now()
    OutgoingMessage.objects.update(
        state="accepted", outcome_at=now, bounced_at=now, address_is_gone=True
    )


AS_EVER = (dt.date(2026, 11, 30), f"Four weeks after it goes {QUESTION}")
LATER = (dt.date(2026, 12, 11), f"After 10 December 2026 {QUESTION}")
NEVER = (None, "")
SAID_NO = {"answered": "no"}
HAS_ANSWERED = {"answer_received_at": timezone.now()}
ENDED = {"ends_on": dt.date(2026, 11, 10)}
MEANWHILE = {
    "nothing": (AS_EVER, lambda letter: None),
    "its council asks for a pause": (AS_EVER, paused("council", dt.date(2026, 12, 10))),
    "a quiet pause ends before": (AS_EVER, paused("us", dt.date(2026, 11, 20))),
    "a quiet pause ends after": (LATER, paused("us", dt.date(2026, 12, 10))),
    "its council ends": (
        AS_EVER,
        lambda letter: Council.objects.filter(slug="kent").update(**ENDED),
    ),
    "it is answered": (NEVER, lambda letter: Letter.objects.update(**HAS_ANSWERED)),
    "its writer says no": (NEVER, lambda letter: Letter.objects.update(**SAID_NO)),
    "its writer says never again": (NEVER, lambda letter: suppress_address(letter.email)),
    "its mailbox is gone": (NEVER, its_mailbox_is_gone),
    "the campaign closes": (NEVER, lambda letter: RecordVersion.close_on(dt.date(2026, 11, 1))),
}


@pytest.mark.promise(18)
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_a_page_promises_the_question_only_where_it_comes_and_by_when(
    letter_of, kent, open_page, today_is, meanwhile
):
    (comes_on, said), happens = MEANWHILE[meanwhile]
    today_is("2026-11-01")
    letter = letter_of("accepted", council=kent)
    happens(letter)
    record_version.forget()
    page = words(open_page(letter).page)
    assert said in page
    assert (QUESTION in page) is bool(said)
    came_on = None
    for day in range(60):
        night = dt.date(2026, 11, 2) + dt.timedelta(days=day)
        today_is(night.isoformat(), "03:00")
        record_version.forget()
        if nightly.ask_whether_answered():
            came_on = night
    assert came_on == comes_on


def test_the_button_is_there_from_the_morning_of_the_day_that_the_page_names(
    letter_of, open_page, today_is
):
    today_is("2026-03-30", "17:30")
    letter = letter_of("accepted", answered="not_yet")
    said = words(open_page(letter).page)
    assert "If there’s no answer by 11 May 2026 , write again" in said
    assert "Write once more" not in said
    today_is("2026-05-11", "07:00")
    assert "Write once more" in words(open_page(letter).page)


# A second letter says only what is true of the first


def second_to(letter):
    return second_letter(letter, record_on()).letter


def test_a_council_that_took_over_is_not_said_to_have_had_the_first_letter(letter_of, today_is):
    today_is("2019-05-01")  # Bournemouth closed on 1 April
    bournemouth = Council.objects.get(slug="bournemouth")
    second = second_to(letter_of("accepted", days_ago=42, answered="no", council=bournemouth))
    assert second.council_id != bournemouth.id
    assert "I wrote to you on" not in second.text
    assert "I wrote to Bournemouth on" in second.text
    assert "has taken over since, so I’m asking you." in second.text


def test_a_letter_that_was_read_for_days_names_the_day_on_which_one_can_write_again(
    letter_of, sheffields_address, open_page, today_is
):
    today_is("2026-11-24")
    letter = letter_of("held", days_ago=10, held_for="link")
    today_is("2026-11-24", "12:01")
    assert letter.let_go(recipient_for(record_on().by_id[letter.council_id]))
    assert letter.again_on == dt.date(2027, 1, 5)
    call_command("deliver", verbosity=0)
    letter.refresh_from_db()
    letter.record_answered("no")
    today_is("2027-01-05", "00:01")
    assert "Write once more" in words(open_page(letter).page)
