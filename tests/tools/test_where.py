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
    ("end replaced by others", "councils/admin/councils.py"),
    ("people read this on weekdays", "campaign/safeguarding/calls.py"),
    ("password tries locked hour", "campaign/settings.py"),
    ("names while typing", "static/js/find.js"),
]


@pytest.mark.parametrize(("asked", "path"), ASKED)
def test_a_newcomers_words_lead_to_the_file_among_the_first_six(asked, path):
    code = [found.file.path for found in about(asked.split()) if not found.file.is_test]
    assert path in code[:6]


def test_the_place_in_each_file_is_shown_and_tests_come_last(capsys):
    assert main(["longest", "line", "template"]) == 0
    code, tests = capsys.readouterr().out.split("Tests:\n")
    assert "tests/" not in code
    assert "tests/test_templates.py" in tests
    assert ": LONGEST_LINE = " in tests


def test_without_words_every_room_is_named_with_what_it_is_for(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "campaign/retention.py" in said
    assert "How long the site keeps anything that is not the public record." in said
    assert "migrations" not in said


def test_words_that_stand_nowhere_are_said_to(capsys):
    assert main(["zebrafinch"]) == 1
    assert "No file has any of these words" in capsys.readouterr().out
