"""Recovery from killed workers and failed callbacks."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.outbox.lease import MAX_ATTEMPTS, AttemptResult, Lease
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.outbox.recovery import recover_abandoned, run_missed_callbacks
from campaign.outbox.registry import outcome_handlers
from tests.campaign.outbox.emails import again


@pytest.fixture
def abandoned(queue, live, mail_server):
    """Return a function that kills a sender before or after the hand-over mark."""

    def die(handed, purpose="letter"):
        message = queue("it", purpose=purpose)
        lease = Lease()
        [claimed], _ = lease.claim(1, MailSettings.current())
        if handed:
            assert lease.mark_data_started(claimed)
        past = timezone.now() - dt.timedelta(hours=1)
        OutgoingMessage.objects.filter(pk=message.pk).update(lease_until=past)
        return message, lease, claimed

    return die


def test_an_abandoned_letter_without_the_hand_over_mark_goes_back_in_the_queue(
    abandoned, deliver, smtp_log
):
    message, lease, claimed = abandoned(handed=False)
    deliver()
    assert again(message).state == MessageState.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}
    assert lease.mark_data_started(claimed) is False  # its first sender comes too late


@pytest.mark.promise(16)
def test_an_abandoned_letter_with_the_hand_over_mark_is_unsure(
    abandoned, deliver, smtp_log, reported
):
    message, _, _ = abandoned(handed=True)
    deliver()
    assert again(message).state == MessageState.UNSURE
    assert not smtp_log.accepted
    assert reported == [("it", "unsure")]


def test_a_late_outcome_under_the_same_lease_settles_an_unsure_letter(abandoned, deliver, reported):
    message, lease, claimed = abandoned(handed=True)
    deliver()
    assert again(message).state == MessageState.UNSURE
    assert lease.record_outcome(
        claimed, AttemptResult(MessageState.ACCEPTED, "250 Taken after all")
    )
    assert again(message).state == MessageState.ACCEPTED
    assert reported == [("it", "unsure"), ("it", "accepted")]


def test_abandoned_email_that_may_go_twice_is_sent_again_despite_the_hand_over_mark(
    abandoned, deliver, smtp_log
):
    message, lease, claimed = abandoned(handed=True, purpose="confirm")
    deliver()
    assert again(message).state == MessageState.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}


def test_an_email_that_keeps_killing_workers_is_left_for_staff(abandoned):
    message, _, _ = abandoned(handed=True, purpose="confirm")
    OutgoingMessage.objects.update(attempts=MAX_ATTEMPTS)
    recover_abandoned()
    assert again(message).state == MessageState.UNSURE


def test_an_unexpired_lease_is_left_alone_where_other_workers_may_be_running(
    queue, live, mail_server
):
    message = queue()
    Lease().claim(1, MailSettings.current())
    assert recover_abandoned() == 0
    assert again(message).state == MessageState.SENDING


def test_a_process_never_recovers_email_it_is_still_sending(abandoned):
    message, lease, _ = abandoned(handed=True)
    assert recover_abandoned(lambda: {lease.token}, is_alone=True) == 0
    assert again(message).state == MessageState.SENDING


def test_an_outcome_whose_callback_fails_is_stored_and_called_back_later(
    queue, deliver, monkeypatch, reported, caplog
):
    notice = outcome_handlers["letter"]
    monkeypatch.setitem(outcome_handlers, "letter", stumble)
    message = queue()
    deliver()
    assert again(message).state == MessageState.ACCEPTED
    assert message.callback_pending is True
    monkeypatch.setitem(outcome_handlers, "letter", notice)
    run_missed_callbacks()
    assert again(message).callback_pending is False
    assert reported == [("letter:1", "accepted")]


def test_a_callback_that_fails_holds_back_no_other_message(
    queue, deliver, monkeypatch, mail_server, live, smtp_log
):
    monkeypatch.setitem(outcome_handlers, "letter", stumble)
    for number in range(5):
        queue(f"letter:{number}")
    deliver()
    assert set(OutgoingMessage.objects.values_list("state", "callback_pending")) == {
        (MessageState.ACCEPTED, True)
    }
    assert list(smtp_log.accepted.values()) == [1] * 5


def stumble(message):
    raise RuntimeError("A fault of the handler.")
