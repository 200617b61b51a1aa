"""A spreadsheet that is small to send and large to read: staff get a sentence."""

import io
import resource
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from councils import apart
from councils.models import DraftList
from tests.lists import SIGNATURES
from tests.seen import words

OF_SHEETS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
TYPE_OF_STRINGS = (
    f'<Override PartName="/{STRINGS}" ContentType="application/vnd.openxmlformats-officedocument'
    '.spreadsheetml.sharedStrings+xml"/></Types>'
)
FIRST_CELL = ('t="inlineStr"><is><t>council</t></is>', 't="s"><v>0</v>')
TOO_MUCH = "This spreadsheet unpacks to too much to read."
UNREADABLE = "This cannot be read as a spreadsheet."
MILLION = 1_000_000


def workbook():
    book = Workbook()
    book.active.append(["council", "date", "evidence"])
    book.active.append(["Sheffield", "4 November 2026", "Minutes"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name, content):
    """Return a workbook that has this as one of its parts; its first cell is a shared string."""
    out = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(workbook()))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in whole.namelist():
            text = whole.read(part).decode()
            if name == STRINGS:
                text = text.replace("</Types>", TYPE_OF_STRINGS).replace(*FIRST_CELL)
            if part != name:
                new.writestr(part, text)
        new.writestr(name, content)
    return out.getvalue()


def strings(inner, before=""):
    return f'<?xml version="1.0"?>{before}<sst {OF_SHEETS}>{inner}</sst>'


def sheet(inner):
    return f'<?xml version="1.0"?><worksheet {OF_SHEETS}>{inner}</worksheet>'


def styles(inner):
    return f'<?xml version="1.0"?><styleSheet {OF_SHEETS}>{inner}</styleSheet>'


def entities(*lines):
    return f"<!DOCTYPE s [{''.join(lines)}]>"


BILLION_LAUGHS = entities(
    '<!ENTITY a0 "lolololol">',
    *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)),
)
QUADRATIC = entities(f'<!ENTITY a "{"x" * 100_000}">')
OUTSIDE = entities('<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.fixture
def bring(staff):
    """Return a function that brings a spreadsheet; it returns what the page says."""

    def send(data):
        file = SimpleUploadedFile("list.xlsx", data)
        return words(staff.post(SIGNATURES, {"sheet": file}, follow=True))

    return send


def test_an_honest_spreadsheet_is_read(bring):
    assert "Sheffield" in bring(workbook())
    assert "Sheffield" in bring(with_part(STRINGS, strings("<si><t>council</t></si>")))


@pytest.mark.parametrize(
    "part", [STRINGS, SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/media/picture.png", "x"]
)
def test_what_unpacks_to_more_than_30_megabytes_is_refused_before_anything_is_read(
    bring, part, monkeypatch
):
    monkeypatch.setattr(apart, "read_apart", None)  # whoever reads it fails
    data = with_part(part, " " * 31 * MILLION)
    assert len(data) < MILLION / 10
    assert TOO_MUCH in bring(data)
    assert not DraftList.objects.exists()


def test_many_parts_that_are_too_much_together_are_refused(bring, monkeypatch):
    monkeypatch.setattr(apart, "read_apart", None)
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as more:
        for number in range(7):
            more.writestr(f"xl/media/{number}.png", b"\0" * 5 * MILLION)
    assert TOO_MUCH in bring(out.getvalue())


def test_a_directory_that_lies_gains_nothing(bring):
    data = with_part(STRINGS, strings("<si><t>council</t></si>" + " " * 31 * MILLION))
    size = next(i.file_size for i in zipfile.ZipFile(io.BytesIO(data)).infolist()
                if i.filename == STRINGS)  # fmt: skip
    lied = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lied != data
    assert UNREADABLE in bring(lied)


@pytest.mark.parametrize(
    "content",
    [
        strings("<si><t>&a9;</t></si>", BILLION_LAUGHS),
        strings("<si><t>" + "&a;" * 300 + "</t></si>", QUADRATIC),
        strings("<si><t>&a;</t></si>", OUTSIDE),
    ],
    ids=["laughs", "quadratic", "outside"],
)
def test_xml_entities_are_neither_told_at_length_nor_read_from_elsewhere(bring, content):
    page = bring(with_part(STRINGS, content))
    assert UNREADABLE in page or TOO_MUCH in page
    assert "root:" not in page
    assert not DraftList.objects.exists()


def test_one_long_text_in_every_cell_is_too_much(bring):
    text = strings(f"<si><t>{'a' * 32_000}</t></si>")
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>"
    out = io.BytesIO(with_part(STRINGS, text))
    with zipfile.ZipFile(out) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts[SHEET] = sheet(f"<sheetData>{rows * 500}</sheetData>").encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert TOO_MUCH in bring(out.getvalue())


HEAVY = {
    "shared strings": (STRINGS, lambda: strings("<si><t>a</t></si>" * 1_700_000)),
    "empty strings": (STRINGS, lambda: strings("<si/>" * 5_800_000)),
    "cells": (SHEET, lambda: sheet(f"<sheetData><row>{'<c><v>1</v></c>' * 1_900_000}</row>"
                                   "</sheetData>")),
    "styles": ("xl/styles.xml", lambda: styles(f"<cellXfs>{'<xf/>' * 5_800_000}</cellXfs>")),
    "fonts": ("xl/styles.xml", lambda: styles(f"<fonts>{'<font/>' * 4_100_000}</fonts>")),
}  # fmt: skip


@pytest.mark.large  # each takes five seconds of a processor
@pytest.mark.parametrize("name", HEAVY)
def test_what_is_just_under_the_limit_ends_in_a_sentence_and_takes_no_memory_of_the_site(
    bring, name
):
    part, content = HEAVY[name]
    data = with_part(part, content())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    page = bring(data)
    assert UNREADABLE in page or TOO_MUCH in page
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    # A process that was forked is at first as large as the tests are.
    most = max(500_000, before + 1000)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < most
