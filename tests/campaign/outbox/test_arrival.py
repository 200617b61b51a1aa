"""A council's own mail server says that it took a letter: asked for, believed, never overdone."""

import pytest

from campaign.inbox.process import process
from campaign.outbox.lease import Lease, Outcome
from campaign.outbox.models import MailSettings, State
from campaign.outbox.recovery import recover_abandoned
from tests.campaign.outbox.emails import again
from tests.campaign.outbox.notices import notice

pytestmark = pytest.mark.django_db


def arrive(message, action="delivered", number=1, **given):
    return process(notice(message, action, number, **given), to=message.envelope_sender)


def state_of(message):
    message = again(message)
    return str(message.state), bool(message.taken_at), bool(message.relayed_at)


# What is asked for


@pytest.mark.parametrize("offers", [True, False])
def test_notices_are_asked_for_where_the_server_offers_them(
    queue, live, mail_server, smtp_log, deliver, offers
):
    smtp_log.offers_notices = smtp_log.takes_notices = offers
    letter, code = queue(), queue("confirm:1", "anna@home.example", "confirm")
    deliver()
    assert smtp_log.asked[code.message_id] == {}
    asked = {"RET": "HDRS", "ENVID": letter.envelope_id, "NOTIFY": "SUCCESS,FAILURE,DELAY"}
    assert smtp_log.asked[letter.message_id] == (asked if offers else {})
    assert letter.envelope_id.encode() not in smtp_log.mails[letter.message_id]


def test_a_server_that_offers_them_and_then_rejects_them_gets_the_letter(
    queue, live, mail_server, smtp_log, deliver
):
    smtp_log.offers_notices = True
    letter = queue()
    deliver()
    assert state_of(letter) == ("accepted", False, False)
    assert smtp_log.accepted[letter.message_id] == 1


# What a notice says


@pytest.fixture
def accepted(queue, live, mail_server, deliver):
    letter = queue()
    deliver()
    return letter


def test_what_a_notice_says_is_stored_in_its_own_words(accepted, told):
    arrive(accepted)
    message = again(accepted)
    assert state_of(message) == ("accepted", True, False)
    assert message.notice_said == "smtp; 250 2.1.5 Delivered to mailbox"
    assert message.decisions.count() == 0


def test_two_notices_change_things_once(accepted):
    arrive(accepted)
    first = again(accepted).taken_at
    arrive(accepted, number=2)
    arrive(accepted, "relayed", number=3)
    message = again(accepted)
    assert message.taken_at == first
    assert message.notice_said.startswith("smtp; 250")
    assert "received before" in arrive(accepted, number=2)


@pytest.mark.parametrize("action", ["relayed", "delayed"])
def test_what_is_less_than_delivered_takes_nothing(accepted, action):
    arrive(accepted, action)
    assert state_of(accepted) == ("accepted", False, action == "relayed")


@pytest.mark.parametrize(
    "forged",
    [
        {"envelope_id": ""},
        {"envelope_id": "0" * 32},
        {"recipient": "else@kent.example", "message_id": "<x@y.example>"},
    ],
)
def test_a_forged_notice_changes_nothing(accepted, forged):
    assert "nothing changed" in arrive(accepted, **forged)
    assert state_of(accepted) == ("accepted", False, False)
    assert not accepted.incoming_messages.exists()


# A notice that comes before the outcome is stored


@pytest.fixture
def at_sea(queue, live):
    """A letter that a worker is handing over, and its lease."""
    lease = Lease()
    queue()
    (claimed,), _ = lease.claim(1, MailSettings.current())
    assert lease.mark_data_started(claimed)
    return claimed, lease


@pytest.mark.parametrize("outcome", [State.ACCEPTED, State.UNSURE, State.DEFERRED])
def test_whatever_outcome_is_stored_later_it_has_arrived(at_sea, outcome, told):
    letter, lease = at_sea
    arrive(letter)
    assert state_of(letter) == ("sending", True, False)
    assert lease.record_outcome(letter, Outcome(outcome, "451 Hm"))
    assert state_of(letter) == ("accepted", True, False)
    assert told[-1] == (letter.key, "accepted")


def test_a_worker_that_was_killed_leaves_nothing_open(at_sea, told):
    letter, _ = at_sea
    arrive(letter, "relayed")
    assert recover_abandoned(is_alone=True) == 1
    assert state_of(letter) == ("accepted", False, True)


@pytest.mark.parametrize("action", ["delivered", "relayed"])
def test_it_settles_one_that_is_unsure_and_who_came_in_is_on_record(at_sea, action):
    letter, lease = at_sea
    lease.record_outcome(letter, Outcome(State.UNSURE, "The connection broke"))
    arrive(letter, action)
    assert state_of(letter)[0] == "accepted"
    assert str(again(letter).decisions.get()) == "It was sent: email about it came in"


def test_no_second_copy_goes_of_one_that_waits_to_be_tried_again(at_sea):
    letter, lease = at_sea
    lease.record_outcome(letter, Outcome(State.DEFERRED, "The connection broke"))
    second = Lease()
    letter.__class__.objects.update(due_at=letter.created_at)
    (claimed,), _ = second.claim(1, MailSettings.current())
    arrive(letter)
    assert not second.mark_data_started(claimed)
    assert state_of(letter) == ("accepted", True, False)
