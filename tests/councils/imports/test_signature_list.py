import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from councils.imports import signature_list
from councils.imports.table import text_of_file
from councils.models import Change, Contact, ImportBatch, Signature
from councils.record import record_on
from tests.conftest import forget_everything
from tests.seen import fields, words

PAGE = "/admin/councils/importbatch/signatures/"
HEADER = "council,date,evidence"
SHEFFIELD = "Sheffield,4 November 2026,Minutes item 7"
OLDHAM_SIGNED = "by 19/9/2013"
PRINTED = """Barking and Dagenham, Barnet, Bradford, Bristol City, Cambridgeshire, Derby City,
Derbyshire County, Devon, East Riding, Enfield, Hampshire, Harrow, Havering, Hertfordshire,
Kent County, Lancashire County, Leicestershire, Manchester City, Milton Keynes, Newcastle,
North Lincolnshire, North Tyneside, Nottinghamshire, Oldham, Oxfordshire County, Reading,
Southend-on-Sea, Staffordshire County, Stockport, Stoke-on-Trent, Warrington, West Berkshire"""


@pytest.fixture(autouse=True)
def november(db, today_is):
    today_is("2026-11-25")


def read(*lines, chosen=None):
    return signature_list.read("\n".join([HEADER, *lines]), record_on(), chosen)


def effects(result):
    return [str(line.effect) for line in result.lines]


def test_each_line_of_a_list_says_what_it_would_do_and_why(make_council):
    result = read(
        SHEFFIELD,
        "Dover,2013,A page",
        "Atlantis,2013,A page",
        "North,2013,A page",
        "Bury,2011,A page",
        "Leeds,soon,A page",
        "Bolton,2013,",
        "Sheffield City Council,2013,A page",
        "Cumbria County,2013,A page",
    )
    assert effects(result) == [
        *("new", "ambiguous", "unknown", "ambiguous", "impossible", "impossible", "impossible"),
        *("impossible", "ambiguous"),
    ]
    reasons = [line.reason for line in result.lines]
    assert "Is it Kent County Council?" in reasons[1]
    assert "Nobody signed before that." in reasons[4]
    assert "“soon” is not a date we can read." in reasons[5]
    assert "evidence" in reasons[6]
    assert reasons[7] == "Line 2 is about the same council."
    assert "was a council until 31 March 2023." in reasons[8]
    assert result.lines[8].choices[0].name == "Cumbria County Council"
    assert result.lines[0].when == "on 4 November 2026"
    assert not result.can_be_applied


def test_a_council_outside_england_is_not_offered_as_an_answer_to_its_own_name(db):
    for name, nation in (("City of Cardiff Council", "Wales"), ("Midlothian", "Scotland")):
        (line,) = read(f"{name},2013,A page").lines
        assert f"is in {nation}. The charter is for councils in England" in line.reason
        assert "Is it" not in line.reason


def test_the_32_names_as_printed_in_2013_are_all_found(db):
    names = " ".join(PRINTED.split()).split(", ")
    assert len(names) == 32
    result = read(*(f"{name},{OLDHAM_SIGNED},The list of 2013" for name in names))
    open_lines = [line for line in result.lines if line.is_open]
    assert {line.cells["council"] for line in open_lines} <= {"Newcastle"}
    for line in open_lines:
        assert "NET" in [row.code for row in line.choices]
    settled = read(
        *(f"{name},{OLDHAM_SIGNED},The list of 2013" for name in names),
        chosen={line.field_name: "NET" for line in open_lines},
    )
    rows = {line.row.code for line in settled.lines}
    assert len(rows) == 32
    assert rows == {
        signature.council.code for signature in Signature.objects.select_related("council")
    }


def test_a_line_that_is_open_can_be_settled_by_choosing_its_council(db):
    lines = ("Dover,2013,A page", "Atlantis,2013,A page")
    result = read(*lines, chosen={"line-2": "leave", "line-3": "SHF"})
    assert effects(result) == ["left out", "new"]
    assert result.can_be_applied


def test_a_list_is_recorded_whole_or_not_at_all_and_changes_nothing_the_second_time(
    sheffield, kent
):
    result = read(SHEFFIELD, "Kent,3 December 2012,The BBC")
    assert effects(result) == ["new", "changed"]
    assert "Evidence: was" in result.lines[1].reason
    result.apply("ed@example.org")
    forget_everything()
    assert Signature.objects.get(council=sheffield).when.words == "on 4 November 2026"
    assert Change.objects.filter(council=kent).exists()
    again = read(SHEFFIELD, "Kent,3 December 2012,The BBC")
    assert effects(again) == ["same", "same"]
    assert effects(read("Sheffield,,", "Kent,,The BBC")) == [
        "same",
        "same",
    ]  # nothing is taken away
    assert not again.can_be_applied


