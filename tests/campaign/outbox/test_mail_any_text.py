"""Any text and any name at all, as Hypothesis makes them up."""

import pytest
from django.core.mail import EmailMessage

from campaign.outbox.mail import flowing, from_us_for, named, one_line, written
from tests.campaign.outbox.test_mail import mail, read, text_of

pytest.importorskip("hypothesis")  # one of the development tools
from hypothesis import given, settings, strategies  # noqa: E402


@given(strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_survives_the_journey(text):
    message = read(written(mail(text), "<one@runaways.example>"))
    typed = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    lines = [line if line == "-- " else line.rstrip(" ") for line in typed.split("\n")]
    assert flowing(text_of(message)) == "\n".join(lines).rstrip("\n")


@given(strategies.text(max_size=150), strategies.text(max_size=150))
@settings(max_examples=300, deadline=None)
def test_no_name_and_no_subject_can_make_a_header_of_its_own(name, subject):
    content = written(
        EmailMessage(
            one_line(subject), "x", from_us_for(name), ["leader@kent.example"],
            reply_to=[named(name, "anna@home.example")],
        ),
        "<one@runaways.example>",
    )  # fmt: skip
    message = read(content)
    assert sorted(message.keys()) == sorted(
        ["Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Subject", "From", "To",
         "Reply-To", "Date", "Message-ID"]
    )  # fmt: skip
    assert [a.addr_spec for a in message["From"].addresses] == ["site@localhost"]
    assert [a.addr_spec for a in message["Reply-To"].addresses] == ["anna@home.example"]
    assert message["To"] == "leader@kent.example"
