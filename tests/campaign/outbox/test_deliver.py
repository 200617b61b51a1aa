"""Mail leaves the queue once, and its state says what is known of it."""

import datetime as dt
import email
import email.policy
import threading
from collections import Counter

import pytest
from django.core.management import CommandError
from django.utils import timezone

from campaign.outbox.lease import MOST_ATTEMPTS, Lease, Outcome, mend_times, recover, tell_again
from campaign.outbox.models import MailSettings, OutgoingMessage, State, Throttle
from campaign.outbox.registry import live_requirements, outcome_handlers
from campaign.outbox.sender import CachedSettings, Courier


def files(settings):
    return sorted(settings.MAIL_DIR.glob("*.eml"))


def again(message) -> OutgoingMessage:
    message.refresh_from_db()
    return message


def test_without_a_mail_server_a_letter_becomes_a_file(queue, deliver, settings, told):
    message = queue()
    assert "Taken by our mail service: 1" in deliver()
    assert again(message).state == State.ACCEPTED
    assert message.test is True
    assert told == [("letter:1", "accepted")]
    [path] = files(settings)
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert read["Return-Path"] == f"<{message.sender}>"
    assert read["Delivered-To"] == "leader@kent.example"
    assert read["Message-ID"] == message.message_id
    assert read.get_content().strip() == "Please sign."
    deliver()
    assert len(files(settings)) == 1


def test_live_letters_go_to_the_mail_server_once(queue, deliver, live, mail_server, smtp_log, told):
    message = queue()
    deliver()
    deliver()
    assert smtp_log.accepted == {message.message_id: 1}
    assert smtp_log.mails[message.message_id] == bytes(message.content)
    assert smtp_log.envelopes[message.message_id] == (message.sender, ["leader@kent.example"])
    assert again(message).state == State.ACCEPTED
    assert message.test is False
    assert "Taken as 1234" in message.server_said
    assert told == [("letter:1", "accepted")]


def test_one_connection_takes_them_all(queue, deliver, live, mail_server, smtp_log):
    for number in range(20):
        queue(f"letter:{number}")
    before = smtp_log.connections
    deliver()
    assert len(smtp_log.accepted) == 20
    assert smtp_log.connections == before + 1


@pytest.mark.parametrize("missing", ["LETTERS_LIVE", "switch", "who"])
def test_unless_all_is_there_no_letter_leaves_and_all_other_mail_does(
    queue, deliver, live, mail_server, smtp_log, settings, missing, monkeypatch
):
    if missing == "LETTERS_LIVE":
        settings.LETTERS_LIVE = False
    elif missing == "switch":
        MailSettings.objects.update(live=False)
    else:
        monkeypatch.setitem(live_requirements, "nobody runs the site", lambda: False)
    letter, confirm = queue(), queue("confirm:1:1", "anna@home.example", "confirm")
    deliver()
    assert again(letter).state == State.QUEUED
    assert again(confirm).state == State.ACCEPTED
    assert smtp_log.accepted == {confirm.message_id: 1}


def test_in_test_mode_no_letter_leaves_whatever_its_row_says(queue, deliver, mail_server, smtp_log):
    letter = queue()
    OutgoingMessage.objects.update(to_council=False, safe_to_resend=True, test=True)
    deliver()
    deliver()
    assert again(letter).state == State.QUEUED
    assert not smtp_log.accepted


def test_a_mail_without_words_never_leaves(queue, deliver, settings):
    message = queue()
    OutgoingMessage.objects.update(content=b"")
    deliver()
    assert again(message).state == State.CANCELLED
    assert not files(settings)


def test_letters_that_waited_go_when_it_goes_live(queue, deliver, live, mail_server, smtp_log):
    MailSettings.objects.update(live=False)
    letter = queue()
    deliver()
    MailSettings.objects.update(live=True)
    deliver()
    assert again(letter).state == State.ACCEPTED


def test_letters_that_are_held_keep_no_worker_busy(queue, deliver, mail_server, smtp_log):
    queue()
    before = smtp_log.connections
    deliver()
    assert smtp_log.connections == before  # the mail server is not even called


def test_nothing_leaves_while_staff_have_paused_it(queue, deliver, settings):
    MailSettings(paused=True).save()
    message = queue()
    deliver()
    assert again(message).state == State.QUEUED
    assert not files(settings)
    MailSettings.objects.update(paused=False)
    deliver()
    assert again(message).state == State.ACCEPTED