def test_an_import_is_undone_as_a_whole_except_for_facts_edited_since(sheffield, kent):
    was = Signature.objects.get(council=kent).source
    batch = read(SHEFFIELD, "Kent,3 December 2012,The BBC", "Leeds,2013,A page").apply("ed")
    leeds = Signature.objects.get(council__slug="leeds")
    leeds.source = "Another page"
    leeds.correct("It moved.")
    assert [str(row) for row in batch.undo("ed@example.org")] == ["Leeds City Council"]
    assert Signature.objects.get(council=sheffield).retracted_on
    assert Signature.objects.get(council=kent).source == was
    leeds.refresh_from_db()
    assert leeds.retracted_on is None


def test_a_line_that_would_do_something_can_be_left_out_and_an_undo_says_what_it_spared(
    staff, sheffield, kent
):
    was = kent.signatures.get().source
    text = f"{HEADER}\n{SHEFFIELD}\nKent,3 December 2012,The BBC"
    page = staff.post(PAGE, {"pasted": text})
    assert words(page).count("Leave this line out") == 2
    without = staff.post(PAGE, {**fields(page), "line-2": "leave"})
    assert "1 changed, 1 left out." in words(without)
    applied = staff.post(PAGE, {**fields(page), "line-3": "leave", "apply": ""}, follow=True)
    assert "1 new, 1 left out." in words(applied)
    assert kent.signatures.get().source == was
    signature = sheffield.signatures.get()
    signature.source = "Another page"
    signature.correct("It moved.")
    address = applied.redirect_chain[-1][0]
    staff.post(address, {"undo": ""}, follow=True)
    seen = words(staff.get(address))
    assert "0 put back, 1 spared. Left as it is: Sheffield City Council (edited since)." in seen


@pytest.mark.fault  # full-size data
def test_a_list_of_2000_lines_is_read_and_a_longer_one_is_refused(db):
    assert len(read(*(["Atlantis,2013,x"] * 2000)).lines) == 2000
    result = read(*(["Atlantis,2013,x"] * 2001))
    assert result.errors == [
        "This has 2,001 lines; 2,000 is the most. Load it in parts: nothing was read."
    ]


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_staff_import_an_excel_file_settle_its_lines_apply_and_undo_it(staff, sheffield):
    data = workbook(
        ("Authority", "Signed on", "Source"),
        ("Sheffield", dt.datetime(2026, 11, 4), "Minutes item 7"),
        ("Dover", 2013, "A page"),
    )
    page = staff.post(PAGE, {"sheet": SimpleUploadedFile("list.xlsx", data)})
    assert "1 new, 1 ambiguous." in words(page)
    assert "Go to the first line that you have to settle: 3" in words(page)
    untouched = {f"line-{number}": "" for number in range(4, 2002)}  # as of 2,000 lines
    again = staff.post(PAGE, {**fields(page), "line-3": "leave", **untouched})
    assert "1 new, 1 left out." in words(again)
    assert not Signature.objects.filter(council=sheffield).exists()
    applied = staff.post(PAGE, {**fields(again), "apply": ""}, follow=True)
    assert "It can be undone here." in words(applied)
    assert Signature.objects.filter(council=sheffield, retracted_on=None).exists()
    address = applied.redirect_chain[-1][0]
    assert "was undone" in words(staff.post(address, {"undo": ""}, follow=True))
    assert "It was undone already." in words(staff.post(address, {"undo": ""}, follow=True))
    history = staff.get(address.replace("change", "history"))
    assert "Undone: 1 put back, 0 spared." in words(history)
    assert "Undone by ed@example.org, 25 November 2026" in words(staff.get(address))
    assert not Signature.objects.filter(council=sheffield, retracted_on=None).exists()


def test_a_month_in_excel_stays_a_month_and_rows_may_be_empty(db):
    sheet = Workbook().active
    sheet.append(("Council", "Date"))
    sheet.append(("Sheffield", dt.datetime(2013, 9, 1)))
    sheet["B2"].number_format = "mmm\\-yy"
    sheet["A2500"], sheet["B2500"] = "Leeds", 2014
    sheet.parent.save(out := io.BytesIO())
    lines = signature_list.read(text_of_file(out.getvalue()), record_on()).lines
    assert [line.when for line in lines] == ["in September 2013", "in 2014"]


