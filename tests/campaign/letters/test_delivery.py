"""What the outbox reports about a letter, and what its writer is told at once."""

import pytest
from django.utils import timezone

from campaign.letters import nightly
from campaign.letters.models import Letter, State
from campaign.outbox.models import MessageState, Outcome, OutgoingMessage
from campaign.privacy.personal_data import Person
from tests.campaign.letters.conftest import sent
from tests.campaign.letters.typed import read, text_of
from tests.seen import words

WENT = Outcome(MessageState.ACCEPTED)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(waiting, mails):
    """Return a function with which the outbox reports the outcome of Anna's letter to Kent."""
    from campaign.letters.recipient import recipient_for
    from councils.record import record_on

    waiting.confirm(recipient_for(record_on().by_id[waiting.council_id]))
    message = mails("letter")[0]

    def say(state, **facts):
        OutgoingMessage.objects.filter(pk=message.pk).update(
            state=state, outcome_at=timezone.now(), **facts
        )
        message.refresh_from_db()
        Letter.on_outcome(message)
        waiting.refresh_from_db()
        return waiting

    return say


def test_the_writer_of_a_refused_letter_is_told_once_with_its_text(outcome, mails):
    letter = outcome(MessageState.FAILED)
    outcome(MessageState.FAILED)
    (notice,) = mails("failed")
    assert notice.recipient == "anna@example.org"
    mail, text = read(notice), text_of(notice)
    assert mail["Subject"] == "Your letter to Kent couldn’t be sent"
    assert "It hasn’t gone to the council." in text
    assert "Anna Smith" in text
    assert f"/letters/{letter.token}/" in text


def test_the_writer_is_told_that_a_refused_letter_is_sent_again(outcome, mails):
    outcome(MessageState.FAILED)
    mails("letter")[0].resend()
    notice = mails("failed")[-1]
    assert read(notice)["Subject"] == "We’re sending your letter to Kent again"
    assert "you don’t need to send it yourself" in " ".join(text_of(notice).split())


@pytest.mark.promise(18)
@pytest.mark.parametrize("end", ["it left", "it came back", "it was stopped"])
def test_a_letter_that_is_sent_again_has_the_day_of_the_second_time_and_not_of_the_first(
    outcome, mails, client, today_is, end
):
    today_is("2026-11-20")
    letter = outcome(MessageState.FAILED)
    page = f"/letters/{letter.token}/"
    assert "On 20 November 2026 the mail service refused it" in words(client.get(page))
    today_is("2026-11-25")
    mails("letter")[0].resend()
    assert "20 November" not in words(client.get(page))
    [held] = Person(letter.email).everything()["letters"]
    assert held["outcome"] is None
    today_is("2026-11-26")
    if end == "it left":
        outcome(MessageState.ACCEPTED)
        assert "Handed to our mail service on 26 November 2026" in words(client.get(page))
    elif end == "it came back":
        letter.refresh_from_db()
        letter.mark_bounced(timezone.now())
        assert "It came back on 26 November 2026" in words(client.get(page))
        today_is("2026-12-20")
        assert nightly.count()["delivered"] == 0
    else:
        mails("letter")[0].cancel_now()
        assert "It was stopped on 26 November 2026" in words(client.get(page))
    assert "20 November" not in words(client.get(page))


# When a refusal closes a contact


@pytest.fixture
def refused(sheffields_address, letter_of):
    """Return a function that lets our mail service refuse one more letter to Sheffield."""

    def refuse(response):
        number = Letter.objects.count()
        letter = letter_of(State.QUEUED)
        sent(
            letter,
            token=str(number),
            message_id=f"<{number}@x>",
            content=b"To: a@b.example\r\n\r\n",
            to_council=True,
        )
        message = letter.message()
        message.state, message.server_said = MessageState.FAILED, response
        message.save()
        Letter.on_outcome(message)
        letter.refresh_from_db()
        sheffields_address.refresh_from_db()
        return letter

    return refuse


@pytest.mark.parametrize(
    ("response", "closes_on"),
    [
        ("550 5.1.1 No such user here", 1),
        ("550 No such user here", 1),
        ("550 5.1.1 Rejected", 1),
        ("550 5.1.2 Bad destination", 2),
        ("552 5.2.2 Mailbox full", None),
        ("554 5.7.1 Rejected as spam", None),
    ],
)
def test_a_refusal_closes_a_contact_at_once_only_if_it_names_the_address_as_unknown(
    refused, sheffields_address, response, closes_on
):
    for number in (1, 2, 3):
        refused(response)
        assert sheffields_address.is_usable() == (closes_on is None or number < closes_on)
