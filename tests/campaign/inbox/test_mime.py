"""The words of an email, from any markup and charset."""

import pytest

from campaign.inbox import mime
from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox.mails import parsed


@pytest.mark.parametrize(
    "marked, text",
    [
        ('Use <a class="x" href="https://a.example/f?a=1&amp;b=2">our <b>form</b></a>.',
         "Use our form <https://a.example/f?a=1&b=2>."),
        ("Use <A HREF='HTTP://a.example/f'>our form</A>.", "Use our form <HTTP://a.example/f>."),
        ("<a href=https://a.example/f>https://a.example/f</a>", "https://a.example/f"),
        ('<a href="mailto:pat@a.example">Pat</a> <a name="x">here</a>', "Pat here"),
        ('<a href="javascript:alert(1)">go</a>', "go"),
        ('<a href="https://a.example/">one <a href="https://b.example/">two</a></a>',
         "one two <https://b.example/>"),
        ('<style><a href="https://a.example/"></style>x</a>', "x"),
    ],
)  # fmt: skip
def test_link_in_html_keeps_its_target(marked, text):
    assert mime.html_to_text(marked) == text


def test_styles_and_titles_are_not_words():
    text = parsed("html_acknowledgement").text
    assert "margin" not in text
    assert text.startswith("Dear customer,")


def test_a_comma_in_an_encoded_name_loses_neither_the_sender_nor_the_answer():
    name = "=?utf-8?q?Lovelac=C3=A9=2C_A?=\n =?utf-8?q?da?="
    email = classify(f"From: {name} <ada@kent.example>\n\nWe will sign.\n".encode())
    assert (email.kind, email.sender, email.sender_name) == (
        MailKind.PERSON,
        "ada@kent.example",
        "Lovelacé, Ada",
    )
