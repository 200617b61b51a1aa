"""A council's page: one true sentence, one button, how we know, and the way to another council."""

import datetime as dt

import pytest

from councils.models import (
    Council,
    DailyLetterCount,
    EventKind,
    Pause,
)
from tests.conftest import forget_everything
from tests.seen import links, words

DUTY = "Every council must offer them a talk, signed or not."


@pytest.fixture
def page(client, db):
    return lambda council, **query: client.get(f"/councils/{council}/", query)


def button(response) -> str:
    """Return the text of the main button, which starts a letter."""
    return next(text for to, text in links(response).items() if to.endswith("/write/"))


# Each status


@pytest.mark.parametrize(
    ("council", "says"),
    [
        ("kent", "page of 3 December 2012 calls Kent “one of the first councils to sign up”."),
        ("kent", "Signed by 3 December 2012"),
        ("kent", "Kent hasn’t confirmed it to us since."),
        ("kent", "We don’t know who signed for it."),
        ("kent", "The Runaways’ Charter , version of 9 July 2012"),
        ("kent", DUTY),
        ("sheffield", "No signature found"),
        ("sheffield", "We haven’t found Sheffield’s signature."),
        ("sheffield", "We’ve found nothing yet about Sheffield City Council and the charter."),
        ("sheffield", "Derbyshire, next door, is on the 2013 list of"),
        ("sheffield", DUTY),
        ("bexley", "Barking and Dagenham, and Havering, both next door, are on the 2013 list of"),
        ("bexley", "Kent, also next door, had signed by 3 December 2012."),
        ("buckinghamshire", "Hertfordshire, Milton Keynes and Oxfordshire, all next door, are on"),
        ("wokingham", "Hampshire, Oxfordshire and two more, all next door, are on"),
        (
            "bournemouth-christchurch-and-poole",
            "children Bournemouth, Christchurch and Poole Council looked after",
        ),
        ("northamptonshire", "We haven’t found its signature on the Runaways’ Charter."),
        ("east-surrey", "Starts on 1 April 2027"),
        ("east-surrey", "Ask Surrey to pass it on"),
        (
            "east-surrey",
            "East Surrey takes over children’s services from Surrey on 1 April 2027.",
        ),
        ("east-surrey", "takes over from Elmbridge Borough Council"),
        ("surrey", "On 1 April 2027 East Surrey and West Surrey replace Surrey County Council."),
        ("surrey", "Ask it to pass the charter on."),
        ("north-yorkshire", "Until 31 March 2023 it was called North Yorkshire County Council."),
        ("bournemouth-christchurch-and-poole", "took over from Bournemouth Borough Council"),
        ("bournemouth-christchurch-and-poole", "took over a small part of Dorset County Council"),
    ],
)
def test_the_page_of_each_council_that_ships_says_what_is_known(page, council, says):
    assert says in words(page(council))


def test_a_council_that_says_it_will_sign_is_asked_when(page, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS, text="The council meeting said it will sign.")
    response = page("sheffield")
    assert "Says it will sign (said on 20 November 2026)." in words(response)
    assert "Says it will sign on 20 November 2026" not in words(response)
    assert "Sheffield says it will sign the Runaways’ Charter. Ask it when." in words(response)
    assert "The council meeting said it will sign." in words(response)
    assert "A letter to the campaign" in words(response)
    assert button(response) == "Ask Sheffield when it will sign"


def test_a_council_that_has_withdrawn_is_shown_in_its_own_words(page, kent, add_event):
    add_event(kent, EventKind.WITHDRAWN)
    response = page("kent")
    assert "Has withdrawn (on 20 November 2026)" in words(response)
    assert "and withdrew on 20 November 2026. Ask it to think again." in words(response)
    assert "We no longer wish to be listed." in words(response)
    assert button(response) == "Ask Kent to think again"


def test_a_successor_is_asked_to_sign_too(page, sign, db):
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    response = page("cumberland")
    seen = words(response)
    assert "Signed by the council before it" in seen
    assert (
        "Cumbria signed the Runaways’ Charter on 5 May 2014, and Cumberland took over in 2023."
        in seen
    )
    assert "We count Cumberland once it signs itself." in seen
    assert button(response) == "Ask Cumberland to sign too"


def test_a_closed_council_keeps_its_signature_and_links_to_its_successors(page, sign, db):
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    response = page("cumbria")
    seen = words(response)
    assert "Closed on 31 March 2023" in seen
    assert (
        "Cumbria signed the Runaways’ Charter on 5 May 2014, and we keep showing its signature."
        in seen
    )
    assert "Cumberland Council, and Westmorland and Furness Council, took over." in seen
    assert "Minutes of the council, item 7" in seen
    assert {"/councils/cumberland/", "/councils/westmorland-and-furness/"} <= links(response).keys()
    assert "/councils/cumberland/write/" in links(response)
    assert "Not sure which is yours? Type your postcode" in seen


