"""Email leaves the queue once, and its state is what is known about it."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.management import CommandError

from campaign.letters.models import Letter
from campaign.outbox.models import MOST_TRIES, MailSettings, MessageState, OutgoingMessage
from campaign.pages.models import Organisation
from campaign.supporters import wishes
from councils.record import record_on
from tests.campaign.outbox.emails import again, parse


def test_without_a_mail_server_each_email_is_a_file_until_its_text_is_deleted(
    queue, deliver, reported, settings, django_capture_on_commit_callbacks
):
    message = queue()
    deliver()
    assert (again(message).state, message.is_test) == (MessageState.ACCEPTED, True)
    assert reported == [("letter:1", "accepted")]
    (file,) = settings.MAIL_DIR.glob("*.eml")
    written = file.read_bytes()
    assert written.startswith(f"Return-Path: <{message.envelope_sender}>".encode())
    assert written.endswith(bytes(message.content))
    with django_capture_on_commit_callbacks(execute=True):
        OutgoingMessage.objects.all().delete_texts()
    assert not file.exists()


@pytest.mark.parametrize("missing", ["LETTERS_LIVE", "switch", "who"])
def test_no_letter_but_all_other_email_leaves_until_everything_for_going_live_is_there(
    queue, deliver, live, mail_server, smtp_log, settings, missing
):
    if missing == "LETTERS_LIVE":
        settings.LETTERS_LIVE = False
    elif missing == "switch":
        MailSettings.objects.update(live=False)
    else:
        Organisation.objects.all().delete()
    letter, confirm = queue(), queue("confirm:1:1", "anna@home.example", "confirm")
    deliver()
    assert again(letter).state == MessageState.QUEUED
    assert again(confirm).state == MessageState.ACCEPTED
    assert smtp_log.accepted == {confirm.message_id: 1}


@pytest.mark.parametrize(
    ("stage", "answer"), [("MAIL", "451 4.3.0 Later"), ("RCPT", "421 4.3.2 Later")]
)
def test_an_email_rejected_temporarily_is_retried_after_a_while(
    queue, deliver, live, mail_server, smtp_log, reported, now, stage, answer
):
    message = queue()
    smtp_log.next_refusals = [(stage, answer)]
    with suppress(CommandError):  # at MAIL it may be about us: it waits before the next
        deliver()
    assert again(message).state == MessageState.DEFERRED
    assert "Later" in message.server_said
    assert message.data_started_at is None
    assert message.attempts == 1
    assert message.due_at - now() == dt.timedelta(minutes=1)
    deliver()
    assert not smtp_log.accepted
    now(minutes=2)
    deliver()
    assert again(message).state == MessageState.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}
    assert reported == [("letter:1", "deferred"), ("letter:1", "accepted")]


@pytest.mark.promise(16)
@pytest.mark.parametrize("stage", ["dot", "reply"])
def test_a_connection_lost_after_the_final_dot_leaves_a_letter_unsure_for_good(
    queue, deliver, live, mail_server, smtp_log, reported, now, stage
):
    message = queue()
    now(seconds=1)  # the one that is due first goes first
    other = queue("letter:2")
    smtp_log.next_breaks = [stage]
    deliver()
    assert again(message).state == MessageState.UNSURE
    assert again(other).state == MessageState.ACCEPTED
    now(days=3)
    deliver()
    assert again(message).state == MessageState.UNSURE
    assert smtp_log.accepted[message.message_id] == (1 if stage == "reply" else 0)
    assert ("letter:1", "unsure") in reported


def test_a_permanent_rejection_is_stored_with_the_servers_words(
    queue, deliver, live, mail_server, smtp_log, reported, now
):
    message = queue()
    now(seconds=1)  # the one that is due first goes first
    other = queue("letter:2")
    smtp_log.next_refusals = [("RCPT", "550 5.1.1 No such mailbox")]
    deliver()
    assert again(message).state == MessageState.FAILED
    assert "No such mailbox" in message.server_said
    assert again(other).state == MessageState.ACCEPTED
    now(days=30)
    deliver()
    assert smtp_log.accepted == {other.message_id: 1}
    assert ("letter:1", "failed") in reported


def test_a_letter_fails_with_the_reason_after_four_days_of_temporary_rejections(
    queue, deliver, live, mail_server, smtp_log, now
):
    message = queue()
    began = now()
    for _ in range(MOST_TRIES):
        smtp_log.next_refusals = [("RCPT", "450 4.2.1 Later")]
        deliver()
        waits = again(message).due_at - now()
        now(seconds=max(0, waits.total_seconds()))
    assert dt.timedelta(days=3.5) < now() - began < dt.timedelta(days=4.5)
    assert again(message).state == MessageState.FAILED
    assert f"Tried {MOST_TRIES} times" in message.server_said
    assert "4.2.1 Later" in message.server_said


def test_an_unreachable_server_costs_no_attempt(queue, deliver, live, mail_server, smtp_log):
    message = queue()
    mail_server.stop()
    with pytest.raises(CommandError, match="cannot be reached"):
        deliver()
    assert again(message).state == MessageState.QUEUED
    assert message.attempts == 0
    mail_server.start()
    deliver()
    assert again(message).state == MessageState.ACCEPTED


def test_letters_that_waited_are_sent_and_dated_when_the_site_goes_live(
    queue, deliver, live, mail_server, smtp_log, now
):
    MailSettings.objects.update(live=False)
    letter = queue()
    deliver()
    now(days=60)
    MailSettings.objects.update(live=True)
    deliver()
    assert again(letter).state == MessageState.ACCEPTED
    sent = parse(smtp_log.mails[letter.message_id])
    assert sent["Date"].datetime == now().replace(microsecond=0)


def test_until_letters_are_live_what_leaves_for_visitors_says_test(
    deliver, mail_server, smtp_log, sheffield
):
    letter = Letter.objects.create(
        council=sheffield,
        status_at_drafting="not_signed",
        name="Anna",
        email="anna@example.org",
        postal_address="Crookes",
        subject="Please sign",
        text="Please sign.",
    )
    assert letter.request_confirmation()
    wishes.request(record_on().by_slug["sheffield"], "ben@example.org")
    deliver()
    read = [parse(mail) for mail in smtp_log.mails.values()]
    assert {mail["To"] for mail in read} == {"anna@example.org", "ben@example.org"}
    assert all(mail["Subject"].startswith("TEST: ") for mail in read)
