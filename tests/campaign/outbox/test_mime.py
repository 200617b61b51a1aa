"""The bytes of an email: typed text arrives intact, and cannot break a header or a line."""

import email
import email.header
import email.utils
import smtplib

import pytest
from django.core.mail import EmailMessage

from campaign.outbox.mime import format_address, from_header, header_text, parse, serialise
from councils.email_addresses import ascii_address
from tests.campaign.outbox.emails import compose, text_of

pytest.importorskip("hypothesis")  # one of the development tools
from hypothesis import example, given, settings, strategies  # noqa: E402

MESSAGE_ID = "<one@runaways.example>"
ANYTHING = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=400)


@given(ANYTHING)
@example("Dear {council}, 100 % of\n\n  two in front\n> quoted\nFrom here on\n" + "word " * 40)
@example("Ŵŷn’s “child” – ran away. " * 60 + "\n.\nFrom here\n>x\n-- \n" + "y" * 3000)
@example("Press the button: https://runaways.example/letters/" + "t" * 120 + "/confirm/ soon")
@settings(max_examples=200, deadline=None)
def test_any_text_arrives_as_it_was_typed_in_short_lines_of_ascii(text):
    content = serialise(compose(text), MESSAGE_ID)
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    typed = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    assert text_of(parse(content)) == typed


@given(strategies.text(max_size=150), strategies.text(max_size=150))
@settings(max_examples=150, deadline=None)
def test_no_name_and_no_subject_can_make_a_header_of_its_own(name, subject):
    content = serialise(
        EmailMessage(
            header_text(subject), "x", from_header(name), ["leader@kent.example"],
            reply_to=[format_address(name, "anna@home.example")],
        ),
        MESSAGE_ID,
    )  # fmt: skip
    message = parse(content)
    assert sorted(message.keys()) == sorted(
        ["Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Subject", "From", "To",
         "Reply-To", "Message-ID"]
    )  # fmt: skip
    assert [a.addr_spec for a in message["From"].addresses] == ["site@localhost"]
    assert [a.addr_spec for a in message["Reply-To"].addresses] == ["anna@home.example"]
    assert message["To"] == "leader@kent.example"


@given(strategies.text('ab=?_.!#%+-@ é0D8qé<\\"', max_size=30))
@settings(max_examples=200, deadline=None)
def test_an_address_is_refused_or_can_be_mailed(address):
    try:
        plain = ascii_address(address)
    except ValueError:
        return
    assert smtplib.quoteaddr(plain) == f"<{plain}>"  # as in the envelope
    message = parse(
        serialise(EmailMessage("x", "x", None, [plain], reply_to=[plain]), "<a@b.example>")
    )
    for header in ("To", "Reply-To"):
        assert [parsed.addr_spec for parsed in message[header].addresses] == [plain]


@pytest.mark.promise(19)
@pytest.mark.parametrize(
    "typed",
    [
        "Smith, Anna", 'Anna "Annie" Smith', "Siân Ŵyn, Ŷ", "<b@c.example>", "a@b", "x" * 120,
        "Zoë, " * 24 + "Zoë", "é" * 120, "安娜 🙂", "שלום " * 20 + "א", "مرحبا",
        "“Children” who run away – " * 5 + "now",
        "Łukasz Żółć-Wielkopolski von und zu Anna Maria Theresia Josephina",
    ],
)  # fmt: skip
def test_a_name_and_a_subject_of_any_script_are_read_as_they_were_typed(typed):
    anna = format_address(typed, "anna.with.a.long.address@home.of.the.smiths.example")
    written = EmailMessage(typed, "x", from_header(typed), ["c@kent.example"], reply_to=[anna])
    content = serialise(written, MESSAGE_ID)
    assert max(map(len, content.split(b"\r\n"))) <= 140
    read = email.message_from_bytes(content)  # as most email programs do
    assert shown(read["Subject"]) == typed
    for header, whose in (("From", f"{typed} via Make Runaways Safe"), ("Reply-To", typed)):
        assert shown(email.utils.parseaddr(read[header])[0]) == whose


def test_an_email_to_an_international_domain_is_written_as_one():
    to = EmailMessage("Please sign", "x", from_header("Anna"), ["zoe@bücher.example"])
    assert parse(serialise(to, MESSAGE_ID))["To"] == "zoe@xn--bcher-kva.example"


def shown(value: str) -> str:
    return str(email.header.make_header(email.header.decode_header(value))).replace("\r\n", "")
