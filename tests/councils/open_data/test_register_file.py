"""The whole record as one file that works when the site is gone."""

import re

import pytest
from django.core.management import CommandError, call_command

from councils.open_data.register_file import register_file
from councils.record import record_on
from tests.seen import counts_without_age
from tests.valid_html import faults


@pytest.fixture
def file(rich):
    return register_file(record_on())


def test_the_file_has_every_council_with_its_status_and_evidence(file):
    record = record_on()
    for row in record.councils:
        entry = re.search(rf'<details id="{row.slug}".*?</details>', file, re.DOTALL)
        assert entry, row.name
        assert row.status_words in entry[0], row.name
    kent = re.search(r'<details id="kent".*?</details>', file, re.DOTALL)[0]
    assert "by 3 December 2012: Kent is on record as having signed" in kent
    assert "a report by The Children’s Society, September 2013" in kent
    assert "dover" in re.search(r'data-names="([^"]*)"', kent)[1]


def test_the_map_links_to_every_council_in_the_file(file):
    led_to = re.findall(r'<a href="#([\w-]+)"><title>', file)
    assert sorted(led_to) == sorted(row.slug for row in record_on().councils)
    for slug in led_to:
        assert f'<details id="{slug}"' in file


def test_the_file_needs_no_server(file):
    assert not re.findall(r'(?:src|href)="/', file)
    assert not re.findall(r"<(?:link|img|iframe)\b|\bsrc=|url\(|@import", file)
    assert faults(file) == []
    assert counts_without_age(file) == []


def test_a_name_full_of_markup_does_no_harm(file):
    assert "<i>Evil" not in file
    assert "<b>tags" not in file


def test_the_file_tells_a_child_in_danger_where_to_get_help(file):
    assert "116 000" in file
    assert "0800 1111" in file


def test_the_command_writes_at_most_200_kilobytes(db, tmp_path, capsys):
    call_command("export_register", tmp_path / "record.html")
    assert "153 councils, 32 on record as signed" in capsys.readouterr().out
    assert (tmp_path / "record.html").stat().st_size < 200_000
    with pytest.raises(CommandError, match="cannot be written: Is a directory"):
        call_command("export_register", tmp_path)
