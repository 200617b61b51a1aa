import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from campaign.inbox import registry
from campaign.inbox.models import IncomingMessage
from campaign.inbox.parsed_mail import Kind
from campaign.inbox.process import receive
from campaign.outbox.models import OutgoingMessage, State
from tests.campaign.inbox.mails import mail


def state_of(message):
    message.refresh_from_db()
    return message.state, message.bounced_at, message.bounce_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("postfix_user_unknown", Kind.PERMANENT),
        ("exchange_mailbox_full", Kind.FULL),
        ("postfix_content_rejected", Kind.POLICY),
        ("postfix_given_up", Kind.TEMPORARY),
        ("exim_plain_quota", Kind.FULL),
        ("bounce_passed_on_inside", Kind.PERMANENT),
    ],
)
def test_a_bounce_is_noted_on_the_message_and_told_on(sent, told, name, kind):
    receive(mail(name))
    state, bounced_at, bounce_kind = state_of(sent)
    assert bounced_at is not None
    assert bounce_kind == kind
    assert [(message.pk, arrival.kind) for message, arrival in told] == [(sent.pk, kind)]
    kept = sent.received.get()
    assert kept.kind == kind
    assert kept.said


@pytest.mark.parametrize(
    "name", ["postfix_delayed", "outlook_out_of_office", "answer", "read_receipt", "dsn_relayed"]
)
def test_what_is_no_bounce_is_told_on_and_leaves_the_message_as_it_is(sent, told, name):
    before = state_of(sent)
    receive(mail(name))
    assert state_of(sent) == before
    assert len(told) == 1
    assert sent.received.count() == 1


def test_the_same_mail_twice_changes_things_once(sent, told):
    receive(mail("postfix_user_unknown"))
    noted = state_of(sent)
    again = b"Delivered-To: inbox2@runaways.example\nReceived: from x by y; now\n"
    assert "received before" in receive(
        again + mail("postfix_user_unknown"), to=f"bounces+{sent.token}@bounces.runaways.example"
    )
    assert state_of(sent) == noted
    assert len(told) == IncomingMessage.objects.count() == 1


