"""What each line of a list would do; mending, ticking, publishing and leaving out."""

import datetime as dt
import re

import pytest

from campaign.privacy.personal_data import purge_all
from councils.models import Change, DraftList, Edition, Signature
from tests.conftest import forget_everything
from tests.lists import (
    CONTACTS,
    HEADER,
    KENT,
    LEADER,
    LEEDS,
    LINKED,
    REACHED,
    SHEFFIELD,
    SIGNATURES,
    draft_url,
    ticks,
)
from tests.seen import links, words

pytestmark = pytest.mark.usefixtures("november")


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


def test_a_line_that_changed_what_was_on_record_is_marked_once_it_is_published(bring, press):
    page = bring(SHEFFIELD, KENT, head=LINKED)
    seen = words(press(page, "publish", take=[2, 3], reason="The BBC said so."))
    published = seen.partition("2 published from this list")[2]
    assert published.count(", changed") == 1


def test_of_the_councils_before_it_only_those_with_children_s_services_are_offered(bring):
    page = bring("Dorset,2013,A page,news")
    assert 'value="Dorset County Council"' in page.content.decode()
    assert "District Council" not in words(page)


def test_a_list_of_500_lines_that_all_want_mending_can_be_mended(bring, press):
    page = bring(*(["Atlantis,soon,,cabinet paper"] * 500))
    kinds = {f"line-{line}-source_kind": "" for line in range(2, 502)}  # as a browser sends them
    mended = press(page, "look", **kinds, **{"line-2-council": "Sheffield"})
    assert mended.status_code == 200
    assert mended.context["groups"]["WRONG"][0].called.row.short_name == "Sheffield"
