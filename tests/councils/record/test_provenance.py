"""Every count says where its names come from, and how many councils confirmed them since."""

import datetime as dt
import json
import re

import pytest

from councils.models import EventKind
from councils.record import Provenance, record_on
from tests.conftest import forget_everything
from tests.seen import A_COUNT, counts_without_age

pytestmark = pytest.mark.promise(6)


PAGES = [
    "/", "/councils/", "/councils/?region=london", "/councils/?at=2014-01-01", "/data/",
    "/councils/?region=london&at=2014-01-01", "/councils/timeline/",
    "/councils/kent/", "/councils/sheffield/", "/councils/kent/pack/", "/councils/dover/pack/",
    "/embed/map/", "/embed/kent/", "/embed/sheffield/", "/feed.atom", "/how-we-count/",
    *(
        "/for-journalists/",
        "/press/kent/",
        "/press/london/",
        "/for-councils/",
        "/for-councillors/",
        "/about/",
        "/charter/",
    ),
]  # fmt: skip
LIST = "The Children’s Society’s list of September 2013"
FILES = ["/data/datapackage.json", "/data/councils.json", "/data/signatures.json",
         "/data/councils.geojson"]  # fmt: skip


@pytest.mark.parametrize(
    ("signed", "listed", "confirmed", "sentence", "short"),
    [
        (0, 0, 0, "", ""),
        (
            32, 32, 0,
            f"All 32 names are on {LIST}, and no council has confirmed its signature to us since.",
            "list of 2013",
        ),
        (
            32, 32, 1,
            f"All 32 names are on {LIST}, and one council has confirmed its signature since.",
            "list of 2013, 1 confirmed since",
        ),
        (
            35, 32, 4,
            f"32 of the 35 names are on {LIST}; the other three aren’t."
            " Of those on it, four have confirmed theirs since.",
            "32 from the list of 2013, 4 confirmed since",
        ),
        (
            35, 32, 0,
            f"32 of the 35 names are on {LIST}; the other three aren’t."
            " Of those on it, none has confirmed its signature to us since.",
            "32 from the list of 2013",
        ),
        (
            2, 1, 1,
            f"One of the 2 names is on {LIST}; the other one isn’t."
            " The council on it has confirmed its signature since.",
            "1 from the list of 2013, 1 confirmed since",
        ),
        (
            1, 1, 0,
            f"Its name is on {LIST}, and it hasn’t confirmed its signature to us since.",
            "list of 2013",
        ),
        (
            2, 2, 2,
            f"Both names are on {LIST}, and two councils have confirmed theirs since.",
            "list of 2013, 2 confirmed since",
        ),
        (2, 0, 0, "No name is from the list of 2013.", "not from the list of 2013"),
    ],
)  # fmt: skip
def test_a_count_says_where_its_names_come_from(signed, listed, confirmed, sentence, short):
    provenance = Provenance(signed, listed, confirmed)
    in_brackets = f" ({short})" if short else ""
    assert (provenance.sentence(), provenance.in_brackets) == (sentence, in_brackets)


def test_provenance_follows_new_signatures_and_confirmations(kent, sheffield, sign, add_event):
    assert record_on().provenance == Provenance(32, 32, 0)
    sign(sheffield)
    kent.signatures.update(confirmed_on=dt.date(2026, 11, 20))
    forget_everything()
    assert record_on().provenance == Provenance(33, 32, 1)
    add_event(kent, EventKind.REAFFIRMED, "2026-11-21")
    forget_everything()
    assert record_on().provenance == Provenance(33, 32, 1)
    assert record_on(dt.date(2026, 11, 1)).provenance == Provenance(32, 32, 0)


def test_a_council_of_the_list_that_signs_again_is_still_on_the_list(kent, sign):
    sign(kent, "2026-11-20")
    forget_everything()
    assert record_on().provenance == Provenance(32, 32, 0)


def test_no_page_feed_or_file_gives_a_count_without_its_provenance(client, db):
    counted = 0
    for address in PAGES:
        markup = client.get(address).content.decode()
        counted += len(A_COUNT.findall(" ".join(re.sub(r"<[^>]+>", " ", markup).split())))
        assert counts_without_age(markup) == [], address
    assert counted >= 14
    for address in FILES:
        data = json.dumps(json.loads(client.get(address).content), ensure_ascii=False)
        assert "All 32 names are on The Children’s Society’s list" in data, address
