"""The search box: a name leads to its council of the day, or to a page that says why not."""

import unicodedata

import pytest

from councils.models import Council
from tests.seen import fields, links, words


@pytest.fixture
def find(client, db):
    return lambda typed: client.post("/find/", {"q": typed})


def is_council(response, address):
    return response.status_code == 303 and response.headers["Location"] == address


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
