"""Calls of those beside a child, in dialects, and by the tools of schools and carers."""

from pathlib import Path

import pytest

from campaign.inbox.process import process
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CHILD,
    KIT,
    LEAD,
    PLAIN,
    TO_US,
    markup,
    multi,
    plain,
    sent_to,
    with_file,
    zipped,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

SAID = Path(__file__).with_name("said_beside_her.txt").read_text("utf-8").splitlines()
AUTOMATIC = "Auto-Submitted: auto-generated\r\n"
SAVED_PAGE = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=z\r\n\r\n--z\r\n"
    "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<p>I ran aw=\r\nay from home last ni=\r\nght and have nowh=\r\nere to sleep</p>\r\n--z--\r\n"
)
CHAT = "[03/12/2026, 02:14:05] Kit: i ran away im at the station\r\n[03/12/2026, 02:15:00] Mum: ok"
ROW = "<tr><td>K</td><td>Says she ran away on Sunday and is sleeping at a man’s flat</td></tr>"
CONCERN = (
    "Concern raised by: Mrs Ade\r\nPupil: KL (8B)\r\nDetails: Disclosed at break that her"
    " stepfather hits her and that she is not going home tonight.\r\nAction: none yet"
)
RECEPTION = (
    "Hi, we have a 14 year old at reception who says she ran away last night and has nowhere to go."
    " Are you the right team? She is frightened.\r\n\r\nCustomer Services, Kent County Council"
)

WAYS = {
    "an app for children in care": plain(
        "You have a new statement from Katie.\r\nHow I feel: scared, angry\r\nWhat I want to say:"
        " I don't feel safe at my placement, I left last night\r\nI'd like you to: find me"
        " somewhere else",
        "New statement",
        AUTOMATIC,
    ),
    "a school’s monitor": plain(
        "Senso alert\r\nUser: 19kit\r\nSeverity: high\r\nCaptured text: i want to die i cant go"
        " home",
        "Keyword alert",
        AUTOMATIC,
    ),
    "a school’s filter": plain(
        "A student triggered a filter.\r\nUser: k.lee\r\nSearch: how to run away from home and not"
        " get caught\r\nDevice: CB-204",
        "Safeguarding alert",
        "Precedence: bulk\r\n",
    ),
    "in a file of Pages": with_file(
        "Blank.pages", zipped(Index__Document_iwa="\x00\x12\x08" + KIT + "\x00")
    ),
    "with places for a break in each word": markup(
        "<p>I r<wbr>an aw<wbr>ay from ho<wbr>me last ni<wbr>ght</p>"
    ),
    "one word a line, in markup": markup("<br>".join(KIT.split())),
    "in a page within the page": markup(f'<iframe srcdoc="<p>{KIT}</p>"></iframe>'),
    "below what must be opened": markup(f"<details><summary>hi</summary>{KIT}</details>"),
    "where scripts are off": markup(f"<noscript>{KIT}</noscript>"),
    "in a template": markup(f"<template><p>{KIT}</p></template>"),
    "as a wish to get no more emails": plain("i ran away and he is looking for me", "unsubscribe"),
    "the first half of a text": plain("(1/2) hi i dont no if this is rite but i ran away from ho"),
    "in a file of a notebook": with_file("note.md", KIT.encode()),
    "in a table": with_file(
        "note.csv",
        f"Name,What happened\r\nKit,{KIT}\r\n".encode(),
        "text/csv",
    ),
    "in a web page saved with its pictures": with_file(
        "a.mht",
        SAVED_PAGE.encode(),
    ),
    "in a book": with_file(
        "a.epub", zipped(OEBPS__a_xhtml=f"<html><body><p>{KIT}</p></body></html>")
    ),
    "in a note of Samsung’s": with_file("a.sdocx", zipped(note_note=KIT)),
    "in an email saved on a Mac": with_file(
        "1.emlx", f"300\r\nFrom: katie@mail.example\r\nSubject: help\r\n{PLAIN}{KIT}".encode()
    ),
    "a chat that somebody exported": with_file(
        "WhatsApp Chat with Mum.zip",
        zipped(_chat_txt=CHAT),
    ),
    "beside an empty text": multi(
        "alternative", PLAIN + " ", f"Content-Type: text/html\r\n\r\n<div dir=auto>{KIT}</div>"
    ),
    "in a teacher’s table": markup(f"<table><tr><th>Pupil</th><th>Concern</th></tr>{ROW}</table>"),
    "a school’s record of a concern": plain(
        CONCERN,
        "New concern #2041",
        AUTOMATIC,
    ).replace(CHILD.encode(), b"no-reply@school.example"),
    "a council’s own reception": plain(RECEPTION).replace(CHILD.encode(), b"reception@kent.gov.uk"),
}


@pytest.mark.parametrize("text", SAID)
def test_what_a_child_or_somebody_beside_her_says_is_heard(text):
    process(plain(text), TO_US)
    assert len(sent_to(LEAD)) == 1


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_call_that_a_tool_or_a_device_passes_on_is_heard(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1
