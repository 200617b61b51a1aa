"""A call in a PDF, in a recording, or in a letter that somebody scanned."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from campaign.inbox.process import process
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CHILD,
    KIT,
    LEAD,
    PLAIN,
    TO_US,
    multi,
    plain,
    sent_to,
    with_file,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

LONG = "We met last week and talked about the timetable of the hall. " * 6


def pdf(*lines: str, password: str = "") -> bytes:
    """Return a PDF of one page with these lines, packed as Word packs them; a scan has none."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject()
    for name, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica")):
        font[NameObject(name)] = NameObject(value)
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 11 Tf 72 770 Td {drawn} ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


CALL = pdf("Dear all, I ran away from home last night.", "I am 13 and I have nowhere to sleep.")
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(400)
ENCLOSED = f"From: a@school.example\r\n{PLAIN}hi"
VOICEMAIL = "You have a new voicemail from 07700 900123, 0:21."
FORWARDED = with_file("note.pdf", CALL, "application/pdf").decode()

HEARD = {
    "in a PDF": with_file("note.pdf", CALL, "application/pdf"),
    "in a PDF that says it is data": with_file("note.pdf", CALL),
    "in a PDF without an ending": with_file("note", CALL, "application/pdf"),
    "in the second of two": multi(
        "mixed",
        *[
            with_file("a.pdf", content, "application/pdf").decode().split("--b\r\n")[2]
            for content in (pdf("Timetable"), CALL)
        ],
    ).replace(b"--b--\r\n\r\n--b", b"--b"),
    "beside a character that no database holds": with_file(
        "note.pdf", pdf("I ran away from home, I am 13", r"nowhere to sleep\000"), "application/pdf"
    ),
    "in an email within an email": multi(
        "mixed", f"{PLAIN}See below.", f"Content-Type: message/rfc822\r\n\r\n{FORWARDED}"
    ),
    "beside a long email": multi(
        "mixed", f"{PLAIN}{LONG}", FORWARDED.split("--b\r\n")[2].removesuffix("--b--\r\n")
    ),
}
UNHEARD = {
    "a scanned letter": with_file("scan0001.pdf", pdf(), "application/pdf"),
    "a locked PDF": with_file("note.pdf", pdf("x", password="kit"), "application/pdf"),
    "a damaged PDF": with_file("note.pdf", CALL[:300], "application/pdf"),
    "a recording of a phone": with_file("New Recording 3.m4a", bytes(99), "audio/mp4"),
    "a film": with_file("IMG_0001.MOV", bytes(99), "video/quicktime"),
    # Telephones that say of a recording only that it is data
    "a voice memo of an iPhone": with_file("New Recording.m4a", bytes(99)),
    "its newest kind": with_file("New Recording 2.qta", bytes(99)),
    "an audio message of an iPhone": with_file("Audio Message.caf", bytes(99)),
    "a recording of an old phone": with_file("Voice 001.AMR", bytes(99)),
    "one of an Android": with_file("rec_0312.aac", bytes(99)),
    "a film of a phone": with_file("VID_20261203.3gp", bytes(99)),
    "a film that a browser made": with_file("me.webm", bytes(99)),
}


@pytest.mark.parametrize("data", HEARD.values(), ids=HEARD)
def test_a_call_in_a_pdf_is_heard(data):
    process(data, TO_US)
    task = Task.objects.get(kind=TaskKind.CALL)
    assert "nowhere to sleep" in task.text
    assert "can’t hear" not in task.text
    assert len(sent_to(LEAD)) == 1


@pytest.mark.parametrize("data", UNHEARD.values(), ids=UNHEARD)
def test_staff_are_shown_what_came_with_a_file_that_no_program_hears(data):
    process(data, TO_US)
    task = Task.objects.get(kind=TaskKind.CALL)
    assert task.text.startswith("[Our program can’t hear this: ")
    assert "ask whoever sent it" in sent_to(LEAD)[0]
    assert "116 000" in sent_to(CHILD)[0]


@pytest.mark.promise(32)
def test_pdfs_made_to_wear_the_site_out_hide_no_call_beside_them():
    bomb = pdf("x" * 40_000_000)
    parts = [with_file("a.pdf", bomb).decode().split("--b\r\n")[2] for _ in range(3)]
    process(multi("mixed", f"{PLAIN}{KIT}", *parts), TO_US)
    assert "nowhere to sleep" in Task.objects.get(kind=TaskKind.CALL).text


def test_a_pdf_that_takes_too_long_hides_no_call_in_the_next():
    bomb = (
        with_file("a.pdf", pdf("x" * 40_000_000))
        .decode()
        .split("--b\r\n")[2]
        .removesuffix("--b--\r\n")
    )
    call = with_file("b.pdf", CALL, "application/pdf").decode().split("--b\r\n")[2]
    process(multi("mixed", f"{PLAIN}{LONG}", bomb, call), TO_US)
    assert "nowhere to sleep" in Task.objects.get(kind=TaskKind.CALL).text


def test_the_task_of_a_call_names_the_files_that_came_with_it():
    data = with_file("bruise.jpg", bytes(99), "image/jpeg")
    process(data.replace(b"Please see attached.", b"he hits me, i ran away, see"), TO_US)
    assert "[With it came: bruise.jpg. We keep no files" in Task.objects.get().text
    assert "bruise.jpg" in sent_to(LEAD)[0]


def test_a_voicemail_that_a_telephone_company_sends_is_shown_and_its_machine_gets_no_reply():
    data = with_file("msg0001.wav", WAV, "audio/wav").replace(
        b"Subject: hi", b"Subject: New voicemail\r\nAuto-Submitted: auto-generated"
    )
    process(data.replace(b"Please see attached.", VOICEMAIL.encode()), TO_US)
    assert "07700 900123" in Task.objects.get(kind=TaskKind.CALL).text
    assert "msg0001.wav" in sent_to(LEAD)[0]
    assert sent_to(CHILD) == []


def as_office(data: bytes) -> bytes:
    return data.replace(CHILD.encode(), b"csc@kent.gov.uk")


NO_CALLS = {
    "a timetable as a PDF": with_file("a.pdf", pdf("Week 1: pasta"), "application/pdf"),
    "a council’s scanned letter": as_office(UNHEARD["a scanned letter"]),
    "a council’s film": as_office(UNHEARD["a film"]),
    "a council’s recording": as_office(UNHEARD["a voice memo of an iPhone"]),
    "a scan beside a long email": UNHEARD["a scanned letter"].replace(
        b"Please see attached.", LONG.encode()
    ),
    "a picture in a signature": multi(
        "related", f"{PLAIN}Thanks", "Content-Type: image/png; name=logo.png\r\n\r\nAAAA"
    ),
    "an automatic reply with a scan": UNHEARD["a scanned letter"].replace(
        b"Subject: hi", b"Subject: hi\r\nAuto-Submitted: auto-replied"
    ),
    "a PDF in name alone": plain("Please read Reply.pdf on our website."),
}


@pytest.mark.parametrize("data", NO_CALLS.values(), ids=NO_CALLS)
def test_what_offices_send_and_what_says_enough_raises_no_alarm(data):
    process(data, TO_US)
    assert not Task.objects.filter(kind=TaskKind.CALL).exists()
