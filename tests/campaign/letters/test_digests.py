"""One email a day with all letters, for a council that asked for it: nothing is lost or doubled."""

import pytest
from django.utils import timezone

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters import digests
from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for
from campaign.outbox.lease import AttemptResult, Lease
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.tasks.models import Task
from councils.record import record_on
from tests.campaign.letters.typed import text_of
from tests.seen import words

WRITERS = {
    "Anna Smith": "anna@example.org",
    "Ben Jones": "ben@example.org",
    "Cai": "cai@home.example",
}


@pytest.fixture
def wants_one_email(kent, contact, today_is):
    today_is("2026-11-24", "12:00")
    return contact(one_a_day=True)


def test_the_first_screen_says_that_letters_go_in_one_email_a_day(browser, wants_one_email):
    said = words(browser.go("/councils/kent/write/"))
    assert "Kent asked for all letters of a day in one email." in said
    assert "it goes with the others in the coming night" in said


@pytest.fixture
def confirmed(letter_of, kent, wants_one_email):
    """Three letters to Kent, confirmed today."""
    letters = []
    to = recipient_for(record_on().by_id[kent.pk])
    for name, email in WRITERS.items():
        letter = letter_of("awaiting", council=kent, name=name, email=email, subject=f"From {name}")
        assert letter.confirm(to)
        letters.append(letter)
    OutgoingMessage.objects.exclude(purpose="letter").delete()
    return letters


def due():
    return OutgoingMessage.objects.due(to_council=True)


@pytest.fixture
def digest(confirmed, today_is):
    """The digest of these letters, queued in the night."""
    assert not due()
    today_is("2026-11-25", "02:00")
    assert digests.queue_all(timezone.now()) == {"letters in digests": 3}
    assert digests.queue_all(timezone.now()) == {"letters in digests": 0}
    (message,) = due()
    return message


def states():
    return sorted(Letter.objects.values_list("state", flat=True))


def hand_over(outcome=MessageState.ACCEPTED, reply="250 Taken"):
    lease = Lease()
    (claimed,), _ = lease.claim(5, MailSettings.current())
    assert lease.mark_data_started(claimed)
    assert lease.record_outcome(claimed, AttemptResult(outcome, reply))


def test_the_letters_of_a_day_go_in_one_email_and_all_take_its_outcome(digest, settings):
    text = text_of(digest)
    assert "3 people wrote to you" in text
    for name, email in WRITERS.items():
        assert f"From {name}" in text
        assert email in text
    hand_over()
    assert states() == ["accepted"] * 3
    assert not OutgoingMessage.objects.due(to_council=True).exists()
    digest.refresh_from_db()
    assert not digest.content  # nobody's letter is kept there
    assert not OutgoingMessage.objects.filter(to_council=True, state="queued").exists()


@pytest.mark.parametrize("outcome", [MessageState.FAILED, MessageState.UNSURE])
def test_what_did_not_arrive_is_sent_again_letter_by_letter(digest, outcome, editor):
    hand_over(outcome, "554 5.7.1 No")
    assert states() == [str(outcome)] * 3
    digest.refresh_from_db()
    assert not digest.resend_by(editor)
    first = OutgoingMessage.objects.filter(purpose="letter").first()
    assert first.resend_by(editor)
    assert [message.pk for message in due()] == [first.pk]


def test_a_letter_stopped_before_the_digest_left_is_not_in_it_and_the_others_go(
    digest, confirmed, today_is
):
    assert confirmed[0].cancel()
    digest.refresh_from_db()
    assert (digest.state, bytes(digest.content)) == ("cancelled", b"")
    assert digests.queue_all(timezone.now()) == {"letters in digests": 2}
    (second,) = due()
    assert "From Anna Smith" not in text_of(second)
    hand_over()
    assert states() == ["accepted", "accepted", "cancelled"]