@pytest.mark.parametrize(
    ("stage", "answer"),
    [("MAIL", "451 4.3.0 Later"), ("RCPT", "450 4.2.1 Later"), ("DATA", "451 4.3.0 Later"),
     ("text", "452 4.3.1 Later"), ("RCPT", "421 4.3.2 Later")],
)  # fmt: skip
def test_a_later_is_tried_again_after_a_while(
    queue, deliver, live, mail_server, smtp_log, told, now, stage, answer
):
    message = queue()
    smtp_log.next_refusals = [(stage, answer)]
    deliver()
    assert again(message).state == State.DEFERRED
    assert "Later" in message.server_said
    assert message.data_started_at is None
    assert message.attempts == 1
    assert dt.timedelta(seconds=30) <= message.due_at - now() <= dt.timedelta(seconds=90)
    deliver()
    assert not smtp_log.accepted
    now(minutes=2)
    deliver()
    assert again(message).state == State.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}
    assert told == [("letter:1", "deferred"), ("letter:1", "accepted")]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_text_is_tried_again(
    queue, deliver, live, mail_server, smtp_log, now, stage
):
    message = queue()
    smtp_log.next_breaks = [stage]
    deliver()
    assert again(message).state == State.DEFERRED
    now(minutes=2)
    deliver()
    assert again(message).state == State.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}


@pytest.mark.parametrize("stage", ["dot", "reply"])
def test_a_connection_lost_after_the_final_dot_leaves_a_letter_unsure_for_good(
    queue, deliver, live, mail_server, smtp_log, told, now, stage
):
    message, other = queue(), queue("letter:2")
    smtp_log.next_breaks = [stage]
    deliver()
    assert again(message).state == State.UNSURE
    assert again(other).state == State.ACCEPTED
    now(days=3)
    recover()
    deliver()
    assert again(message).state == State.UNSURE
    assert smtp_log.accepted[message.message_id] == (1 if stage == "reply" else 0)
    assert ("letter:1", "unsure") in told


def test_what_is_harmless_twice_is_sent_again_when_nobody_knows(
    queue, deliver, live, mail_server, smtp_log, now
):
    message = queue("confirm:1:1", "anna@home.example", "confirm")
    smtp_log.next_breaks = ["reply"]
    deliver()
    assert again(message).state == State.DEFERRED
    now(minutes=2)
    deliver()
    assert again(message).state == State.ACCEPTED
    assert smtp_log.accepted[message.message_id] == 2


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "text"])
def test_a_never_is_told_with_the_servers_words(
    queue, deliver, live, mail_server, smtp_log, told, now, stage
):
    message, other = queue(), queue("letter:2")
    smtp_log.next_refusals = [(stage, "550 5.1.1 No such mailbox")]
    deliver()
    assert again(message).state == State.FAILED
    assert "No such mailbox" in message.server_said
    assert again(other).state == State.ACCEPTED
    now(days=30)
    deliver()
    assert smtp_log.accepted == {other.message_id: 1}
    assert ("letter:1", "failed") in told


def test_after_days_of_later_it_fails_and_says_why(
    queue, deliver, live, mail_server, smtp_log, now
):
    message = queue()
    for _ in range(MOST_ATTEMPTS):
        smtp_log.next_refusals = [("RCPT", "450 4.2.1 Later")]
        deliver()
        now(hours=7)
    assert again(message).state == State.FAILED
    assert f"Tried {MOST_ATTEMPTS} times" in message.server_said
    assert "4.2.1 Later" in message.server_said


def test_a_server_that_is_away_costs_no_attempt(queue, deliver, live, mail_server, smtp_log):
    message = queue()
    mail_server.stop()
    with pytest.raises(CommandError, match="cannot be reached"):
        deliver()
    assert again(message).state == State.QUEUED
    assert message.attempts == 0
    mail_server.start()
    deliver()
    assert again(message).state == State.ACCEPTED


def test_a_kept_connection_that_has_gone_costs_no_attempt(
    queue, deliver, live, mail_server, smtp_log
):
    first, second = queue("letter:1"), queue("letter:2")
    smtp_log.hangs_up_after = 1
    deliver()
    assert again(first).state == again(second).state == State.ACCEPTED
    assert second.attempts == 1
    assert smtp_log.accepted == {first.message_id: 1, second.message_id: 1}


