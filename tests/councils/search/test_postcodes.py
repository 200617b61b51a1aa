"""Postcodes, whole and in half: near a border, doubtful, ended, mistyped."""

import pytest

from councils.postcodes.index import PostcodeFacts, PostcodeIndex
from tests.seen import fields, links, slugs, words
from tools.make_postcodes import pack


@pytest.fixture
def find(client, db):
    return lambda typed: client.post("/find/", {"q": typed})


@pytest.fixture
def chosen_from(find, client):
    """Return a function that types something and opens the choice it leads to."""

    def choice(typed):
        address = find(typed).headers["Location"]
        assert address.startswith("/find/?")
        return client.get(address)

    return choice


@pytest.fixture
def page_of(client, db):
    """Return a function that types something and opens the page it leads to."""
    return lambda typed: client.post("/find/", {"q": typed, "go_on": ""}, follow=True)


@pytest.mark.promise(10)
@pytest.mark.parametrize("typed", ["S17 3BJ", "S18 2GA"])
def test_near_a_border_the_visitor_chooses_on_either_side(chosen_from, typed):
    response = chosen_from(typed)
    assert "Which council is yours?" in words(response)
    assert {"/councils/sheffield/", "/councils/derbyshire/"} <= links(response).keys()


def test_a_visitor_near_a_national_border_chooses_the_nation(chosen_from):
    for typed in ("SY13 2LG", "LL13 0LE"):
        page = chosen_from(typed)
        assert "Is your home in England or Wales?" in words(page)
        assert links(page)["/councils/shropshire/"] == "In England"
        assert links(page)["/councils/wrexham/"] == "In Wales"


@pytest.mark.parametrize(
    ("typed", "tidy"), [("ct161zz", "CT16 1ZZ"), ("Ct16-1zz.", "CT16 1ZZ"), ("ls6", "LS6")]
)
def test_a_postcode_is_shown_in_its_tidy_form(find, typed, tidy):
    page = find(typed)
    assert fields(page)["q"] == tidy
    assert tidy in words(page)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("CTI6 1HE", "CT16 1HE"), ("CT16 IHE", "CT16 1HE"), ("5I 2HH", "S1 2HH")],
)
def test_a_mistyped_postcode_is_answered_by_existing_ones(find, typed, meant):
    response = find(typed)
    assert "Did you mean this postcode?" in words(response)
    assert meant in words(response)


# Those that may have ended


def test_a_postcode_that_may_have_ended_names_its_probable_council(chosen_from):
    response = chosen_from("CT16 1AA")
    assert "Is this your council?" in words(response)
    assert links(response)["/councils/kent/?from=dover"] == "Yes, go to Kent"


SCILLY, CORNWALL = "E06000053", "E06000052"
CARDIFF, VALE_OF_GLAMORGAN = "W06000015", "W06000014"


@pytest.fixture
def only(db, monkeypatch):
    """Return a function after which only some postcodes exist."""

    def leave(postcodes):
        small = PostcodeIndex.from_bytes(pack("ONSPD November 2025", postcodes))
        monkeypatch.setattr("councils.search.postcode_answers.postcodes", lambda: small)

    return leave


@pytest.fixture
def sector_of(only):
    """Return a function that leaves a sector's postcodes in use, and TR21 0ZZ, perhaps over."""

    def leave(districts):
        letters = [f"{a}{b}" for a in "ABDEF" for b in "ABDEFGHJLNPQRSTUWXYZ"]
        in_use = zip(letters, districts, strict=False)
        only(
            [("TR210ZZ", PostcodeFacts(CORNWALL, in_use=None))]
            + [(f"TR210{unit}", PostcodeFacts(gss)) for unit, gss in in_use]
        )

    return leave


@pytest.mark.promise(9)
@pytest.mark.parametrize(("scilly", "cornwall"), [(72, 1), (2, 17), (0, 0)])
def test_a_doubtful_postcode_is_given_to_nobody_whose_neighbours_are_anothers(
    client, sector_of, scilly, cornwall
):
    sector_of([SCILLY] * scilly + [CORNWALL] * cornwall)
    response = client.post("/find/", {"q": "TR21 0ZZ"})  # the data has it in Cornwall
    page = client.get(response.headers["Location"])
    assert "We’re not sure about this postcode" in words(page)
    offered = {"/councils/cornwall/", *(["/councils/isles-of-scilly/"] if scilly else [])}
    assert offered <= links(page).keys()


@pytest.mark.promise(9)
def test_a_doubtful_postcode_is_given_to_a_council_that_has_nine_in_ten_beside_it(
    client, sector_of
):
    sector_of([SCILLY] * 2 + [CORNWALL] * 18)
    page = client.get(client.post("/find/", {"q": "TR21 0ZZ"}).headers["Location"])
    assert links(page)["/councils/cornwall/"] == "Yes, go to Cornwall"


@pytest.mark.promise(10)
def test_a_doubtful_postcode_among_welsh_ones_is_in_wales(find, only):
    there = [(f"CF990{unit}", PostcodeFacts(CARDIFF)) for unit in ("AA", "AB", "AD")]
    only([("CF990ZZ", PostcodeFacts(CARDIFF, in_use=None)), *there])
    page = find("CF99 0ZZ")
    assert "Cardiff is in Wales" in words(page)
    assert "https://www.cardiff.gov.uk/" in links(page)


@pytest.mark.promise(10)
def test_where_two_councils_of_wales_meet_there_is_nothing_to_choose(find, only):
    only([("CF640ZZ", PostcodeFacts(VALE_OF_GLAMORGAN, nearby=(CARDIFF,)))])
    page = find("CF64 0ZZ")
    assert page.status_code == 200
    assert "That’s in Wales" in words(page)


def test_an_ended_postcode_says_when(find, only):
    only([("ME44ZZ", PostcodeFacts("E06000035", (), False, "2013-09"))])
    page = words(find("ME4 4ZZ"))
    assert "That postcode isn’t used any more" in page
    assert "It ended in September 2013." in page


# Half a postcode


@pytest.mark.parametrize(
    ("typed", "council"),
    [("M5", "salford"), ("the M5 area", "salford"), ("near M5", "salford"), ("in M6", "salford")],
)
def test_half_a_postcode_of_manchester_stays_one(page_of, typed, council):
    assert council in slugs(links(page_of(typed)))


@pytest.mark.parametrize("typed", ["NP1 or NP2", "NP1", "NP2", "near NP1"])
def test_of_postcodes_that_are_all_over_no_choice_is_promised(page_of, typed):
    page = words(page_of(typed))
    assert "We can’t find" in page
    assert "choose a council there" not in page