def test_a_letter_in_a_digest_that_is_being_handed_over_cannot_be_stopped(digest, confirmed):
    Lease().claim(1, MailSettings.current())
    assert not confirmed[0].cancel()
    assert confirmed[0].message().state == "queued"


def test_an_answer_to_the_digest_reaches_every_writer_and_is_one_task(digest, mails):
    hand_over()
    arrival = ParsedMail(kind=MailKind.ANSWER, sender="lead@kent.example", text="We will decide.")
    digest.refresh_from_db()
    digests.handle_arrival(digest, arrival)
    assert sorted(message.recipient for message in mails("reply")) == sorted(WRITERS.values())
    assert Task.objects.get().text == "We will decide."
    assert Letter.objects.filter(answer_received_at=None).count() == 0


def test_a_bounce_of_the_digest_is_told_to_every_writer(digest, mails):
    hand_over()
    OutgoingMessage.objects.filter(pk=digest.pk).update(
        bounced_at=timezone.now(), bounce_kind=MailKind.REFUSED
    )
    digest.refresh_from_db()
    digests.handle_arrival(digest, ParsedMail(kind=MailKind.REFUSED, sender=""))
    assert states() == ["bounced"] * 3
    assert len(mails("failed")) == 3


@pytest.mark.parametrize(("is_guess", "words"), [(False, "A machine wrote it"), (True, "seems to")])
def test_an_automatic_reply_to_the_digest_reaches_every_writer_and_three_times_at_most(
    digest, contact, mails, is_guess, words
):
    hand_over()
    digest.refresh_from_db()
    reply = ParsedMail(
        kind=MailKind.AUTO_REPLY, sender="lead@kent.example", text="I am away.", is_guess=is_guess
    )
    for number in range(4):
        digest.incoming_messages.create(
            kind=reply.kind, fingerprint=str(number), received_at=timezone.now()
        )
        digests.handle_arrival(digest, reply)
    passed_on = mails("reply")
    assert len(passed_on) == (4 if is_guess else 3) * len(WRITERS)
    assert {message.recipient for message in passed_on} == set(WRITERS.values())
    assert words in text_of(passed_on[0])
    assert Task.objects.count() == is_guess
    assert states() == ["accepted"] * 3


def test_an_automatic_reply_to_the_digest_that_asks_for_a_form_is_noted_on_the_contact(
    digest, wants_one_email
):
    hand_over()
    digest.refresh_from_db()
    reply = ParsedMail(kind=MailKind.AUTO_REPLY, sender="", text="Use our form.", wants_form=True)
    digests.handle_arrival(digest, reply)
    wants_one_email.refresh_from_db()
    assert wants_one_email.delivery_problem == "wants_form"


def test_the_letters_of_a_digest_that_met_a_full_mailbox_go_in_the_next_one(
    digest, mails, today_is
):
    hand_over()
    digest.refresh_from_db()
    digests.handle_arrival(digest, ParsedMail(kind=MailKind.MAILBOX_FULL, sender=""))
    assert states() == ["deferred"] * 3
    assert not mails("failed")
    today_is("2026-11-26", "02:00")
    assert digests.queue_all(timezone.now()) == {"letters in digests": 3}


def test_nobody_is_written_to_about_a_digest_whose_letters_are_deleted(digest, mails):
    hand_over()
    for letter in Letter.objects.all():
        letter.anonymise()
    digest.refresh_from_db()
    digests.handle_arrival(digest, ParsedMail(kind=MailKind.ANSWER, sender="", text="We sign."))
    assert not mails("reply")
    assert "We sign." not in Task.objects.get().text


def test_without_the_nights_job_each_goes_alone_a_day_later_and_one_alone_at_once(
    confirmed, today_is
):
    today_is("2026-11-26", "00:01")
    assert len(due()) == 3
    for letter in confirmed[1:]:
        letter.cancel()
    assert digests.queue_all(timezone.now()) == {"letters in digests": 0}
    assert [message.purpose for message in due()] == ["letter"]