def test_a_mail_that_waited_for_days_before_it_went_is_dated_when_it_went(
    queue, deliver, live, mail_server, smtp_log, now
):
    letter = queue()
    written = MailSettings.objects.update(live=False) and now()
    now(days=60)
    today = queue("letter:2")
    MailSettings.objects.update(live=True)
    deliver()
    for one in (letter, today):
        read = email.message_from_bytes(smtp_log.mails[one.message_id], policy=email.policy.default)
        assert read["Date"].datetime == now().replace(microsecond=0) > written
        assert smtp_log.mails[one.message_id] == bytes(again(one).content)


def test_a_mail_that_is_tried_again_keeps_its_date(
    queue, deliver, live, mail_server, smtp_log, now
):
    letter = queue()
    smtp_log.next_refusals = [("RCPT", "450 4.2.1 Later")]
    deliver()
    now(days=3)
    deliver()
    assert smtp_log.mails[letter.message_id] == bytes(letter.content)


class Pauses(threading.Event):
    """Lets a courier that watches do something of the test's instead of each wait, and stop."""

    def __init__(self, *steps):
        super().__init__()
        self.steps = list(steps)

    def wait(self, timeout=None):
        self.steps.pop(0)()
        if not self.steps:
            self.set()
        return self.is_set()


def test_a_connection_that_was_open_for_nothing_and_has_gone_costs_no_attempt(
    queue, live, mail_server, smtp_log, now
):
    MailSettings.objects.update(per_council_an_hour=6)
    for number in range(10):
        queue(f"letter:{number}", pace="council:KEN")
    Throttle.objects.create(name="council:KEN", used_until=now() + dt.timedelta(hours=10))

    def server_hangs_up():
        assert courier.connection.is_open  # it was opened, and then all were put off
        mail_server.stop()
        mail_server.start()
        OutgoingMessage.objects.update(due_at=now(), throttled_until=now())

    courier = Courier(CachedSettings(), Pauses(server_hangs_up, lambda: None), watch=True)
    courier.run()
    assert len(smtp_log.accepted) == 10
    assert set(OutgoingMessage.objects.values_list("attempts", flat=True)) == {1}


def test_no_connection_is_opened_where_the_overall_pace_lets_nothing_go(
    queue, deliver, live, mail_server, smtp_log
):
    MailSettings.objects.update(per_minute=1)
    for number in range(12):
        queue(f"letter:{number}")
    deliver()
    before = smtp_log.connections
    assert len(smtp_log.accepted) == 10
    deliver()
    assert smtp_log.connections == before


def test_a_connection_without_work_is_ended_with_a_goodbye(
    queue, live, mail_server, smtp_log, monkeypatch
):
    queue()
    monkeypatch.setattr("campaign.outbox.sender.KEPT_OPEN", 0)
    seen = []
    courier = Courier(
        CachedSettings(), Pauses(lambda: seen.append(courier.connection), lambda: None), watch=True
    )
    courier.run()
    assert seen == [None]
    assert len(smtp_log.accepted) == 1


def test_a_server_that_goes_away_from_an_open_connection_leaves_mail_waiting(
    queue, live, mail_server, smtp_log
):
    first, leases, seen = queue("letter:1"), [], []

    def go_away():
        assert smtp_log.accepted == {first.message_id: 1}
        queue("letter:2")
        mail_server.stop()

    def look():
        second = OutgoingMessage.objects.get(key="letter:2")
        seen.append((second.state, second.lease, second.attempts))
        leases.append(courier.lease)
        assert "cannot be reached" in courier.trouble

    courier = Courier(
        CachedSettings(),
        Pauses(go_away, look, look, lambda: (look(), mail_server.start()), lambda: None),
        watch=True,
    )
    courier.run()
    assert seen == [(State.QUEUED, "", 0)] * 3
    assert leases == [None] * 3
    assert OutgoingMessage.objects.get(key="letter:2").state == State.ACCEPTED
    assert courier.trouble == ""


def test_a_server_that_answers_and_takes_no_mail_is_in_trouble_since_the_first_time(
    queue, live, mail_server, smtp_log, now
):
    message, began, since = queue(), now(), []
    smtp_log.next_refusals = [("MAIL", "530 5.7.0 Authentication required")] * 3

    def look():
        assert again(message).state == State.QUEUED
        since.append(courier.trouble_since)
        now(minutes=5)

    courier = Courier(CachedSettings(), Pauses(look, look, look, lambda: None), watch=True)
    courier.run()
    assert since == [began] * 3
    assert again(message).state == State.ACCEPTED
    assert (courier.trouble, courier.trouble_since) == ("", None)


