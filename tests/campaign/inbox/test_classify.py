"""From the bytes of an email to its kind, its envelope and its words."""

import pytest

from campaign.inbox.classify import classify
from tests.campaign.inbox.mails import EXPECTED, MESSAGE_ID, RECIPIENT, TOKEN, parsed, what


@pytest.mark.parametrize("name", EXPECTED)
def test_each_email_has_its_kind_and_status(name):
    email = parsed(name)
    assert (what(email), email.status) == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in EXPECTED if parsed(name).token])
def test_token_comes_from_the_envelope(name):
    assert parsed(name).token == TOKEN
    assert parsed(name, to="bounces+another0@bounces.runaways.example").token == "another0"
    assert parsed(name, to="letters@runaways.example").token == ""


@pytest.mark.parametrize(
    ("recipient", "token"),
    [
        ("bounces+abcdefgh@bounces.example", "abcdefgh"),
        ("<BOUNCES+AbCdEfGh@BOUNCES.EXAMPLE>", "AbCdEfGh"),
        ("prvs=123abc=bounces+abcdefgh@bounces.example", "abcdefgh"),
        ("bounces+abcdefgh@elsewhere.example", ""),
        ("bounces+@bounces.example", ""),
        ("bounces@bounces.example", ""),
        ("x bounces+abcdefgh@bounces.example", ""),
        ("bounces+abcdefgh@bounces.example, bounces+zzzzzzzz@bounces.example", ""),
        ("bounces+abc\ndefgh@bounces.example", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_ours_has_a_token(recipient, token):
    assert classify(b"", recipient, "bounces.example").token == token


def test_envelope_field_below_our_servers_own_is_not_believed():
    forged = b"X-Original-To: letters@runaways.example\nDelivered-To: bounces+" + (
        b"t0kenOfTheLetterToSheffield@bounces.runaways.example\nFrom: a@b.example\n\nHello"
    )
    assert classify(forged).token == ""


def test_answer_has_its_text_its_sender_and_what_it_answers():
    email = parsed("answer")
    assert email.sender == RECIPIENT
    assert email.sender_name == "Cllr Pat Jones"
    assert email.text.startswith("Dear Anna,\n\nThank you for your email.")
    assert "will sign – I will let you know" in email.text.replace("\n", " ")
    assert email.replied_ids == (MESSAGE_ID.strip("<>"),)
    assert email.may_be_answered


def test_answer_in_html_is_read_without_tags_and_names_its_file():
    email = parsed("answer_in_html_with_a_pdf")
    assert email.text == "Dear Anna,\n\nPlease find the council’s reply attached."
    assert email.attachment_names == ("Reply to A Smith.pdf",)
