"""The councillors' pack: a motion for each status, facts with their sources, a file to edit."""

import io
import re

import docx
import pytest

from councils.councillor_pack import sources
from councils.councillor_pack.wording import join_names, pack_for
from councils.models import Council, EventKind, MissingFromCare
from councils.record import record_on
from tests.seen import links, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(db):
    """Return a function that makes the pack of a council from the current record."""

    def read(slug):
        record = record_on()
        return pack_for(record, record.by_slug[slug])

    return read


@pytest.fixture
def file(client):
    """Return a function that opens a council's file as a word processor would."""

    def opened(slug):
        response = client.get(f"/councils/{slug}/pack.docx")
        assert response.status_code == 200
        return docx.Document(io.BytesIO(response.content))

    return opened


# The motion


def test_without_a_signature_the_motion_is_to_sign(pack):
    sheffield = pack("sheffield")
    assert sheffield.purpose == "A motion for Sheffield to sign"
    assert sheffield.status_sentence == "No signature by Sheffield City Council is on record."
    assert sheffield.resolutions[0] == "to sign the Runaways’ Charter"
    assert "that of the councils next to it, Derbyshire is on record as signed" in sheffield.notes


def test_one_neighbour_is_counted_in_the_singular(pack):
    wirral = pack("wirral")
    assert len(wirral.page.neighbours) == 1
    assert wirral.neighbours_note == "The one council next to Wirral has no signature on record."


def test_one_neighbour_that_signed_is_named_in_the_motion(pack, sign):
    sign(Council.objects.get(slug="cheshire-west-and-chester"))
    wirral = pack("wirral")
    assert wirral.neighbours_note == "The one council next to Wirral is on record as signed:"
    assert (
        "that the one council next to it, Cheshire West and Chester, is on record as signed"
        in wirral.notes
    )


def test_no_pack_counts_one_council_as_several():
    record = record_on()
    for row in record.all_councils:
        if pack := pack_for(record, row):
            assert " 1 councils" not in pack.neighbours_note, row.name


def test_the_first_step_is_to_ask_whether_the_council_has_signed(pack):
    assert "so there are at least nine we can’t name." in pack("sheffield").first_step
    assert pack("kent").first_step == ""


def test_a_council_that_has_signed_renews_its_signature(pack):
    kent = pack("kent")
    assert kent.purpose == "A motion for Kent to renew its signature"
    assert (
        "that Kent County Council is on record as having signed the Runaways’ Charter by 3 December"
        " 2012"
    ) in kent.notes
    assert kent.resolutions[0] == ("to say again in public that it stands by the Runaways’ Charter")


def test_a_council_that_inherits_signs_in_its_own_name(pack, sign):
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    cumberland = pack("cumberland")
    assert cumberland.purpose == "A motion for Cumberland to sign in its own name"
    assert cumberland.resolutions[0] == (
        "to sign the Runaways’ Charter, as Cumbria County Council is on record as having done"
    )
    assert "that the website counts a new council once it signs itself" in cumberland.notes