def test_a_server_that_wants_us_to_sign_in_first_fails_no_letter(
    queue, deliver, live, mail_server, smtp_log
):
    message = queue()
    smtp_log.next_refusals = [("MAIL", "530 5.7.0 Authentication required")]
    with pytest.raises(CommandError, match="Authentication required"):
        deliver()
    assert again(message).state == State.QUEUED
    deliver()
    assert again(message).state == State.ACCEPTED


def test_a_server_that_will_not_have_us_as_sender_fails_no_letter(
    queue, deliver, live, mail_server, smtp_log
):
    letters = [queue(f"letter:{number}") for number in range(3)]
    smtp_log.always["MAIL"] = "550 5.7.1 Your account is suspended"
    for _ in range(5):
        with pytest.raises(CommandError, match="suspended"):
            deliver()
    assert {again(letter).state for letter in letters} == {State.QUEUED}
    assert {letter.attempts for letter in letters} == {0}
    smtp_log.always.clear()
    deliver()
    assert {again(letter).state for letter in letters} == {State.ACCEPTED}


def test_a_server_that_relays_for_nobody_fails_two_letters_and_then_no_more(
    queue, live, mail_server, smtp_log
):
    for number in range(20):
        queue(f"letter:{number}")
    smtp_log.always["RCPT"] = "554 5.7.1 <leader@kent.example>: Relay access denied"

    def mend():
        assert "Relay access denied" in courier.trouble
        smtp_log.always.clear()

    courier = Courier(CachedSettings(), Pauses(*[lambda: None] * 5, mend, lambda: None), watch=True)
    courier.run()
    states = Counter(OutgoingMessage.objects.values_list("state", flat=True))
    assert states == {State.FAILED: 2, State.ACCEPTED: 18}
    assert courier.trouble == ""


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_one_mail_that_is_always_refused_as_if_for_us_stops_no_other(
    queue, live, mail_server, smtp_log, stage
):
    odd = queue("letter:odd")
    others = [queue(f"letter:{number}") for number in range(5)]
    smtp_log.always_for[odd.token] = (stage, "554 5.7.1 Relay access denied")
    courier = Courier(CachedSettings(), Pauses(*[lambda: None] * 5), watch=True)
    courier.run()
    assert {again(other).state for other in others} == {State.ACCEPTED}
    assert again(odd).state == State.FAILED
    assert "Relay access denied" in odd.server_said


def test_what_was_cancelled_after_it_was_claimed_is_not_sent(queue, live, mail_server, smtp_log):
    message = queue()
    lease = Lease()
    [claimed], _ = lease.take(10, MailSettings.now())
    assert again(message).state == State.SENDING
    assert message.cancel()
    assert lease.mark(claimed) is False


def test_two_couriers_never_hold_the_same_mail(queue, live, mail_server):
    for number in range(4):
        queue(f"letter:{number}")
    one, two = Lease(), Lease()
    first, _ = one.take(2, MailSettings.now())
    second, _ = two.take(10, MailSettings.now())
    assert len(first) == len(second) == 2
    assert not {message.pk for message in first} & {message.pk for message in second}


def test_what_was_claimed_and_not_handed_over_goes_back(queue, live, mail_server, now):
    message = queue()
    lease = Lease()
    lease.take(10, MailSettings.now())
    lease.release()
    assert again(message).state == State.QUEUED
    assert (message.lease, message.attempts) == ("", 0)


@pytest.fixture
def abandoned(queue, live, mail_server):
    """Return a function that lets a courier die, before or after the hand-over mark."""

    def die(handed, purpose="letter"):
        message = queue("it", purpose=purpose)
        lease = Lease()
        [claimed], _ = lease.take(1, MailSettings.now())
        if handed:
            assert lease.mark(claimed)
        past = timezone.now() - dt.timedelta(hours=1)
        OutgoingMessage.objects.filter(pk=message.pk).update(lease_until=past)
        return message, lease, claimed

    return die


def test_without_the_mark_an_abandoned_letter_goes_back_in_the_queue(abandoned, deliver, smtp_log):
    message, lease, claimed = abandoned(handed=False)
    deliver()
    assert again(message).state == State.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}
    assert lease.mark(claimed) is False  # its first courier comes too late