def test_no_page_asks_for_a_letter_to_another_council_whose_letters_wait(page, today_is):
    today_is("2027-04-02")
    quiet = Council.objects.get(slug="east-surrey")
    assert "/councils/east-surrey/write/" in links(page("surrey"))
    Pause.objects.create(council=quiet, starts_on="2027-04-01", until="2027-04-30", reason="grief")
    forget_everything()
    closed = page("surrey")
    assert not [address for address in links(closed) if address.endswith("/write/")]
    assert "Find the council that took over" in words(closed)


# Each kind


@pytest.mark.parametrize(
    ("council", "expected"),
    [
        ("isle-of-wight", "Ask the Isle of Wight to sign"),
        ("isles-of-scilly", "Ask the Isles of Scilly to sign"),
        ("sheffield", "Ask Sheffield to sign"),
        ("kent", "Thank Kent, and ask what’s next"),
        ("city-of-london", "Ask the City of London to sign"),
        ("camden", "Ask Camden to sign"),
        ("newcastle-upon-tyne", "Thank Newcastle upon Tyne, and ask what’s next"),
        ("north-yorkshire", "Ask North Yorkshire to sign"),
    ],
)
def test_the_button_of_each_page_reads_as_a_sentence(page, council, expected):
    assert button(page(council)) == expected


def test_a_county_names_its_districts_as_people_say_them_in_the_order_of_the_alphabet(page):
    seen = words(page("lincolnshire")).replace(" ,", ",").replace(" .", ".")
    assert (
        "Lincolnshire runs children’s services in Boston, East Lindsey, Lincoln, North Kesteven,"
        " South Holland, South Kesteven and West Lindsey."
    ) in seen


def test_a_district_links_to_its_county(page):
    response = page("dover")
    seen = words(response)
    assert "Kent County Council runs children’s services here" in seen
    assert "so Kent is the one to ask." in seen
    assert links(response)["/councils/kent/?from=dover"] == "Go to Kent"
    assert not [to for to in links(response) if "/write/" in to]


@pytest.mark.parametrize(
    ("council", "nation"),
    [("cardiff", "Wales"), ("edinburgh", "Scotland"), ("belfast", "Northern Ireland")],
)
def test_a_council_outside_england_is_asked_for_nothing(page, council, nation):
    response = page(council)
    assert nation in words(response)
    assert "can’t sign it here" in words(response)
    assert not [to for to in links(response) if "/write/" in to]


# What every page of a council has


@pytest.mark.parametrize(("district", "its"), [("guildford", "west"), ("elmbridge", "east")])
def test_who_comes_from_a_district_is_led_to_the_one_council_that_takes_over_there(
    page, district, its
):
    seen = words(page("surrey", **{"from": district}))
    east, west = "Hear when East Surrey signs", "Hear when West Surrey signs"
    assert (east in seen, west in seen) == (its == "east", its == "west")
    of_all = words(page("surrey"))
    assert east in of_all
    assert west in of_all


@pytest.mark.promise(18)
def test_people_write_to_a_council_to_come_once_its_members_are_elected(
    page, client, today_is, settings
):
    settings.DEBUG = False
    today_is("2026-12-01")
    before = links(page("surrey"))
    assert before["/councils/surrey/write/"] == "Ask Surrey to pass it on"
    assert before["/alerts/?council=east-surrey"] == "Hear when East Surrey signs"
    assert "/councils/east-surrey/write/" not in before
    to_come = words(page("east-surrey"))
    assert "Hear when East Surrey signs" in to_come
    assert "You can’t write to it from here yet." in to_come
    assert "You can write to it now." not in to_come
    new = Council.objects.filter(slug__in=["east-surrey", "west-surrey"])
    new.update(members_elected_on=dt.date(2026, 5, 7))
    forget_everything()
    surrey = page("surrey")
    assert links(surrey)["/councils/east-surrey/write/"] == "Ask East Surrey"
    assert links(surrey)["/councils/west-surrey/write/"] == "Ask West Surrey"
    assert "You can write to them now." in words(surrey)
    east = page("east-surrey")
    assert button(east) == "Ask East Surrey to sign from the start"
    assert "East Surrey" in words(client.get("/councils/east-surrey/write/", follow=True))
    assert "No answer has reached us" not in words(east)


# How we know


def test_the_evidence_is_named_linked_and_dated(page, kent, sign):
    sign(
        kent,
        "2026-11-20",
        source_url="https://example.org/minutes",
        signed_by="Ada Example",
        signed_role="Leader of the Council",
        note="Item 7, page 3.",
        confirmed_on=dt.date(2026, 11, 21),
    )
    response = page("kent")
    seen = words(response)
    assert "Minutes of the council, item 7" in seen
    assert "https://example.org/minutes" in links(response)
    assert "Ada Example, Leader of the Council" in seen
    assert "council minutes or a decision" in seen
    assert "Checked on 20 November 2026 by campaign staff" in seen
    assert "Last confirmed on 21 November 2026" in seen
    assert "Item 7, page 3." in seen


