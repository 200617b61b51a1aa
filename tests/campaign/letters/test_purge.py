"""What is deleted of letters, by the nightly purge and by their writers, and what stays counted."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign.inbox.process import process
from campaign.letters import answers
from campaign.letters.models import Letter, State
from campaign.letters.recipient import recipient_for
from campaign.letters.status_text import AGAIN_AFTER
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.tasks.models import WORDS_GONE, Task
from councils.models import DailyLetterCount
from councils.record import record_on
from tests.campaign.letters.conftest import Browser
from tests.campaign.privacy.life import found_in_files, found_in_tables
from tests.seen import words

DAY = dt.timedelta(days=1)


def forget(days: float) -> dict[str, int]:
    """Run the purge ``days`` from now; return what it deleted, by kind."""
    forgotten = purge_all(timezone.now() + days * DAY)
    return {kind: number for kind, number in forgotten.items() if number}


def test_a_draft_is_deleted_two_days_after_its_last_change(letter_of):
    letter_of(State.DRAFT)
    assert forget(1.9) == {}
    assert forget(2.1) == {"drafts": 1}
    assert forget(2.1) == {}


@pytest.mark.parametrize("state", [State.AWAITING, State.EXPIRED, State.CANCELLED])
def test_an_unconfirmed_letter_is_deleted_after_seven_days(letter_of, state):
    letter_of(state)
    assert forget(6.9) == {}
    assert forget(8) == {"letters nobody confirmed": 1}  # the last day is a whole one
    assert not Letter.objects.exists()


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


def test_text_is_deleted_90_days_after_confirmation_whatever_the_outcome(letter_of):
    now = timezone.now()
    letter = letter_of(State.ACCEPTED, outcome_at=now + 80 * DAY)
    assert forget(89) == {}
    assert forget(91) == {"texts of letters": 1}
    letter.refresh_from_db()
    assert letter.text_deleted_at is not None


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.DEFERRED])
def test_a_letter_on_its_way_keeps_its_text(letter_of, state):
    letter_of(state)
    assert forget(91) == {}


def test_a_stopped_letter_keeps_its_text_as_long_as_a_sent_one(letter_of):
    letter_of(State.CANCELLED, confirmed_at=timezone.now(), asked_at=timezone.now(), token="t" * 26)
    assert forget(41) == {}
    assert forget(43) == {"texts of letters": 1}
    assert forget(183) == {"letters with their writers": 1}


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


def test_no_letter_is_deleted_before_it_could_be_counted(letter_of, monkeypatch):
    def fail(now):
        raise ZeroDivisionError

    letter_of(State.ACCEPTED)
    letter_of(State.DRAFT, self_sent_at=timezone.now())
    monkeypatch.setattr("campaign.letters.outdated.count", fail)
    with pytest.raises(ZeroDivisionError):
        forget(200)
    assert Letter.objects.count() == 2


def test_purging_forty_letters_takes_few_queries(letter_of, django_assert_max_num_queries):
    for number in range(40):
        letter_of(State.ACCEPTED, email=f"{number}@example.org")
    with django_assert_max_num_queries(120):
        assert forget(200)["letters with their writers"] == 40


def test_a_link_to_a_purged_letter_says_wrong_or_deleted_as_promised(client, letter_of):
    letter = letter_of(State.ACCEPTED)
    forget(200)
    for part in ("", "confirm/"):
        page = client.get(f"/letters/{letter.token}/{part}")
        assert page.status_code in (404, 410)
        assert "deleted, as promised" in page.content.decode().replace("’", "'")


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


@pytest.fixture
def mail_dir(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def test_delete_now_deletes_the_emails_about_the_letter_too(mail_dir, mailed):
    assert {message.purpose for message in OutgoingMessage.objects.all()} == {
        "confirm",
        "letter",
        "copy",
        "reply",
    }
    assert len(list(mail_dir.iterdir())) == 3
    assert mailed.anonymise()
    message = OutgoingMessage.objects.get()
    assert (message.purpose, bytes(message.content), message.on_behalf) == ("letter", b"", "")
    assert not message.incoming_messages.exists()
    assert list(mail_dir.iterdir()) == []


ANSWERED = b"""From: Lead <lead@kent.example>
Subject: RE: your letter
Message-ID: <a@kent.example>

