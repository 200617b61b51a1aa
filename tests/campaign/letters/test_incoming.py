"""Email that comes in about a letter to Sheffield, and what its writer, staff and others see."""

import email
import email.policy

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.inbox.models import IncomingMessage
from campaign.inbox.process import process
from campaign.letters.models import Letter, State
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.tasks.models import Task
from councils.record import record_version
from tests.campaign.inbox.mails import MESSAGE_ID, RECIPIENT, TOKEN, mail
from tests.campaign.letters.conftest import TO_US, sent
from tests.seen import words


def emails_sent(**which):
    """Return the emails to people, as Python reads them, oldest first; filtered by ``which``."""
    rows = OutgoingMessage.objects.exclude(purpose="letter").filter(**which).order_by("id")
    return [
        email.message_from_bytes(bytes(row.content), policy=email.policy.default) for row in rows
    ]


def text_of(message) -> str:
    body = message.get_body(("plain",)) if message.is_multipart() else message
    return " ".join(body.get_content().split())


# Bounces


@pytest.mark.promise(18)
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("postfix_user_unknown", "The address we had doesn’t work."),
        ("exchange_mailbox_full", "its mailbox is full"),
        ("postfix_content_rejected", "The mail system there refused it"),
        ("postfix_given_up", "couldn’t be reached for days"),
    ],
)
def test_a_letter_that_came_back_says_so_and_its_writer_is_told_with_the_text(
    sent_letter, client, name, why
):
    process(mail(name))
    sent_letter.refresh_from_db()
    assert sent_letter.state == State.BOUNCED
    assert "Your letter came back" in words(client.get(sent_letter.private_url))
    (message,) = emails_sent()
    assert message["To"] == "anna@example.org"
    assert message["Subject"] == "Your letter to Sheffield came back"
    assert message["Auto-Submitted"] == "auto-generated"
    assert why in text_of(message)
    assert "Please will you sign?" in text_of(message)
    assert f"/letters/{sent_letter.token}/" in text_of(message)


def test_two_bounces_of_one_letter_are_told_once(sent_letter):
    process(mail("postfix_user_unknown"))
    process(mail("exchange_mailbox_full"))
    assert len(emails_sent()) == 1


@pytest.mark.parametrize("state", ["sending", "unsure", "deferred"])
def test_a_letter_may_come_back_before_our_mail_service_reports_it_sent(
    sheffields_address, letter_of, state
):
    letter = letter_of("queued" if state == "sending" else state)
    sent(letter, state=state)
    process(mail("postfix_user_unknown"))
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED
    OutgoingMessage.objects.filter(purpose="letter").update(
        state=MessageState.ACCEPTED, outcome_at=timezone.now()
    )
    OutgoingMessage.objects.get(purpose="letter").tell_subject()
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED


def test_a_letter_that_came_back_while_it_waits_for_another_try_does_not_go_again(
    sheffields_address, letter_of
):
    letter = sent(letter_of("deferred"), state="deferred", content=b"Subject: Hello\n\nHello\n")
    process(mail("postfix_user_unknown"))
    call_command("deliver", verbosity=0)
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED
    assert letter.message().attempts == 1


def test_a_failing_address_is_marked_and_the_next_writer_is_told_before_writing(
    client, sent_letter, sheffields_address
):
    assert "didn’t arrive" not in words(client.get("/councils/sheffield/write/", follow=True))
    process(mail("postfix_user_unknown"))
    record_version.forget()  # a second later
    sheffields_address.refresh_from_db()
    assert sheffields_address.delivery_problem == "fails"
    assert sheffields_address.delivery_problem_detail == "the address does not work, 5.1.1"
    page = words(client.get("/councils/sheffield/write/", follow=True))
    assert "a letter to the address we had didn’t arrive" in page
    assert "We don’t have a checked address for Sheffield now" in page
    assert "We don’t have Sheffield’s address now, so it goes from your own email" in page


# Automatic replies


def test_an_automatic_reply_is_passed_on_from_our_own_address(sent_letter):
    process(mail("outlook_out_of_office"))
    (message,) = emails_sent(purpose="reply")
    assert message["From"].addresses[0].addr_spec == TO_US
    assert message["From"].addresses[0].display_name == (
        "Sheffield City Council via Make Runaways Safe"
    )
    assert "I am out of the office until Monday 30 November." in text_of(message)
    assert message["Reply-To"] == RECIPIENT
    assert "It looks automatic" in text_of(message)
    assert message["Auto-Submitted"] == "auto-generated"
    sent_letter.refresh_from_db()
    assert sent_letter.state == State.ACCEPTED
    assert not Task.objects.exists()


def test_automatic_replies_to_one_letter_are_passed_on_three_times_at_most(sent_letter):
    for number in range(6):
        reply = mail("gmail_vacation").replace(b"<gmail_vacation@", f"<{number}@".encode())
        process(reply)
    assert len(emails_sent()) == 3


