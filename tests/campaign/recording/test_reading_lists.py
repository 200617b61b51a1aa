"""How a list is read: files and pastes as people have them, their columns, days and names."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from councils.models import Signature
from tests.conftest import forget_everything
from tests.lists import (
    CONTACTS,
    HEADER,
    KENT,
    LEADER,
    LINKED,
    REACHED,
    SHEFFIELD,
    SIGNATURES,
    draft_url,
    ticks,
)
from tests.seen import links, words

pytestmark = pytest.mark.usefixtures("november")
PRINTED = """Barking and Dagenham, Barnet, Bradford, Bristol City, Cambridgeshire, Derby City,
Derbyshire County, Devon, East Riding, Enfield, Hampshire, Harrow, Havering, Hertfordshire,
Kent County, Lancashire County, Leicestershire, Manchester City, Milton Keynes, Newcastle,
North Lincolnshire, North Tyneside, Nottinghamshire, Oldham, Oxfordshire County, Reading,
Southend-on-Sea, Staffordshire County, Stockport, Stoke-on-Trent, Warrington, West Berkshire"""
TITLED = f"Councils that signed\n\n{HEADER}"


def test_the_32_names_as_printed_in_2013_are_all_found(bring):
    lines = [
        f"{name},by 19/9/2013,The list,report" for name in " ".join(PRINTED.split()).split(", ")
    ]
    page = bring(*lines)
    assert ticks(page)["box"] == ticks(page)["change"] == []
    assert len({line.on_record.council.code for line in page.context["groups"]["SAME"]}) == 32


def test_a_list_is_read_as_people_write_it(bring, press, client, sheffield):
    page = bring(
        "Sheffield,14 March 2024,Minutes,https://www.sheffield.gov.uk/1403,Leader,sure",
        "Herfordshire,14 March 2024,Minutes,https://www.herefordshire.gov.uk/1403,Jo Gray,",
        "Bury,14 March 2024,Minutes,https://www.rochdale.gov.uk/1403,,",
        head="Council name,Signed on,What shows it,Web address,Signed by,Comments",
    )
    seen = words(page)
    assert "Do you mean one of these? Herefordshire Council Hertfordshire County" in seen
    assert "The link leads to the website of Rochdale" in seen and "Leader. sure" in seen
    assert ticks(page)["take"] == [2] and "Publish what is ticked (1)" in seen
    assert "Change it : line 4" in seen and "Change it : line 3" not in seen
    page = press(page, "publish", **{"line-3-meant": "Herefordshire Council"})
    assert "Herefordshire Council Line 3 on 14 March 2024" in words(page)
    assert (ticks(page)["box"], ticks(page)["take"]) == ([3, 4], [3])  # 4 waits for somebody
    assert "2 published." in words(press(page, "publish", take=[3, 4]))
    public = words(client.get("/councils/sheffield/"))
    assert "Minutes of Sheffield City Council" in public and "Signed by its Leader." in public
    assert sheffield.signatures.get().source_kind == "minutes"
    assert sheffield.signatures.get().signed_role == "Leader"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Herefodshire,2014,A page,news,", "“Herefodshire” is read as Herefordshire Council."),
        (
            "Bristol City Council Childrens Services,2012,A page,news,https://x.example/",
            "is read as Bristol City Council.",
        ),
        (
            "Newcastle,2012,A page,news,https://x.example/",
            "“Newcastle” is read as Newcastle City Council.",
        ),
        ("Bury,41536,A page,news,", "“41536” is Excel’s number for 19 September 2013."),
        ("Bury,03/04/2014,A page,news,", "“03/04/2014” is read as 3 April 2014."),
        ("Bury,Spring 2014,A page,news,", "“Spring 2014” is read as 2014."),
    ],
)
def test_what_was_read_otherwise_than_typed_is_said_before_it_is_published(bring, line, says):
    assert says in words(bring(line, head=LINKED))


def test_one_day_shows_in_which_order_the_others_of_its_column_are_written(bring):
    lines = ("Sheffield,04/11/2026,Minutes item 7,minutes", "Leeds,13/10/2026,A page,news")
    assert "is read as" not in words(bring(*lines))
    assert "“04/11/2026” is read as 4 November 2026." in words(bring(lines[0]))
    american = "Leeds,10/13/2026,A page,news"
    assert "“04/11/2026” is read as 4 November 2026." in words(bring(*lines, american))


def test_where_another_line_writes_the_month_first_that_is_said_beside_a_day(bring):
    typed = "Sheffield,04/11/2026,Minutes item 7,minutes"
    asks = "“04/11/2026” is read as 4 November 2026. Another line writes the month first"
    assert asks in words(bring(typed, "Leeds,10/13/2026,A page,news"))
    assert "month first" not in words(bring(typed))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or paste the lines."),
        ({"pasted": "when\n2013"}, "Missing: council. It has: when."),
        ({"pasted": "when;by whom, or what\n2013;x"}, "It has: when, by whom, or what."),
        ({"pasted": HEADER}, "There are no lines under the column names."),
        ({"pasted": "\n".join([HEADER, *[SHEFFIELD] * 501])}, "This has 501 lines; 500 is"),
        ({"a.xlsx": b"PK\x03\x04 nothing"}, "This cannot be read as a spreadsheet"),
        ({"a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, "Save it as CSV or as Excel (.xlsx)."),
    ],
)
def test_a_list_that_cannot_be_read_says_why(staff, sent, says):
    for name, content in [*sent.items()]:
        if name != "pasted":
            sent = {"sheet": SimpleUploadedFile(name, content)}
    assert says in words(staff.post(SIGNATURES, sent))


def test_a_list_of_the_other_kind_is_led_to_where_it_is_brought(staff, bring, contacts):
    seen = bring(LEADER, head=REACHED)
    assert "Missing: date." in words(seen)
    assert links(seen)[CONTACTS] == "bring it there"
    signatures = f"{LINKED},role"
    seen = contacts(f"{KENT},Leader", head=signatures)
    assert "It looks like a list of signatures: bring it there" in words(seen)
    assert SIGNATURES in links(seen)
    for brought in (contacts(LEADER), bring(f"{KENT},Leader", head=signatures)):
        assert "It looks like" not in words(brought)


def bring_workbook(staff, book):
    out = io.BytesIO()
    book.save(out)
    sheet = SimpleUploadedFile("list.xlsx", out.getvalue())
    return staff.post(SIGNATURES, {"sheet": sheet}, follow=True)


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active["B2"].number_format = "mmm\\-yy"
    book.save(out)
    return out.getvalue()


def test_an_excel_file_names_its_columns_as_people_do_and_gets_them_back(staff, press, sheffield):
    data = workbook(
        ("Authority", "Signed on", "Colour", "Type"),
        ("Sheffield", dt.datetime(2013, 9, 1), "red", "Published report"),
        ("Leeds", 2014, "blue"),
        ("Bury", 41536),  # a day as Excel counts, in a cell that does not say so
        (),
    )
    sheet = SimpleUploadedFile("list.xlsx", data)
    page = staff.post(SIGNATURES, {"sheet": sheet}, follow=True)
    assert "Columns that we do not know stand beside their lines, not read: Colour." in words(page)
    link = "https://www.example.org/report.pdf"
    said = {f"line-{line}-source": link for line in (2, 3, 4)}
    kinds = {f"line-{line}-source_kind": "report" for line in (3, 4)}
    page = press(page, "look", **said, **kinds)
    seen = words(page)
    assert "Sheffield City Council Line 2 in September 2013" in seen
    assert "Leeds City Council Line 3 in 2014" in seen
    assert "Bury Metropolitan Borough Council Line 4 on 19 September 2013" in seen
    assert seen.count(link) == 3 and seen.count("(a published report)") == 3 and "red" in seen
    assert "Authority,Signed on,Colour,Type" in staff.get(draft_url("?left-out")).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_of_windows_is_read_as_it_was_written(staff, encoding):
    text = f"{HEADER.replace(',', ';')}\nSheffield;2013;The council’s “minutes”;minutes"
    sheet = SimpleUploadedFile("a.csv", text.encode(encoding))
    seen = words(staff.post(SIGNATURES, {"sheet": sheet}, follow=True))
    assert "The council’s “minutes”" in seen


def test_a_file_in_utf_16_is_read(staff):
    head = "Council\tSigned on\tLink\tType"
    text = f"{head}\nSheffield\t2013\thttps://www.example.org/r.pdf\treport\n"
    sheet = SimpleUploadedFile("list.txt", text.encode("utf-16"))
    page = words(staff.post(SIGNATURES, {"sheet": sheet}, follow=True))
    assert "Sheffield City Council" in page and "in 2013" in page


@pytest.mark.parametrize("begins", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"{\\rtf1"])
def test_a_picture_chosen_instead_of_the_list_is_named(staff, begins):
    scan = SimpleUploadedFile("scan", begins + b"council, date, evidence")
    page = words(staff.post(SIGNATURES, {"sheet": scan}, follow=True))
    assert "This file is a picture or a document. Choose the list itself." in page


def test_a_pasted_table_with_an_empty_first_column_keeps_each_word_in_its_own(staff, sheffield):
    table = "\tcouncil\tdate\tevidence\tkind of evidence\n1\tSheffield\t2013\tA page\tnews"
    page = staff.post(SIGNATURES, {"pasted": table}, follow=True)
    assert ticks(page)["take"] == [2]


def test_a_list_from_a_spreadsheet_may_hold_more_commas_than_columns(bring, sheffield):
    said = "We count, think, act, prevent, write, read, ask, tell, show, say so, each year, here"
    head = "Council\tDate\tSource\tKind\tWhat it says"
    page = words(bring(f"Sheffield\t4/11/2026\tMinutes\tminutes\t{said}", head=head))
    assert "Missing" not in page and "Sheffield City Council" in page


def test_quotes_that_a_word_processor_made_curly_hold_a_cell_together(bring):
    head = "“Council”,“Date”,“Evidence”,“Kind”"
    page = bring("“Sheffield”,“4 November 2026”,“Minutes of Cabinet, item 7”,minutes", head=head)
    assert "Sheffield City Council Line 2 on 4 November 2026 Minutes of Cabinet, item 7" in words(
        page
    )
    assert ticks(page)["take"] == [2]


def test_curly_quotes_within_a_quoted_cell_stay_as_they_are(bring):
    page = bring('Sheffield,4 November 2026,"Minutes: it said,“yes”,and left",minutes')
    assert "Minutes: it said,“yes”,and left" in words(page)


def test_a_title_above_the_columns_and_an_empty_line_are_passed_over(bring):
    page = words(bring("Sheffield,4 November 2026,Minutes,minutes", head=TITLED))
    assert "Sheffield City Council" in page and "Line 4" in page


def test_a_column_of_years_is_one_of_days(bring, press, sheffield):
    press(bring("Sheffield,2013,Minutes,minutes", head=HEADER.replace("date", "Year")), "publish")
    assert sheffield.signatures.get().when.words == "in 2013"


def test_what_the_document_says_is_read_by_any_of_its_names(bring, press, sheffield):
    for title in ("What it says", "Exact words", "Resolution"):
        page = press(bring(f"{SHEFFIELD},We sign it.", head=f"{HEADER},{title}"), "publish")
        assert sheffield.signatures.standing().get().source.endswith("“We sign it.”")
        press(page, "undo")


def test_what_stands_in_brackets_in_a_title_does_not_hide_its_column(bring):
    page = bring(SHEFFIELD, head="Council (full name),Date (dd/mm/yyyy),Evidence (if any),Kind")
    assert ticks(page)["take"] == [2]


@pytest.mark.parametrize("called", ["Minutes", "Evidence", "Where we saw it"])
def test_a_column_of_links_alone_is_the_links_whatever_it_is_called(
    bring, press, sheffield, called
):
    minutes = "https://democracy.sheffield.gov.uk/minutes/7"
    head = f"Our list\n\nName of council\tSigned on\t{called}"
    page = bring(f"Sheffield\t4/11/2026\t{minutes}", "Leeds\t13/10/2026\t", head=head)
    assert "do not know" not in words(page)
    press(page, "publish")
    assert Signature.objects.get(council=sheffield).source_url == minutes


def test_of_links_and_names_in_one_column_each_link_is_the_link_of_its_line(
    bring, press, client, sheffield
):
    minutes = "https://democracy.sheffield.gov.uk/minutes/7"
    page = bring(
        f"Sheffield,4 November 2026,{minutes},minutes",
        'Leeds,13 October 2026,"Minutes of Cabinet, item 4",minutes',
        head="council,date,source,kind",
    )
    press(page, "publish")
    assert Signature.objects.get(council=sheffield).source_url == minutes
    forget_everything()
    assert "without a link or a copy" not in words(client.get("/councils/sheffield/"))
    leeds = words(client.get("/councils/leeds/"))
    assert "Minutes of Cabinet, item 4" in leeds and "without a link or a copy" in leeds


def test_a_column_that_has_other_words_too_stays_what_it_is(bring):
    head = "council,date,minutes"
    page = bring("Sheffield,2013,https://a.example/7", "Leeds,2013,Item 7", head=head)
    assert "stand beside their lines, not read: minutes." in words(page)


@pytest.mark.parametrize(
    "link", ["https://news.example/1 https://news.example/2", "https://news.example/x (page 4)"]
)
def test_two_links_in_one_cell_become_no_third(bring, link):
    seen = words(bring(f"Sheffield,4 November 2026,Minutes,minutes,{link}", head=LINKED))
    assert "1 needs you" in seen
    assert link in seen


@pytest.mark.parametrize(
    ("head", "line", "council", "not_read"),
    [
        ("Council,Date,Name", "Kent,2012,Jane Smith", "Kent County", "Name"),
        ("Council,Date,Code", "Kent,2012,", "Kent County", "Code"),
        ("Council,Date,Code", ",2012,LDS", "Leeds City", "Code"),
    ],
)
def test_of_two_columns_that_say_the_same_the_first_that_is_filled_is_read(
    bring, head, line, council, not_read
):
    page = bring(f"{line},A page,news", head=f"{head},Evidence,Type")
    seen = words(page)
    assert "Say which council" not in seen and "We know no council" not in seen
    assert f"{council} Council" in seen
    assert f"Not read, as another column says the same, unless that is empty: {not_read}." in seen


def test_what_a_second_column_of_the_same_holds_stands_beside_its_line(bring):
    page = bring("Leeds,2013,Jane Smith,Item 7,minutes", head="Council,Date,Name,Evidence,Type")
    assert "Jane Smith" in words(page)


def test_two_columns_of_one_title_both_come_back_in_what_is_left_out(bring, staff):
    bring("Atlantis,2013,Item 7,Page 2", "Leeds,soon", head="council,date,evidence,evidence")
    left = staff.get(draft_url("?left-out")).content.decode()
    assert "line,council,date,evidence,evidence,why" in left
    assert "2,Atlantis,2013,Item 7,Page 2," in left
    assert "3,Leeds,soon,,," in left


def test_a_column_without_a_title_stands_beside_its_line_and_goes_with_what_is_left(bring, staff):
    head = "council,date,,evidence,kind of evidence"
    page = bring("Leeds,soon,ask Jo first,A page,news", head=head)
    assert "ask Jo first" in words(page)
    assert "column 3" in staff.get(draft_url("?left-out")).content.decode()


@pytest.mark.parametrize("total", ["Total,3,,", "Total: 2 councils,,,", ",Grand total,2,"])
def test_a_line_of_totals_is_called_that_and_asks_for_nothing(bring, press, staff, total):
    page = bring(SHEFFIELD, total)
    seen = words(page)
    assert "This looks like a line of totals. Leave it out." in seen
    assert "We know no council" not in seen and "line-3-date" not in page.content.decode()
    press(page, "publish", out=[3])
    assert "otal" in staff.get(draft_url("?left-out")).content.decode()


@pytest.mark.parametrize(
    ("shown_as", "says"),
    [
        ("yyyy", "in 2013"),
        ('"Q"q yyyy', "in 2013"),
        ("[Red]mmm-yy", "in May 2013"),
        ("[$-809]d mmmm yyyy", "on 4 May 2013"),
    ],
)
@pytest.mark.promise(2)
def test_a_day_in_excel_is_read_no_more_exactly_than_it_is_shown(staff, shown_as, says):
    book = Workbook()
    book.active.append(["council", "date", "evidence", "type"])
    book.active.append(["Sheffield", dt.datetime(2013, 5, 4), "Minutes item 7", "minutes"])
    book.active["B2"].number_format = shown_as
    assert f"Line 2 {says} Minutes" in words(bring_workbook(staff, book))


def test_quotes_of_a_table_from_word_are_words_and_hide_no_line(bring):
    head = "council\tdate\tevidence\ttype"
    page = bring(
        'Sheffield\t2013\t"Minutes of Cabinet\tminutes',
        'Leeds\t2013\t"Our pledge", page 4\tminutes',
        "Bolton\t2013\tMinutes item 7\tminutes",
        head=head,
    )
    seen = words(page)
    assert "Line 4 in 2013" in seen and '"Our pledge", page 4' in seen
    assert ticks(page)["take"] == [2, 3, 4]


def test_a_quotation_mark_that_runs_lines_together_is_named(bring):
    seen = words(bring('Sheffield,2013,"Minutes of Cabinet,minutes', "Bolton,2013,A page,news"))
    assert "A quotation mark opens before “Minutes of Cabinet,minutes” and is not closed" in seen
    assert "“yes, we sign”" in words(bring('Sheffield,2013,"It says\n“yes, we sign”",news'))


SIGNED = (
    ("council", "date", "evidence", "type"),
    ("Sheffield", "4 May 2013", "Minutes item 7", "minutes"),
)


def sheet_of(book, name, rows):
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    return sheet


@pytest.mark.parametrize("before", [(), [("What this file is for",)], [("role", "email")]])
def test_of_an_excel_file_the_sheet_is_read_that_holds_the_list(staff, before):
    book = Workbook()
    for row in before:
        book.active.append(row)
    sheet_of(book, "Signed", SIGNED)
    page = bring_workbook(staff, book)
    assert "Sheffield City Council Line 2 on 4 May 2013" in words(page)
    assert "not read" not in words(page)


def test_a_second_sheet_with_lines_is_named_as_not_read(staff):
    book = Workbook()
    book.active.title = "Notes"
    for name in ("2013", "2014"):
        sheet_of(book, name, SIGNED)
    sheet_of(book, "Old", SIGNED).sheet_state = "hidden"
    seen = words(bring_workbook(staff, book))
    assert "Only the sheet “2013” was read. “2014” looks like a list too" in seen
    assert "Old" not in seen


def test_an_excel_file_with_nothing_in_it_says_so(staff):
    assert "There is nothing in this spreadsheet." in words(bring_workbook(staff, Workbook()))


def test_a_link_behind_words_in_excel_is_the_link_of_the_document(staff, press, sheffield):
    book = Workbook()
    for row in SIGNED:
        book.active.append(row)
    book.active["A2"].hyperlink = "https://www.sheffield.gov.uk/"
    book.active["C2"].hyperlink = "https://democracy.sheffield.gov.uk/minutes/7"
    leeds = '=HYPERLINK("https://democracy.leeds.gov.uk/8", "Minutes item 8")'
    book.active.append(("Leeds", "5 May 2013", leeds, "minutes"))
    page = bring_workbook(staff, book)
    assert ticks(page)["take"] == [2, 3]
    press(page, "publish")
    signature = sheffield.signatures.get()
    assert signature.source == "Minutes item 7"
    assert signature.source_url == "https://democracy.sheffield.gov.uk/minutes/7"
    leeds = Signature.objects.get(council__code="LDS")
    assert leeds.source_url == "https://democracy.leeds.gov.uk/8"


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ("[Minutes item 7](https://a.example/7)", "Minutes item 7"),
        ("Minutes item 7: https://a.example/7", "Minutes item 7"),
        ("Minutes item 7 (https://a.example/7)", "Minutes item 7"),
        ("Minutes item 7 <https://a.example/7>", "Minutes item 7"),
        ("<https://a.example/7>", ""),
        ("a.example/7", "a.example/7"),
    ],
)
def test_a_link_beside_the_name_of_a_document_goes_where_links_go(
    bring, press, sheffield, document, name
):
    press(bring(f'Sheffield,2013,"{document}",minutes'), "publish")
    signature = sheffield.signatures.get()
    assert signature.source == name
    assert signature.source_url == ("https://a.example/7" if name != document else "")


def test_a_link_keeps_the_brackets_that_are_its_own(bring, press, sheffield):
    page = bring("Sheffield,2013,Minutes item 7,minutes,https://a.example/x_(7)", head=LINKED)
    press(page, "publish")
    assert sheffield.signatures.get().source_url == "https://a.example/x_(7)"


@pytest.mark.parametrize(
    "link", ["<https://a.example/7>", "(https://a.example/7)", "[Minutes](https://a.example/7)"]
)
def test_a_link_in_brackets_is_read_without_them(bring, press, sheffield, link):
    press(bring(f"Sheffield,2013,Minutes item 7,minutes,{link}", head=LINKED), "publish")
    assert sheffield.signatures.get().source_url == "https://a.example/7"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Code,Council,Date", "373,Sheffield,2013"),
        ("Name,Authority,Date", "Jo Gray,Sheffield,2013"),
        ("LA code,LA name,Date", "373,Sheffield,2013"),
        ("Council,Year,Month,Date signed", "Sheffield,2013,5,2013"),
        ("Council,Signed?,Date signed", "Sheffield,Yes,2013"),
        ("Council,Signed,When", "Sheffield,Y,2013"),
    ],
)
def test_of_two_columns_that_may_say_it_the_one_is_read_that_does(bring, head, line):
    page = bring(f"{line},A page,news", head=f"{head},Evidence,Type")
    assert "Sheffield City Council Line 2 in 2013" in words(page)
    assert ticks(page)["take"] == [2]


@pytest.mark.parametrize(
    ("title", "text"),
    [("Status", "Withdrawn"), ("Outcome", "Declined"), ("Signed?", "No"), ("Response", "pending")],
)
def test_a_line_whose_status_is_not_signed_is_recorded_only_if_somebody_ticks_it(
    bring, press, sheffield, title, text
):
    head = f"Council,{title},Date of signature,Evidence,Type"
    page = bring(f"Sheffield,{text},2013,A page,news", "Leeds,signed,2013,A page,news", head=head)
    assert f"“{text}” stands under {title.strip('?')}. Did it sign" in words(page)
    assert ticks(page)["take"] == [3]
    press(page, "publish")
    assert not sheffield.signatures.exists()


def test_that_no_photo_was_taken_says_nothing_of_a_signature(bring):
    head = "Council,Date,Evidence,Type,Photo"
    assert ticks(bring("Sheffield,2013,A page,news,No", head=head))["take"] == [2]


@pytest.mark.parametrize("name", ["Leeds?", "Leeds *", "Leeds (?)"])
def test_doubt_about_a_council_is_not_left_away_in_silence(bring, name):
    assert f"“{name}” is read as Leeds City Council." in words(bring(f"{name},2013,A page,news"))


@pytest.mark.parametrize("code", ["E08000019", "e08000019", "SHF"])
def test_a_council_is_read_by_its_code_and_that_of_the_statistics_office(bring, code):
    page = bring(f"{code},2013,A page,news", head="ONS code,Date,Evidence,Type")
    assert "Sheffield City Council Line 2 in 2013" in words(page)


def test_the_time_that_a_form_or_a_spreadsheet_adds_to_a_day_is_passed_over(bring):
    for day in ("2013-05-04 18:30:12", "2013-05-04T18:30", "4 May 2013 6:30 pm", "41398.77"):
        assert "Line 2 on 4 May 2013" in words(bring(f"Sheffield,{day},A page,news")), day


def test_the_rule_under_the_titles_of_a_table_is_no_line(bring):
    page = bring(
        "|---|:---:|---|---|",
        "| Sheffield | 2013 | A page | news |",
        head="| Council | Date | Evidence | Type |",
    )
    assert "needs you" not in words(page) and ticks(page)["take"] == [3]


def test_a_file_and_pasted_lines_at_once_are_refused_and_none_is_lost(staff):
    sheet = SimpleUploadedFile("list.csv", f"{HEADER}\n{SHEFFIELD}".encode())
    page = staff.post(SIGNATURES, {"sheet": sheet, "pasted": f"{HEADER}\n{KENT}"}, follow=True)
    assert "There is a file and there are pasted lines" in words(page)
    assert "The BBC" in page.content.decode()


def test_a_link_that_ends_a_sentence_is_read_without_its_full_stop(bring, press, sheffield):
    page = bring("Sheffield,2013,A page,news,https://a.example/7.", head=LINKED)
    assert "“https://a.example/7.” is read as https://a.example/7." in words(page)
    press(page, "publish")
    assert sheffield.signatures.get().source_url == "https://a.example/7"


@pytest.mark.parametrize(
    "head",
    [
        "Local Authority Name,Date Charter Signed,Source of evidence,Doc type",
        "Councils,Dates,Documents,Types",
        "LA name,Date of signing,Evidence document,Kind",
        "Name of authority,Signing date,Supporting document,Source type",
    ],
)
def test_the_columns_are_known_by_what_people_call_them(bring, head):
    assert ticks(bring(SHEFFIELD, head=head))["take"] == [2]
