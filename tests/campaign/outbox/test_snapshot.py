"""An older state of the whole database is put back, and nobody tells the worker.

A hosting provider does so. The state may be of any moment of a letter's way, and may be put back
while the worker stands or while it works, at any later moment of the same letter.
"""

import datetime as dt
import itertools

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from campaign import retention
from campaign.ledger import ledger
from campaign.outbox.models import MailMayRun, MailSettings, MessageState, OutgoingMessage
from campaign.outbox.models import OutgoingMessageQuerySet as Messages
from campaign.outbox.server import Server
from campaign.outbox.worker import Worker
from campaign.privacy.personal_data import purge_all
from tests.campaign.outbox.emails import again

pytestmark = pytest.mark.usefixtures("live", "mail_server", "reported")

STEPS = {
    "claim": (Messages, "claim"),
    "addresses": (Server, "envelope"),
    "mark": (OutgoingMessage, "mark"),
    "line of the ledger": (ledger, "note_mails"),
    "text": (Server, "content"),
    "outcome": (OutgoingMessage, "store"),
}
"""The steps of a letter's way, in their order, and what does each."""
MOMENTS = ["before the claim", *(f"after the {step}" for step in STEPS), "once all have left"]
OLDER = "put back to an older state. Run manage.py after_res"


@pytest.fixture
def put_back(tmp_path):
    """Return two functions: one keeps the state of the outbox, the other puts it back."""
    file = tmp_path / "snapshot.json"

    def keep():
        call_command("dumpdata", "outbox", output=str(file), verbosity=0)

    def restore():
        call_command("loaddata", str(file), verbosity=0)

    return keep, restore


@pytest.fixture
def at_moment(monkeypatch):
    """Return a function that has something done once, at a moment of the second letter's way."""
    waiting = {}
    letter = {"number": 0}

    def do(moment):
        if letter["number"] == 2 and moment in waiting:
            waiting.pop(moment)()

    def watched(step, real):
        def take(*args, **options):
            if step == "claim":
                letter["number"] += 1
                do("before the claim")
            result = real(*args, **options)
            do(f"after the {step}")
            return result

        return take

    for step, (owner, name) in STEPS.items():
        monkeypatch.setattr(owner, name, watched(step, getattr(owner, name)))

    def plan(moment, act):
        earlier = waiting.get(moment, lambda: None)
        waiting[moment] = lambda: (earlier(), act())

    return plan


def deliver_until_it_refuses(deliver):
    """Let the worker deliver, as often as whoever runs it would start it again."""
    for _ in range(3):
        try:
            deliver()
        except CommandError as error:
            assert OLDER in str(error)


def settled_after_restore(deliver):
    """Do what the page about a restore says, and let email leave again."""
    call_command("after_restore", verbosity=0)
    MailSettings.current().pause(False)
    deliver()
    states = OutgoingMessage.objects.values_list("state", flat=True)
    return {MessageState(state) for state in states}


@pytest.mark.promise(17)
@pytest.mark.parametrize("delivered_before", [0, 3])
def test_after_a_providers_snapshot_no_letter_goes_twice(
    queue, deliver, smtp_log, put_back, delivered_before
):
    keep, restore = put_back
    for number in range(delivered_before):
        queue(f"letter:before-{number}")
    deliver()
    six = {queue(f"letter:{number}").message_id: 1 for number in range(6)}
    keep()
    deliver()
    accepted = smtp_log.accepted.copy()
    assert accepted.items() >= six.items()

    restore()
    assert OutgoingMessage.objects.waiting().count() == 6
    with pytest.raises(CommandError, match=OLDER):
        deliver()
    assert smtp_log.accepted == accepted

    settled_after_restore(deliver)
    assert MailMayRun.objects.get().sent == delivered_before + 6
    assert smtp_log.accepted == accepted
    assert OutgoingMessage.objects.filter(state="unsure").count() == 6


