"""A call for help comes as ordinary mail does, in any of its forms; ordinary mail is no call."""

import base64
import re
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from campaign.inbox.process import process
from campaign.letters.models import Letter
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CHILD,
    DEPUTY,
    HEAD,
    KIT,
    LEAD,
    TO_US,
    email,
    encoded,
    in_words,
    sent_to,
)  # fmt: skip

pytestmark = pytest.mark.django_db

HEAR = "nowhere to sleep"
PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
GMAIL = (
    "---------- Forwarded message ---------\r\nFrom: Katie <katie@mail.example>\r\n"
    "Date: Tue, 24 Nov 2026 at 10:15\r\nSubject: help\r\nTo: Ms Ade <ade@school.example>\r\n\r\n"
)
OUTLOOK = (
    "________________________________\r\nFrom: Katie <katie@mail.example>\r\n"
    "Sent: Tuesday, November 24, 2026 10:15 AM\r\nTo: Ms Ade\r\nSubject: help\r\n\r\n"
)
APPLE = "Begin forwarded message:\r\n\r\nFrom: Katie <katie@mail.example>\r\nSubject: help\r\n\r\n"
FILLER = "The library opens at nine and closes at five on each day of the week.\r\n"
ATTACHED = "Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n"
INNER = f"From: katie@mail.example\r\nSubject: help\r\n{PLAIN}{KIT}"
PHOTO = "Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQ"


def mail(body: str, *, fields: str = "", sender: str = CHILD, subject: str = "hi") -> bytes:
    """Return an email of plain text."""
    head = HEAD.replace(CHILD, sender)
    return f"{head}Subject: {subject}\r\n{fields}{PLAIN}{body}\r\n".encode()


def parts(*bodies: str, kind: str = "mixed", subject: str = "hi") -> bytes:
    """Return an email of several parts."""
    head = f"{HEAD}Subject: {subject}\r\nContent-Type: multipart/{kind}; boundary=b\r\n\r\n"
    return (head + "".join(f"--b\r\n{body}\r\n" for body in bodies) + "--b--\r\n").encode()


