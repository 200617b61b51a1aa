"""Any text and any name at all, as Hypothesis makes them up."""

import smtplib

import pytest
from django.core.mail import EmailMessage

from campaign.outbox.mime import format_address, from_header, header_text, join_flowed, serialise
from councils.email_addresses import ascii_address
from tests.campaign.outbox.emails import MESSAGE_ID, compose, parse, text_of

pytest.importorskip("hypothesis")  # one of the development tools
from hypothesis import given, settings, strategies  # noqa: E402

ANYTHING = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=400)
ODD_WORDS = strategies.sampled_from(
    [
        "--",
        "-- ",
        "-- \n",
        "",
        " ",
        "\n",
        ">",
        "From",
        ".",
        "word",
        "é",
        "https://x.example/" + "t" * 70,
    ]
)
ODD_LINES = strategies.lists(ODD_WORDS, max_size=30).map(" ".join)


@given(ANYTHING | ODD_LINES)
@settings(max_examples=200, deadline=None)
def test_any_text_survives_the_journey(text):
    message = parse(serialise(compose(text), MESSAGE_ID))
    typed = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    lines = [line if line == "-- " else line.rstrip(" ") for line in typed.split("\n")]
    assert join_flowed(text_of(message)) == "\n".join(lines).rstrip("\n")
    signed = [line for line in text_of(message).split("\n") if line == "-- "]
    assert len(signed) <= typed.split("\n").count("-- ")


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
         "Reply-To", "Date", "Message-ID"]
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