def test_a_council_that_reaffirmed_says_on_its_page_when(page, kent, add_event):
    add_event(kent, EventKind.REAFFIRMED, "2026-11-02")
    assert "Last confirmed on 2 November 2026" in words(page("kent"))


@pytest.mark.parametrize(
    ("date", "precision", "says", "hides"),
    [
        ("2014-02-11", "month", "in February 2014. We don’t know the exact day.", "11 February"),
        ("2014-02-11", "year", "in 2014. We don’t know the exact day.", "11 February 2014"),
        ("2014-02-11", "by", "by 11 February 2014. We don’t know the", "on 11 February 2014"),
        (None, "unknown", "we do not know. Nothing we’ve found says when.", "None"),
    ],
)
def test_no_exact_day_is_shown_where_it_is_not_known(
    page, sheffield, sign, date, precision, says, hides
):
    sign(sheffield, date, precision, checked_on=dt.date(2026, 11, 20))
    assert says in words(page("sheffield"))
    assert hides not in words(page("sheffield"))


# What happened, and what we changed


def test_a_history_begins_with_the_signature_of_the_council_before(page, sign):
    sign(Council.objects.get(slug="cumbria"), "2013-09-19", "by")
    seen = words(page("cumberland"))
    assert "Cumbria, the council before it, signed by 19 September 2013." in seen
    assert "We’ve found nothing yet" not in seen


# The words we never use


# Cost


def test_a_retracted_signature_is_described_as_our_mistake(client, kent):
    kent.signatures.get().retract("It was the signature of another council.")
    page = client.get("/councils/kent/").content.decode()
    assert "The mistake was ours: It was the signature of another council." in page
    assert "isn’t on the list" not in page


# Confirmation


# Predecessors and successors


# Near you


# Letters


@pytest.mark.parametrize(
    ("delivered", "self_sent", "says"),
    [
        (214, 0, "214 people have written to Sheffield."),
        (1214, 34, "1,214 people have written to Sheffield. People say they’ve sent 34 more"),
        (0, 34, "People say they’ve sent 34 letters themselves."),
        (9, 9, ""),
        (0, 0, ""),
    ],
)
def test_letters_are_counted_only_from_ten_upwards(page, sheffield, delivered, self_sent, says):
    DailyLetterCount.objects.create(
        council=sheffield, day="2026-11-01", delivered=delivered, self_sent=self_sent
    )
    seen = words(page("sheffield"))
    assert says in seen
    assert says or ("have written" not in seen and "are said" not in seen)


# What to do next


def test_a_council_that_says_it_will_not_sign_is_told_in_its_own_words_with_the_day(
    client, sheffield, add_event
):
    add_event(
        sheffield, "refuses", "2026-11-04", council_words="We will not sign. We do this already."
    )
    seen = words(client.get("/councils/sheffield/"))
    head = seen[: seen.index("How sure are we")] if "How sure are we" in seen else seen
    assert "No signature found" in head
    assert "Sheffield says, on 4 November 2026: We will not sign. We do this already." in head
    assert "Sheffield answered on 4 November 2026 that it won’t sign the Runaways’ Charter." in head
    assert "We haven’t found Sheffield’s signature" not in head
    add_event(sheffield, "reply", "2026-11-20", council_words="We are looking at it again.")
    forget_everything()
    seen = words(client.get("/councils/sheffield/"))
    assert "Sheffield says, on 20 November 2026: We are looking at it again." in seen
    assert "won’t sign" not in seen[: seen.index("We are looking at it again.")]


def test_a_council_that_said_it_would_sign_and_then_that_it_will_not_has_no_signature_found(
    client, sheffield, add_event
):
    add_event(sheffield, "intends", "2026-10-04")
    add_event(sheffield, "refuses", "2026-11-04")
    seen = words(client.get("/councils/sheffield/"))
    assert "No signature found" in seen
    assert "Says it will sign" not in seen[:600]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/councils/kent/?place=margate-kent", "Margate is in Kent."),
        ("/councils/lambeth/?place=herne-hill-lambeth", "Part of Herne Hill is in Lambeth."),
        ("/councils/sheffield/?place=margate-kent", ""),
        ("/councils/kent/?place=atlantis-kent", ""),
    ],
)
def test_a_page_says_of_a_place_only_what_is_so_though_a_link_was_made_by_hand(
    client, db, address, says
):
    page = words(client.get(address))
    place = address.partition("place=")[2].partition("-")[0].title()
    if says:
        assert says in page
    else:
        assert place not in page