def test_a_reply_that_only_seems_automatic_says_so_and_is_a_task_for_staff(sent_letter, sheffield):
    process(mail("out_of_office_by_phrases_only"))
    task = Task.objects.get(council=sheffield, kind="reply")
    assert task.text.startswith("[It seems to be automatic.]")
    assert "currently on annual leave" in task.text


# Answers


def test_an_answer_is_passed_on_and_answered_to_the_council(sent_letter):
    process(mail("answer"))
    (message,) = emails_sent(purpose="reply")
    assert message["To"] == "anna@example.org"
    assert message["From"].addresses[0].addr_spec == TO_US
    assert message["Reply-To"] == RECIPIENT
    assert message["Subject"] == "Sheffield answered your letter"
    text = text_of(message)
    assert "RE: Will Sheffield sign the Runaways' Charter?" in text
    assert f"Cllr Pat Jones ({RECIPIENT}) has answered your letter" in text
    assert "I hope that Sheffield will sign – I will let you know." in text


def test_an_answer_in_a_subject_alone_reaches_its_writer(sent_letter):
    process(f"From: {RECIPIENT}\nSubject: Yes, we will sign\n\n".encode(), to=BOUNCES)
    (message,) = emails_sent(purpose="reply")
    assert "Yes, we will sign" in text_of(message)


def test_files_of_an_answer_are_left_out_and_named(sent_letter):
    process(mail("answer_in_html_with_a_pdf"))
    (message,) = emails_sent(purpose="reply")
    assert not message.is_multipart()
    assert "We left out these files: Reply to A Smith.pdf." in text_of(message)
    assert "You can read them in the original email" in text_of(message)
    assert "[Left out: Reply to A Smith.pdf." in Task.objects.get().text


FORWARDED = f"""From: Anna Smith <Anna@example.org>
Subject: Fwd: Children who run away
Message-ID: <fwd-1@example.org>

For your record!

---------- Forwarded message ---------
From: Pat Jones <{RECIPIENT}>

Dear Anna, the council decides on 14 January. This is an automatic reply.
""".encode()


@pytest.mark.parametrize(
    "sender", ["Anna@example.org", "anna.work@council.example", "leadmember@sheffield.example"]
)
def test_a_forwarded_answer_is_a_task_and_not_sent_to_the_writer_whoever_forwards_it(
    sent_letter, sheffield, sender
):
    shown = FORWARDED.replace(b"Anna@example.org", sender.encode())
    process(shown, to=sent_letter.answers_to)
    process(shown, to=sent_letter.answers_to)
    task = Task.objects.get()
    assert (task.council, task.kind) == (sheffield, "reply")
    assert "the council decides on 14 January" in task.text
    assert not emails_sent()
    sent_letter.refresh_from_db()
    assert sent_letter.state == State.ACCEPTED


def test_an_answer_reaches_its_writer_although_an_earlier_one_was_erased(sent_letter):
    answer = mail("answer")
    sender = email.message_from_bytes(answer, policy=email.policy.default)
    author = sender["From"].addresses[0].addr_spec.encode()
    for number, address in enumerate((b"a@council.example", b"b@council.example")):
        process(
            answer.replace(author, address).replace(b"Message-ID: <", b"Message-ID: <%d" % number)
        )
    assert len(emails_sent()) == 2
    IncomingMessage.objects.filter(sender="a@council.example").delete()
    third = answer.replace(author, b"b@council.example")
    process(third.replace(b"Message-ID: <", b"Message-ID: <third"))
    assert len(emails_sent()) == 3
    process(third.replace(b"Message-ID: <", b"Message-ID: <third"))
    assert len(emails_sent()) == 3


def test_staff_read_what_a_person_writes_after_the_twentieth_answer_which_its_writer_no_longer_gets(
    sent_letter,
):
    answer = mail("answer")
    for number in range(1, 23):
        with_number = answer.replace(b"I hope that", b"Answer %d. I hope that" % number)
        process(with_number.replace(b"Message-ID: <", b"Message-ID: <%d" % number))
    assert len(emails_sent(purpose="reply")) == 20
    read = Task.objects.filter(kind="reply")
    assert read.count() == 22
    assert "Its writer has not got this" not in read.get(text__contains="Answer 20.").text
    for later in ("Answer 21.", "Answer 22."):
        assert "Its writer has not got this" in read.get(text__contains=later).text


def test_what_its_writer_forwards_after_the_twentieth_answer_is_read_without_a_word_on_them(
    sent_letter,
):
    for number in range(22):
        forwarded = FORWARDED.replace(b"<fwd-1@", b"<fwd-%d@" % number)
        forwarded = forwarded.replace(b"For your record!", b"Number %d." % number)
        process(forwarded, to=sent_letter.answers_to)
    assert not emails_sent(purpose="reply")
    assert Task.objects.filter(kind="reply").count() == 22
    assert not Task.objects.filter(text__contains="Its writer has not got this").exists()


