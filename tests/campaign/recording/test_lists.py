"""A list of signatures or contacts: each line is the form of the screen for one."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from campaign.privacy.personal_data import purge_all
from campaign.staff.models import AuditEntry
from councils.models import Change, Contact, DraftList, Signature
from tests import lists
from tests.conftest import forget_everything
from tests.lists import CONTACTS, SIGNATURES, ticks
from tests.seen import links, words

HEADER = "council,date,evidence,kind of evidence"
SHEFFIELD = "Sheffield,4 November 2026,Minutes item 7,minutes"
LEEDS = "Leeds,2013,A page,news"
KENT = "Kent,3 December 2012,The BBC,news"
PRINTED = """Barking and Dagenham, Barnet, Bradford, Bristol City, Cambridgeshire, Derby City,
Derbyshire County, Devon, East Riding, Enfield, Hampshire, Harrow, Havering, Hertfordshire,
Kent County, Lancashire County, Leicestershire, Manchester City, Milton Keynes, Newcastle,
North Lincolnshire, North Tyneside, Nottinghamshire, Oldham, Oxfordshire County, Reading,
Southend-on-Sea, Staffordshire County, Stockport, Stoke-on-Trent, Warrington, West Berkshire"""
REACHED = "council,role,address,source,checked on"
LEADER = "Kent,leader,old@kent.gov.uk,its website,20 November 2026"


@pytest.fixture(autouse=True)
def november(db, today_is):
    today_is("2026-11-25")


@pytest.fixture
def bring(staff):
    """Return a function that brings a list, and returns its page."""
    return lambda *lines, to=SIGNATURES, head=HEADER: lists.bring(
        staff, "\n".join([head, *lines]), to
    )


@pytest.fixture
def press(staff):
    """Return a function that presses a button on a list’s page."""
    return lambda page, button, **typed: lists.press(staff, page, button, **typed)


@pytest.fixture
def contacts(bring):
    return lambda *lines, head=REACHED: bring(*lines, to=CONTACTS, head=head)


def draft_url(query=""):
    return f"/admin/record/list/{DraftList.objects.get().pk}/{query}"


def test_each_line_says_what_it_would_do_or_what_to_write(bring):
    page = bring(
        SHEFFIELD, "Dover,2013,A page,news", "Atlantis,2013,A page,news",
        "North,2013,A page,news", "Bury,2011,A page,news", "Leeds,soon,A page,news",
        "Bolton,2013,,", "Sheffield City Council,2013,A page,news",
        "Cumbria County,2013,A page,news", "Cardiff,2013,A page,news",
        "North Yorkshire,early 2014,A page,news", SHEFFIELD, "<i>y,2013,x,minutes",
    )  # fmt: skip
    seen = words(page)
    assert "Line 2 Sheffield City Council signed on 4 November 2026." in seen
    for line, says in {
        3: "“Dover” is not a council in England that runs children’s services. Write KEN for",
        4: "“Atlantis” is not a council in England that runs children’s services. Write its",
        5: "“North” matches several councils. Write DEV for Devon County Council or",
        6: "The charter was launched on 9 July 2012.",
        7: "We cannot read this as a date. Write it like 4 November 2026, Sept 2013 or 2012.",
        8: "Nothing goes on record without evidence.",
        9: "Line 2 is about the same signature.",
        10: "“Cumbria County” matches several councils. Write CMA for Cumbria County Council or",
        11: "“Cardiff” is not a council in England that runs children’s services.",
    }.items():
        _, _, rest = seen.partition(f"Line {line} ")
        assert says in rest[:380], line
    assert "Lines that say what an earlier one says: 13." in seen
    assert "<i>y" not in page.content.decode()
    assert not Signature.objects.filter(council__short_name="Sheffield").exists()


@pytest.mark.promise(6)
def test_what_would_change_a_fact_is_unticked_and_shown_before_and_after(bring, press, kent):
    was = kent.signatures.get()
    page = bring(SHEFFIELD, KENT)
    seen = words(page)
    assert "from “by 3 December 2012” to “on 3 December 2012”" in seen
    assert "Evidence: was “" in seen and "now “The BBC”." in seen
    assert "Link to the evidence: was “https://vdocument.in" in seen and "now empty." in seen
    assert ticks(page) == {"box": [3, 2], "take": [2]}
    page = press(page, "publish")
    assert "1 published." in words(page)
    assert kent.signatures.get().source == was.source
    assert DraftList.objects.get().lines[0]["number"] == 3  # what was left out stays

    page = press(page, "look", **{"take-all": "3"})
    assert ticks(page)["take"] == [3]
    page = press(page, "publish")
    assert "Say why you correct what is on record: the reason is public." in words(page)
    press(page, "publish", reason="The BBC said so on the day.")
    assert kent.signatures.get().source == "The BBC"
    change = Change.objects.filter(council=kent).latest("pk")
    assert change.why == "The BBC said so on the day."
    assert not DraftList.objects.exists()
    forget_everything()
    assert "on record so already" in words(bring(SHEFFIELD, KENT))


def test_nothing_is_public_until_it_is_published_and_throwing_it_away_is_silent(
    bring, press, client, staff, sheffield
):
    page = bring(SHEFFIELD, LEEDS)
    assert "This list was brought before, and waits here as it was." in words(
        bring(SHEFFIELD, LEEDS)
    )
    forget_everything()
    assert "No signature found" in words(client.get("/councils/sheffield/"))
    assert "Done. What was left of it goes nowhere." in words(press(page, "throw-away"))
    assert not Change.objects.exists() and not DraftList.objects.exists()
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    assert "2 published. Public pages show it now." in words(page)
    assert "Sheffield City Council" in words(page)  # among the signatures, where it is taken back
    forget_everything()
    assert "4 November 2026" in words(client.get("/councils/sheffield/"))
    signature = sheffield.signatures.get()
    assert signature.recorded_text() in Change.objects.get(council=sheffield).what
    entry = AuditEntry.objects.get(kind="import")
    assert (entry.account, entry.text) == ("ed@example.org", "Pasted: 2 signatures taken in")
    history = words(staff.get(f"/admin/councils/signature/{signature.pk}/history/"))
    assert "From the list Pasted." in history


def test_a_line_is_mended_in_place_or_unticked_and_what_is_left_out_is_a_file(bring, press, staff):
    page = bring("Wherever,soon,A page,news", LEEDS, "North,2013,A page,news", "=x,2013,x,news")
    mended = {"line-2-council": "wkf", "line-2-date": "Sept 2013", "line-4-meant": "DEV"}
    page = press(page, "look", **mended)
    seen = words(page)
    assert (
        "Wakefield" in seen and "September 2013" in seen and "Devon County Council signed" in seen
    )
    assert ticks(page)["take"] == [2, 3]  # of Devon something is on record already
    page = press(page, "look", take=[2])
    assert ticks(page)["take"] == [2]
    opened = staff.get(draft_url("?mend=3"), follow=True)
    page = press(opened, "look", **{"line-3-date": "2014", "take": [2]})
    assert "Leeds City Council signed in 2014" in words(page)
    file = staff.get(draft_url("?left-out"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="left-out.csv"'
    text = file.content.decode("utf-8-sig")
    assert "Leeds" in text and "'=x" in text and "wkf" not in text
    assert "is not a council in England that runs children’s services" in text


def test_one_answer_holds_for_every_line_that_is_asked_the_same(bring, press, sheffield):
    page = bring("Sheffield,4 November 2026,A page,", "Leeds,2013,A page,", "Bury,2014,A page,news")
    assert "For all lines that do not say it" in words(page)
    assert "publish the rest" in words(page)  # of Bury
    page = press(page, "look", **{"all-source_kind": "report"})
    assert ticks(page)["take"] == [2, 3, 4]
    assert words(page).count("(a published report)") == 2
    page = press(page, "publish", take=[2, 3])
    assert "2 published. Public pages show it now. See the signatures ." in words(page)
    seen = words(press(page, "look", take=[]))
    assert "publish the rest" not in seen and "Done: leave out all that stands here" in seen


def test_enter_in_a_list_ticks_and_publishes_nothing(bring):
    form = (
        bring(SHEFFIELD, KENT, "Leeds,soon,A page,news").content.decode().partition('id="list"')[2]
    )
    first = re.search(r'<button[^>]* name="([\w-]+)"', form)
    assert first[1] == "look" and 'name="take-all"' in form


def test_a_weak_guess_is_no_instruction(bring):
    seen = words(bring("Loamshire County Council,2013,A page,news", "Shefield,2013,A page,news"))
    assert "Write its name as on the list of councils, or its code." in seen
    assert "Write HAM" not in seen
    assert "Write SHF for Sheffield City Council." in seen


def test_nothing_is_published_over_what_a_colleague_changed_since_it_was_read(bring, press, kent):
    page = bring(KENT)
    signature = kent.signatures.get()
    signature.source = "Bea’s page"
    signature.correct("Found.")
    forget_everything()
    page = press(page, "publish", take=[2], reason="The BBC said so.")
    assert "Nothing was published: something has changed" in words(page)
    assert "was “Bea’s page”, now “The BBC”" in words(page)
    assert kent.signatures.get().source == "Bea’s page"


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active["B2"].number_format = "mmm\\-yy"
    book.save(out)
    return out.getvalue()


def test_an_excel_file_names_its_columns_as_people_do_and_what_is_true_of_all_is_said_once(
    staff, sheffield
):
    data = workbook(
        ("Authority", "Signed on", "Colour", "Type"),
        ("Sheffield", dt.datetime(2013, 9, 1), "red", "Published report"),
        ("Leeds", 2014, "blue"),
        ("Bury", 41536),  # a day as Excel counts, in a cell that does not say so
        (),
    )
    sheet = SimpleUploadedFile("list.xlsx", data)
    link = "https://www.example.org/report.pdf"
    page = staff.post(SIGNATURES, {"sheet": sheet, "source_url": link, "source_kind": "report"},
                      follow=True)  # fmt: skip
    seen = words(page)
    assert "Columns that we do not know were not read: Colour." in seen
    assert "Sheffield City Council signed in September 2013." in seen
    assert "Leeds City Council signed in 2014." in seen
    assert "Bury Metropolitan Borough Council signed on 19 September 2013." in seen
    assert seen.count(link) == 3 and seen.count("(a published report)") == 3


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or paste the lines."),
        ({"pasted": "when\n2013"}, "Missing: council. It has: when."),
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


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_of_windows_is_read_as_it_was_written(staff, encoding):
    text = f"{HEADER.replace(',', ';')}\nSheffield;2013;The council’s “minutes”;minutes"
    sheet = SimpleUploadedFile("a.csv", text.encode(encoding))
    seen = words(staff.post(SIGNATURES, {"sheet": sheet}, follow=True))
    assert "The council’s “minutes”" in seen


def test_a_list_that_nobody_publishes_is_forgotten_after_two_months(bring):
    bring(SHEFFIELD)
    purge_all(timezone.now() + dt.timedelta(days=50))
    assert DraftList.objects.exists()
    purge_all(timezone.now() + dt.timedelta(days=70))
    assert not DraftList.objects.exists()


# Contacts


def test_a_contact_is_added_and_changed(contacts, press, staff):
    page = contacts(LEADER, "Kent,Director,1 High Street,a letter,20/11/2026")
    seen = words(page)
    assert "Leader of the Council, Kent County Council by email: old@kent.gov.uk" in seen
    assert "by post: 1 High Street" in seen
    assert "2 published" in words(press(page, "publish"))
    new = LEADER.replace("old@", "new@").replace("20 Nov", "24 Nov")
    page = contacts(new)
    assert "was “old@kent.gov.uk”, now “new@kent.gov.uk”" in words(page)
    assert ticks(page) == {"box": [2], "take": []}  # what would replace an address is unticked
    done = press(page, "publish", take=[2])
    contact = Contact.objects.get(channel="email")
    assert (contact.email, contact.checked_on) == ("new@kent.gov.uk", dt.date(2026, 11, 24))
    assert contact.check_again_on > dt.date(2027, 5, 20)
    assert f"/admin/councils/contact/{contact.pk}/change/" in links(done)
    assert "on record so already" in words(contacts(new))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (LEADER.replace("leader", "king"), "Role: This is not one of the choices"),
        (LEADER.replace("20 November 2026", "soon"), "Write a day like 4 November 2026."),
        (LEADER.replace("20 November 2026", "25 November 2126"), "has not come yet"),
        (LEADER.replace("old@kent.gov.uk", "not-an-email"), "It should look like name@example"),
        (LEADER.replace("its website", ""), "Found at: Fill this in."),
        (LEADER.replace("Kent,", "Cumbria County,"), "is not a council in England that runs"),
        (LEADER.replace("Kent,", "Shefield,"), "is not a council in England that runs"),
        (LEADER.replace("Kent,", "North,"), "matches several councils"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_in_the_forms_own_words(contacts, line, says):
    page = contacts(line)
    assert says in words(page) and ticks(page)["box"] == []


@pytest.mark.parametrize(
    ("role", "way", "address", "kept"),
    [
        ("lead_member", "email", "Leader <lead@\u200bKent.example>.", "lead@kent.example"),
        ("Cabinet Member", "E-mail", "lead@kent.example", "lead@kent.example"),
        ("DCS", "Web form", "kent.example/form", "https://kent.example/form"),
        ("Director of Children's Services", "", "https://kent.example/form",
         "https://kent.example/form"),
        ("LEADER", "post", "County Hall", "County Hall"),
    ],
)  # fmt: skip
def test_a_role_and_a_way_are_read_in_the_words_people_use(
    contacts, press, role, way, address, kept
):
    head = "Source,Checked_on,Remark,COUNCIL,Role,Way,Address"
    line = f"its website,20 Nov 2026,hello,ken,{role},{way},{address}"
    press(contacts("", line, ",,,,,,", head=head), "publish")
    contact = Contact.objects.get()
    assert kept in (contact.email, contact.url, contact.address)
    assert contact.council.code == "KEN"


def test_the_32_names_as_printed_in_2013_are_all_found(bring):
    lines = [
        f"{name},by 19/9/2013,The list,report" for name in " ".join(PRINTED.split()).split(", ")
    ]
    page = bring(*lines)
    assert len(ticks(page)["box"]) == 32 and ticks(page)["take"] == []
    rows = {line.before.council.code for _, group in page.context["groups"] for line in group}
    assert len(rows) == 32
