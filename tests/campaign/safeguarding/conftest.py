"""Kit, who writes to us; Lena, who is responsible; and what each of them is sent."""

import base64
import io
import zipfile
from email import message_from_bytes
from email.policy import default

import pytest
from django.contrib.auth.models import User

from campaign.inbox.process import process
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from campaign.staff import roles

CHILD = "kit@mail.example"
LEAD = "safe@charity.example"
DEPUTY = "deputy@charity.example"
TO_US = "letters@runaways.example"
KIT = "I ran away from home last night and I am scared, I have nowhere to sleep. I am 13."
CALL = "i ran away last night and i have nowhere to go"
HEAD = f"From: {CHILD}\r\nTo: {TO_US}\r\nMessage-ID: <1@mail.example>\r\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def lead(settings, db):
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    settings.DEFAULT_FROM_EMAIL = f"Make Runaways Safe <{TO_US}>"
    return Organisation.objects.create(
        pk=1,
        name="A charity",
        email="hello@charity.example",
        safeguarding_email=LEAD,
        deputy_email=DEPUTY,
    )


@pytest.fixture
def ada(db):
    """Ada, an administrator."""
    user = User.objects.create_user("ada@example.org", "ada@example.org", PASSWORD)
    roles.give(user, "administrator")
    return user


def email(text: str, *, number: int = 1, sender: str = CHILD, fields: str = "") -> bytes:
    return (
        f"From: {sender}\r\nTo: {TO_US}\r\nSubject: hi\r\nMessage-ID: <{number}@mail.example>\r\n"
        f"{fields}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def forge(calls: range):
    for number in calls:
        process(email(CALL, number=number, sender=f"forged{number}@mail.example"), TO_US)


def sent_to(address: str) -> list[str]:
    """Return the text of each email to an address, headers and all, as its reader sees it."""
    messages = OutgoingMessage.objects.filter(recipient=address).order_by("pk")
    return [in_words(bytes(message.content)) for message in messages]


def in_words(content: bytes) -> str:
    made = message_from_bytes(content, policy=default)
    return "\n".join([*(f"{name}: {value}" for name, value in made.items()), made.get_content()])


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


# Emails written field by field, as other programs send them


def raw(fields: str, body: str | bytes, subject: str = "hi") -> bytes:
    head = f"{HEAD}Subject: {subject}\r\n{fields}\r\n".encode()
    return head + (body if isinstance(body, bytes) else body.encode())


def plain(body: str, subject: str = "hi", fields: str = "") -> bytes:
    return raw(f"{fields}Content-Type: text/plain; charset=utf-8\r\n", body, subject)


def markup(body: str) -> bytes:
    return raw("Content-Type: text/html; charset=utf-8\r\n", body)


def multi(kind: str, *bodies: str) -> bytes:
    inner = "".join(f"--b\r\n{body}\r\n" for body in bodies)
    return raw(f"Content-Type: multipart/{kind}; boundary=b\r\n", f"{inner}--b--\r\n")


def with_file(name: str, content: bytes, kind: str = "application/octet-stream") -> bytes:
    """Return an email of one line, with a file."""
    return multi(
        "mixed",
        f"{PLAIN}Please see attached.",
        f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(content).decode()}",
    )


def zipped(**files: str) -> bytes:
    """Return a zip of files: a Word or OpenDocument file is one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in files.items():
            book.writestr(name.replace("__", "/").replace("_", "."), text)
    return made.getvalue()


def word(*runs: str) -> bytes:
    """Return a Word file whose sentence is in several runs, as Word cuts it at each correction."""
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inner = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    document = f"<w:document {ns}><w:body><w:p>{inner}</w:p></w:body></w:document>"
    return zipped(_Content_Types__xml="<Types/>", word__document_xml=document)
