"""Other ways in which a call really comes: by phones, schools, forms, lists and mistakes."""

import base64
import quopri

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.inbox.process import process
from campaign.letters.models import Letter
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CHILD,
    KIT,
    LEAD,
    PLAIN,
    TO_US,
    encoded,
    markup,
    multi,
    plain,
    raw,
    sent_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

IN_COLOURS = "".join(f"<font color=red>{letter}</font>" for letter in KIT)
SCHOOL = (
    "This email is confidential and intended for the person named. If you received it in error,"
    " delete it and tell the sender. Hillside Academy is part of the Hillside Trust.\r\n"
)


def in_charset(name: str, text: str = KIT) -> bytes:
    coded = base64.b64encode(text.encode(name))
    fields = f"Content-Type: text/plain; charset={name}\r\nContent-Transfer-Encoding: base64\r\n"
    return raw(fields, coded)


WAYS = {
    "Gmail’s HTML quote": multi(
        "alternative",
        f"{PLAIN}See below",
        f'Content-Type: text/html\r\n\r\n<div>Hi</div><div class="gmail_quote">{KIT}</div>',
    ),
    "Apple’s blockquote": markup(f'<blockquote type="cite"><div>{KIT}</div></blockquote>'),
    "words broken by quoted-printable": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n",
        "I ran aw=\r\nay from home last ni=\r\nght. I have nowhe=\r\nre to sleep.",
    ),
    "quoted-printable that says it is none": raw(
        "Content-Type: text/plain\r\n", quopri.encodestring(KIT.encode()) + b"=20"
    ),
    "base64 with a list’s footer below": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\nPrecedence: list\r\n",
        f"{encoded(KIT)}\r\n_______________\r\nparents mailing list\r\n",
    ),
    "in UTF-7": in_charset("utf-7"),
    "in UTF-16": in_charset("utf-16"),
    "in Windows’ letters": in_charset("cp1252", KIT.replace("I am", "I’m")),
    "in a charset that does not exist": raw(
        "Content-Type: text/plain; charset=x-kit\r\n", KIT
    ),
    "signed": multi(
        "signed; micalg=sha256; protocol=x",
        f"{PLAIN}{KIT}",
        "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nAAAA",
    ),
    "a school’s form": plain(
        f"Name: Katie\r\nAge: 13\r\nSchool: Hillside\r\nMessage: {KIT}",
        "New message from your website",
        "From: wordpress@school.example\r\nAuto-Submitted: auto-generated\r\n",
    ),
    "a voicemail as text": plain(
        "New voicemail, 0:21. Transcript: hi erm i ran away last night and im really scared and i"
        " dont know where to sleep can someone ring me",
        "Voicemail from 07700 900000",
    ),
    "a shared document": plain(
        "Open in Docs", "Katie shared a document: I have run away and nowhere to sleep"
    ),
    "with small faces and long words": plain(
        "i ran awayyyy 😭😭😭 im soooo scared pls idk where to sleep tonight"
    ),
    "in capitals": plain(KIT.upper()),
    "with spaces that do not break": plain(KIT.replace(" ", "\u00a0")),
    "with spaces of no width": plain(KIT.replace(" ", " \u200b")),
    "in a head that nobody closed": markup(f"<html><head><title>hi</title><body><p>{KIT}"),
    "in a style that nobody closed": markup(f"<style>p {{color: red}}<p>{KIT}</p>"),
    "below a greeting, each letter in its colour": markup(f"hi<br>{IN_COLOURS}"),
    "in markup that claims to be plain": plain(f"<html><body>{IN_COLOURS}</body></html>"),
    "above two hundred files": multi("mixed", f"{PLAIN}{KIT}", *[f"{PLAIN}a file"] * 200),
    "as preformatted text": markup(f"<pre>\n{KIT}\n</pre>"),
    "quoted three times": plain(f"?\r\n>>> {KIT}\r\n>> ok\r\n> thanks"),
    "in rich text": multi(
        "mixed",
        f"{PLAIN}hi",
        "Content-Type: application/rtf; name=a.rtf\r\n\r\n{\\rtf1\\ansi " + KIT + "\\par}",
    ),
    "without a line between head and text": (
        f"From: {CHILD}\r\nTo: {TO_US}\r\nSubject: hi\r\n{KIT}\r\n".encode()
    ),
    "with the line ends of an old Mac": plain(KIT).replace(b"\r\n", b"\r"),
    "in one line of fifty thousand": plain("word " * 10_000 + KIT),
    "half in the subject": plain("away from home and i have nowhere to sleep", "help i just ran"),
    "in a digest": multi("digest", f"\r\nFrom: katie@mail.example\r\n{PLAIN}{KIT}"),
    "above a school’s small print": plain(f"{KIT}\r\n\r\n{SCHOOL * 30}"),
    "below it": plain(f"{SCHOOL * 30}\r\n\r\n{KIT}"),
    "marked as spam": plain(KIT, "[SPAM] hi", "X-Spam-Flag: YES\r\n"),
    "as an HTML file": multi(
        "mixed", f"{PLAIN}hi",
        f"Content-Type: application/octet-stream; name=note.htm\r\n\r\n<html><p>{KIT}</p></html>",
    ),
    "as the reply to a meeting": multi(
        "alternative", f"Content-Type: text/calendar; method=REPLY\r\n\r\nCOMMENT:{KIT}"
    ),
    "in the words for a picture": markup(f'<img src="cid:a" alt="{KIT}">'),
    "in another’s words": plain(
        "Hi, my friend is 12 and she has run away from her foster home, shes at the bus station"
        " on her own and wont tell anyone"
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_call_is_heard_in_this_way_too(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1


@pytest.fixture
def letter(kent):
    message = OutgoingMessage.objects.queue(
        "letter", "letter:1", "lead@kent.example",
        EmailMessage("Will Kent sign?", "Dear Director, please sign.", to=["lead@kent.example"]),
        told=Letter, on_behalf="anna@mail.example",
    )  # fmt: skip
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=MessageState.ACCEPTED, attempts=1, outcome_at=timezone.now()
    )
    return message


@pytest.mark.parametrize("way", ["answers_to", "envelope_sender"])
def test_it_is_heard_where_a_writer_forwards_and_where_a_council_answers(letter, way):
    process(plain(f"Look what came.\r\n\r\nFrom: Katie\r\n\r\n{KIT}"), getattr(letter, way))
    assert len(sent_to(LEAD)) == 1


def test_it_is_heard_in_a_report_of_a_bounce_that_is_none_of_ours(letter):
    report = multi(
        "report; report-type=delivery-status",
        f"{PLAIN}The message below could not be delivered.",
        "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; mum@mail.example"
        "\r\nAction: failed\r\nStatus: 5.1.1",
        f"Content-Type: message/rfc822\r\n\r\nFrom: katie@mail.example\r\n{PLAIN}{KIT}",
    )
    process(report, TO_US)
    assert len(sent_to(LEAD)) == 1


def test_a_stranger_who_claims_to_answer_us_hides_no_call(letter):
    process(plain(KIT, fields="In-Reply-To: <made-up@runaways.example>\r\n"), TO_US)
    assert len(sent_to(LEAD)) == 1


def test_a_child_whose_words_we_once_sent_to_somebody_else_is_heard(letter):
    OutgoingMessage.objects.queue(
        "reply", "reply:1", "anna@mail.example",
        EmailMessage("An answer", KIT, to=["anna@mail.example"]),
    )  # fmt: skip
    process(plain(KIT), TO_US)
    assert len(sent_to(LEAD)) == 1