def test_with_the_mark_an_abandoned_letter_is_unsure(abandoned, deliver, smtp_log, told):
    message, _, _ = abandoned(handed=True)
    deliver()
    assert again(message).state == State.UNSURE
    assert not smtp_log.accepted
    assert told == [("it", "unsure")]


def test_a_late_outcome_under_the_same_lease_settles_it(abandoned, deliver, told):
    message, lease, claimed = abandoned(handed=True)
    deliver()
    assert again(message).state == State.UNSURE
    assert lease.settle(claimed, Outcome(State.ACCEPTED, "250 Taken after all"))
    assert again(message).state == State.ACCEPTED
    assert told == [("it", "unsure"), ("it", "accepted")]


def test_with_the_mark_abandoned_mail_that_may_go_twice_is_sent(abandoned, deliver, smtp_log):
    message, lease, claimed = abandoned(handed=True, purpose="confirm")
    deliver()
    assert again(message).state == State.ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}


def test_a_mail_at_which_workers_die_again_and_again_is_left_for_staff(abandoned):
    message, _, _ = abandoned(handed=True, purpose="confirm")
    OutgoingMessage.objects.update(attempts=MOST_ATTEMPTS)
    recover()
    assert again(message).state == State.UNSURE


def test_a_lease_that_has_not_ended_is_left_alone_where_others_may_work(queue, live, mail_server):
    message = queue()
    Lease().take(1, MailSettings.now())
    assert recover() == 0
    assert again(message).state == State.SENDING


def test_this_process_never_takes_a_mail_from_itself(abandoned):
    message, lease, _ = abandoned(handed=True)
    assert recover(lambda: {lease.token}, everything=True) == 0
    assert again(message).state == State.SENDING


def test_an_outcome_that_cannot_be_told_is_stored_and_told_later(
    queue, deliver, monkeypatch, told, caplog
):
    notice = outcome_handlers["letter"]
    monkeypatch.setitem(outcome_handlers, "letter", stumble)
    message = queue()
    deliver()
    assert again(message).state == State.ACCEPTED
    assert message.callback_pending is True
    monkeypatch.setitem(outcome_handlers, "letter", notice)
    tell_again()
    assert again(message).callback_pending is False
    assert told == [("letter:1", "accepted")]


def test_one_who_cannot_be_told_stops_no_other_mail(
    queue, deliver, monkeypatch, mail_server, live, smtp_log
):
    monkeypatch.setitem(outcome_handlers, "letter", stumble)
    for number in range(5):
        queue(f"letter:{number}")
    deliver()
    assert set(OutgoingMessage.objects.values_list("state", "callback_pending")) == {
        (State.ACCEPTED, True)
    }
    assert list(smtp_log.accepted.values()) == [1] * 5


def stumble(message):
    raise RuntimeError("A fault of whoever is told.")


def test_mail_that_a_person_waits_for_goes_ahead_of_letters(queue, live, mail_server):
    queue("letter:1")
    confirm = queue("confirm:1:1", "anna@home.example", "confirm")
    claimed, _ = Lease().take(1, MailSettings.now())
    assert claimed == [confirm]


def test_when_a_clock_that_ran_ahead_is_put_right_nothing_is_held_back(queue, deliver, now):
    now(days=400)
    message = queue()
    OutgoingMessage.objects.create(
        key="deferred", purpose="letter", recipient="a@b.example", content=b"x", state="deferred",
        outcome_at=timezone.now(), created_at=timezone.now() - dt.timedelta(days=401),
        due_at=timezone.now() + dt.timedelta(hours=1), attempts=3,
    )  # fmt: skip
    now(days=-400)
    assert mend_times() == 2
    assert OutgoingMessage.objects.due().count() == 2
    deliver()
    assert again(message).state == State.ACCEPTED


def test_what_is_put_off_on_purpose_stays_put_off_when_the_clock_is_put_right(queue, now):
    now(days=400)
    later = queue(due_at=timezone.now() + dt.timedelta(days=28))
    now(days=-400)
    mend_times()
    assert again(later).due_at == timezone.now() + dt.timedelta(days=28)


def test_the_hour_that_comes_twice_sends_nothing_twice(
    queue, deliver, live, mail_server, smtp_log, now
):
    now(days=-30, hours=12, minutes=30)  # 25 October 2026, half past midnight UTC
    message = queue()
    for _ in range(6):
        deliver()
        now(minutes=30)
    assert smtp_log.accepted == {message.message_id: 1}