@pytest.mark.promise(17)
@pytest.mark.parametrize("worker", ["works on", "loses its connection"])
@pytest.mark.parametrize(("kept", "restored"), list(itertools.combinations(MOMENTS, 2)))
def test_a_snapshot_of_any_moment_put_back_at_any_later_one_sends_no_letter_twice(
    queue, deliver, smtp_log, put_back, at_moment, monkeypatch, kept, restored, worker
):
    monkeypatch.setattr(Worker, "begin_anew", lambda worker: worker.disconnect())
    monkeypatch.setattr("campaign.outbox.worker.IDLE", 0)
    keep, restore = put_back
    three = [queue(f"letter:{number}") for number in range(3)]

    def put_it_back():
        restore()
        if worker == "loses its connection":
            raise DatabaseError("server closed the connection unexpectedly")

    at_moment(kept, keep)
    at_moment(restored, put_it_back)
    deliver_until_it_refuses(deliver)
    if restored == "once all have left":
        restore()
        deliver_until_it_refuses(deliver)
    assert max(smtp_log.accepted.values()) == 1

    states = settled_after_restore(deliver)
    assert max(smtp_log.accepted.values()) == 1
    assert states <= {MessageState.ACCEPTED, MessageState.UNSURE}
    for letter in three:  # none is lost: what did not go is not said to have gone
        if again(letter).state == MessageState.ACCEPTED:
            assert smtp_log.accepted[letter.message_id] == 1


@pytest.mark.promise(17)
def test_a_worker_with_nothing_due_says_at_once_that_an_older_state_came_back(
    queue, deliver, put_back
):
    keep, restore = put_back
    keep()
    queue("letter:1")
    deliver()
    OutgoingMessage.objects.all().delete()
    restore()
    with pytest.raises(CommandError, match=OLDER):
        deliver()


@pytest.mark.promise(17)
def test_the_number_of_a_letter_is_on_the_disk_before_its_text_leaves(
    queue, deliver, smtp_log, at_moment
):
    seen = []
    at_moment("after the line of the ledger", lambda: seen.append(ledger.mails_sent()))
    queue("letter:1")
    queue("letter:2")
    deliver()
    assert seen == [2]
    assert ledger.mails_sent() == MailMayRun.objects.get().sent == 2


@pytest.mark.promise(17)
def test_a_worker_killed_between_the_mark_and_the_line_starts_again_and_sends_the_others(
    queue, deliver, smtp_log, monkeypatch
):
    def die(number):
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(ledger, "note_mails", die)
        first = queue("letter:1")
        with pytest.raises(SystemExit):
            deliver()
    second = queue("letter:2")
    deliver()
    assert again(first).state == MessageState.UNSURE
    assert again(second).state == MessageState.ACCEPTED


@pytest.mark.promise(17)
def test_an_old_snapshot_is_known_though_no_email_left_for_as_long_as_backups_are_kept(
    queue, deliver, smtp_log, put_back, today_is
):
    keep, restore = put_back
    today_is("2026-10-01")
    queue("letter:1")
    keep()
    deliver()
    today_is(str(dt.date(2026, 10, 2) + retention.BACKUPS_KEPT))
    purge_all()
    restore()
    with pytest.raises(CommandError, match=OLDER):
        deliver()
    assert max(smtp_log.accepted.values()) == 1


# Other ways that it came to pass


@pytest.mark.promise(17)
def test_two_restores_one_after_the_other_send_no_letter_twice(queue, deliver, smtp_log, tmp_path):
    states = [str(tmp_path / f"{number}.json") for number in range(3)]
    for number, state in enumerate(states):
        queue(f"letter:{number}")
        call_command("dumpdata", "outbox", output=state, verbosity=0)
        deliver()
    for state in (states[2], states[0], states[1], states[0]):
        OutgoingMessage.objects.all().delete()
        call_command("loaddata", state, verbosity=0)
        with pytest.raises(CommandError, match=OLDER):
            deliver()
        settled_after_restore(deliver)
        MailSettings.current().pause(False)
    assert len(smtp_log.accepted) == 3
    assert max(smtp_log.accepted.values()) == 1


@pytest.mark.promise(17)
def test_a_letter_that_staff_sent_again_does_not_go_a_third_time(
    queue, deliver, smtp_log, put_back, monkeypatch
):
    keep, restore = put_back

    def die(server, content):
        keep()
        raise SystemExit

    letter = queue("letter:1")
    with monkeypatch.context() as killed:
        killed.setattr(Server, "content", die)
        with pytest.raises(SystemExit):
            deliver()
    deliver()
    assert again(letter).state == MessageState.UNSURE
    assert again(letter).resend()
    deliver()
    assert smtp_log.accepted[letter.message_id] == 1
    restore()
    deliver_until_it_refuses(deliver)
    assert settled_after_restore(deliver) == {MessageState.UNSURE}
    assert smtp_log.accepted[letter.message_id] == 1


