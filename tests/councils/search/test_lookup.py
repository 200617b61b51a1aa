"""The search box: what is typed leads to a council, or to an answer that says why not."""

import unicodedata

import pytest

from councils.models import Council
from councils.postcodes.index import PostcodeFacts, PostcodeIndex
from councils.record import record_on
from tests.seen import fields, links, words
from tools.make_postcodes import pack


@pytest.fixture
def find(client, db):
    return lambda typed: client.post("/find/", {"q": typed})


def is_council(response, address):
    return response.status_code == 303 and response.headers["Location"] == address


def test_the_parts_of_a_divided_place_are_told_apart_by_their_councils(client, db):
    page = client.post("/find/", {"q": "Crystal Palace"}, follow=True)
    assert "Crystal Palace in Croydon" in words(page)
    assert "Crystal Palace in Lambeth" in words(page)


def test_a_parish_council_with_its_county_is_sought_in_that_county_alone(find):
    page = words(find("Newport Parish Council, Essex"))
    assert "Newport, Essex" in page
    assert "Newport, Isle of Wight" not in page


@pytest.mark.parametrize(("typed", "asks"), [("Gatesheed", "this"), ("Bradfrd", "one of these")])
def test_a_misspelt_name_is_asked_about_as_one_or_as_several(find, typed, asks):
    page = find(typed)
    assert f"Did you mean {asks}?" in words(page)
    assert f"<title>Did you mean {asks}?" in page.content.decode()


# To a council


@pytest.mark.parametrize(
    ("day", "woking", "reigate"),
    [
        ("2027-03-31", "surrey", "surrey"),
        ("2027-04-01", "west-surrey", "east-surrey"),
    ],
)
def test_surreys_districts_lead_to_the_council_of_the_day(today_is, find, day, woking, reigate):
    today_is(day)
    assert is_council(find("GU21 6JD"), f"/councils/{woking}/?from=woking")
    assert is_council(find("RH2 8EF"), f"/councils/{reigate}/?from=reigate-and-banstead")


def test_a_postcode_or_name_asked_on_a_later_day_is_answered_for_that_day(client, db, today_is):
    today_is("2026-11-24")
    day = {"at": fields(client.get("/councils/?at=2027-04-01"))["at"]}
    west = client.post("/find/", {"q": "GU21 6JD", **day})
    assert is_council(west, "/councils/west-surrey/?from=woking&at=2027-04-01")
    choice = client.post("/find/", {"q": "Newcastle", **day}, follow=True)
    assert "/councils/newcastle-upon-tyne/?at=2027-04-01" in links(choice)
    assert "1 April 2027. That day hasn’t come yet." in words(choice)
    assert fields(choice)["at"] == "2027-04-01"
    assert is_council(client.post("/find/", {"q": "Kent", "at": "soon"}), "/councils/kent/")


def test_a_council_to_come_makes_no_name_doubtful_and_is_found_by_its_own(find, make_council):
    make_council("Ipswich and South", starts="2028-04-01", region="East of England")
    assert is_council(find("Ipswich"), "/councils/suffolk/?from=ipswich")
    assert is_council(find("Ipswich and South"), "/councils/ipswich-and-south/")


# Two councils


@pytest.fixture
def chosen_from(find, client):
    """Return a function that types something and opens the choice it leads to."""

    def choice(typed):
        address = find(typed).headers["Location"]
        assert address.startswith("/find/?")
        return client.get(address)

    return choice


@pytest.mark.promise(10)
@pytest.mark.parametrize("typed", ["S17 3BJ", "S18 2GA"])
def test_near_a_border_the_visitor_chooses_on_either_side(chosen_from, typed):
    response = chosen_from(typed)
    assert "Which council is yours?" in words(response)
    assert {"/councils/sheffield/", "/councils/derbyshire/"} <= links(response).keys()


@pytest.mark.parametrize(
    "query",
    [
        "between=atlantis",
        "places=atlantis-kent",
        "county=atlantis",
        "why=near_border&between=,,,",
        "between=%00",
        "q=CT16+1HE",
    ],
)
def test_an_address_with_unknown_choices_shows_the_search_box(client, db, query):
    response = client.get(f"/find/?{query}")
    assert response.status_code == 200
    assert "Find your council" in words(response)
    assert "atlantis" not in response.content.decode()
    assert fields(response)["q"] == ""


