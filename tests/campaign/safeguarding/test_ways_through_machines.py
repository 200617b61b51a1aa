"""Calls that came through a machine which changed their letters, their envelope or their file."""

import base64
import binascii
import json

import pytest

from campaign.inbox.process import process
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CHILD,
    HEAD,
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
    with_file,
    word,
    zipped,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

CURLY = "I’ve run away from home and I’m scared, I’m 13"
INNER = f"From: kit@mail.example\r\nSubject: help\r\n{PLAIN}{KIT}"
CODED = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded(KIT)}"
ICS = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR"


def misread(text: str) -> str:
    """Return a text in UTF-8 as a program shows it that takes it for Windows’ letters."""
    return text.encode().decode("cp1252", "replace")


def in_uucode(text: str) -> str:
    data = text.encode()
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return "begin 644 note.txt\r\n" + "".join(lines) + "`\r\nend\r\n"


WAYS = {
    # Letters
    "in base64 that nothing says is base64": raw(
        "Content-Type: text/plain\r\n", base64.encodebytes(KIT.encode())
    ),
    "in markup in base64 that nothing says is base64": raw(
        "Content-Type: text/html\r\n", base64.encodebytes(f"<p>{KIT}</p>".encode())
    ),
    "in the raw text that a server quotes of a bounce": plain(
        "I'm sorry to have to inform you that your message could not be delivered.\r\n\r\n"
        f"--- Below this line is a copy of the message.\r\n\r\nSubject: help\r\n{CODED}",
        "failure notice",
    ),
    "below a boundary that nobody named": raw(
        "Content-Type: multipart/mixed; boundary=x\r\n", f"--b\r\n{CODED}\r\n--b--\r\n"
    ),
    "in parts of which the whole is base64 again": raw(
        "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n",
        base64.encodebytes(f"--b\r\n{CODED}\r\n--b--\r\n".encode()),
    ),
    "in the code of old Unix": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n", in_uucode(KIT)
    ),
    "in letters that a program misread": plain(
        misread("I can’t go home, he’s there and I’m scared. I’m 13")
    ),
    "in marks that were escaped twice": markup(
        "<p>I can&amp;#39;t go home, he&amp;#39;s there and I&amp;#39;m scared</p>"
    ),
    "in a number for each letter": markup("".join(f"&#{ord(letter)};" for letter in KIT)),
    "in a part of its own for each letter": markup(
        "".join(f"<span>{letter}</span>" for letter in KIT)
    ),
    "with marks that turn the direction": plain(
        "".join(f"\u202b{one}\u202c " for one in KIT.split())
    ),
    "with marks of direction between letters": plain("\u200f".join(KIT)),
    "in wide letters": plain(KIT.translate({at: at + 0xFEE0 for at in range(33, 127)})),
    "in Hebrew’s letters of a mailbox": raw(
        "Content-Type: text/plain; charset=iso-8859-8-i\r\n",
        f"\xf9\xec\xe5\xed\r\n{KIT}".encode("latin-1"),
    ),
    "below Russian in letters that say they are English": raw(
        "Content-Type: text/plain; charset=us-ascii\r\n",
        f"Отправлено с iPhone\r\n{KIT}".encode("koi8-r"),
    ),
    "below Chinese": raw(
        "Content-Type: text/plain; charset=GBK\r\n", f"发自我的 iPhone\r\n\r\n{KIT}".encode("gbk")
    ),
    "in two bytes a letter, the large one first": raw(
        "Content-Type: text/plain; charset=utf-8\r\n", KIT.encode("utf-16-be")
    ),
    "with a dot for each space": plain("i.ran.away.from.home.last.night"),
    "with a comma for each space": plain("i,ran,away,from,home,last,night"),
    # The subject, and who it is from
    "in the subject, with nothing below": f"{HEAD}Subject: {KIT}\r\n".encode(),
    "in the subject, and not even a line ends": f"{HEAD}Subject: {KIT}".encode(),
    "in a subject in letters that do not exist": plain("-", f"=?x-unknown?B?{encoded(KIT)}?="),
    "in such a subject, in the other code": plain(
        "-", "=?x-unknown?Q?I_ran_away_from_home_and_have_nowhere_to_sleep?="
    ),
    "in a subject that is not encoded": plain("-", CURLY),
    "in a subject of Windows’ letters": raw("Content-Type: text/plain\r\n", "-").replace(
        b"Subject: hi", f"Subject: {CURLY}".encode("cp1252")
    ),
    "in a subject cut within a letter": plain(
        "-",
        f"=?utf-8?B?{base64.b64encode(CURLY.encode()[:2]).decode()}?="
        f" =?utf-8?B?{base64.b64encode(CURLY.encode()[2:]).decode()}?=",
    ),
    "from nobody": plain(KIT).replace(f"From: {CHILD}\r\n".encode(), b""),
    "from a name without an address": plain(KIT).replace(CHILD.encode(), b"Kit"),
    # Machines that pass on
    "a text message that was passed on": plain(
        f"447700900123: {KIT}", "SMS from 447700900123", "Auto-Submitted: auto-generated\r\n"
    ).replace(CHILD.encode(), b"447700900123@sms.provider.example"),
    "a form that sends JSON": raw(
        "Content-Type: application/json\r\n", json.dumps({"name": "Kit", "message": CURLY})
    ),
    "a form that sends its fields as they are": raw(
        "Content-Type: multipart/form-data; boundary=b\r\n",
        f'--b\r\nContent-Disposition: form-data; name="message"\r\n\r\n{KIT}\r\n--b--\r\n',
    ),
    "a comment in a classroom": plain(
        f"Kit added a private comment\r\n\r\n“{KIT}”\r\n\r\nReply\r\n\r\nNotification settings"
    ),
    "what was missed in a chat": markup(
        f"<table><tr><td>Kit sent a message</td></tr><tr><td>{KIT}</td></tr></table>"
    ),
    "who wants to know when it was read": plain(
        KIT, fields=f"Disposition-Notification-To: {CHILD}\r\n"
    ),
    "a calendar that says it in markup": raw(
        "Content-Type: text/calendar\r\n",
        ICS.format(
            "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>I ran aw\r\n ay from home last night</p>"
        ),
    ),
    "a calendar of an old phone": raw(
        "Content-Type: text/x-vcalendar\r\n",
        ICS.format(
            "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:I ran away from ho=\r\nme last night=0D=0AI have"
            " nowhere to sleep"
        ),
    ),
    "forwarded in German": plain(f"Von: Kit <k@mail.example>\r\nGesendet: Dienstag\r\n\r\n{KIT}"),
    "forwarded in Arabic": plain(f"\u200fمن: \u200eKit\u200e\r\n\r\n{KIT}"),
    "a page that only phones show": raw(
        "Content-Type: text/x-amp-html\r\n",
        f"<!doctype html><html ⚡4email><head></head><body><p>{KIT}</p></body></html>",
    ),
    # Files
    "in an email with an address in any script": multi(
        "mixed",
        f"{PLAIN}hi",
        "Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{encoded(INNER)}",
    ),
    "in a Word file that somebody zipped": with_file("a.zip", zipped(note_docx=word(KIT))),
    "in a saved email that somebody zipped": with_file("a.zip", zipped(note_eml=INNER)),
    "in a file without an ending in a zip": with_file("a.zip", zipped(note=KIT)),
    "in messages that somebody downloaded": with_file(
        "a.zip", zipped(message_json=json.dumps({"messages": [{"content": KIT}]}))
    ),
    "in a spreadsheet": with_file(
        "a.xlsx", zipped(xl__sharedStrings_xml=f"<sst><si><t>{KIT}</t></si></sst>")
    ),
    "on a slide": with_file(
        "a.pptx", zipped(ppt__slide1_xml=f"<p:sld><a:p><a:t>{KIT}</a:t></a:p></p:sld>")
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_call_that_a_machine_changed_is_heard(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1


ORDINARY = {
    "an automatic reply of one line": raw("Subject: Away\r\n", b"Dear Anna, I am away.\r\n"),
    "an automatic reply of a few words": raw("Subject: Away\r\n", b"I am currently away.\r\n"),
    "a picture in base64 that nothing says is base64": raw(
        "Content-Type: text/plain\r\n", base64.encodebytes(bytes(range(256)) * 40)
    ),
    "a newsletter in base64 that nothing says is base64": raw(
        "Content-Type: text/plain\r\n",
        base64.encodebytes(b"The library opens at nine. Bring a friend! " * 9),
    ),
    "addresses with dots": plain(
        "See www.sport.north.kent.example or ask ann.lee.hall.ward@kent.example"
    ),
    "a file with a long code": plain(f"Your ticket: {'A1b2C3d4' * 12}\r\nThe council"),
}  # fmt: skip


@pytest.mark.parametrize("data", ORDINARY.values(), ids=ORDINARY)
def test_what_a_machine_changed_and_is_no_call_raises_no_alarm(data):
    process(data, TO_US)
    assert not Task.objects.filter(kind=TaskKind.CALL).exists()
