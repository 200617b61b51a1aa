"""The bytes of an email: typed text arrives intact, and cannot break a header or a line."""

import email
import email.header

import pytest
from django.core.mail import EmailMessage

from campaign.outbox.mime import (
    flow,
    format_address,
    from_header,
    header_text,
    join_flowed,
    replace_date,
    serialise,
)
from tests.campaign.outbox.emails import MESSAGE_ID, compose, parse, text_of


def test_an_email_is_ascii_with_crlf_and_short_lines_whatever_was_typed():
    text = (
        "Dear council,\n\n"
        + "Ŵŷn’s “child” – ran away. " * 60
        + "\n.\nFrom here\n>x\n"
        + "y" * 3000
    )
    content = serialise(compose(text), MESSAGE_ID)
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


def test_the_text_arrives_as_it_was_typed():
    text = "Dear {council}, 100 % of\n\n  two in front\n> quoted\nFrom here on\n" + "word " * 40
    message = parse(serialise(compose(text), MESSAGE_ID))
    assert message.get_content_type() == "text/plain"
    assert message["Content-Type"].params["format"] == "flowed"
    assert join_flowed(text_of(message)) == text.rstrip("\n ")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Anna Smith", "Anna Smith"),
        ("  Anna\r\n\tSmith ", "Anna Smith"),
        ("Anna\r\nBcc: all@kent.example", "Anna Bcc: all@kent.example"),
        ("Anna \u202ehtimS", "Anna htimS"),
        ("Siân Ŵyn", "Siân Ŵyn"),
        ("Anna\u2028Smith\x00", "Anna Smith"),
    ],
)
def test_header_text_is_on_one_line(typed, shown):
    assert header_text(typed) == shown


@pytest.mark.parametrize(
    "name",
    ["Anna Smith", "Smith, Anna", 'Anna "Annie" Smith', "Siân Ŵyn, Ŷ", "<b@c.example>", "a@b"],
)
def test_the_from_header_has_the_supporters_name_as_typed_and_our_own_address(name):
    message = parse(
        serialise(
            EmailMessage("x", "x", from_header(name), ["leader@kent.example"]),
            MESSAGE_ID,
        )
    )
    [sender] = message["From"].addresses
    assert sender.display_name == f"{name} via Make Runaways Safe"
    assert sender.addr_spec == "site@localhost"


def test_a_header_with_a_line_end_is_refused():
    with pytest.raises(ValueError, match=r"(?i)linefeed|newline"):
        serialise(compose(subject="Hello\nBcc: all@kent.example"), MESSAGE_ID)


def test_links_are_never_broken():
    link = "https://runaways.example/letters/" + "t" * 120 + "/confirm/"
    text = f"Press the button on this page to send your letter: {link} and that is all."
    assert link in flow(text)
    assert link in parse(serialise(compose(text), MESSAGE_ID)).get_content()


def test_the_signature_delimiter_is_kept_as_email_programs_expect_it():
    assert flow("Yours\n-- \nAnna").split("\n") == ["Yours", "-- ", "Anna"]


def test_replacing_the_date_leaves_the_rest_of_an_email_unchanged(today_is):
    today_is("2026-09-01")
    content = serialise(compose("Date: now\n\nDate: then"), MESSAGE_ID)
    today_is("2026-11-24")
    again = replace_date(content)
    assert parse(again)["Date"].datetime.date().isoformat() == "2026-11-24"
    gone = [line for line in content.split(b"\r\n") if line not in again.split(b"\r\n")]
    assert [line[:22] for line in gone] == [b"Date: Tue, 01 Sep 2026"]


@pytest.mark.parametrize("length", range(50, 80))
@pytest.mark.parametrize("rest", [" é", " é b", "é", ", é"])
def test_an_encoded_name_is_whole_however_long_its_words(length, rest):
    name = "W" * length + rest
    content = serialise(
        EmailMessage(
            "x", "x", from_header(name), ["c@kent.example"],
            reply_to=[format_address(name, "anna.with.a.long.address@home.of.the.smiths.example")],
        ),
        MESSAGE_ID,
    )  # fmt: skip
    assert b"?==?" not in content
    assert max(map(len, content.split(b"\r\n"))) <= 78
    for header, whose in (("From", f"{name} via Make Runaways Safe"), ("Reply-To", name)):
        field = email.message_from_bytes(content)[header]
        decoded = str(email.header.make_header(email.header.decode_header(field)))
        assert decoded.rpartition(" <")[0] == whose


SUBJECTS = [
    "Please sign",
    "x" * 120,
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochuchaf and more",
    "Ŵ" * 120,
    "“Children” who run away – " * 5,
    "שלום " * 20,
    "🙂" * 60,
]


def test_a_subject_is_never_folded_before_its_first_word():
    for subject in SUBJECTS:
        content = serialise(compose(subject=subject), MESSAGE_ID)
        line = next(line for line in content.split(b"\r\n") if line.startswith(b"Subject:"))
        assert line.removeprefix(b"Subject:").strip(), subject
        assert parse(content)["Subject"].strip() == subject.strip()