def test_what_a_council_said_or_withdrew_is_noted_as_a_fact(pack, kent, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    add_event(kent, EventKind.WITHDRAWN)
    assert "that Sheffield City Council is on record as saying that it will sign" in (
        pack("sheffield").notes
    )
    assert pack("kent").resolutions[0] == "to sign the Runaways’ Charter again"
    assert "that Kent County Council wrote on 20 November 2026 that it had withdrawn" in (
        pack("kent").notes
    )


def test_a_district_asks_its_county(pack):
    dover = pack("dover")
    assert dover.purpose == "A motion that asks Kent to renew its signature"
    assert dover.resolutions[0].startswith("to thank Kent County Council for its signature")
    assert "that it is the council that can sign" in " ".join(dover.notes)
    assert dover.afterwards == "If Kent renews its signature, tell us"
    assert pack("elmbridge").afterwards == "If Surrey signs, tell us"
    first, second, _ = pack("elmbridge").resolutions
    assert second.endswith(
        "to tell East Surrey and West Surrey about the charter, and what it decides"
    )
    assert first == "to ask Surrey County Council to sign the Runaways’ Charter"


def test_a_council_that_has_not_started_is_asked_for_its_first_days(pack):
    east = pack("east-surrey")
    assert east.resolutions[0] == (
        "that the Runaways’ Charter be put to the council for signature when it takes over on"
        " 1 April 2027"
    )


def test_a_council_near_its_end_asks_those_to_come_and_promises_no_yearly_report(pack, today_is):
    today_is("2026-09-29")
    assert pack("surrey").purpose == "A motion for Surrey to sign"
    assert any("once a year" in step for step in pack("surrey").resolutions)
    today_is("2026-10-01")
    surrey = pack("surrey")
    assert surrey.purpose == "A motion for the charter in East Surrey and West Surrey"
    assert "that Surrey ends, and that East Surrey and West Surrey take over on 1 April 2027" in (
        surrey.notes
    )
    assert surrey.resolutions[:2] == [
        "to ask East Surrey and West Surrey to sign the Runaways’ Charter when they take over on"
        " 1 April 2027",
        "to sign the Runaways’ Charter",
    ]
    assert not any("once a year" in step for step in surrey.resolutions)


@pytest.mark.parametrize("slug", ["northamptonshire", "cardiff", "no-such-place"])
def test_there_is_no_pack_for_a_closed_council_or_outside_england(client, slug):
    assert client.get(f"/councils/{slug}/pack/").status_code == 404
    assert client.get(f"/councils/{slug}/pack.docx").status_code == 404


PARTIES = "labour conservative tory liberal democrat green reform"
ADJECTIVES = (
    "shameful disappointing worst only just still failed ignored refused vital proud urgent"
)


def test_every_pack_names_no_party_and_judges_nobody():
    record, forbidden = record_on(), set((PARTIES + " " + ADJECTIVES).split())
    count = 0
    for row in record.all_councils:
        if pack := pack_for(record, row):
            count += 1
            said = " ".join([pack.purpose, pack.status_sentence, *pack.notes, *pack.resolutions])
            said = said.replace("children’s services", "")
            assert not forbidden & set(re.findall(r"[a-z]+", said.lower())), row.name
    assert count > record.total + 150  # every council that can sign, and every district


def test_every_fact_has_a_source_and_every_link_is_complete():
    for fact in (*sources.CHARTER, *sources.DUTY, *sources.FIGURES):
        assert fact.source
        assert not fact.url or re.fullmatch(r"https?://\S+", fact.url)
    for fact in sources.FIGURES:
        assert re.match(
            r"England, (year to 31 March )?20\d\d", fact.text
        )  # place and year stand first


def test_names_are_joined_as_a_sentence_does():
    assert join_names([]) == ""
    assert join_names(["Kent"]) == "Kent"
    assert (
        join_names(["Kent", "Surrey", "the Isle of Wight"]) == "Kent, Surrey and the Isle of Wight"
    )


def test_the_departments_figure_of_the_council_comes_with_its_year_and_its_warning(
    client, sheffield
):
    def load(year, children):
        figures = {"looked_after": "1371", "children": children, "incidents": "1358"}
        MissingFromCare.objects.filter(council=sheffield, year=year).update(**figures)

    load(2023, "188")
    load(2024, "c")  # not shown by the department: never a zero, so the year before it stands
    seen = words(client.get("/councils/sheffield/pack/"))
    assert (
        "Sheffield City Council, year ending 31 March 2023: 188 of 1,371 children in its care"
        " during the year went missing, 1,358 times in all. Source: Department for Education"
    ) in seen
    assert "should be cautious interpreting any figures across years" in seen
    assert "should be cautious" not in words(client.get("/councils/rutland/pack/"))


# The page


def test_the_page_has_every_part_of_the_pack(client):
    seen = words(client.get("/councils/sheffield/pack/"))
    for part in (
        "A motion for Sheffield to sign",
        "This council notes",
        "Of the 3 councils next to Sheffield, on record as signed: Derbyshire County Council",
        "by 19 September 2013. Source: ",
        "should be completed within 72 hours",
        "84,000 children under 16",
        "How many return interviews did we offer",
        "As the record stands on",
    ):
        assert part in seen
    addresses = links(client.get("/councils/sheffield/pack/"))
    assert "/councils/sheffield/pack.docx" in addresses
    assert "/councils/sheffield/tell-us/" in addresses


@pytest.mark.parametrize("slug", ["sheffield", "kent", "dover", "east-surrey"])
def test_a_council_page_leads_to_its_pack(client, slug):
    assert f"/councils/{slug}/pack/" in links(client.get(f"/councils/{slug}/"))


def test_addresses_are_written_out_for_print(client, settings):
    seen = words(client.get("/councils/sheffield/pack/"))
    assert f"({settings.SITE_URL}/councils/sheffield/tell-us/)" in seen
    assert f"({settings.SITE_URL}/charter/)" in seen


# The file


def test_the_file_opens_with_real_headings_and_lists(file):
    document = file("sheffield")
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["A motion for Sheffield to sign"]
    assert by_style["Heading 1"] == [
        "Draft motion",
        "Neighbours on record as signed",
        "The charter",
        "What the law asks already",
        "Figures",
        "Questions to ask",
        "Afterwards",
    ]
    assert by_style["Heading 2"] == ["Count", "Think", "Act", "Prevent"]
    assert by_style["List Number"][0] == "to sign the Runaways’ Charter;"
    assert by_style["List Number"][-1].endswith(".")
    assert len(by_style["List Bullet"]) > 15


ON_THE_PAGE_ALONE = ("Download it to edit", "Print it", "More for councillors")


def test_the_file_has_exactly_the_words_of_the_page(client, file, rich):
    """In the same order, for a council of each status in a full record and for a district."""
    record, seen = record_on(), set()
    rows = [record.by_slug["dover"], record.by_slug["wirral"], *record.all_councils]
    for row in rows:
        pack = pack_for(record, row)
        kind = pack and (
            pack.responsible.status,
            pack.is_for_district,
            len(pack.page.neighbours) == 1,
        )
        if pack is None or kind in seen:
            continue
        seen.add(kind)
        response = client.get(f"/councils/{row.slug}/pack/")
        response.content = response.content.partition(b"</main>")[0]
        page = words(response)
        assert "It holds the same words as this page." in page
        page = page[page.index(pack.purpose) :]
        for part in (*ON_THE_PAGE_ALONE, note_on_the_file(page)):
            page = page.replace(part, "")
        document = " ".join(paragraph.text for paragraph in file(row.slug).paragraphs)
        assert without_gaps(document) == without_gaps(page), row.name
    assert len(seen) > 8


def note_on_the_file(page):
    return re.search(r"The file is a \.docx.*same words as this page\.", page)[0]


def without_gaps(text):
    """Return text without spaces, as HTML tags and Word runs break it in different places."""
    return "".join(text.split())


def test_sources_in_the_file_are_links(file):
    document = file("sheffield")
    targets = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert {fact.url for fact in sources.FIGURES} <= targets
    linked = document.element.xpath("//w:hyperlink")
    assert len(linked) > 6


def test_the_file_names_its_title_and_the_site_as_its_maker(file):
    known = file("sheffield").core_properties
    assert known.title == "Runaways’ Charter: a councillor’s pack for Sheffield"
    assert known.author == known.last_modified_by == "Make Runaways Safe"
    assert known.language == "en-GB"
    assert known.comments == ""


def test_the_file_is_downloaded_under_a_name(client):
    headers = client.get("/councils/kent/pack.docx").headers
    assert headers["Content-Disposition"] == 'attachment; filename="runaways-charter-kent.docx"'
    assert headers["Content-Type"].endswith("wordprocessingml.document")
    assert "Content-Encoding" not in headers