def html(body: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>{body}</body></html>"


def file(name: str, text: str, kind: str = "application/octet-stream") -> str:
    return (
        f"Content-Type: {kind}\r\nContent-Disposition: attachment; filename={name}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded(text)}"
    )


def utf_16(text: str) -> str:
    return base64.b64encode(b"\xff\xfe" + text.encode("utf-16-le")).decode()


WAYS = {
    # Seen to be silent
    "forwarded by a teacher, as Gmail does": mail(GMAIL + KIT),
    "forwarded so, with a line above": mail(f"Please see below.\r\n\r\nMs Ade\r\n\r\n{GMAIL}{KIT}"),
    "forwarded as Outlook does": mail(OUTLOOK + KIT),
    "forwarded so, with a line above it": mail(f"FYI, from a pupil.\r\n\r\n{OUTLOOK}{KIT}"),
    "forwarded as an attachment": parts(f"{PLAIN}See attached.", f"{ATTACHED}\r\n{INNER}"),
    "below a quote": mail(f"On 3 March 2026 at 10:00 Us wrote:\r\n\r\nHello\r\n\r\n{KIT}"),
    "below from Katie, 13": mail(f"From: Katie, 13\r\n\r\n{KIT}"),
    "below my stepdad wrote": mail(f"On Sunday my stepdad wrote:\r\n\r\n{KIT}"),
    "through a mailing list": mail(KIT, fields="Precedence: list\r\n"),
    "from the no-reply address of a school": mail(KIT, sender="no-reply@school.example"),
    "with an empty Return-Path": mail(KIT, fields="Return-Path: <>\r\n"),
    "from bouncey.katie": mail(
        KIT, sender="bouncey.katie@mail.example", subject="i could not send this before"
    ),
    "only in the HTML part": parts(
        f"{PLAIN}Sent from my Galaxy", html(f"<p>{KIT}</p>"), kind="alternative"
    ),
    "in a text file": parts(f"{PLAIN}hi", file("note.txt", KIT, "text/plain")),
    "all in quotation marks": mail(f"“{KIT}”"),
    "after 16,000 characters": mail(FILLER * 240 + KIT),
    # Others as likely
    "in a text file that says it is data": parts(f"{PLAIN}hi", file("note.txt", KIT)),
    "in a file of Notepad": parts(
        f"{PLAIN}hi",
        "Content-Type: text/plain; name=note.txt\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + utf_16(KIT),
    ),
    "in a saved email": parts(f"{PLAIN}hi", file("Help.eml", INNER)),
    "in a forwarded email that is in base64": parts(
        f"{PLAIN}hi",
        f"{ATTACHED}Content-Transfer-Encoding: base64\r\n\r\n{encoded(INNER)}",
    ),
    "in a forwarded email that is in quoted-printable": parts(
        f"{PLAIN}hi",
        f"{ATTACHED}Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + INNER.replace(KIT, KIT.replace(" ", "=20")),
    ),
    "in an email within an email": parts(
        f"{PLAIN}hi",
        f"{ATTACHED}\r\nSubject: Fwd\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
        f"--c\r\n{ATTACHED}\r\n{INNER}\r\n--c--",
    ),
    "forwarded as Apple does": mail(APPLE + KIT),
    "quoted with signs": mail("Can you help?\r\n\r\n> " + KIT.replace("and", "\r\n> and")),
    "a pupil’s words in a teacher’s": mail(
        f"A girl in my form handed me a note this morning. It says: “{KIT}” What should I do?"
    ),
    "below a picture": parts(PHOTO, f"{PLAIN}{KIT}"),
    "in HTML alone, split by tags": parts(
        html(
            "<p>I ran away <b>from home</b> last night</p><p>and I have <i>nowhere</i> to sleep</p>"
        )
    ),
    "as an answer to an automatic reply": mail(KIT, subject="Re: Automatic reply: hi"),
    "with the subject of a bounce": mail(KIT, subject="Undelivered Mail Returned to Sender"),
    "as a calendar invitation": parts(
        f"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nDESCRIPTION:{KIT}\r\nEND:VEVENT"
    ),
    "broken at seventy-two characters": mail(
        "Hello, my name is Katie and I am writing this because last night i ran\r\n"
        "away from home and i have nowhere to sleep and i am 13 and scared"
    ),
    "without a boundary": f"{HEAD}Content-Type: multipart/mixed\r\n\r\n{KIT}".encode(),
    "in the subject, with a receipt below": mail("Message read.", subject=KIT),
    "in a long newsletter, in the middle part": parts(
        PLAIN + FILLER * 400, f"{PLAIN}{KIT}", PLAIN + FILLER.replace("nine", "ten") * 400
    ),
    "from a postmaster": mail(KIT, sender="postmaster@school.example"),
    "below a signature": mail(f"Thanks\r\n-- \r\nMs Ade, Head of Year 9\r\n\r\n{KIT}"),
}


@pytest.mark.promise(23)
@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_child_is_heard_in_whatever_form_the_email_comes(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    [told] = sent_to(LEAD)
    assert HEAR in re.sub(r"[\s>]+", " ", told)


@pytest.mark.parametrize(
    "fields", ["Precedence: list\r\n", "Return-Path: <>\r\n", "Auto-Submitted: auto-replied\r\n"]
)
def test_what_is_automatic_is_heard_and_gets_no_reply(fields):
    process(mail(KIT, fields=fields), TO_US)
    assert len(sent_to(LEAD)) == 1
    assert sent_to(CHILD) == []


def test_a_call_to_a_token_that_is_none_of_ours_is_heard():
    process(mail(KIT), "bounces+t0kent0kent0ken@bounces.runaways.example")
    assert len(sent_to(LEAD)) == 1


HUNDREDS = ("", "_2", "_3", "_4", "_5", "_6")
"""The last two have fewer."""


def ordinary_emails() -> list[str]:
    emails = []
    for name in HUNDREDS:
        text = (Path(__file__).parent / f"ordinary{name}.txt").read_text("utf-8")
        emails += text.split("\n== ")[1:]
    return emails


@pytest.mark.promise(23)
def test_of_a_hundred_ordinary_emails_at_most_three_raise_an_alarm():
    emails = ordinary_emails()
    assert len(emails) == 482
    for number, text in enumerate(emails):
        subject, _, body = text.partition("\n")
        fields = f"Message-ID: <ordinary-{number}@council.example>\r\n"
        head = f"From: a@council.example\r\nSubject: {subject}\r\n{fields}{PLAIN}"
        process((head + body).encode(), TO_US)
    heard = [task.text[:60] for task in Task.objects.filter(kind=TaskKind.CALL)]
    assert len(heard) <= 3 * len(emails) // 100, heard


# What is ours


@pytest.fixture
def letter_with_a_call(kent):
    """Anna’s letter to Kent, in which she tells what her brother once wrote, as it was sent."""
    text = f"Dear Director,\n\nMy brother once left a note.\n\n{KIT}\n\nAnna Smith"
    message = OutgoingMessage.objects.queue(
        "letter", "letter:1", "lead@kent.example",
        EmailMessage("Will Kent sign?", text, to=["lead@kent.example"]),
        told=Letter, on_behalf="anna@mail.example",
    )  # fmt: skip
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=MessageState.ACCEPTED, attempts=1, outcome_at=timezone.now()
    )
    message.refresh_from_db()
    return message


def as_quoted(text: str) -> str:
    return "\r\n".join(f"> {line}" for line in text.splitlines())


def test_our_letter_in_an_answer_is_no_call_and_a_word_of_a_child_beside_it_is(letter_with_a_call):
    message = letter_with_a_call
    ours = in_words(bytes(message.content)).partition("\n\n")[2] or KIT
    answer = f"Thank you, we will sign.\r\n\r\nOn 24 Nov Anna wrote:\r\n{as_quoted(ours + KIT)}"
    process(mail(f"Thank you.\r\n\r\n{as_quoted(KIT)}", sender="lead@kent.example"),
            message.envelope_sender)  # fmt: skip
    assert not Task.objects.filter(kind=TaskKind.CALL).exists(), answer
    more = f"Thank you.\r\n\r\n{as_quoted(KIT)}\r\n\r\nmy dad hit me and i ran away"
    process(mail(more, sender="lead@kent.example", fields="X-A: 1\r\n").replace(b"<1@", b"<2@"),
            message.envelope_sender)  # fmt: skip
    assert "my dad hit me" in Task.objects.get(kind=TaskKind.CALL).text


def test_our_letter_in_a_new_email_of_the_council_to_our_office_is_no_call(letter_with_a_call):
    asks = f"Anna wrote this to us. Who is she?\r\n\r\n{as_quoted(KIT)}"
    process(mail(asks, sender="lead@kent.example"), TO_US)
    assert not Task.objects.filter(kind=TaskKind.CALL).exists()
    process(mail(asks, sender="head@school.example").replace(b"<1@", b"<2@"), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1  # she was sent no such letter


@pytest.mark.promise(23)
def test_a_letter_that_comes_back_is_no_call_and_one_with_a_wrong_token_is(letter_with_a_call):
    message = letter_with_a_call
    bounce = (
        b"From: MAILER-DAEMON@kent.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        b"Return-Path: <>\r\nMessage-ID: <b{}@kent.example>\r\nContent-Type: multipart/report;"
        b" report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nUser unknown\r\n--r\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; lead@kent.example"
        b"\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    returned = bytes(message.content) + b"\r\n--r--\r\n"
    process(bounce.replace(b"{}", b"1") + returned, message.envelope_sender)
    message.refresh_from_db()
    assert message.bounced_at
    assert not Task.objects.filter(kind=TaskKind.CALL).exists()
    process(bounce.replace(b"{}", b"2") + returned, "bounces+nobodystoken@bounces.runaways.example")
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1


@pytest.mark.promise(23)
@pytest.mark.parametrize("to", [LEAD, CHILD])
def test_what_comes_back_to_an_alarm_or_to_helplines_is_not_the_next_call(to):
    process(mail(KIT), TO_US)
    message = OutgoingMessage.objects.get(recipient=to)
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=MessageState.ACCEPTED, attempts=1, outcome_at=timezone.now()
    )
    returned = mail(
        f"Undelivered.\r\n\r\n{KIT}", sender="mailer-daemon@charity.example",
        fields="Return-Path: <>\r\nX-Failed-Recipients: " + to + "\r\n",
        subject="Undelivered Mail Returned to Sender",
    ).replace(b"<1@", b"<back@")  # fmt: skip
    process(returned, message.envelope_sender)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1


def test_who_replies_to_an_alarm_is_not_the_next_call_and_a_child_who_replies_to_us_is():
    process(mail(KIT), TO_US)
    alarm = OutgoingMessage.objects.get(recipient=LEAD)
    helplines = OutgoingMessage.objects.get(recipient=CHILD)
    reply = email(f"I rang them.\r\n\r\n> {KIT}", number=2, sender=LEAD,
                  fields=f"In-Reply-To: {alarm.message_id}\r\n")  # fmt: skip
    process(reply, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    quoted = as_quoted(in_words(bytes(helplines.content)))
    process(email(f"ok thank you\r\n\r\n{quoted}", number=3,
                  fields=f"In-Reply-To: {helplines.message_id}\r\n"), TO_US)  # fmt: skip
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    process(email(f"i cant ring he will hear me. he hits me\r\n\r\n{quoted}", number=4,
                  fields=f"In-Reply-To: {helplines.message_id}\r\n"), TO_US)  # fmt: skip
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 2


# A council's automatic text that was nothing

MACHINE = "Auto-Submitted: auto-replied\r\n"


def comes(text: str, number: int, sender: str = "csc@sheffield.gov.uk", fields: str = MACHINE):
    process(email(text, number=number, sender=sender, fields=fields), TO_US)
    return Task.objects.filter(kind=TaskKind.CALL).count()


@pytest.mark.promise(23)
def test_a_councils_automatic_text_marked_as_nothing_is_silent_and_one_new_sentence_is_heard(
    staff: Client, today_is
):
    today_is("2026-11-24")
    text = "Thank you. My daughter has run away: if this is why you write, call. Ref {}."
    assert comes(f"Dear Anna,\r\n\r\n{text.format(10234)}", 1) == 1
    assert comes(f"Dear Ben,\r\n\r\n{text.format(20771)}", 2) == 2  # nobody has marked it yet
    task = Task.objects.filter(kind=TaskKind.CALL).first()
    page = staff.post(f"/admin/tasks/task/{task.pk}/change/", {"act": "nothing"}, follow=True)
    assert "silent for 30 days" in page.content.decode()
    today_is("2026-12-20")
    assert comes(f"Dear Cleo,\r\n\r\n{text.format(30118)}", 3) == 2
    assert comes(f"{text.format(30119)} I am 12 and I am scared.", 4) == 3
    assert comes(text.format(30120), 5, sender="csc@sheffield.gov.uk.evil.example") == 4
    assert comes(text.format(30121), 6, fields="") == 5  # by a person
    today_is("2026-12-25")
    assert comes(f"Dear Dev,\r\n\r\n{text.format(30122)}", 7) == 6


def test_only_a_council_and_only_its_own_text_is_silent(staff: Client):
    assert comes("My son has run away, says the form.", 1, sender="a@school.example") == 1
    task = Task.objects.get()
    staff.post(f"/admin/tasks/task/{task.pk}/change/", {"act": "nothing"})
    assert comes("My son has run away, says the form.", 2, sender="a@school.example") == 2
    assert DEPUTY not in str(sent_to(LEAD))