# Places the charter does not reach, and postcodes that lead nowhere


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("CF10 4UW", "Cardiff is in Wales"),
        ("EH1 1YJ", "Edinburgh is in Scotland"),
        ("BT1 5GS", "That’s in Northern Ireland"),
        ("BT1", "That’s in Northern Ireland"),
        ("IM1 1AA", "That’s on the Isle of Man"),
        ("JE2 4WD", "That’s in Jersey"),
        ("GY1 1AA", "That’s in Guernsey"),
        ("BFPO 57", "That’s a forces address"),
        ("BF1 2AA", "That’s a forces address"),
        ("GX11 1AA", "That postcode isn’t in the UK It’s in Gibraltar."),
        ("GIR 0AA", "That isn’t a home’s postcode"),
        ("CT16 1ZZ", "We don’t know that postcode"),
        ("CT16 1ZZ", "our list, which is from November 2025."),
        ("CT16", "We need the whole postcode"),
        ("CT16", "“CT16” covers lots of streets"),
        ("ZZ99", "We can’t find “ZZ99”"),
        ("xyzzy", "We can’t find “xyzzy”"),
        ("12345", "That postcode isn’t in the UK"),
        ("90210", "That postcode isn’t in the UK"),
        ("D02 AF30", "That postcode isn’t in the UK"),
        ("?!", "We can’t find “?!”"),
        ("", "Type your postcode, town or council"),
        ("   ", "Type your postcode, town or council"),
        ("x" * 201, "That’s too long"),
        ("Llanelli", "Llanelli is in Wales"),
        ("ynys mon", "Ynys Môn is in Wales"),
        (unicodedata.normalize("NFD", "Ynys Môn"), "Ynys Môn is in Wales"),
        ("newport, wales", "Newport is in Wales"),
        ("Bangor, Wales", "Bangor is in Wales"),
        ("Bangor, Northern Ireland", "Bangor is in Northern Ireland"),
        ("midlothian council", "Midlothian Council is in Scotland"),
        ("LOTHIAN", "Lothian is in Scotland"),
        ("Isle of Skye", "Isle of Skye is in Scotland"),
        ("Lisburn", "Lisburn is in Northern Ireland"),
        ("Sark", "Sark is in Guernsey"),
        ("Dublin", "Dublin isn’t in the UK"),
    ],
)
def test_every_other_answer_has_its_heading_the_search_box_and_the_list(find, typed, says):
    response = find(typed)
    assert response.status_code == 200
    assert says in words(response)
    assert "q" in fields(response)
    assert "/councils/" in links(response)
    assert "invalid" not in words(response).lower()
    assert not [address for address in links(response) if "/write/" in address]


@pytest.mark.promise(11)
@pytest.mark.parametrize("typed", ["xyzzy", "Shefield", "CT16", "CTI6 1HE", "<script>alert(1)"])
def test_what_is_typed_stands_in_the_box_and_not_in_the_title_which_a_browser_keeps(find, typed):
    page = find(typed)
    assert fields(page)["q"] in (typed, "")
    assert typed not in page.content.decode().split("</title>")[0]
    assert "<script>alert" not in page.content.decode()


@pytest.mark.promise(30)
@pytest.mark.parametrize("typed", ["", "xyzzy", "CT16", "CT16 1ZZ", "x" * 201])
def test_an_error_is_marked_in_the_title_the_summary_and_the_field(find, typed):
    response = find(typed)
    page = response.content.decode()
    assert "<title>Error: " in page
    assert 'id="errors" autofocus' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="q-error q-note"' in page
    assert fields(response)["q"] == typed[:200]


def test_a_postcode_that_may_have_ended_names_its_probable_council(chosen_from):
    response = chosen_from("CT16 1AA")
    assert "Is this your council?" in words(response)
    assert links(response)["/councils/kent/?from=dover"] == "Yes, go to Kent"


@pytest.mark.parametrize(
    ("typed", "tidy"), [("ct161zz", "CT16 1ZZ"), ("Ct16-1zz.", "CT16 1ZZ"), ("ls6", "LS6")]
)
def test_a_postcode_is_shown_in_its_tidy_form(find, typed, tidy):
    page = find(typed)
    assert fields(page)["q"] == tidy
    assert tidy in words(page)


