"""Notices that a council's mail server delivered a letter: requested, checked, applied once."""

import pytest

from campaign.inbox.process import process
from campaign.outbox.models import MessageState, Outcome, OutgoingMessage
from tests.campaign.outbox.emails import again
from tests.campaign.outbox.notices import notice

pytestmark = pytest.mark.django_db


def arrive(message, action="delivered", number=1, **overrides):
    return process(notice(message, action, number, **overrides), to=message.envelope_sender)


def state_of(message):
    message = again(message)
    return str(message.state), bool(message.taken_at), bool(message.relayed_at)


# Requesting notices


@pytest.mark.parametrize("offers", [True, False])
def test_delivery_notices_are_requested_where_the_server_offers_them(
    queue, live, mail_server, smtp_log, deliver, offers
):
    smtp_log.offers_notices = smtp_log.takes_notices = offers
    letter, code = queue(), queue("confirm:1", "anna@home.example", "confirm")
    deliver()
    assert smtp_log.asked[code.message_id] == {}
    parameters = {"RET": "HDRS", "ENVID": letter.envelope_id, "NOTIFY": "SUCCESS,FAILURE,DELAY"}
    assert smtp_log.asked[letter.message_id] == (parameters if offers else {})
    assert letter.envelope_id.encode() not in smtp_log.mails[letter.message_id]


def test_a_server_that_offers_notices_and_then_rejects_them_still_gets_the_letter(
    queue, live, mail_server, smtp_log, deliver
):
    smtp_log.offers_notices = True
    letter = queue()
    deliver()
    assert state_of(letter) == ("accepted", False, False)
    assert smtp_log.accepted[letter.message_id] == 1


# Receiving a notice


@pytest.fixture
def accepted(queue, live, mail_server, deliver):
    letter = queue()
    deliver()
    return letter


def test_a_delivery_notice_is_stored_in_its_own_words(accepted, reported):
    arrive(accepted)
    message = again(accepted)
    assert state_of(message) == ("accepted", True, False)
    assert message.notice_said == "smtp; 250 2.1.5 Delivered to mailbox"


@pytest.mark.parametrize("action", ["relayed", "delayed"])
def test_a_notice_that_is_less_than_delivered_does_not_mark_a_letter_as_delivered(accepted, action):
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
def test_a_forged_delivery_notice_changes_nothing(accepted, forged):
    assert "nothing changed" in arrive(accepted, **forged)
    assert state_of(accepted) == ("accepted", False, False)
    assert not accepted.incoming_messages.exists()


# A notice before the outcome is stored


@pytest.fixture
def in_transit(queue, live):
    """A letter that a worker is handing over."""
    queue()
    claimed = OutgoingMessage.objects.claim()
    assert claimed.mark()
    return claimed


@pytest.mark.parametrize(
    "outcome", [MessageState.ACCEPTED, MessageState.UNSURE, MessageState.DEFERRED]
)
def test_a_letter_with_a_notice_is_accepted_whatever_outcome_is_stored_later(
    in_transit, outcome, reported
):
    arrive(in_transit)
    assert state_of(in_transit) == ("sending", True, False)
    assert in_transit.store(Outcome(outcome, "451 Hm"))
    assert state_of(in_transit) == ("accepted", True, False)
    assert reported[-1] == (in_transit.key, "accepted")


@pytest.mark.promise(16)
@pytest.mark.parametrize("action", ["delivered", "relayed"])
def test_a_notice_settles_an_unsure_letter_and_the_decision_is_recorded(in_transit, action):
    in_transit.store(Outcome(MessageState.UNSURE, "The connection broke"))
    arrive(in_transit, action)
    assert state_of(in_transit)[0] == "accepted"
