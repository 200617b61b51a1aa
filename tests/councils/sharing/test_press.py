"""For journalists: sentences that stand alone, each with its source, and maps to print."""

import datetime as dt
import re
import struct
from xml.etree import ElementTree as ET

import pytest

from councils.models import Signature
from councils.record import record_on
from tests.seen import counts_without_age

pytestmark = pytest.mark.django_db


def sentences(client, slug):
    """Return the five sentences on a council, each with its source."""
    page = client.get(f"/press/{slug}/").content.decode()
    items = re.findall(
        r'<p class="lead" id="sentence-\d">(.*?)</p>\s*<p class="small">(.*?)</p>', page, re.DOTALL
    )
    return [(text, " ".join(re.sub("<[^>]+>", " ", source).split())) for text, source in items]


def test_the_list_behind_the_number_is_one_press_from_the_number(client):
    page = client.get("/for-journalists/").content.decode()
    kent = Signature.objects.get(council__slug="kent")
    assert f'href="{kent.source_url}"' in page


def test_each_sentence_names_the_council_and_says_when_it_was_checked(client, today_is):
    today_is("2026-11-24")
    status, evidence, region, near, figures = sentences(client, "kent")
    assert status[0] == (
        "As of 24 November 2026, there’s evidence that Kent County Council signed the Runaways’"
        " Charter by 3 December 2012."
    )
    assert status[1].startswith(
        "Source: A councillor’s page of 3 December 2012. Read on 24 November"
    )
    assert "not checked since" in status[1]
    assert evidence[0] == (
        "The evidence that Kent County Council signed is The Children’s Society’s list of September"
        " 2013 and a councillor’s page of 3 December 2012. The council hasn’t confirmed it to Make"
        " Runaways Safe."
    )
    assert "6 of the 19 councils" in region[0]
    assert near[0] == (
        "Six councils that run children’s services border Kent. Make Runaways Safe has found no"
        " signature from any of them."
    )
    assert figures[0].startswith(
        "Of the 4,670 children Kent County Council looked after at some time in the year to March"
        " 2024, 471 went missing at least once."
    )


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    ("facts", "says", "not_says"),
    [
        (
            {"source_kind": "minutes", "source_url": "https://www.sheffield.gov.uk/m.pdf"},
            "The council’s own papers show it.",
            "has confirmed it",
        ),
        (
            {"source_kind": "news", "confirmed_on": dt.date(2026, 11, 20)},
            "The council has confirmed it to Make Runaways Safe.",
            "hasn’t confirmed",
        ),
        (
            {"source_kind": "news"},
            "The council hasn’t confirmed it to Make Runaways Safe.",
            "has confirmed it",
        ),
    ],
)
def test_the_evidence_says_whose_word_it_is(client, sheffield, sign, facts, says, not_says):
    sign(sheffield, "2026-11-01", source="A paper", **facts)
    _, evidence, *_ = sentences(client, "sheffield")
    assert says in evidence[0] and not_says not in evidence[0]


@pytest.mark.promise(1)
def test_a_council_that_disputes_a_signature_is_not_said_to_have_confirmed_it(
    client, sheffield, sign
):
    minutes = {"source_kind": "minutes", "source_url": "https://www.sheffield.gov.uk/m.pdf"}
    sign(sheffield, "2026-11-01", source="Minutes", **minutes).dispute("It never met that day.")
    status, evidence, *_ = sentences(client, "sheffield")
    assert "The council has disputed this since" in status[0]
    assert evidence[0].endswith("The council disputes it.")


def test_no_signature_found_is_said_without_a_guess_and_a_neighbours_with_its_source(client):
    status, evidence, _, near, _ = sentences(client, "sheffield")
    assert "It may have signed, or it may never have been asked." in status[0]
    assert evidence[0].startswith("Sheffield City Council isn’t on The Children’s Society’s list")
    assert near[0] == (
        "Derbyshire is on the 2013 list of councils that signed the Runaways’ Charter. It borders"
        " Sheffield."
    )


def test_every_council_has_five_sentences_that_stand_alone(client):
    for row in record_on().councils:
        five = sentences(client, row.slug)
        assert len(five) == 5, row.name
        for text, source in five:
            assert counts_without_age(text) == [], text
            assert text.endswith("."), text
            assert not re.search(r"\b(we|our|us|its neighbours)\b|\{|  ", text), text
            assert source.startswith("Source: "), row.name


def test_a_district_leads_to_its_council_and_no_other_place_has_a_page(client):
    assert client.get("/press/dover/").headers["Location"] == "/press/kent/"
    assert client.get("/press/england/").headers["Location"] == "/for-journalists/"
    assert client.get("/press/northamptonshire/").headers["Location"].startswith("/councils/")
    assert client.get("/press/cardiff/").status_code == 404
    assert client.get("/press/atlantis/").status_code == 404


def test_a_map_says_its_count_with_its_age_its_day_and_its_credit(client, today_is):
    today_is("2026-11-24")
    for which in ("map", "areas"):
        png = client.get(f"/press/england/{which}.png")
        assert struct.unpack(">II", png.content[16:24])[0] == 1200
        assert len(png.content) < 300_000
        saved_as = f'filename="runaways-charter-england-2026-11-24-{which}.png"'
        assert saved_as in png["Content-Disposition"]
        svg = client.get(f"/press/england/{which}.svg").content.decode()
        seen = " ".join("".join(ET.fromstring(svg).itertext()).split())
        for part in ("32 of 153 councils in England", "list of September 2013",
                     "24 November 2026", "CC BY 4.0", "Signed: 32"):  # fmt: skip
            assert part in seen
        assert not {"style=", "<style"} & set(re.findall(r"<style|style=", svg))


@pytest.mark.promise(6)
def test_a_corrected_day_no_longer_has_the_source_of_the_one_before(client, kent):
    signature = kent.signatures.get()
    signature.date = "2013-09-19"
    signature.correct("The page was of another charter.")
    assert "ouncillor’s page" not in sentences(client, "kent")[0][1]
    assert "ouncillor’s page" not in sentences(client, "kent")[1][0]