Dear Anna Smith of Crookes, we will sign. You wrote: Please will you sign?
"""
TRACES = ("anna@", "anna smith", "miss smith", "crookes", "please will you sign")
TOLD_STAFF = "Dear Miss Smith, we will sign in May."


def traces(*folders) -> set[str]:
    """Return which columns of which tables, and which files, still hold anything about Anna."""
    return set(found_in_tables(TRACES)) | set(found_in_files(*folders, needles=TRACES))


@pytest.fixture
def answered(mail_dir, mailed, client, editor):
    """The same letter, answered by email and by an answer that Anna pasted and staff dealt with;
    and a second one that she has begun."""
    sent = OutgoingMessage.objects.get(key=mailed.reference)
    process(ANSWERED, to=sent.envelope_sender)
    process(
        b"From: anna@example.org\nSubject: Fwd: RE\n\nAnna Smith passes it on.",
        to=sent.envelope_sender,
    )
    browser = Browser(client)
    browser.go(mailed.private_url)
    browser.press("answer", answer=TOLD_STAFF)
    pasted = Task.objects.get(text=TOLD_STAFF)
    desk = Client()
    desk.force_login(editor)
    desk.post(
        f"/admin/tasks/task/{pasted.pk}/change/", {"act": "close", "text": "Wrote to Anna Smith."}
    )
    browser.press("answered", answered="not_yet")
    Letter.objects.filter(pk=mailed.pk).update(outcome_at=timezone.now() - AGAIN_AFTER)
    browser.go(mailed.private_url)
    browser.press("write-again")
    call_command("deliver", verbosity=0)
    mailed.refresh_from_db()
    return mailed


def test_delete_now_leaves_no_trace_in_any_table_file_or_history(answered, mail_dir, client):
    assert {"letters_letter.email", "tasks_task.text", "tasks_task.on_behalf", "tasks_task.outcome",
            "inbox_incomingmessage.text",
            "outbox_outgoingmessage.content"} <= traces(mail_dir)  # fmt: skip
    browser = Browser(client)
    browser.go(answered.private_url)
    page = browser.press("delete")
    assert "and so is every answer to it" in words(page)
    assert traces(mail_dir) == set()


def test_staff_still_know_that_the_council_answered(answered, kent):
    tasks = Task.objects.filter(council=kent, kind="reply")
    number = tasks.count()
    assert answered.anonymise()
    assert tasks.count() == number == 3
    assert {task.text for task in tasks} == {WORDS_GONE}


def test_a_second_letter_that_waits_to_be_confirmed_goes_with_the_first(answered, mails):
    second = answered.followed_by.get()
    assert second.request_confirmation()
    assert answered.anonymise()
    second.refresh_from_db()
    assert (second.state, second.name, second.email, second.text) == (State.CANCELLED, "", "", "")
    assert not mails("confirm")


def test_a_second_letter_that_was_confirmed_is_a_letter_of_its_own(answered):
    second = answered.followed_by.get()
    second.request_confirmation()
    assert second.confirm(addressee_of(second))
    assert answered.anonymise()
    second.refresh_from_db()
    assert (second.state, second.email) == (State.QUEUED, "anna@example.org")


def test_answers_to_a_deleted_letter_become_one_task_without_words(mailed, mail_dir, kent):
    sender = OutgoingMessage.objects.get(key=mailed.reference).envelope_sender
    mailed.anonymise()
    process(ANSWERED, to=sender)
    process(ANSWERED, to=sender)
    assert traces(mail_dir) == set()
    task = Task.objects.get()
    assert (task.council, task.text, task.on_behalf) == (kent, WORDS_GONE, "")


def test_an_answer_without_words_joins_a_task_that_has_none(letter_of, sheffield):
    """Two tasks without words exist already, and nothing tells them apart."""
    for number in (1, 2):
        answers.add_answer(letter_of(State.ACCEPTED), f"Answer {number}.")
    Task.objects.forget_words()
    assert Task.objects.add_answer(sheffield.pk, WORDS_GONE, None) in Task.objects.all()
    assert Task.objects.count() == 2


def test_the_same_answer_to_two_letters_is_two_tasks(letter_of):
    for letter in (letter_of(State.ACCEPTED), letter_of(State.ACCEPTED)):
        answers.add_answer(letter, "Thank you for your letter.")
        answers.add_answer(letter, "Thank you for your letter.")
    assert Task.objects.count() == 2


def test_the_text_of_an_answer_is_deleted_with_the_text_of_its_letter(letter_of, sheffield, kent):
    early, late = letter_of(State.ACCEPTED), letter_of(State.ACCEPTED, outcome_at=in_days(30))
    answers.add_answer(early, "We will sign, Miss Smith.")
    answers.add_answer(late, "We will not, Miss Smith.")
    Task.objects.update(keep_until=None)
    forget(43)
    assert {task.text for task in Task.objects.all()} == {WORDS_GONE, "We will not, Miss Smith."}


def in_days(days):
    return timezone.now() + days * DAY


def test_a_cancelled_letter_leaves_no_copy_in_an_email(waiting):
    assert waiting.code[:3].encode() in bytes(OutgoingMessage.objects.get().content)
    assert waiting.discard()
    assert not OutgoingMessage.objects.exists()


def test_emails_about_other_letters_are_left_alone(mail_dir, mailed, letter_of):
    other = letter_of(State.AWAITING)
    for key in (
        f"confirm:{other.pk}:{mailed.pk}",
        f"letter:{mailed.pk}0",
        f"confirm:{mailed.pk}0:1",
    ):
        OutgoingMessage.objects.create(
            key=key, purpose=key.split(":")[0], recipient="a@b.example", content=b"x"
        )
    mailed.anonymise()
    assert OutgoingMessage.objects.filter(recipient="a@b.example", content=b"x").count() == 3


def test_a_deleted_letter_that_comes_back_is_not_counted(mail_dir, mailed):
    mailed.anonymise()
    sent = OutgoingMessage.objects.get()
    bounce = b"X-Failed-Recipients: lead@kent.example\nReturn-Path: <>\n\n550 5.1.1 no such user\n"
    process(bounce, to=sent.envelope_sender)
    mailed.refresh_from_db()
    assert mailed.state == State.BOUNCED
    assert OutgoingMessage.objects.count() == 1


def test_a_person_is_found_exported_and_erased(mail_dir, mailed, letter_of):
    queued = letter_of(State.QUEUED)
    OutgoingMessage.objects.create(
        key=f"letter:{queued.pk}",
        purpose="letter",
        recipient="lead@kent.example",
        on_behalf=queued.email,
        content=b"x",
    )
    other = letter_of(State.ACCEPTED, email="bob@example.org")
    first, _ = Person("ANNA@example.org").everything()["letters"]
    assert first["postal address"] == "Crookes, Sheffield"
    assert Person("anna@example.org").forget()["letters"] == 2
    assert Person("anna@example.org").held() == {}
    queued.refresh_from_db()
    assert queued.state == State.CANCELLED
    other.refresh_from_db()
    assert other.text