SCILLY, CORNWALL = "E06000053", "E06000052"


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


CARDIFF, VALE_OF_GLAMORGAN = "W06000015", "W06000014"


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


def test_a_visitor_near_a_national_border_chooses_the_nation(chosen_from):
    for typed in ("SY13 2LG", "LL13 0LE"):
        page = chosen_from(typed)
        assert "Is your home in England or Wales?" in words(page)
        assert links(page)["/councils/shropshire/"] == "In England"
        assert links(page)["/councils/wrexham/"] == "In Wales"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("CF10 4UW", "https://www.cardiff.gov.uk/"),
        ("Wales", "https://www.gov.wales/"),
        ("Midlothian", "https://www.midlothian.gov.uk/"),
        ("Lothian", "https://www.gov.scot/"),
        ("Llanelli", "https://www.carmarthenshire.gov.wales/"),
        ("Omagh", "https://westerntrust.hscni.net/"),
        ("BT1 5GS", "https://belfasttrust.hscni.net/"),
        ("Mid Ulster", "https://southerntrust.hscni.net/"),
        ("Londonderry", "https://www.nidirect.gov.uk/"),
        ("JE2 4WD", "https://www.gov.je/"),
        ("Guernsey", "https://www.gov.gg/"),
        ("IM1 1AA", "https://www.gov.im/"),
    ],
)
def test_a_place_outside_england_gets_links_of_its_own(find, typed, address):
    assert address in links(find(typed))


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "says", "offered"),
    [
        ("Hamilton", "in Scotland", {"/councils/south-lanarkshire/", "/councils/leicester/"}),
        ("Bangor", "in Wales", {"/councils/gwynedd/", "/councils/ards-and-north-down/"}),
    ],
)
def test_where_places_of_two_nations_share_a_name_the_visitor_chooses(
    chosen_from, typed, says, offered
):
    choice = chosen_from(typed)
    assert says in words(choice)
    assert offered <= {address.partition("?")[0] for address in links(choice)}


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("Bangor", ["Bangor in Wales: Gwynedd Council", "Bangor in Northern Ireland: Ards and"]),
        ("Newport", ["Newport in Wales: Newport City", "Newport in Wales: Pembrokeshire"]),
        ("Newcastle", ["Newcastle in Northern Ireland: Newry, Mourne and Down"]),
        ("Holywell", ["Holywell in Wales: Flintshire", "Holywell, Hertfordshire"]),
        ("Saltney", ["Saltney in Flintshire", "Saltney in Cheshire West and Chester"]),
    ],
)
def test_a_place_outside_england_keeps_its_name_in_a_choice(chosen_from, typed, rows):
    choice = chosen_from(typed)
    for row in rows:
        assert words(choice).count(row) == 1
    assert words(choice).count("Flintshire County Council") <= 1


@pytest.mark.parametrize("name", ["atlantis", "chepstow", "%00", "bangor:bangor"])
def test_a_name_in_an_address_that_is_not_ours_there_is_ignored(client, db, name):
    choice = client.get(f"/find/?between=gwynedd:{name},kent:{name}")
    assert "Gwynedd Council" in words(choice)
    assert "Kent County Council" in words(choice)
    assert "atlantis" not in choice.content.decode().lower()
    assert "Chepstow" not in words(choice)
    assert "Bangor" not in words(choice)


@pytest.mark.promise(10)
def test_every_district_of_northern_ireland_has_a_trust(client, db):
    districts = [row for row in record_on().all_councils if row.nation == "Northern Ireland"]
    assert len(districts) == 11
    for district in districts:
        assert "hscni.net" in " ".join(links(client.get(district.url)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("CTI6 1HE", "CT16 1HE"), ("CT16 IHE", "CT16 1HE"), ("5I 2HH", "S1 2HH")],
)
def test_a_mistyped_postcode_is_answered_by_existing_ones(find, typed, meant):
    response = find(typed)
    assert "Did you mean this postcode?" in words(response)
    assert meant in words(response)


# Places, near names and counties


