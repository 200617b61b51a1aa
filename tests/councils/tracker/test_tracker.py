"""The list of councils: its filters, any day of the record, and mistakes in the address."""

import re

import pytest

from councils.page_cache import page_store
from tests.seen import fields, links, words

NAMED = (
    "An undated report by The Children’s Society, probably of 2014, says 41 councils had signed."
    " We can name 32 that had signed by the end of 2014, so there are at least nine we can’t name."
)


COUNCIL = re.compile(r"/councils/(?!timeline)(?!(?:east|west)-surrey)[-\w]+/")
"""A council of today; the two Surreys are still to come."""


@pytest.fixture
def tracker(client, db):
    return lambda **asked: client.get("/councils/", asked)


def shown(response) -> list[str]:
    """Return the slugs of the councils in the list, in order."""
    return [row.slug for row in response.context["rows"]]


def test_the_tracker_says_how_many_have_signed_today(tracker):
    page = words(tracker())
    assert "32 of 153 councils have signed, as far as we know" in page
    assert NAMED in page


def test_a_signature_found_later_but_dated_2014_is_among_those_of_2014(tracker, sheffield, sign):
    sign(sheffield, "2014-02-11", checked_on="2026-11-20")
    assert (
        "We can name 33 that had signed by the end of 2014, so there are at least eight we"
        in words(tracker())
    )


def test_every_council_is_listed_by_name_with_a_link_and_its_status(tracker):
    response = tracker()
    assert len(shown(response)) == 153
    assert {f"/councils/{slug}/" for slug in shown(response)} <= links(response).keys()
    page = words(response)
    assert "South East 6 of 19 signed Signed Hampshire Kent" in page
    assert "Yorkshire and The Humber 3 of 15 signed Signed Bradford" in page
    assert "North Lincolnshire No signature found Barnsley" in page


def test_the_regions_stand_from_the_north_and_open_in_place(tracker):
    page = tracker().content.decode()
    assert page.count("<details id=") == 10  # with all that have signed
    assert page.index('<details id="north-east">') < page.index('<details id="south-west">')
    london = words(tracker(region="london"))
    says = "33 councils: London See every council · Download these 33 councils (CSV) Signed 5"
    assert says in london


def test_a_region_that_is_opened_in_the_list_has_a_file_of_its_own(tracker, client):
    download = "/data/councils.csv?region=yorkshire-and-the-humber"
    assert links(tracker())[download] == "Download these 15 (CSV)"
    file = client.get(download)
    assert file.content.decode().count("Yorkshire and The Humber") == 15
    assert "councils-yorkshire-and-the-humber-2026-" in file.headers["Content-Disposition"]
    then = links(tracker(at="2013-09-19"))
    assert f"{download}&at=2013-09-19" in {link.replace("&amp;", "&") for link in then}


# Filters


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"status": "signed"}, 32),
        ({"status": "not_signed"}, 121),
        ({"status": "intends"}, 0),
        ({"status": "inherited"}, 0),
        ({"status": "withdrawn"}, 0),
        ({"region": "london"}, 33),
        ({"region": "yorkshire-and-the-humber"}, 15),
        ({"kind": "county"}, 21),
        ({"kind": "unitary"}, 62),
        ({"kind": "metropolitan"}, 36),
        ({"kind": "london"}, 32),
        ({"kind": "city"}, 1),
        ({"kind": "scilly"}, 1),
        ({"q": "kent"}, 1),
        ({"q": "york"}, 3),
        ({"status": "", "region": "", "kind": "", "q": "", "at": ""}, 153),
        ({"status": "signed", "region": "london"}, 5),
        ({"status": "signed", "region": "south-east", "kind": "county"}, 3),
        ({"status": "signed", "region": "south-east", "kind": "county", "q": "ken"}, 1),
        ({"status": "not_signed", "q": "kent"}, 0),
        ({"at": "2013-09-19", "region": "east-midlands", "status": "signed"}, 4),
        ({"at": "2013\u201109\u201119", "region": "east-midlands", "status": "signed"}, 4),
        ({"at": "2013-09-18", "status": "signed"}, 1),
        ({"utm_source": "post", "status": "signed"}, 32),
    ],
)
def test_a_filter_leaves_the_matching_councils(tracker, asked, count):
    response = tracker(**asked)
    assert len(shown(response)) == count
    assert count in (0, 153) or f"{count} council" in words(response)


