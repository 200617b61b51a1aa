"""A list of signatures or contacts: each line is the form of the screen for one."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from campaign.privacy.personal_data import purge_all
from councils.models import (
    Change,
    Contact,
    DraftList,
    Edition,
    EventKind,
    EvidenceFile,
    FileKind,
    Signature,
)
from tests import lists
from tests.conftest import forget_everything
from tests.lists import CONTACTS, SIGNATURES, ticks
from tests.seen import links, words

HEADER = "council,date,evidence,kind of evidence"
TITLED = f"Councils that signed\n\n{HEADER}"
SHEFFIELD = "Sheffield,4 November 2026,Minutes item 7,minutes"
LEEDS = "Leeds,2013,A page,news"
LINKED = f"{HEADER},link"
KENT = "Kent,3 December 2012,The BBC,news,https://news.example/kent"
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
    draft = DraftList.objects.get()
    return f"/admin/record/list/{draft.kind}/{draft.pk}/{query}"


def test_a_name_within_a_line_is_asked_for_and_not_called_a_district(bring):
    seen = words(bring("Wirral 2013,2013,A page,news", "Dover,2013,A page,news"))
    assert "We know no council “Wirral 2013”. Do you mean Wirral Council?" in seen
    assert "“Dover” runs no children’s services: Kent County Council does." in seen


def test_each_line_says_what_it_would_do_or_what_to_do(bring):
    page = bring(
        SHEFFIELD, "Dover,2013,A page,news", "Atlantis,2013,A page,news",
        "Cumbria County,2013,A page,news", "Bury,2011,A page,news", "Leeds,soon,A page,news",
        "Bolton,2013,,", "Sheffield City Council,2013,A page,news",
        "Sheffield City Council,May 2014,A page,news", "Cardiff,2013,A page,news",
        "Wexbridge,2013,x,news", SHEFFIELD, "<i>y,2013,x,minutes",
        "Kent,2012,Another page,",
    )  # fmt: skip
    seen = words(page)
    for line, says in {
        3: "runs no children’s services: Kent County Council does. Is that meant? Kent County",
        4: "We know no council “Atlantis”. Write its name or its code.",
        5: "may be 3 councils. Say which. Cumbria County Council Cumberland Council",
        6: "This is too early: the charter was launched on 9 July 2012.",
        7: "4 November 2026, Sept 2013, by 9/5/2014, 2012, or: unknown",
        8: "Nothing goes on record without evidence. Give a link, or say what shows it.",
        9: "Line 2 is about the same: leave one of them out.",
        11: "“Cardiff” is not in England.",
        12: "We know no council “Wexbridge”. Write its name or its code. Council",
    }.items():
        _, _, rest = seen.partition(f"Line {line} ")
        assert says in rest[:300], line
    assert "Sheffield City Council Line 2 on 4 November 2026 Minutes item 7" in seen
    assert "Line 13: line 2 says it Line 15, 2012: on record is Kent County" in seen
    assert "<i>y" not in page.content.decode()
    assert not Signature.objects.filter(council__short_name="Sheffield").exists()


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


@pytest.mark.promise(6)
def test_what_would_change_a_fact_is_unticked_and_shown_before_and_after(bring, press, kent):
    kent.signatures.update(source="Its page: “We have signed.”")  # which the BBC does not say
    was = kent.signatures.get()
    page = bring(SHEFFIELD, KENT, head=LINKED)
    seen = words(page)
    assert "Day: by 3 December 2012 → on 3 December 2012" in seen
    assert "Our note is deleted: " in seen
    assert "empty" not in seen
    assert ticks(page) == {"box": [2], "change": [3], "take": [2]}
    page = press(page, "publish")
    assert "1 published." in words(page)
    assert kent.signatures.get().when == was.when
    assert DraftList.objects.get().lines[-1]["number"] == 3  # what was left out stays

    page = press(page, "publish", take=[3])
    assert "Say why you correct what is on record: the reason is public." in words(page)
    press(page, "publish", take=[3], reason="The BBC said so on the day.")
    now = kent.signatures.get()
    assert (now.when.words, now.source) == ("on 3 December 2012", "The BBC")
    change = Change.objects.filter(council=kent).latest("pk")
    assert change.why == "The BBC said so on the day."


@pytest.mark.promise(6)
def test_a_correction_by_a_list_is_undone_in_public(bring, press, client, kent):
    was = kent.signatures.values().get()
    why = "The BBC said so on the day."
    page = press(bring(SHEFFIELD, KENT, head=LINKED), "publish", take=[2, 3], reason=why)
    undone = words(press(page, "undo"))
    assert "Undone: 2 signatures. What stood there before is back." in undone
    now = kent.signatures.values().get()
    assert {**now, "changed_at": None} == was
    change = Change.objects.filter(council=kent).latest("pk")
    assert change.why == "A list changed it by mistake, and it was put back within a day."
    forget_everything()
    assert "by 3 December 2012" in words(client.get("/councils/kent/"))


def test_two_signatures_that_followed_one_another_are_undone_the_last_one_first(bring, press):
    first = "Sheffield,2012,The BBC,news,https://news.example/1"
    better = "Sheffield,July 2012,The minutes,minutes,https://minutes.example/2"
    page = press(bring(first, better, head=LINKED), "publish", out=[3])
    page = press(press(page, "again"), "publish", take=[3], reason="The minutes have the month.")
    sheffield = Signature.objects.filter(council__code="SHF")
    assert sheffield.get().source_url == "https://minutes.example/2"
    assert "stays" not in words(press(page, "undo"))
    assert sheffield.get().retracted_on


def test_a_file_that_a_list_replaced_is_kept_until_undo_no_longer_puts_it_back(bring, press, kent):
    file = EvidenceFile.objects.keep(b"%PDF-1.7 a copy", FileKind.PDF)
    kent.signatures.update(evidence_file=file)
    forget_everything()
    page = press(bring(KENT, head=LINKED), "publish", take=[2], reason="The BBC said so.")
    assert kent.signatures.get().evidence_file is None
    EvidenceFile.objects.update(kept_at=timezone.now() - dt.timedelta(days=9))
    purge_all(timezone.now())
    assert "What stood there before is back." in words(press(page, "undo"))
    assert kent.signatures.get().evidence_file == file


@pytest.mark.parametrize("since", ["corrected", "disputed", "taken back"])
def test_a_correction_that_was_changed_since_stays(bring, press, kent, since):
    page = press(bring(KENT, head=LINKED), "publish", take=[2], reason="The BBC said so.")
    signature = kent.signatures.get()
    if since == "corrected":
        signature.note = "Read twice."
        signature.correct("A note was missing.")
        why = "it was changed since"
    elif since == "disputed":
        signature.dispute("The cabinet never met that day.")
        why = "it is disputed, or that was settled, since"
    else:
        signature.retract("It never signed.")
        why = "It is undone already"
    said = words(press(page, "undo"))
    assert why in said and "What stood there before is back" not in said
    assert kent.signatures.get().when.words == "on 3 December 2012"


def test_what_is_later_or_vaguer_or_has_no_document_changes_nothing_and_is_not_lost(
    bring, press, staff, kent
):
    link = "https://news.example/kent"
    page = bring(
        f"Kent,2024,Minutes,,{link}", f"Kent,2012,List,,{link}", "Kent,2 December 2012,x,news,",
        f"Leeds,4 November 2026,Minutes of the Cabinet,,{link}", head=LINKED,
    )  # fmt: skip
    assert len(page.context["groups"]["SAME"]) == 3
    assert f"/admin/record/signature/{kent.signatures.get().pk}/correct/" in links(page)
    page = press(page, "publish")
    assert len(page.context["groups"]["SAME"]) == 3
    left = staff.get(f"{page.request['PATH_INFO']}?left-out").content.decode()
    assert all(day in left for day in ("2024", "2012", "2 December 2012"))


def test_who_signed_and_the_words_are_not_lost_where_the_day_is_on_record(
    bring, press, staff, kent
):
    day = kent.signatures.get().when.words.removeprefix("on ")
    page = bring(
        f"Kent,{day},Minutes page 4,minutes,We will sign.,Jo Gray",
        f"{SHEFFIELD},,", f"{SHEFFIELD},We sign it.,", f"{LEEDS},,", f"{LEEDS},,",
        head=f"{HEADER},words,who signed",
    )  # fmt: skip
    assert len(page.context["groups"]["SAME"]) == 3
    page = press(page, "publish")
    assert "2 published, 1 on record already." in words(page)
    left = staff.get(f"{page.request['PATH_INFO']}?left-out").content.decode()
    assert "Jo Gray" in left and "We will sign." in left and "We sign it." in left
    assert "Leeds" not in left


@pytest.mark.promise(6)
def test_a_list_says_that_its_documents_were_read_only_where_somebody_says_so(
    bring, press, client, sheffield
):
    page = bring(SHEFFIELD, f"{LEEDS},20 November 2026", head=f"{HEADER},checked on")
    page = press(page, "publish", opened=[])
    assert "Open the documents first, then tick that they say so." in words(page)
    assert not sheffield.signatures.exists()
    assert "1 published" in words(press(page, "publish", take=[3], opened=[]))
    forget_everything()
    assert "Checked on 20 November 2026 by campaign staff" in words(client.get("/councils/leeds/"))


def test_nothing_is_public_until_it_is_published_and_leaving_it_out_is_silent(
    bring, press, client, staff, sheffield
):
    page = bring(SHEFFIELD, LEEDS)
    forget_everything()
    assert "No signature found" in words(client.get("/councils/sheffield/"))
    left = press(page, "leave")
    assert "Not recorded: 2 signatures. Take them away, as a file , or go on" in words(left)
    assert "not finished" not in words(left) and not Change.objects.exists()
    (file,) = [link for link in links(left) if link.endswith("?left-out")]
    assert "4 November 2026" in staff.get(file).content.decode()
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    assert "2 published. Public pages show it now." in words(page)
    forget_everything()
    assert "4 November 2026" in words(client.get("/councils/sheffield/"))
    signature = sheffield.signatures.get()
    assert signature.recorded_text() in Change.objects.get(council=sheffield).what
    history = words(staff.get(f"/admin/councils/signature/{signature.pk}/history/"))
    assert "From the list Pasted." in history
    undone = press(page, "undo")
    assert "Undone: 2 signatures." in words(undone) and "2 left out" in words(undone)
    forget_everything()
    assert "No signature found" in words(client.get("/councils/sheffield/"))


def test_what_was_undone_or_finished_by_mistake_is_taken_up_again_at_once(
    bring, press, staff, client
):
    undone = press(press(bring(SHEFFIELD, LEEDS), "publish"), "undo")
    (later,) = [to for to, text in links(staff.get(SIGNATURES)).items() if "2 sign" in text]
    assert "2 left out" in words(staff.get(later))  # also after going elsewhere
    again = press(undone, "again")
    assert "2 ready as typed" in words(again) and "left out" not in words(again)
    left = press(again, "leave")
    assert "go on with the list after all" in words(left)
    (back,) = [to for to, text in links(left).items() if "2 sign" in text]
    again = press(staff.get(back, follow=True), "again")
    assert "2 published. Public pages show it now." in words(press(again, "publish"))
    forget_everything()
    assert "4 November 2026" in words(client.get("/councils/sheffield/"))


def test_one_day_shows_in_which_order_the_others_of_its_column_are_written(bring):
    lines = ("Sheffield,04/11/2026,Minutes item 7,minutes", "Leeds,13/10/2026,A page,news")
    assert "is read as" not in words(bring(*lines))
    assert "“04/11/2026” is read as 4 November 2026." in words(bring(lines[0]))
    american = "Leeds,10/13/2026,A page,news"
    assert "“04/11/2026” is read as 4 November 2026." in words(bring(*lines, american))


def test_what_the_document_says_is_read_by_any_of_its_names(bring, press, sheffield):
    for title in ("What it says", "Exact words", "Resolution"):
        page = press(bring(f"{SHEFFIELD},We sign it.", head=f"{HEADER},{title}"), "publish")
        assert sheffield.signatures.standing().get().source.endswith("“We sign it.”")
        press(page, "undo")


def test_undo_of_a_list_says_which_line_stays_public(bring, press, client, sheffield):
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    sheffield.signatures.get().dispute("The cabinet never met that day.")
    said = words(press(page, "undo"))
    assert "Undone: 1 signature. Line 2, Sheffield City Council signed on 4 Nov" in said
    assert "stays: it is disputed, or that was settled, since." in said
    assert "None is public now" not in said
    forget_everything()
    assert "4 November 2026" in words(client.get("/councils/sheffield/"))
    assert "No signature found" in words(client.get("/councils/leeds/"))


def test_a_dispute_that_was_settled_ends_undo_of_a_list_as_it_does_of_one(
    bring, press, staff, sheffield
):
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    signature = sheffield.signatures.get()
    signature.dispute("It wrote to us.")
    signature.settle_dispute("Its minutes say so.")
    alone = staff.get(f"/admin/record/signature/{signature.pk}/").content.decode()
    assert ">Undo<" not in alone
    said = words(press(page, "undo"))
    assert "Undone: 1 signature." in said and "stays: it was changed since" in said
    assert sheffield.signatures.standing().exists()


def test_undo_of_a_list_says_that_a_withdrawal_rests_on_a_line(
    bring, press, client, sheffield, add_event
):
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    add_event(sheffield, "withdrawn", on="2026-11-20", council_words="We withdraw.")
    said = words(press(page, "undo"))
    assert "stays: what came later rests on it, so take that back first." in said
    assert "changed since" not in said and "None is public now" not in said


def test_lines_are_mended_at_once_or_left_out_and_what_is_left_out_is_a_file_as_typed(
    bring, press, staff
):
    named = ("Wherever,soon", "Leeds,2013", "Dover,2013", "=x,2013", "Wigan,2013", "Wigan,2014")
    page = bring(*(f"{line},A page,news" for line in (*named, "Bury,2013")))
    mended = {
        "line-2-council": "wkf",
        "line-2-date": "Sept 2013",
        "line-4-meant": "Kent County Council",
    }
    page = press(page, "publish", take=[3], out=[6], **mended)
    seen = words(page)
    assert "1 published." in seen  # what was mended has not been read: it is shown first
    assert "1 ready, mended" in seen and "Line 2 in September 2013 A page" in seen
    assert "Line 7 in 2014 A page" in seen
    assert ticks(page)["take"] == [2, 7]
    opened = press(page, "mend", mend=2)
    page = press(opened, "look", **{"line-2-date": "2015"})
    assert "Line 2 in 2015 A page" in words(page)
    file = staff.get(draft_url("?left-out"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="left-out.csv"'
    text = file.content.decode("utf-8-sig")
    assert "Bury,2013" in text and "'=x" in text and "wkf" not in text


def test_enter_in_a_list_publishes_nothing(bring):
    form = bring(SHEFFIELD, "Leeds,soon,A page,news").content.decode().partition('id="list"')[2]
    assert re.search(r'<button[^>]* name="([\w-]+)"', form)[1] == "look"


def test_nothing_is_published_over_what_a_colleague_changed_since_it_was_read(bring, press, kent):
    page = bring(KENT, head=LINKED)
    signature = kent.signatures.get()
    signature.note = "Bea’s note"
    signature.correct("Found.")
    forget_everything()
    page = press(page, "publish", take=[2], reason="The BBC said so.")
    assert "Nothing was published: read what stands here now" in words(page)
    assert kent.signatures.get().note == "Bea’s note"


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


def test_a_column_of_years_is_one_of_days(bring, press, sheffield):
    press(bring("Sheffield,2013,Minutes,minutes", head=HEADER.replace("date", "Year")), "publish")
    assert sheffield.signatures.get().when.words == "in 2013"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_of_windows_is_read_as_it_was_written(staff, encoding):
    text = f"{HEADER.replace(',', ';')}\nSheffield;2013;The council’s “minutes”;minutes"
    sheet = SimpleUploadedFile("a.csv", text.encode(encoding))
    seen = words(staff.post(SIGNATURES, {"sheet": sheet}, follow=True))
    assert "The council’s “minutes”" in seen


def test_a_pasted_table_with_an_empty_first_column_keeps_each_word_in_its_own(staff, sheffield):
    table = "\tcouncil\tdate\tevidence\tkind of evidence\n1\tSheffield\t2013\tA page\tnews"
    page = staff.post(SIGNATURES, {"pasted": table}, follow=True)
    assert ticks(page)["take"] == [2]


def test_buttons_of_a_list_pressed_twice_say_what_the_first_press_did(bring, press, sheffield):
    page = bring(SHEFFIELD, "Leeds,soon,A page,news")
    press(page, "publish")
    again = press(page, "publish")
    assert "What was ticked is on record already." in words(again)
    assert "1 published from this list" in words(again)  # and can be undone still
    assert "Undone: 1 signature." in words(press(again, "undo"))
    assert "It is undone already" in words(press(again, "undo"))
    assert not sheffield.signatures.standing().exists()


def test_a_list_that_was_only_looked_at_gives_way_to_the_next(bring, press):
    bring(SHEFFIELD)
    page = bring("Kent,2013,A page,news")
    assert "Kent" in words(page)
    assert DraftList.objects.count() == 1
    press(page, "publish")
    bring(SHEFFIELD)
    assert DraftList.objects.count() == 2  # what was published can be undone still


def test_a_list_is_named_as_not_finished_until_each_line_is_on_record_or_left_out(
    bring, press, staff
):
    unfinished = "Brought, and not finished"
    page = bring(SHEFFIELD, LEEDS, "Atlantis,4 November 2026,Minutes,minutes")
    assert unfinished in words(staff.get(SIGNATURES))
    page = press(page, "publish", take=[2])
    assert unfinished in words(staff.get(SIGNATURES))  # of Atlantis nobody has said anything
    press(page, "leave")
    assert unfinished not in words(staff.get(SIGNATURES))


def test_the_moment_beside_a_list_is_called_what_it_is(bring, press, staff, today_is):
    today_is("2026-11-25", "10:00")
    page = bring(SHEFFIELD, "Atlantis,4 November 2026,Minutes,minutes")
    today_is("2026-11-25", "16:30")
    press(page, "publish", take=[2])
    seen = words(staff.get(SIGNATURES))
    assert "Last put on record: 25 November 2026, 16:30" in seen  # to be undone
    assert "Brought, or last put on record: 25 November 2026, 16:30" in seen  # not finished


def test_a_list_that_nobody_publishes_is_forgotten_after_two_months(bring):
    bring(SHEFFIELD)
    brought = DraftList.objects.get().at  # by the clock of the machine, which no test stops
    purge_all(brought + dt.timedelta(days=59))
    assert DraftList.objects.exists()
    purge_all(brought + dt.timedelta(days=61))
    assert not DraftList.objects.exists()


# Contacts


def test_a_contact_is_added_and_changed(contacts, press, staff):
    page = contacts(LEADER, "Kent,Director,1 High Street,a letter,20/11/2026")
    seen = words(page)
    assert "Kent County Council Line 2 Leader of the Council by email old@kent.gov.uk" in seen
    assert "by post 1 High Street" in seen
    assert "2 recorded" in words(press(page, "publish"))
    new = LEADER.replace("old@", "new@").replace("20 Nov", "24 Nov")
    page = contacts(new)
    assert "“old@kent.gov.uk” → “new@kent.gov.uk”" in words(page)
    assert ticks(page) == {
        "box": [],
        "change": [2],
        "take": [],
    }  # what would replace an address is unticked
    done = press(page, "publish", take=[2])
    contact = Contact.objects.get(channel="email")
    assert (contact.email, contact.checked_on) == ("new@kent.gov.uk", dt.date(2026, 11, 24))
    assert contact.check_again_on > dt.date(2027, 4, 10)
    assert f"/admin/councils/contact/{contact.pk}/change/" in links(done)
    assert "1 already on record" in words(contacts(new))


def test_a_list_of_contacts_is_undone_to_what_stood_before(contacts, press, staff, kent):
    press(contacts(LEADER), "publish")
    Contact.objects.get().record_delivery_problem("fails", "550 No such mailbox")
    was = Contact.objects.values().get()
    page = contacts(LEADER.replace("old@", "new@"), "Kent,Director,1 High Street,a letter,20/11/26")
    page = press(page, "publish", take=[2, 3])
    assert "2 recorded from this list" in words(page)
    assert "On record for less than a day: open it to undo it" in words(staff.get(CONTACTS))
    undone = words(press(page, "undo"))
    assert "Undone: 2 contacts. What stood there before is back." in undone
    assert Contact.objects.values().get() == was  # that its mail comes back is known again
    assert "It is undone already" in words(press(page, "undo"))
    history = words(staff.get(f"/admin/councils/contact/{was['id']}/history/"))
    assert "A list changed it by mistake, and it was put back within a day." in history
    again = press(page, "again")
    assert ticks(again)["change"] == [2]


def test_a_list_of_new_contacts_that_is_undone_says_that_no_letter_goes_there(contacts, press):
    undone = words(press(press(contacts(LEADER), "publish"), "undo"))
    assert "Undone: 1 contact. No letter goes to them now." in undone


def test_what_a_colleague_changed_since_is_not_put_back_and_named(contacts, press, staff, kent):
    page = press(contacts(LEADER, "Kent,Director,1 High Street,a letter,20/11/2026"), "publish")
    contact = Contact.objects.get(channel="email")
    contact.email = "mended@kent.gov.uk"
    contact.update()
    page = press(page, "undo")
    said = words(page)
    assert "Undone: 1 contact. Line 2, Leader of the Council, Kent County Council by email" in said
    assert "stays: it was changed since." in said
    assert f"/admin/councils/contact/{contact.pk}/change/" in links(page)
    assert Contact.objects.get().email == "mended@kent.gov.uk"


def test_a_contact_that_a_colleague_deleted_since_is_not_made_again(contacts, press, kent):
    press(contacts(LEADER), "publish")
    page = press(contacts(LEADER.replace("old@", "new@")), "publish", take=[2])
    Contact.objects.get().remove()
    assert "It is undone already" in words(press(page, "undo"))
    assert not Contact.objects.exists()


def test_a_list_is_undone_for_a_day_and_no_longer(contacts, press, staff, monkeypatch, kent):
    page = press(contacts(LEADER), "publish")
    monkeypatch.setattr("campaign.recording.undoing_lists.UNDO_FOR", dt.timedelta(0))
    assert "recorded from this list" not in words(staff.get(CONTACTS))
    assert "more than a day ago" in words(press(page, "undo"))
    assert Contact.objects.exists()


def test_two_lines_that_followed_one_another_are_undone_the_last_one_first(contacts, press, kent):
    page = contacts(LEADER, LEADER.replace("old@", "new@"))
    page = press(page, "publish", out=[3])
    page = press(press(page, "again"), "publish", take=[3])
    assert Contact.objects.get().email == "new@kent.gov.uk"
    assert "Undone: 2 contacts." in words(press(page, "undo"))
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            LEADER.replace("leader", "king"),
            "This is not one of the choices",
        ),
        (LEADER.replace("leader", "king"), "Role Choose Lead Member"),
        (LEADER.replace("20 November 2026", "soon"), "Write a day like 4 November 2026."),
        (LEADER.replace("20 November 2026", "25 November 2126"), "has not come yet"),
        (LEADER.replace("old@kent.gov.uk", "not-an-email"), "It should look like name@example"),
        (LEADER.replace("its website", ""), "Fill this in."),
        (LEADER.replace("Kent,", "Cumbria County,"), "may be 2 councils. Say which."),
        (LEADER.replace("Kent,", "Wexbridge,"), "We know no council “Wexbridge”."),
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
    assert ticks(page)["box"] == ticks(page)["change"] == []
    assert len({line.on_record.council.code for line in page.context["groups"]["SAME"]}) == 32


def test_a_list_from_a_spreadsheet_may_hold_more_commas_than_columns(bring, sheffield):
    said = "We count, think, act, prevent, write, read, ask, tell, show, say so, each year, here"
    head = "Council\tDate\tSource\tKind\tWhat it says"
    page = words(bring(f"Sheffield\t4/11/2026\tMinutes\tminutes\t{said}", head=head))
    assert "Missing" not in page and "Sheffield City Council" in page


def test_a_title_above_the_columns_and_an_empty_line_are_passed_over(bring):
    page = words(bring("Sheffield,4 November 2026,Minutes,minutes", head=TITLED))
    assert "Sheffield City Council" in page and "Line 4" in page


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
    assert f"Not read, as a column before says the same, unless that is empty: {not_read}." in seen


def test_what_a_second_column_of_the_same_holds_stands_beside_its_line(bring):
    page = bring("Leeds,2013,Jane Smith,Item 7,minutes", head="Council,Date,Name,Evidence,Type")
    assert "Jane Smith" in words(page)


def test_two_columns_of_one_title_both_come_back_in_what_is_left_out(bring, staff):
    bring("Atlantis,2013,Item 7,Page 2", "Leeds,soon", head="council,date,evidence,evidence")
    left = staff.get(draft_url("?left-out")).content.decode()
    assert "line,council,date,evidence,evidence,why" in left
    assert "2,Atlantis,2013,Item 7,Page 2," in left
    assert "3,Leeds,soon,,," in left


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


def test_a_council_that_did_not_exist_on_that_day_offers_the_one_that_did_in_place(bring, press):
    page = bring("Cumberland,19 September 2013,A page,report")
    seen = words(page)
    assert "began on 1 April 2023" in seen and "Cumbria County Council" in seen
    mended = press(page, "look", **{"line-2-meant": "Cumbria County Council"})
    assert "began on 1 April 2023" not in words(mended)


@pytest.mark.parametrize("name", ["Cumbria County Council", "Dorset County Council"])
def test_a_council_that_has_ended_and_is_named_in_full_is_itself_and_no_guess(bring, press, name):
    page = bring(f"{name},by 19/9/2013,A page,report")
    press(page, "publish")
    assert Signature.objects.filter(council__name=name).exists()


def test_a_ticked_line_that_is_made_wrong_is_left_over_and_not_counted(staff, bring, press):
    line = "Sheffield,4 November 2026,Minutes item 7,minutes,https://www.leeds.gov.uk/minutes"
    page = bring(line, head=LINKED)
    page = press(page, "look", take=[2])
    assert ticks(page)["take"] == [2]
    opened = press(page, "mend", mend=2, take=[2])
    page = press(opened, "look", **{"line-2-date": "the 40th of May"})
    assert "the 40th of May" in page.content.decode()
    assert "Sheffield" in staff.get(draft_url("?left-out")).content.decode()


def test_a_space_within_an_address_is_mended_and_contacts_are_not_called_public(contacts, press):
    page = contacts("Kent,leader,lead @kent. gov.uk,its website,20 November 2026")
    done = words(press(page, "publish"))
    assert "1 recorded. Letters use them from now. No page shows an address." in done
    assert Contact.objects.get().email == "lead@kent.gov.uk"


def test_an_error_of_a_line_names_its_field(bring):
    page = words(bring("Sheffield,soon,A page,news"))
    assert "On what day? We cannot read this as a date." in page


@pytest.mark.parametrize("kind", ["cabinet paper", "website of the council", "?"])
def test_a_kind_of_document_that_we_do_not_know_is_asked_for_in_its_line(
    bring, press, kent, staff, kind
):
    bbc = "https://news.example/kent"
    kent.signatures.update(source="The BBC", source_url=bbc)
    forget_everything()
    page = bring(
        f"Kent,2 December 2012,The BBC,{kind},{bbc}",
        f"Sheffield,4 November 2026,Minutes item 7,{kind},",
        head=LINKED,
    )
    assert words(page).count("What is the document? This is not one of the choices") == 2
    left = staff.get(draft_url("?left-out")).content.decode()
    assert f"4 November 2026,Minutes item 7,{kind}" in left
    mended = {"line-2-source_kind": "", "line-3-source_kind": "minutes"}
    page = press(page, "look", **mended)
    assert "Sheffield City Council Line 3" in words(page)
    assert "1 published." in words(press(page, "publish"))


def test_two_signatures_of_one_council_under_two_editions_are_no_twins(bring, press, sheffield):
    Edition.objects.create(published_on="2026-10-01", title="The second edition")
    page = bring("Sheffield,2013,A page,news", SHEFFIELD, "Sheffield,May 2013,B page,news")
    seen = words(page)
    assert "Line 3 is about the same" not in seen and "Line 4" in seen
    assert "Line 2 is about the same: leave one of them out." in seen
    assert "2 published." in words(press(page, "publish", out=[4]))
    editions = {str(signature.edition) for signature in sheffield.signatures.standing()}
    assert len(editions) == 2


def test_a_contact_without_an_address_is_asked_for_it_beside_another_of_its_role(contacts):
    page = contacts(LEADER, "Kent,leader,,its website,20 November 2026")
    seen = words(page)
    assert "Email: This way of reaching the council needs it." in seen


def test_undoing_a_list_leaves_the_one_signature_that_another_fact_rests_on(
    bring, press, sheffield, add_event
):
    Edition.objects.create(published_on="2026-10-01", title="The second edition")
    page = bring("Sheffield,2013,A page,news", SHEFFIELD)
    page = press(page, "publish")
    add_event(sheffield, EventKind.REAFFIRMED, "2026-11-24")
    undone = words(press(page, "undo"))
    assert "Undone: 1 signature." in undone
    assert sheffield.signatures.standing().count() == 1


@pytest.mark.parametrize(
    "where",
    ["Leader leader@kent.gov.uk", "Mr. leader@kent.gov.uk", "a@kent.gov.uk or b@kent.gov.uk"],
)
def test_words_beside_an_address_become_no_part_of_it(contacts, where):
    seen = words(contacts(f"Kent,leader,{where},its website,20 November 2026"))
    assert "1 needs you" in seen
    assert where in seen


def test_a_stray_space_within_an_address_is_said_before_it_is_recorded(contacts):
    seen = words(contacts("Kent,leader,lead @kent. gov.uk,its website,20 November 2026"))
    assert "“lead @kent. gov.uk” is read as lead@kent.gov.uk." in seen


@pytest.mark.parametrize(
    "link", ["https://news.example/1 https://news.example/2", "https://news.example/x (page 4)"]
)
def test_two_links_in_one_cell_become_no_third(bring, link):
    seen = words(bring(f"Sheffield,4 November 2026,Minutes,minutes,{link}", head=LINKED))
    assert "1 needs you" in seen
    assert link in seen


def test_a_link_that_is_none_can_be_left_out_and_its_list_finished(bring, press):
    page = bring("Sheffield,2013,A page,news,http://[sheffield", KENT, head=LINKED)
    page = press(page, "look", out=[2])
    assert "left out" in words(page)
    assert press(page, "leave").status_code == 200


def test_who_ticked_a_new_line_did_not_agree_to_change_what_a_colleague_recorded_since(
    bring, press, sheffield, staff
):
    line = "Sheffield,2013,A page,news,https://news.example/sheffield"
    page = press(bring(line, head=LINKED), "look", take=[2])
    Signature(
        council=sheffield, date="2014-01-01", date_precision="year", source="Minutes",
        source_kind="minutes", source_url="https://a.example/", checked_on="2026-11-20",
        edition=Edition.objects.first(),
    ).record()  # fmt: skip
    forget_everything()
    page = staff.get(draft_url())
    assert "would change what is on record" in words(page)
    assert ticks(page)["take"] == []
    page.redirect_chain = []
    assert ticks(press(page, "look", take=[2]))["take"] == [2]


def test_a_line_that_was_opened_and_left_as_it_was_is_not_called_mended(bring, press):
    page = bring("Leeds,2013,A page,news,https://news.example/leeds", head=LINKED)
    opened = press(page, "mend", mend=2, take=[2])
    assert "mended or read otherwise" not in words(press(opened, "look", take=[2]))


def test_a_column_without_a_title_stands_beside_its_line_and_goes_with_what_is_left(bring, staff):
    head = "council,date,,evidence,kind of evidence"
    page = bring("Leeds,soon,ask Jo first,A page,news", head=head)
    assert "ask Jo first" in words(page)
    assert "column 3" in staff.get(draft_url("?left-out")).content.decode()


def test_a_kind_of_document_is_asked_for_once_in_a_line(bring):
    page = bring("Leeds,2013,,cabinet paper,", head=LINKED).content.decode()
    assert page.count('name="line-2-source_kind"') == 1


def test_one_answer_for_all_is_asked_for_only_where_two_lines_want_it(bring):
    assert 'name="all-' not in bring("Leeds,2013,,").content.decode()
    assert 'name="all-' in bring("Leeds,2013,,", "Bolton,2013,,").content.decode()


@pytest.mark.parametrize(("to", "line"), [(SIGNATURES, SHEFFIELD), (CONTACTS, LEADER)])
def test_a_list_that_is_forgotten_gives_back_what_was_typed_and_leads_to_its_own_kind(
    bring, staff, to, line
):
    page = bring(line, to=to, head=HEADER if to == SIGNATURES else REACHED)
    address = page.redirect_chain[-1][0]
    DraftList.objects.all().delete()
    typed = {"look": "", "line-2-source": "Minutes item 8", "reason": "It was the day after."}
    for answer in (staff.get(address), staff.post(address, typed)):
        assert answer.status_code == 404
        assert "That list is no longer here" in words(answer)
        assert links(answer)[to] == "Bring it again"
    assert "Minutes item 8" in answer.content.decode()
    assert "It was the day after." in answer.content.decode()


@pytest.mark.promise(25)
def test_a_list_that_waited_long_can_be_undone_for_a_whole_day(
    bring, press, today_is, client, editor, sheffield
):
    page = bring(SHEFFIELD, "Leeds,soon,A page,news")
    today_is("2027-01-23")
    client.force_login(editor)
    published = press(page, "publish", take=[2])
    assert "1 published" in words(published)
    purge_all(timezone.now() + dt.timedelta(hours=15))  # that night
    client.force_login(editor)
    assert "Undone: 1 signature." in words(press(published, "undo"))
    assert not sheffield.signatures.standing().exists()


def test_a_line_that_changed_what_was_on_record_is_marked_once_it_is_published(bring, press):
    page = bring(SHEFFIELD, KENT, head=LINKED)
    seen = words(press(page, "publish", take=[2, 3], reason="The BBC said so."))
    published = seen.partition("2 published from this list")[2]
    assert published.count(", changed") == 1


def test_of_the_councils_before_it_only_those_with_children_s_services_are_offered(bring):
    page = bring("Dorset,2013,A page,news")
    assert 'value="Dorset County Council"' in page.content.decode()
    assert "District Council" not in words(page)


@pytest.mark.parametrize("total", ["Total,3,,", "Total: 2 councils,,,", ",Grand total,2,"])
def test_a_line_of_totals_is_called_that_and_asks_for_nothing(bring, press, staff, total):
    page = bring(SHEFFIELD, total)
    seen = words(page)
    assert "This looks like a line of totals. Leave it out." in seen
    assert "We know no council" not in seen and "line-3-date" not in page.content.decode()
    press(page, "publish", out=[3])
    assert "otal" in staff.get(draft_url("?left-out")).content.decode()


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


def test_what_stands_in_brackets_in_a_title_does_not_hide_its_column(bring):
    page = bring(SHEFFIELD, head="Council (full name),Date (dd/mm/yyyy),Evidence (if any),Kind")
    assert ticks(page)["take"] == [2]


def test_a_name_beside_an_address_is_seen_to_be_left_away(contacts, press):
    page = contacts("Kent,leader,Cllr Jo Gray <lead@kent.gov.uk>,its website,20 November 2026")
    said = "“Cllr Jo Gray <lead@kent.gov.uk>” is read as lead@kent.gov.uk."
    assert said in words(page)
    opened = press(page, "mend", mend=2)
    assert said not in words(press(opened, "look", **{"line-2-email": "new@kent.gov.uk"}))


def test_where_another_line_writes_the_month_first_that_is_said_beside_a_day(bring):
    typed = "Sheffield,04/11/2026,Minutes item 7,minutes"
    asks = "“04/11/2026” is read as 4 November 2026. Another line writes the month first"
    assert asks in words(bring(typed, "Leeds,10/13/2026,A page,news"))
    assert "month first" not in words(bring(typed))