# Only a mail server may say that a letter came back


BOUNCES = f"bounces+{TOKEN.lower()}@bounces.runaways.example"
FORGED = b"""From: mailer-daemon@evil.example
Return-Path: <>
Subject: failure notice

550 5.1.1 user unknown
"""


def is_untouched(letter, address):
    letter.refresh_from_db()
    address.refresh_from_db()
    message = OutgoingMessage.objects.get(key=letter.reference)
    assert (letter.state, address.delivery_problem, message.bounced_at) == (
        State.ACCEPTED,
        "",
        None,
    )
    return not emails_sent()


@pytest.mark.parametrize(
    "name", ["postfix_user_unknown", "exim_plain_quota", "complaint_of_spam", "read_receipt"]
)
def test_the_address_for_answers_accepts_only_answers(sent_letter, sheffields_address, name):
    process(FORGED, to=sent_letter.answers_to)
    process(mail(name), to=sent_letter.answers_to)
    assert is_untouched(sent_letter, sheffields_address)
    assert not Task.objects.exists()


@pytest.mark.promise(18)
@pytest.mark.parametrize("field", ["From", "Return-Path", "Reply-To", "Sender"])
def test_a_bounce_that_comes_from_the_writer_changes_nothing(
    sent_letter, sheffields_address, field
):
    genuine = mail("postfix_user_unknown")
    by_anna = f"{field}: Anna <ANNA@example.org>\n".encode() + genuine
    process(by_anna, to=BOUNCES)
    assert is_untouched(sent_letter, sheffields_address)


@pytest.mark.parametrize(
    "named",
    [
        f"<{RECIPIENT}>: 550 5.1.1 user unknown",
        f"550 5.1.1 user unknown\n\nThis is a copy of your message:\n\nMessage-ID: {MESSAGE_ID}",
    ],
    ids=["its recipient", "the letter"],
)
def test_one_bounce_is_enough_that_names_its_recipient_or_the_letter(
    sent_letter, sheffields_address, named
):
    came_back = f"From: mailer-daemon@sheffield.example\nSubject: failure notice\n\n{named}\n"
    process(came_back.encode(), to=BOUNCES)
    sheffields_address.refresh_from_db()
    assert sheffields_address.delivery_problem == "fails"


def test_an_address_counts_as_failing_at_the_second_bounce_that_names_no_recipient(
    sent_letter, letter_of, sheffields_address
):
    sent(letter_of(State.ACCEPTED), token="t" * 32)
    for token, problem in ((TOKEN.lower(), ""), ("t" * 32, "fails")):
        process(FORGED, to=f"bounces+{token}@bounces.runaways.example")
        sheffields_address.refresh_from_db()
        assert sheffields_address.delivery_problem == problem
    assert not Letter.objects.exclude(state=State.BOUNCED).exists()


# Unsure letters


@pytest.mark.parametrize(
    ("name", "state"),
    [("answer", State.ACCEPTED), ("gmail_vacation", State.ACCEPTED),
     ("postfix_user_unknown", State.BOUNCED)],
)  # fmt: skip
def test_a_reply_or_a_bounce_settles_an_unsure_letter(sent_letter, client, name, state):
    Letter.objects.update(state=State.UNSURE)
    OutgoingMessage.objects.update(state=MessageState.UNSURE)
    process(mail(name))
    sent_letter.refresh_from_db()
    assert sent_letter.state == state
    assert "a person is checking" not in words(client.get(sent_letter.private_url))


# Replies to our own emails


def test_a_reply_to_a_confirmation_confirms_nothing_and_is_told_what_does(
    sheffields_address, letter_of
):
    letter = letter_of(State.AWAITING, email="anna.smith@supporter.example")
    process(mail("reply_to_a_confirmation"))
    letter.refresh_from_db()
    assert letter.state == State.AWAITING
    (message,) = emails_sent(purpose="lost_link")
    assert message["To"] == "anna.smith@supporter.example"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == "<reply-to-confirm@supporter.example>"
    text = text_of(message)
    assert "a reply confirms nothing" in text
    assert "/letters/lost/" in text
    assert "116 000" in text
    assert "Yes please" not in text


def test_a_person_who_replies_to_our_emails_is_told_once_a_day(sheffields_address, today_is):
    def write(number):
        written = mail("reply_to_a_confirmation").replace(b"reply-to-confirm", b"%d" % number)
        process(written.replace(b"anna.smith@", b"anna.smith+%d@" % number))

    today_is("2026-11-24")
    write(1)
    write(2)
    assert len(emails_sent()) == 1
    today_is("2026-11-25")
    write(3)
    assert len(emails_sent()) == 2
