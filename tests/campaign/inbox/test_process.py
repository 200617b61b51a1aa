import datetime as dt

import pytest
from django.utils import timezone

from campaign.inbox.models import IncomingMessage
from campaign.inbox.parsed_mail import MailKind
from campaign.inbox.process import process
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from tests.campaign.inbox.mails import mail


def state_of(message):
    message.refresh_from_db()
    return message.state, message.bounced_at, message.address_is_gone


@pytest.mark.parametrize(
    ("name", "is_gone"),
    [
        ("postfix_user_unknown", True),
        ("postfix_content_rejected", False),
        ("postfix_given_up", False),
        ("bounce_passed_on_inside", True),
    ],
)
def test_bounce_is_noted_on_its_message_and_handed_on(sent, told, name, is_gone):
    process(mail(name))
    state, bounced_at, address_is_gone = state_of(sent)
    assert bounced_at is not None
    assert address_is_gone == is_gone
    assert [(message.pk, email.is_bounce) for message, email in told] == [(sent.pk, True)]
    assert sent.incoming_messages.get().diagnostic


@pytest.mark.parametrize("name", ["postfix_delayed", "outlook_out_of_office", "answer"])
def test_other_email_is_handed_on_and_leaves_its_message_alone(sent, told, name):
    before = state_of(sent)
    process(mail(name))
    assert state_of(sent) == before
    assert len(told) == 1
    assert sent.incoming_messages.count() == 1


def test_same_email_twice_changes_things_once(sent, told):
    process(mail("postfix_user_unknown"))
    noted = state_of(sent)
    again = b"Delivered-To: inbox2@runaways.example\nReceived: from x by y; now\n"
    assert "received before" in process(
        again + mail("postfix_user_unknown"), to=f"bounces+{sent.token}@bounces.runaways.example"
    )
    assert state_of(sent) == noted
    assert len(told) == IncomingMessage.objects.count() == 1


def is_nothing_changed(sent, told, data, to=None):
    before = state_of(sent)
    result = process(data, to)
    assert "nothing changed" in result
    assert state_of(sent) == before
    assert not told
    assert not IncomingMessage.objects.exists()
    return True


UNKNOWN = "bounces+0123456789abcdef0123456789abcdef@bounces.runaways.example"
TO_US = "letters@runaways.example"


@pytest.mark.promise(18)
@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("postfix_user_unknown", UNKNOWN),
        ("bounce_about_another_message", None),  # whatever its token
        ("postfix_user_unknown", TO_US),  # whatever it replies to
        ("answer", "press@runaways.example"),
    ],
)
def test_what_is_about_no_message_by_its_token_changes_nothing(sent, told, name, to):
    replies = b"In-Reply-To: <letter-7f3a9c@runaways.example>\n" if to == TO_US else b""
    assert is_nothing_changed(sent, told, replies + mail(name), to)


@pytest.mark.parametrize(
    "state", [MessageState.QUEUED, MessageState.CANCELLED, MessageState.FAILED]
)
def test_bounce_of_a_message_that_never_left_changes_nothing(sent, told, state):
    OutgoingMessage.objects.update(state=state, attempts=0)
    sent.refresh_from_db()
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"))


def test_stale_token_changes_nothing(sent, told):
    OutgoingMessage.objects.update(outcome_at=timezone.now() - dt.timedelta(days=42))
    sent.refresh_from_db()
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"))
    OutgoingMessage.objects.update(
        outcome_at=timezone.now(), created_at=timezone.now() - dt.timedelta(days=90)
    )
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"))


REPLIES = ["answer", "outlook_out_of_office"]
BOUNCES = ["postfix_user_unknown", "postfix_content_rejected"]


@pytest.fixture
def unsure(sent):
    """A letter of which nobody knows whether it went."""
    data_started_at = timezone.now() - dt.timedelta(hours=1)
    OutgoingMessage.objects.update(
        state=MessageState.UNSURE, data_started_at=data_started_at, content=b"Dear"
    )
    sent.refresh_from_db()
    return sent


@pytest.mark.parametrize("name", REPLIES + BOUNCES)
def test_reply_or_bounce_shows_that_an_unsure_letter_went(unsure, name):
    process(mail(name))
    unsure.refresh_from_db()
    assert (unsure.state, unsure.outcome_at) == (MessageState.ACCEPTED, unsure.data_started_at)
    assert unsure not in OutgoingMessage.objects.unsure()
    assert not unsure.resend()
    assert not unsure.confirm_sent()


@pytest.mark.parametrize("name", ["postfix_delayed", "complaint_of_spam"])
def test_other_email_about_an_unsure_letter_shows_nothing(unsure, name):
    process(mail(name))
    unsure.refresh_from_db()
    assert unsure.state == MessageState.UNSURE


def test_email_from_its_writer_does_not_show_that_an_unsure_letter_went(unsure):
    process(mail("answer"), to=unsure.answers_to)
    process(mail("answer").replace(b"leadmember@sheffield", b"anna.smith@supporter"))
    unsure.refresh_from_db()
    assert unsure.incoming_messages.count() == 2
    assert unsure.state == MessageState.UNSURE


# Mail to the address that ours is from


def test_person_who_replies_to_a_confirmation_is_answered_and_confirms_nothing(sent, told):
    before = list(OutgoingMessage.objects.values())
    process(mail("reply_to_a_confirmation"))
    ((message, email),) = told
    assert message is None
    assert email.sender == "anna.smith@supporter.example"
    assert list(OutgoingMessage.objects.values()) == before
    assert not IncomingMessage.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "outlook_out_of_office", "gmail_vacation", "postfix_user_unknown", "exim_plain_warning",
        "read_receipt", "ticket_system", "use_our_web_form", "complaint_of_spam", "empty",
        "not_a_mail_at_all", "nothing_but_fields",
    ],
)  # fmt: skip
def test_machine_is_never_answered(db, told, name):
    assert "nothing changed" in process(mail(name), to=TO_US)
    assert not told


def test_councils_reply_to_the_wrong_address_finds_its_letter(sent, told):
    process(mail("answer"), to=TO_US)
    ((message, email),) = told
    assert message == sent
    assert email.kind == MailKind.PERSON


# What is kept, and for how long


def test_incoming_email_is_deleted_with_the_words_it_is_about(sent):
    now = timezone.now()
    process(mail("answer"))
    assert purge_all(now + dt.timedelta(days=41))["incoming emails"] == 0
    assert purge_all(now + dt.timedelta(days=43))["incoming emails"] == 1
    assert purge_all(now + dt.timedelta(days=43))["incoming emails"] == 0
    process(mail("answer"))
    OutgoingMessage.objects.update(created_at=now - dt.timedelta(days=90))
    assert purge_all(timezone.now())["incoming emails"] == 1


def test_person_is_found_and_erased_by_their_letter_and_their_own_email(sent):
    process(mail("answer"))
    process(mail("outlook_out_of_office"))
    for email in ("leadmember@sheffield.example", "ANNA.SMITH@supporter.example"):
        exported = Person(email).everything()["incoming emails"]
        assert len(exported) == 2
    assert exported[0]["text"].startswith("Dear Anna")
    assert Person("nobody@supporter.example").held() == {}
    assert Person("anna.smith@supporter.example").forget()["incoming emails"] == 2
    assert Person("leadmember@sheffield.example").held() == {}
