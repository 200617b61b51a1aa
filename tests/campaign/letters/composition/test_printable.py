"""The address that opens a letter in its writer's own email app."""

import datetime as dt
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from campaign.letters.composition.compose import LetterComposer
from campaign.letters.composition.finished import MAX_MAILTO_LENGTH, finished_text, mailto
from campaign.letters.composition.wordings import QUESTIONS
from councils.record import record_on

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


@pytest.mark.django_db
def test_the_email_that_opens_has_the_letter_in_it_for_every_council(settings):
    """With every question, a line of 150 characters, and a name and a place of 60 together."""
    settings.SITE_URL = "https://www.makerunawayssafe.example"
    line = ("because I care " * 10)[:149] + "."
    sender = ["Ann-Marie Featherstonehaugh", "14 Long Meadow Road, Crookes S10"]
    assert sum(map(len, sender)) >= 59
    record = record_on(dt.date(2026, 12, 1))
    keys = [question.key for question in QUESTIONS]
    for row in record.councils:
        to = f"lead.member@{row.slug}.gov.uk"
        for seed in range(30):
            made = LetterComposer(record, row, seed=str(seed))
            text = finished_text(row, made.text(keys, line), sender)
            address = mailto(to, made.subject, text)
            body = parse_qs(urlsplit(address).query)["body"][0]
            assert body.startswith("Dear "), row.slug
            assert body.endswith(f"/councils/{row.slug}/\r\n")
            assert len(address) <= 2000
            assert not set("‘’“”—") & set(body)
