"""The address that opens a letter in its writer's own email app."""

from urllib.parse import parse_qs, unquote, urlsplit

from campaign.letters.composition.compose import MAX_MAILTO_LENGTH, mailto

TO = "a@b.example"


def test_a_letter_over_the_safe_length_opens_with_address_and_subject_and_is_never_cut():
    room = MAX_MAILTO_LENGTH - len(mailto(TO, "A letter", ""))
    assert unquote(mailto(TO, "A letter", "a" * room)).count("a" * room)
    assert mailto(TO, "A letter", "a" * (room + 1)) == "mailto:a@b.example?subject=A%20letter"


def test_nothing_can_be_smuggled_into_a_mailto_address():
    to = "a@b.example?bcc=c@d.example&x=y"
    address = mailto(to, "Hi&bcc=c@d.example\r\nBcc: e@f.example", "Hello.")
    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}
    assert address.startswith("mailto:a@b.example%3Fbcc%3Dc@d.example%26x%3Dy?")
