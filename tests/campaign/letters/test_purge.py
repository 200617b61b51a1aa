"""What is deleted of letters, by the nightly purge and by their writers, and what stays counted."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign.inbox.process import process
from campaign.letters import queryset
from campaign.letters.models import Letter, State
from campaign.letters.nightly import count
from campaign.letters.recipient import recipient_for
from campaign.letters.states import AGAIN_AFTER
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from campaign.purposes import Purpose
from campaign.tasks.models import WORDS_GONE, Task
from councils.models import DailyLetterCount
from councils.record import record_on
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.typed import text_of
from tests.campaign.privacy.life import found_in_tables
from tests.seen import words

DAY = dt.timedelta(days=1)


def forget(days: float) -> dict[str, int]:
    """Count and purge as in the night ``days`` from now; return what it deleted, by kind."""
    count(timezone.now() + days * DAY)
    forgotten = purge_all(timezone.now() + days * DAY)
    return {kind: number for kind, number in forgotten.items() if number}


@pytest.mark.parametrize(
    ("state", "kept", "gone", "kind"),
    [
        (State.DRAFT, 1.9, 2.1, "drafts"),
        (State.AWAITING, 6.9, 8, "letters nobody confirmed"),  # the last day is a whole one
        (State.CANCELLED, 6.9, 8, "letters nobody confirmed"),
    ],
)
def test_a_letter_that_nobody_confirmed_is_deleted_in_time(letter_of, state, kept, gone, kind):
    letter_of(state)
    assert forget(kept) == {}
    assert forget(gone) == {kind: 1}


def test_who_asks_for_a_new_code_while_the_night_deletes_late_letters_keeps_hers(
    waiting, browser, mails, today_is, monkeypatch
):
    today_is("2026-12-02", "03:00")
    split = queryset.batched

    def while_she_asks(*which):
        for ids in split(*which):
            browser.press("new-code")
            yield ids

    monkeypatch.setattr(queryset, "batched", while_she_asks)
    browser.go(f"{browser.draft}check/")
    purge_all()
    assert len(mails("confirm")) == 1
    browser.press("code", code=Letter.objects.get().code)
    assert Letter.objects.get().state == State.QUEUED


@pytest.mark.parametrize("state", [State.ACCEPTED, State.BOUNCED, State.FAILED, State.UNSURE])
def test_text_is_deleted_42_days_after_the_outcome_and_the_writer_after_six_months(
    letter_of, state
):
    letter = letter_of(state)
    assert forget(41) == {}
    assert forget(43) == {"texts of letters": 1}
    letter.refresh_from_db()
    assert (letter.text, letter.subject, letter.own_line, letter.topics) == ("", "", "", [])
    assert letter.email == "anna@example.org"
    assert letter.state == state
    assert forget(43) == {}
    assert forget(181) == {}
    assert forget(183) == {"letters with their writers": 1}


@pytest.mark.parametrize("state", [State.QUEUED, State.DEFERRED])
def test_a_letter_on_its_way_keeps_its_text(letter_of, state):
    letter_of(state)
    assert forget(91) == {}


@pytest.mark.promise(18)
def test_a_letter_that_could_not_leave_for_90_days_goes_back_to_its_writer(
    waiting, browser, mails, today_is
):
    browser.press("code", code=waiting.code)
    today_is("2027-02-22", "13:00")  # the 90th day after 24 November
    purge_all()
    assert Letter.objects.get().state == State.CANCELLED
    call_command("deliver", verbosity=0)
    (told,) = mails("failed")
    said = " ".join(text_of(told).split())
    assert "It couldn’t leave for 90 days, and we keep no letter longer than that." in said
    assert "A person who runs this site" not in said
    assert " ".join(waiting.text.split()) in said
    purge_all()
    assert Letter.objects.get().text == ""
    assert not any(mails("failed")[0].content)


def test_a_letter_that_staff_stop_on_its_90th_day_was_stopped_by_a_person(
    waiting, browser, mails, today_is
):
    browser.press("code", code=waiting.code)
    today_is("2027-02-22", "13:00")
    assert OutgoingMessage.objects.get(purpose=Purpose.LETTER).cancel_now()
    (told,) = mails("failed")
    said = " ".join(text_of(told).split())
    assert "A person who runs this site did that." in said
    assert "It couldn’t leave for 90 days" not in said


def test_public_totals_stay_right_however_late_the_purge(letter_of, kent):
    for number in range(3):
        letter_of(State.ACCEPTED, email=f"{number}@example.org")
    letter_of(State.BOUNCED)
    letter_of(State.DRAFT, self_sent_at=timezone.now())
    forget(200)
    assert not Letter.objects.exists()
    counted = DailyLetterCount.objects.get()
    assert (counted.delivered, counted.self_sent) == (3, 1)
    forget(200)
    counted.refresh_from_db()
    assert (counted.delivered, counted.self_sent) == (3, 1)


# Delete it now


@pytest.fixture
def mailed(waiting):
    """Anna's letter, confirmed, delivered, and answered by a machine; with all its emails."""
    call_command("deliver", verbosity=0)
    waiting.confirm(addressee_of(waiting))
    call_command("deliver", verbosity=0)
    sent = OutgoingMessage.objects.get(key=f"letter:{waiting.pk}")
    away = b"From: lead@kent.example\nSubject: Out of office\n\nDear Anna, I am away.\n"
    process(b"Auto-Submitted: auto-replied\n" + away, to=sent.envelope_sender)
    waiting.refresh_from_db()
    return waiting