@pytest.mark.promise(17)
@pytest.mark.parametrize("lost", ["removed", "an older one"])
def test_a_ledger_that_was_lost_is_begun_again_before_a_snapshot_could_pass_unnoticed(
    queue, deliver, smtp_log, put_back, settings, lost
):
    keep, restore = put_back
    queue("letter:1")
    deliver()
    older = settings.LEDGER.read_text()
    queue("letter:2")
    keep()
    deliver()
    if lost == "removed":
        settings.LEDGER.unlink()
    else:
        settings.LEDGER.write_text(older)
    deliver()  # the worker's next minute, with nothing due
    assert ledger.mails_sent() == MailMayRun.objects.get().sent == 2
    restore()
    with pytest.raises(CommandError, match=OLDER):
        deliver()
    assert max(smtp_log.accepted.values()) == 1


@pytest.mark.promise(17)
def test_a_ledger_cut_off_in_its_last_line_or_full_of_rubbish_stops_and_doubles_nothing(
    queue, deliver, smtp_log, settings
):
    queue("letter:1")
    deliver()
    with settings.LEDGER.open("ab") as file:
        file.write(b"\n2026-11-24 mails 0000000000\xff\x00\n2026-13-45 mails " + b"9" * 26)
    letter = queue("letter:2")
    deliver()
    assert again(letter).state == MessageState.ACCEPTED
    assert ledger.mails_sent() == 2


# A full disk


@pytest.mark.promise(17)
def test_with_a_full_disk_letters_and_emails_to_many_wait_and_what_people_need_goes(
    queue, deliver, smtp_log, disk, settings, now
):
    letters = [queue(f"letter:{number}") for number in range(3)]
    alert = queue("alert:1", "ben@home.example", "alert")
    code = queue("confirm:1", "anna@home.example", "confirm")
    alarm = queue("safeguarding:1", "safe@runaways.example", "safeguarding")
    helplines = queue("helplines:1", "jo@home.example", "helplines")
    disk.fill()
    deliver()
    assert set(smtp_log.accepted) == {code.message_id, alarm.message_id, helplines.message_id}
    waits = [*letters, alert]
    assert {again(message).state for message in waits} == {MessageState.QUEUED}

    disk.empty()
    deliver()
    assert {again(message).state for message in waits} == {MessageState.ACCEPTED}
    assert set(smtp_log.accepted.values()) == {1}


@pytest.mark.promise(17)
def test_a_letter_whose_line_fails_at_that_moment_is_not_handed_over_and_costs_one_try(
    queue, deliver, smtp_log, disk, at_moment, now
):
    queue("letter:0")
    letters = [queue(f"letter:{number}") for number in range(1, 5)]
    at_moment("after the mark", disk.fill)
    deliver()
    first = again(letters[0])
    assert first.state == MessageState.DEFERRED
    assert "its number could not be written to the ledger" in first.server_said
    assert len(smtp_log.accepted) == 1
    assert sum(again(letter).attempts for letter in letters) == 1
    number = MailMayRun.objects.get().sent
    assert number == 2  # and is never lowered

    disk.empty()
    now(minutes=2)
    deliver()
    assert {again(letter).state for letter in letters} == {MessageState.ACCEPTED}
    assert ledger.mails_sent() == MailMayRun.objects.get().sent == number + 4


def test_a_snapshot_from_a_time_when_nothing_was_counted_is_known_by_the_next_letter(
    queue, deliver, smtp_log, disk, put_back, now
):
    keep, restore = put_back
    letter = queue("letter:1")
    disk.fill()
    for number in range(3):
        queue(f"confirm:{number}", "anna@home.example", "confirm")
        deliver()
    keep()
    disk.empty()
    deliver()
    assert again(letter).state == MessageState.ACCEPTED
    restore()
    with pytest.raises(CommandError, match=OLDER):
        deliver()
    assert smtp_log.accepted[letter.message_id] == 1


def test_after_a_restore_the_number_is_no_lower_than_before(queue, deliver, disk, settings):
    disk.fill()
    queue("confirm:1", "anna@home.example", "confirm")
    deliver()
    disk.empty()
    call_command("after_restore", verbosity=0)
    assert MailMayRun.objects.get().sent == 1