def test_the_same_mail_without_a_message_id_too(sent, told):
    assert b"Message-I" not in mail("qmail_failure_notice").partition(b"\n\n")[0]
    receive(mail("qmail_failure_notice"))
    receive(b"Received: again\n" + mail("qmail_failure_notice"))
    assert len(told) == 1


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_the_same_mail_from_several_servers_at_the_same_instant_changes_things_once(sent, told):
    start, said = threading.Barrier(6), []

    def hand_over():
        start.wait()
        said.append(receive(mail("postfix_user_unknown")))
        connection.close()

    threads = [threading.Thread(target=hand_over) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == IncomingMessage.objects.count() == 1
    assert said.count("received before: nothing changed") == 5


def test_two_bounces_of_one_message_keep_the_first_day_and_kind(sent):
    receive(mail("postfix_user_unknown"))
    noted = state_of(sent)
    receive(mail("exchange_mailbox_full"))
    assert state_of(sent) == noted
    assert sent.received.count() == 2


def is_nothing_changed(sent, told, data, to=None):
    before = state_of(sent)
    said = receive(data, to)
    assert "nothing changed" in said
    assert state_of(sent) == before
    assert not told
    assert not IncomingMessage.objects.exists()
    return True


def test_an_unknown_token_changes_nothing(sent, told):
    to = "bounces+0123456789abcdef0123456789abcdef@bounces.runaways.example"
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"), to)


def test_a_token_at_another_domain_changes_nothing(sent, told):
    to = f"bounces+{sent.token}@elsewhere.example"
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"), to)


def test_a_token_anywhere_but_on_the_envelope_changes_nothing(sent, told):
    assert is_nothing_changed(
        sent, told, mail("postfix_user_unknown"), "postmaster@runaways.example"
    )


def test_a_bounce_about_another_message_changes_nothing_whatever_its_token(sent, told):
    assert is_nothing_changed(sent, told, mail("bounce_about_another_message"))


@pytest.mark.parametrize("state", [State.QUEUED, State.CANCELLED, State.FAILED])
def test_a_bounce_of_what_never_left_is_forged(sent, told, state):
    OutgoingMessage.objects.update(state=state, attempts=0)
    sent.refresh_from_db()
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"))


def test_a_stale_token_changes_nothing(sent, told):
    OutgoingMessage.objects.update(outcome_at=timezone.now() - dt.timedelta(days=42))
    sent.refresh_from_db()
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"))
    OutgoingMessage.objects.update(
        outcome_at=timezone.now(), created_at=timezone.now() - dt.timedelta(days=90)
    )
    assert is_nothing_changed(sent, told, mail("postfix_user_unknown"))


def test_a_bounce_may_overtake_the_answer_of_our_own_mail_server(sent, told):
    OutgoingMessage.objects.update(
        state=State.SENDING, lease="x", lease_until=timezone.now(), outcome_at=None
    )
    receive(mail("postfix_user_unknown"))
    assert state_of(sent)[2] == Kind.PERMANENT
    assert len(told) == 1


def test_a_letter_of_which_we_were_unsure_can_bounce(sent, told):
    OutgoingMessage.objects.update(state=State.UNSURE)
    receive(mail("postfix_user_unknown"))
    assert state_of(sent)[2] == Kind.PERMANENT


REPLIES = ["answer", "outlook_out_of_office"]
BOUNCES = ["postfix_user_unknown", "exim_plain_quota"]


@pytest.fixture
def unsure(sent):
    """A letter of which nobody knows whether it went."""
    data_started_at = timezone.now() - dt.timedelta(hours=1)
    OutgoingMessage.objects.update(
        state=State.UNSURE, data_started_at=data_started_at, lease="x", content=b"Dear"
    )
    sent.refresh_from_db()
    return sent


@pytest.mark.parametrize("name", REPLIES + BOUNCES)
def test_what_comes_in_about_a_letter_we_were_unsure_of_shows_that_it_went(unsure, editor, name):
    receive(mail(name))
    unsure.refresh_from_db()
    assert (unsure.state, unsure.outcome_at) == (State.ACCEPTED, unsure.data_started_at)
    assert unsure not in OutgoingMessage.objects.unsure()
    decision = unsure.decisions.get()
    assert (decision.what, decision.by) == ("came_in", None)
    assert not unsure.sent_again_by(editor)
    assert not unsure.was_sent_says(editor)


@pytest.mark.parametrize("name", ["postfix_delayed", "exim_plain_warning", "complaint_of_spam"])
def test_other_mail_about_it_shows_nothing(unsure, name):
    receive(mail(name))
    unsure.refresh_from_db()
    assert unsure.state == State.UNSURE


def test_nor_does_an_answer_that_its_writer_shows_us_or_writes(unsure):
    receive(mail("answer"), to=unsure.answers_to)
    receive(mail("answer").replace(b"leadmember@sheffield", b"anna.smith@supporter"))
    unsure.refresh_from_db()
    assert unsure.received.count() == 2
    assert unsure.state == State.UNSURE


@pytest.mark.parametrize("state", [State.UNSURE, State.FAILED])
def test_one_that_came_back_is_neither_unsure_nor_sent_again(unsure, editor, state):
    OutgoingMessage.objects.update(state=state, bounced_at=timezone.now(), bounce_kind="full")
    assert not OutgoingMessage.objects.unsure().exists()
    assert not unsure.sent_again_by(editor)


@pytest.mark.parametrize("name", REPLIES + BOUNCES)
@pytest.mark.parametrize("state", [State.QUEUED, State.DEFERRED])
def test_while_a_letter_waits_for_its_second_copy_what_comes_in_is_about_the_first(
    unsure, told, editor, name, state
):
    assert unsure.sent_again_by(editor)
    OutgoingMessage.objects.update(state=state, outcome_at=timezone.now())
    receive(mail(name))
    assert len(told) == unsure.received.count() == 1
    unsure.refresh_from_db()
    assert unsure.state == State.ACCEPTED
    assert not OutgoingMessage.objects.due().exists()


def test_so_it_is_when_staff_have_stopped_the_second_copy(unsure, told, editor):
    assert unsure.sent_again_by(editor)
    assert unsure.cancelled_by(editor)
    receive(mail("postfix_user_unknown"))
    assert len(told) == 1
    assert state_of(unsure)[::2] == (State.CANCELLED, Kind.PERMANENT)


def test_a_fault_while_telling_on_leaves_nothing_behind(sent, monkeypatch):
    monkeypatch.setitem(registry.incoming_handlers, "letter", faulty)
    with pytest.raises(ZeroDivisionError):
        receive(mail("postfix_user_unknown"))
    assert state_of(sent)[1] is None
    assert not IncomingMessage.objects.exists()


def faulty(message, arrival):
    raise ZeroDivisionError


def test_mail_that_nobody_asked_to_be_told_of_is_only_kept(sent, monkeypatch):
    monkeypatch.delitem(registry.incoming_handlers, "letter")
    receive(mail("answer"))
    assert IncomingMessage.objects.get().text.startswith("Dear Anna")


# Mail to the address that ours is from

TO_US = "letters@runaways.example"


def test_a_person_who_replies_to_a_confirmation_is_answered_and_confirms_nothing(sent, told):
    before = list(OutgoingMessage.objects.values())
    receive(mail("reply_to_a_confirmation"))
    ((message, arrival),) = told
    assert message is None
    assert arrival.sender == "anna.smith@supporter.example"
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
def test_a_machine_is_never_answered(db, told, name):
    assert "nothing changed" in receive(mail(name), to=TO_US)
    assert not told


def test_a_mailing_list_is_never_answered(db, told):
    receive(b"List-Id: <news.example.org>\n" + mail("reply_to_a_confirmation"), to=TO_US)
    assert not told


def test_a_councils_reply_to_the_wrong_address_finds_the_letter_it_replies_to(sent, told):
    receive(mail("answer"), to=TO_US)
    ((message, arrival),) = told
    assert message == sent
    assert arrival.kind == Kind.ANSWER


def test_a_bounce_needs_its_token_whatever_it_replies_to(sent, told):
    bounce = b"In-Reply-To: <letter-7f3a9c@runaways.example>\n" + mail("postfix_user_unknown")
    assert is_nothing_changed(sent, told, bounce, TO_US)


def test_a_reply_to_a_mail_of_ours_that_went_to_no_council_is_only_answered(sent, told):
    OutgoingMessage.objects.update(purpose="confirm")
    receive(mail("answer"), to=TO_US)
    assert [message for message, _ in told] == [None]


def test_mail_to_any_other_address_is_left_alone(sent, told):
    assert is_nothing_changed(sent, told, mail("answer"), "press@runaways.example")


# What is kept, and for how long


def test_what_came_in_goes_with_the_words_it_is_about(sent):
    from campaign.inbox import purge

    now = timezone.now()
    receive(mail("answer"))
    assert purge.purge(now + dt.timedelta(days=41)) == {"mails that came in": 0}
    assert purge.purge(now + dt.timedelta(days=43)) == {"mails that came in": 1}
    assert purge.purge(now + dt.timedelta(days=43)) == {"mails that came in": 0}
    receive(mail("answer"))
    OutgoingMessage.objects.update(created_at=now - dt.timedelta(days=90))
    assert purge.purge(timezone.now()) == {"mails that came in": 1}


def test_a_person_is_found_and_erased_by_their_letter_and_by_their_own_mail(sent):
    from campaign.inbox import personal_data

    receive(mail("answer"))
    receive(mail("outlook_out_of_office"))
    for email in ("ANNA.SMITH@supporter.example", "leadmember@sheffield.example"):
        assert personal_data.find(email) == {"mails that came in": 2}
    found = personal_data.export("anna.smith@supporter.example")["mails that came in"]
    assert found[0]["text"].startswith("Dear Anna")
    assert personal_data.find("nobody@supporter.example") == {"mails that came in": 0}
    assert personal_data.erase("anna.smith@supporter.example") == {"mails that came in": 2}
    assert personal_data.find("leadmember@sheffield.example") == {"mails that came in": 0}
