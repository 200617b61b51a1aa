"""The councillor's motion: one for each status, facts with their sources, a file to edit."""

import re

import pytest

from councils.models import Council, EventKind
from councils.motion.wording import motion_for
from councils.record import record_on
from tests.councils.motion.rich_text import read
from tests.seen import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def motion(db):
    """Return a function that makes the motion of a council from the current record."""

    def made(slug):
        record = record_on()
        return motion_for(record, record.by_slug[slug])

    return made


@pytest.fixture
def file(client):
    """Return a function that reads a council's file as a word processor would."""

    def opened(slug):
        response = client.get(f"/councils/{slug}/pack.rtf")
        assert response.status_code == 200
        return read(response.content)

    return opened


# The motion


def test_without_a_signature_the_motion_is_to_sign(motion):
    sheffield = motion("sheffield")
    assert sheffield.headline == "A motion asking Sheffield to sign"
    assert sheffield.summary == "We haven’t found a signature from Sheffield City Council."
    assert sheffield.resolutions[0] == "sign the Runaways’ Charter"
    assert "Derbyshire, next door, is on the 2013 list of councils that signed" in sheffield.notes


def test_before_it_is_proposed_a_councillor_reads_that_the_charters_text_is_missing(client, motion):
    page = client.get("/councils/norfolk/pack/").content.decode()
    before_the_draft = page[: page.index("Draft motion")]
    assert "We don’t have the charter’s full text" in before_the_draft
    assert "it signs its own copy" in before_the_draft
    assert "keep the copy of the charter that it signs with the minutes" in page
    assert "signs its own copy" not in motion("dover").ask_first
    assert "signs its own copy" not in motion("kent").ask_first


def test_a_council_that_has_signed_says_again_that_it_stands_by_it(motion):
    kent = motion("kent")
    assert kent.headline == "A motion asking Kent to say again that it stands by the charter"
    assert kent.summary == (
        "Kent County Council signed the Runaways’ Charter by 3 December 2012, says a councillor’s"
        " page of that day."
    )
    assert kent.resolutions[0] == "say again in public that it stands by the Runaways’ Charter"


def test_what_a_council_said_or_withdrew_is_noted_as_a_fact(motion, kent, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    add_event(kent, EventKind.WITHDRAWN)
    assert motion("sheffield").summary.startswith("Sheffield City Council says it will sign")
    assert motion("kent").resolutions[0] == "sign the Runaways’ Charter again"
    assert (
        "Kent County Council withdrew from the Runaways’ Charter on 20 November 2026"
        in motion("kent").notes
    )


def test_a_district_asks_its_county(motion):
    dover = motion("dover")
    assert dover.headline == "A motion thanking Kent for signing"
    assert dover.resolutions[0].startswith("thank Kent for signing the Runaways’ Charter")
    assert "so it is the council that can sign" in " ".join(dover.notes)
    assert motion("elmbridge").headline == "A motion asking Surrey to sign"
    first, second, _ = motion("elmbridge").resolutions
    assert first == "ask Surrey to sign the Runaways’ Charter"
    assert second.endswith(
        "tell East Surrey and West Surrey about the charter, and what it decides"
    )


def test_a_council_near_its_end_asks_those_to_come_and_promises_no_yearly_report(motion, today_is):
    today_is("2026-09-29")
    assert any("once a year" in step for step in motion("surrey").resolutions)
    today_is("2026-10-01")
    surrey = motion("surrey")
    assert surrey.headline == "A motion to pass the charter on to East Surrey and West Surrey"
    assert surrey.resolutions[1] == "sign the Runaways’ Charter"
    assert not any("once a year" in step for step in surrey.resolutions)


@pytest.mark.parametrize("slug", ["northamptonshire", "cardiff", "no-such-place"])
def test_there_is_no_motion_for_a_closed_council_or_outside_england(client, slug):
    assert client.get(f"/councils/{slug}/pack/").status_code == 404
    assert client.get(f"/councils/{slug}/pack.rtf").status_code == 404


PARTIES = "labour conservative tory liberal democrat green reform"
ADJECTIVES = (
    "shameful disappointing worst only just still failed ignored refused vital proud urgent"
)


def test_every_motion_names_no_party_judges_nobody_and_counts_in_words_that_fit():
    record, forbidden = record_on(), set((PARTIES + " " + ADJECTIVES).split())
    count = 0
    for row in record.all_councils:
        if motion := motion_for(record, row):
            count += 1
            said = " ".join([motion.headline, motion.summary, *motion.notes, *motion.resolutions])
            assert " 1 councils" not in motion.no_neighbour, row.name
            said = said.replace("children’s services", "")
            assert not forbidden & set(re.findall(r"[a-z]+", said.lower())), row.name
    assert count > record.total + 150  # every council that can sign, and every district


# The page


# The file


ON_THE_PAGE_ALONE = (
    "Download it (RTF)",
    "Print it",
    "It opens in any word processor. Change what you like.",
    "More for councillors",
)


def test_the_file_has_exactly_the_words_of_the_page(client, file, rich, settings):
    """In the same order, for a council of each status in a full record and for a district."""
    record, seen = record_on(), set()
    rows = [record.by_slug["dover"], record.by_slug["wirral"], *record.all_councils]
    for row in rows:
        motion = motion_for(record, row)
        kind = motion and (motion.status, motion.is_for_district, len(motion.neighbours) == 1)
        if motion is None or kind in seen:
            continue
        seen.add(kind)
        response = client.get(f"/councils/{row.slug}/pack/")
        response.content = response.content.partition(b"</main>")[0]
        page = words(response)
        page = page[page.index(motion.headline) :]
        address = f"{settings.SITE_URL}/councils/{motion.responsible.slug}/tell-us/"
        for part in (*ON_THE_PAGE_ALONE, address):
            assert part in page
            page = page.replace(part, "")
        assert without_gaps(file(row.slug).body) == without_gaps(page), row.name
    assert len(seen) > 8


def without_gaps(text):
    """Return text without spaces, as HTML tags and paragraphs break it in different places."""
    return "".join(text.split())


@pytest.mark.parametrize(
    "name",
    [
        r"\par {Evil} \\ {\field{\*\fldinst{HYPERLINK}} Council",
        "Ŵŷ 王 Москва العربية 😀𝔎 Council",
        'A "quoted" – line\nbroken \x00\x07 Council',
    ],
)
def test_a_name_of_any_script_stays_a_name_in_the_file(client, file, sheffield, name):
    Council.objects.filter(pk=sheffield.pk).update(name=name.replace("\x00", ""))
    raw = client.get("/councils/sheffield/pack.rtf").content
    assert raw.isascii()
    text = file("sheffield")
    said = " ".join(name.replace("\x00", "").replace("\x07", "").split())
    assert f"We haven’t found a signature from {said}." in text.body
    assert not any("Evil" in link for link in text.links)