def test_what_is_shown_is_said_and_the_whole_is_one_link_away(tracker):
    page = tracker(q="ken", status="signed", region="south-east", kind="county", at="2013-09-19")
    assert "1 council: “ken”, signed, South East, County council" in words(page)
    assert links(page)["/councils/?at=2013-09-19#list"] == "See every council"


def test_a_region_shows_its_own_count(tracker):
    page = words(tracker(region="south-east"))
    assert "Which councils in the South East have signed?" in page
    assert "6 of 19 councils in the South East have signed" in page


def test_a_search_without_results_offers_the_box_and_the_list(tracker):
    response = tracker(q="xyzzy")
    assert "No council fits: “xyzzy”" in words(response)
    assert fields(response)["q"] == "xyzzy"
    assert links(response)["/councils/"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.promise(11)
@pytest.mark.parametrize(
    "typed",
    ["CT16 1HE", "ct16", "SW1A 1AA", "Town Hall, CT16 1HE", "Leeds LS1", "LS1 4DY or LS1 5AA"],
)
def test_a_postcode_in_an_address_is_neither_repeated_nor_stored(client, db, typed):
    response = client.get("/councils/", {"q": typed, "region": "south-east"})
    assert "That looks like a postcode, so we left it out." in words(response)
    assert typed not in response.content.decode()
    assert len(shown(response)) == 19
    assert response.headers["Cache-Control"] == "no-store"
    assert not page_store._pages


# Any day


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2012-07-09", "0 of 152 councils had signed, as far as we know"),
        ("2013-09-19", "32 of 152 councils had signed, as far as we know"),
        ("2013-09-19", "Which councils had signed on 19 September 2013?"),
        ("2013-09-19", "You’re seeing that day as we know it now"),
        ("2013-09-19", "Cumbria"),
        ("2020-06-01", "32 of 151 councils had signed, as far as we know"),
        ("2022-06-01", "32 of 152 councils had signed, as far as we know"),
        ("2024-01-01", "32 of 153 councils had signed, as far as we know"),
        ("2027-04-01", "32 of 154 councils would have signed, as far as we know"),
        ("2027-04-01", "That day hasn’t come yet. You’re seeing what we know now."),
        ("2027-04-01", "East Surrey"),
    ],
)
def test_the_tracker_shows_any_day_of_the_record(tracker, today_is, day, says):
    today_is("2026-11-24")
    assert says in words(tracker(at=day))


def test_a_child_who_asks_for_help_in_the_address_sees_the_helplines(tracker):
    page = tracker(q="help i ran away")
    assert "Do you need help yourself? I need help 999 if you’re in danger now" in words(page)
    assert {"/need-help/", "tel:999", "tel:116000", "tel:08001111"} <= links(page).keys()
    for asked in ({}, {"q": "kent"}, {"q": "zzz"}, {"status": "withdrawn"}):
        assert "Do you need help yourself?" not in words(tracker(**asked))


def test_a_day_is_shown_up_to_five_years_ahead(tracker, today_is):
    today_is("2026-11-24")
    assert "That day hasn’t come yet." in words(tracker(at="2031-11-24"))
    assert "That’s too far ahead" in words(tracker(at="2031-11-26"))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"status": "burning"}, "There is no status “burning”, so we left it out."),
        ({"region": "Mercia"}, "There is no region “Mercia”, so we left it out."),
        ({"kind": "parish"}, "There is no kind of council “parish”, so we left it out."),
        ({"q": "k" * 101}, "A council’s name has at most 100 letters"),
        ({"at": "2013\x0009"}, "We can’t read that date."),
        ({"at": "2" * 41}, "We can’t read that date."),
        ({"q": "ke\x00nt"}, "There is a character in this name that cannot be read."),
    ],
)
def test_a_wrong_value_is_reported_in_plain_english_and_ignored(tracker, asked, says):
    response = tracker(**asked)
    assert says in words(response)
    # Above the map, where a visitor on a phone sees it.
    assert words(response).index(says) < words(response).index("Your postcode, town or council")
    assert len(shown(response)) == 153