@pytest.mark.parametrize(
    ("typed", "address", "says"),
    [
        (
            "huddersfield",
            "/councils/kirklees/?place=huddersfield-west-yorkshire",
            "Huddersfield is in Kirklees.",
        ),
        (
            "Shepway",
            "/councils/kent/?from=folkestone-and-hythe&called=shepway-district-council",
            "Folkestone and Hythe District Council, formerly Shepway District Council,",
        ),
        (
            "CT16 1HE",
            "/councils/kent/?from=dover",
            "Kent County Council runs children’s services here. Dover District Council doesn’t.",
        ),
    ],
)
def test_a_town_a_former_name_and_a_postcode_lead_to_a_council_that_says_why(
    find, client, typed, address, says
):
    assert is_council(find(typed), address)
    assert says in words(client.get(address))


@pytest.mark.promise(9)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Shefield", "Sheffield City Council"),
        ("Leicster", "Leicester City Council"),
        ("Middlesborough", "Middlesbrough"),
        ("Westminister", "Westminster City Council"),
        ("Brum", "Birmingham City Council"),
        ("Huddersfeild", "Huddersfield, West Yorkshire"),
        ("Knet", "Kent County Council"),
    ],
)
def test_a_similar_name_is_suggested_and_never_followed(find, typed, meant):
    response = find(typed)
    assert response.status_code == 200
    several = len(response.context["answer"].choices) > 1
    assert f"Did you mean {'one of these' if several else 'this'}?" in words(response)
    assert f"We can’t find “{typed}”." in words(response)
    assert meant in words(response)
    assert len(response.context["answer"].choices) <= 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Knet", "Spelt like what you typed. County council in the South East. Signed"),
        ("KCC", "Its initials. County council in the South East. Signed"),
        ("Brum", "Also called brum. Metropolitan council in the West Midlands."),
        ("Gravsham", "Kent County Council runs children’s services here. Signed"),
        ("Allerdal", "Took over from Allerdale Borough Council, now closed."),
    ],
)
def test_a_suggestion_says_why_it_is_one_and_what_it_is(find, typed, says):
    assert says in words(find(typed))


@pytest.mark.parametrize("typed", ["Berkshire", "Royal County of Berkshire", "Berkshir"])
def test_a_historic_county_names_the_councils_that_serve_there_now(chosen_from, typed):
    page = chosen_from(typed)
    assert "Which part of Berkshire?" in words(page)
    assert {"/councils/west-berkshire/", "/councils/reading/"} <= links(page).keys()


# A child asking for help


def test_a_call_for_help_is_shown_again_with_three_ways_on(find, client):
    page = find("i ran away and its cold")
    assert "Is this about you, now?" in words(page)
    assert "Are you an adult who’s worried about a child?" in words(page)
    assert {"tel:999", "tel:116000", "tel:08001111", "tel:08088005000"} <= links(page).keys()
    assert fields(page)["q"] == "i ran away and its cold"
    assert {"/need-help/", "/find/", "#q"} <= links(page).keys()
    assert page.headers["Cache-Control"] == "no-store"
    again = client.post("/find/", fields(page))
    assert "We can’t find “i ran away and its cold”" in words(again)
    assert "tel:116000" in links(again)
    assert client.post("/find/", {"q": "Kent", "go_on": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        *((typed, True) for typed in ("help me", "ive run away", "I’m scared", "Sos", "im 15")),
        *((typed, True) for typed in ("can a kid go out at night in leeds", "x " * 99 + "my dad")),
        *((typed, True) for typed in ("a girl in year 9 sleeps in the park", "lad in our shed")),
        *((typed, True) for typed in ("my mates gaff, Essex", "kid at Zzyzx, Essex")),
        *((typed, False) for typed in ("Atlantis", "a tent in Essex", "Kent councl", "zzz")),
    ],
)
def test_words_that_may_be_a_childs_show_the_helplines_and_others_do_not(find, typed, shows):
    page = find(typed).content.decode()
    assert shows == ("tel:116000" in page.partition("<footer")[0])


def test_the_search_box_needs_no_token_sets_no_cookie_and_no_answer_is_kept(find, client):
    page = client.get("/find/")
    assert fields(page).keys() == {"q"}
    assert not page.cookies
    for typed in ("S1 2HH", "Newcastle"):
        answer = find(typed)
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_change_of_the_register_changes_the_answer(find, dover):
    dover.county = Council.objects.get(slug="essex")
    dover.save()
    assert is_council(find("CT16 1HE"), "/councils/essex/?from=dover")
