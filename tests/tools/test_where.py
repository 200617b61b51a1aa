"""Somebody new asks where something is, in words of their own."""

import pytest

from tools.where import about, main

ASKED = [
    ("bank holidays", "campaign/bank_holidays.csv"),
    ("letter subject", "campaign/letters/composition/wordings.py"),
    ("consent wording", "campaign/supporters/consent.py"),
    ("Auto-Submitted", "campaign/pages/our_emails.py"),
    ("feed entries", "councils/changelog.py"),
    ("map png", "councils/sharing/pictures.py"),
    ("heard phrase", "councils/safeguarding/always_heard.txt"),
    ("sections admin", "campaign/staff/site.py"),
    ("which email domains are a council's own", "councils/council_mail.py"),
]


@pytest.mark.parametrize(("asked", "path"), ASKED)
def test_a_newcomers_words_lead_to_the_file_among_the_first_three(asked, path):
    first = about(asked.split())[:3]
    assert path in [file.path for file in first]


def test_without_words_every_room_is_named_with_what_it_is_for(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "campaign/retention.py" in said
    assert "How long the site keeps anything that is not the public record." in said
    assert "migrations" not in said


def test_words_that_stand_nowhere_are_said_to(capsys):
    assert main(["zebrafinch"]) == 1
    assert "No file has any of these words" in capsys.readouterr().out