def test_each_refused_filter_is_left_out_by_itself_and_the_others_stay(tracker, client):
    page = tracker(status="burning", region="Mercia", kind="county", view="list")
    back = [to for to, says in links(page).items() if says == "Leave it out"]
    assert len(back) == 2
    once = client.get(back[0])
    assert "There is no status" not in words(once)
    assert "There is no region “Mercia”, so we left it out." in words(once)
    (last,) = [to for to, says in links(once).items() if says == "Leave it out"]
    assert last == "/councils/?kind=county&view=list"
    assert len(shown(client.get(last))) == 21


def test_the_filters_keep_each_other_and_each_is_removed_by_itself(tracker, client):
    page = tracker(q="east", status="not_signed", region="south-east", at="2026-11-24")
    back = {says: to for to, says in links(page).items() if says.startswith("Remove")}
    status = "Remove no signature found"
    assert set(back) == {"Remove “east”", status, "Remove South East"}
    left = client.get(back[status])
    assert "East Sussex" in words(left)
    assert {"Remove South East", "Remove “east”"} <= set(links(left).values())
    assert status not in links(left).values()
    counties = tracker(kind="county")
    signed = [to for to, says in links(counties).items() if says.startswith("Signed ")]
    assert "kind=county" in signed[0]
    assert "status=signed" in signed[0]
    assert fields(tracker(kind="county", view="areas"))["view"] == "areas"


@pytest.mark.parametrize("view", ["", "areas"])
def test_a_region_chosen_on_the_map_keeps_the_other_filters_and_the_day(tracker, client, view):
    page = tracker(status="not_signed", q="east", at="2026-11-24", view=view)
    (to,) = [to for to in links(page) if to.endswith("#map") and "region=south-east" in to]
    south_east = client.get(to)
    removed = {says for says in links(south_east).values() if says.startswith("Remove")}
    assert removed == {"Remove “east”", "Remove no signature found", "Remove South East"}
    assert "at=2026-11-24" in to


@pytest.mark.parametrize("name", ["q", "at", "status", "region", "kind"])
def test_text_typed_in_a_filter_cannot_become_markup(tracker, name):
    assert '"><i>' not in tracker(**{name: '"><i>'}).content.decode()


# Other days


@pytest.fixture
def in_2026(today_is):
    today_is("2026-11-24")


def test_every_council_on_a_past_day_links_to_its_page_of_that_day(tracker, in_2026):
    page = tracker(at="2013-09-19", region="south-east")
    assert "/councils/kent/?at=2013-09-19" in links(page)
    assert 'href="/councils/kent/"' not in page.content.decode()
    assert "/councils/kent/" in links(tracker(at="2026-11-24"))


def test_a_signature_dated_by_a_day_is_not_shown_as_new_on_that_day(
    tracker, sheffield, sign, in_2026
):
    assert '<path class="lit new"' not in tracker(at="2013-09-19").content.decode()
    sign(sheffield, "2026-11-20")
    assert tracker().content.decode().count('<path class="lit new"') == 1


def test_the_councils_that_start_next_stand_in_their_region_and_are_not_counted(tracker, in_2026):
    assert "Starts on 1 April 2027 East Surrey West Surrey" in words(tracker(region="south-east"))
    assert "19 councils: South East" in words(tracker(region="south-east"))
    past = words(tracker(at="2013-09-19"))
    assert "Starts on 1 April 2019 Bournemouth, Christchurch and Poole Dorset" in past
    assert "Starts on 1 April 2027" not in past
    past = words(tracker(region="south-east", at="2013-09-19"))
    assert "Starts on 1 April 2020 Buckinghamshire" in past


@pytest.mark.promise(1)
def test_these_rows_as_a_file_are_the_rows_on_the_page(client, db):
    for query in ("region=london&status=signed", "kind=county", "status=signed&at=2013-09-19",
                  "q=east&status=not_signed", ""):  # fmt: skip
        page = client.get(f"/councils/?{query}&view=list")
        on_page = len({address for address in links(page) if COUNCIL.match(address)})
        assert on_page > 0
        *regions, address = [one for one in links(page) if one.startswith("/data/councils.csv")]
        assert len(regions) == (0 if query else 9)
        file = client.get(address).content.decode("utf-8-sig")
        assert file.count("\n") - 1 == on_page, query