def test_a_changed_date_is_told_in_words(db):
    (line,) = read("Kent,2013,x").lines
    assert "from “by 3 December 2012” to “in 2013”" in line.reason


def test_an_old_excel_file_and_a_day_of_check_that_is_none_are_named(db):
    with pytest.raises(ValueError, match="Save it as .xlsx or CSV"):
        text_of_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(ValueError, match="Save it as “CSV UTF-8”"):
        text_of_file(SHEFFIELD.encode("utf-16"))
    (line,) = signature_list.read("council,date,checked on\nSheffield,2013,soon", record_on()).lines
    assert (line.effect, line.reason) == (
        "impossible",
        "“soon” is not a day. Write 4 November 2026.",
    )


def test_a_list_can_be_pasted_and_a_broken_file_is_reported(staff, client):
    page = staff.post(PAGE, {"pasted": "sep=\t\ncouncil\tdate\tevidence\nSheffield\t2013\t<b>x"})
    assert "1 new." in words(page)
    assert "<b>x" not in page.content.decode()
    broken = SimpleUploadedFile("list.xlsx", b"PK\x03\x04 nothing")
    assert "This cannot be read as a spreadsheet" in words(staff.post(PAGE, {"sheet": broken}))
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_a_contact_import_shows_the_address_it_would_replace_and_can_be_undone(staff, kent):
    head = "council,role,way,address,source,checked on"
    page = "/admin/councils/contact/sheet/"
    first = f"{head}\nKent,leader,email,old@kent.gov.uk,its website,2026-11-20"
    staff.post(page, {"text": first, "apply": ""})
    second = first.replace("old@", "new@")
    seen = words(staff.post(page, {"pasted": second}))
    assert "Leave this line out" in seen
    assert "the old address goes: old@kent.gov.uk" in seen and "20 November 2026" in seen
    staff.post(page, {"text": second, "apply": ""})
    assert Contact.objects.get().email == "new@kent.gov.uk"
    assert ImportBatch.objects.first().undo("ed@example.org") == []
    assert Contact.objects.get().email == "old@kent.gov.uk"
    assert ImportBatch.objects.last().undo("ed@example.org") == []
    assert not Contact.objects.exists()


def test_no_list_is_applied_over_what_a_colleague_changed_since_it_was_shown(staff, kent):
    text = f"{HEADER}\nKent,3 December 2012,The BBC"
    page = staff.post(PAGE, {"pasted": text})
    signature = kent.signatures.get()
    signature.source = "Bea’s page"
    signature.correct("Found.")
    forget_everything()
    page = staff.post(PAGE, {**fields(page), "apply": ""})
    assert "something has changed since these lines were shown" in words(page)
    assert kent.signatures.get().source == "Bea’s page"
    assert "was “Bea’s page”, now “The BBC”" in words(page)
    staff.post(PAGE, {**fields(page), "apply": ""})
    assert kent.signatures.get().source == "The BBC"

    sheet = "/admin/councils/contact/sheet/"
    head = "council,role,way,address,source,checked on"
    line = f"{head}\nKent,leader,email,old@kent.gov.uk,its website,2026-11-20"
    page = staff.post(sheet, {"pasted": line})
    staff.post(sheet, {"text": line.replace("old@", "bea@"), "apply": ""})
    page = staff.post(sheet, {**fields(page), "apply": ""})
    assert "the old address goes: bea@kent.gov.uk" in words(page)
    assert Contact.objects.get().email == "bea@kent.gov.uk"


def test_the_command_says_what_it_would_do_and_does_it_when_asked(tmp_path, capsys, sheffield):
    file: Path = tmp_path / "list.csv"
    file.write_bytes(f"{HEADER}\n{SHEFFIELD}".encode())
    call_command("import_signatures", file)
    assert "2: new: Sheffield City Council on 4 November 2026." in capsys.readouterr().out
    assert not Signature.objects.filter(council=sheffield).exists()
    call_command("import_signatures", file, "--apply")
    assert Signature.objects.filter(council=sheffield).exists()
    file.write_text(f"{HEADER}\nDover,2013,x")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_signatures", file, "--apply")
