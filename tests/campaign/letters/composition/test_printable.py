import datetime as dt
from urllib.parse import parse_qs, unquote, urlsplit

from campaign.letters.composition.printable import MAX_MAILTO_LENGTH, Paper
from campaign.letters.recipient import Recipient

TODAY = dt.date(2026, 11, 24)


def letter(text="Dear you,\n\nHello.", **facts):
    to = Recipient("Lead Member for Children’s Services", "Kent County Council", "", "a@b.example")
    return Paper(
        **{"to": to, "subject": "A letter", "text": text, "sender": ("Anna", "Dover", ""),
           "small_print": "Sources.", "on": TODAY, **facts}
    )  # fmt: skip


# As an email app opens it


def test_a_mailto_address_is_percent_encoded_as_email_apps_expect():
    address = letter("Dear you,\n\n1 + 1 is 100% & “it” = 2?#").mailto
    assert address.startswith("mailto:a@b.example?subject=A%20letter&body=Dear%20you")
    assert "+" not in address
    assert "%0D%0A%0D%0A" in address
    assert "%0A" not in address.replace("%0D%0A", "")
    assert address.isascii()
    assert "1%20%2B%201%20is%20100%25%20%26%20%E2%80%9Cit%E2%80%9D%20%3D%202%3F%23" in address
    assert "you,%0D" in address  # RFC 6068 leaves a comma as it is


def test_an_email_app_opens_the_whole_letter():
    text = "Dear you,\n\nشكرا 🙂 {x} %s <b> & \\ 'quote' \"quote\""
    paper = letter(text)
    query = parse_qs(urlsplit(paper.mailto).query, strict_parsing=True)
    assert query["subject"] == ["A letter"]
    assert query["body"][0].replace("\r\n", "\n") == paper.whole_text


def test_a_letter_over_the_safe_length_opens_with_address_and_subject_and_is_never_cut():
    room = MAX_MAILTO_LENGTH - len(letter("a").mailto) + 1
    fits, over = letter("a" * room), letter("a" * (room + 1))
    assert len(fits.mailto) == MAX_MAILTO_LENGTH
    assert unquote(fits.mailto).count("a" * room)
    assert over.mailto == "mailto:a@b.example?subject=A%20letter"
    assert fits.mailto_has_text
    assert not over.mailto_has_text
    assert "a" * (room + 1) in over.whole_text


def test_nothing_can_be_smuggled_into_a_mailto_address():
    to = Recipient("Leader of the Council", "Kent", "", "a@b.example?bcc=c@d.example&x=y")
    address = letter(to=to, subject="Hi&bcc=c@d.example\r\nBcc: e@f.example").mailto
    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}
    assert address.startswith("mailto:a@b.example%3Fbcc%3Dc@d.example%26x%3Dy?")


# On paper
