"""A list gives the same rows in whatever encoding a spreadsheet saved it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.imports import signature_list
from councils.imports.table import text_of_file
from councils.record import record_on
from tests.seen import words

PAGE = "/admin/councils/importbatch/signatures/"
ACCENTS = """council,date,evidence
"Bournemouth, Christchurch and Poole",2013,Café Noël: £500 for a façade
Kent,2014,"Zoë, Brontë and the naïve évidence"
"""
QUOTES = f"""{ACCENTS}Sheffield,4 November 2026,The council’s “minutes” – item 7…
Leeds,2012–2013,O’Brien’s ‘final’ report — Môn
"""
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


def rows(text):
    lines = signature_list.read(text, record_on()).lines
    return [(line.effect, line.row and line.row.code, line.cells) for line in lines]


@pytest.mark.parametrize("encoding", [*UNICODE, "cp1252", "mac_roman"])
def test_accents_quotation_marks_and_dashes_give_the_same_rows(db, encoding):
    assert rows(text_of_file(QUOTES.encode(encoding))[0]) == rows(QUOTES)


def test_a_list_from_dos_gives_the_same_rows(db):
    assert rows(text_of_file(ACCENTS.encode("cp850"))[0]) == rows(ACCENTS)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "only", ["the council’s", "“minutes”", "Poole – évidence", "£500", "2012–2013", "West\xa0Kent"]
)
def test_one_letter_is_enough(encoding, only):
    assert text_of_file(f"council,date\n{only}".encode(encoding))[0].endswith(only)


def test_staff_see_how_a_file_was_read_and_can_say_otherwise(staff):
    def upload(**typed):
        sheet = SimpleUploadedFile(
            "list.csv", "council,date,evidence\nKent,2014,Siân".encode("cp850")
        )
        return staff.post(PAGE, {"sheet": sheet, **typed})

    assert "The file was read as Mac Roman ." in words(upload(encoding="mac_roman"))
    page = upload(encoding="cp850")
    assert "The file was read as IBM 850 (DOS) ." in words(page)
    again = staff.post(PAGE, {"text": "council,date\nKent,2014", "read_as": "cp850"})
    assert "The file was read as IBM 850 (DOS) ." in words(again)
    pasted = staff.post(PAGE, {"pasted": "council,date\nKent,2014"})
    assert "The file was read as" not in words(pasted)