def addressee_of(letter):
    return recipient_for(record_on().by_id[letter.council_id])


ANSWERED = b"""From: Lead <lead@kent.example>
Subject: RE: your letter
Message-ID: <a@kent.example>

Dear Anna Smith of Crookes, we will sign. You wrote: Please will you sign?
"""


def test_what_a_council_answered_goes_from_the_desk_with_the_letters_text(mailed):
    sender = OutgoingMessage.objects.get(key=mailed.reference).envelope_sender
    process(ANSWERED, to=sender)
    assert "we will sign" in Task.objects.get(kind="reply").text
    forget(43)
    assert Task.objects.get(kind="reply").text == WORDS_GONE


TRACES = ("anna@", "anna smith", "miss smith", "crookes", "please will you sign")
TOLD_STAFF = "Dear Miss Smith, we will sign in May."


def traces() -> set[str]:
    """Return which columns of which tables still hold anything about Anna."""
    return set(found_in_tables(TRACES))


@pytest.fixture
def answered(mailed, client, editor):
    """The same letter, answered. Anna forwarded that, staff dealt with it; she began a second."""
    sent = OutgoingMessage.objects.get(key=mailed.reference)
    process(ANSWERED, to=sent.envelope_sender)
    process(
        f"From: anna@example.org\nSubject: Fwd: RE\n\n{TOLD_STAFF}".encode(),
        to=sent.envelope_sender,
    )
    browser = Browser(client)
    browser.go(mailed.private_url)
    shown = Task.objects.get(text__contains=TOLD_STAFF)
    desk = Client()
    desk.force_login(editor)
    desk.post(
        f"/admin/tasks/task/{shown.pk}/change/", {"act": "closed", "text": "Wrote to Anna Smith."}
    )
    browser.press("answered", answered="not_yet")
    Letter.objects.filter(pk=mailed.pk).update(outcome_at=timezone.now() - AGAIN_AFTER)
    browser.go(mailed.private_url)
    browser.press("write-again")
    call_command("deliver", verbosity=0)
    mailed.refresh_from_db()
    return mailed


def test_delete_now_leaves_no_trace_in_any_table_file_or_history(answered, client):
    assert {"letters_letter.email", "tasks_task.text", "tasks_task.on_behalf", "tasks_task.outcome",
            "inbox_incomingmessage.text",
            "outbox_outgoingmessage.content"} <= traces()  # fmt: skip
    browser = Browser(client)
    browser.go(answered.private_url)
    page = browser.press("delete")
    assert "and so is every answer to it" in words(page)
    assert traces() == set()


def test_answers_to_a_deleted_letter_become_one_task_without_words(mailed, kent):
    sender = OutgoingMessage.objects.get(key=mailed.reference).envelope_sender
    mailed.anonymise()
    process(ANSWERED, to=sender)
    process(ANSWERED, to=sender)
    assert traces() == set()
    task = Task.objects.get(kind="reply")
    assert (task.council, task.text, task.on_behalf) == (kent, WORDS_GONE, "")
