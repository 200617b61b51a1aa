"""The address that opens a letter in its writer's own email app."""

from urllib.parse import parse_qs, unquote, urlsplit

from campaign.letters.composition.compose import MAX_MAILTO_LENGTH, mailto

TO = "a@b.example"


def test_a_mailto_address_is_percent_encoded_as_email_apps_expect():
    address = mailto(TO, "A letter", "Dear you,\n\n1 + 1 is 100% & “it” = 2?#")
    assert address.startswith("mailto:a@b.example?subject=A%20letter&body=Dear%20you")
    assert "+" not in address
    assert "%0D%0A%0D%0A" in address
    assert "%0A" not in address.replace("%0D%0A", "")
    assert address.isascii()
    assert "1%20%2B%201%20is%20100%25%20%26%20%E2%80%9Cit%E2%80%9D%20%3D%202%3F%23" in address
    assert "you,%0D" in address  # RFC 6068 leaves a comma as it is


def test_a_letter_over_the_safe_length_opens_with_address_and_subject_and_is_never_cut():
    room = MAX_MAILTO_LENGTH - len(mailto(TO, "A letter", ""))
    assert unquote(mailto(TO, "A letter", "a" * room)).count("a" * room)
    assert mailto(TO, "A letter", "a" * (room + 1)) == "mailto:a@b.example?subject=A%20letter"


def test_nothing_can_be_smuggled_into_a_mailto_address():
    to = "a@b.example?bcc=c@d.example&x=y"
    address = mailto(to, "Hi&bcc=c@d.example\r\nBcc: e@f.example", "Hello.")
    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}
    assert address.startswith("mailto:a@b.example%3Fbcc%3Dc@d.example%26x%3Dy?")
