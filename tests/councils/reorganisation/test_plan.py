"""A reorganisation is previewed, entered as a whole, and taken back before its day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from councils.map.areas import owners
from councils.models import (
    Change,
    ChangeKind,
    Contact,
    Council,
    CouncilName,
    Kind,
    Lineage,
    LineageKind,
    RecordVersion,
    Reorganisation,
)
from councils.postcodes.parsing import parse as parse_postcode
from councils.record import build, record_on
from councils.register.load import load
from councils.register.read import read
from councils.reorganisation import Plan, Successor, enter_plan, preview_plan, take_back
from councils.search.matcher import match_name
from tests.seen import words

DAY = dt.date(2028, 4, 1)
EVE = DAY - dt.timedelta(days=1)
EAST = {"ashford", "canterbury", "dover", "folkestone-and-hythe", "swale", "thanet"}


@pytest.fixture(autouse=True)
def today(today_is, db):
    today_is("2026-11-24")


def council(slug):
    return Council.objects.get(slug=slug)


@pytest.fixture
def east():
    return Successor("East Kent Council", "East Kent", "EKN", "east-kent")


@pytest.fixture
def west():
    return Successor("West Kent Council", "West Kent", "WKN", "west-kent")


@pytest.fixture
def split(kent, east, west):
    """Split Kent into two new councils, with Medway joining the western one."""
    goes = {one: int(one.slug not in EAST) for one in kent.districts.current()}
    return Plan(kent, DAY, [east, west], goes, {council("medway"): 1}, "An order of 2027.")


def whole(kent, successor, **facts):
    """Merge Kent and all its districts into one council."""
    goes = dict.fromkeys(kent.districts.current(), 0)
    return Plan(kent, DAY, [successor], goes, reason="An order of 2027.", **facts)


def statuses(on, *slugs):
    record = build(on)
    return [record.by_slug[slug].status for slug in slugs]


# Seen beforehand


def test_a_preview_says_what_would_change_and_changes_nothing(split):
    before = RecordVersion.objects.number(), Council.objects.count(), Lineage.objects.count()
    seen = preview_plan(split)
    after = RecordVersion.objects.number(), Council.objects.count(), Lineage.objects.count()
    assert before == after
    assert not Change.objects.exists()
    said = " ".join(seen.summary)
    assert "from 1 April 2028: 154; without this: 154." in said
    assert "On record as signed: 31; without this: 32." in said
    assert "Kent County Council" in said.split("Closing: ")[1].split(".")[0]
    assert "Medway Council" in said.split("Closing: ")[1].split(".")[0]
    assert "Starting: East Kent Council, West Kent Council." in said
    assert "The signature of Kent County Council stays with it" in said
    assert "East Kent Council will show that Kent County Council signed before it." in said
    assert (
        "Postcodes in Dover District Council lead to East Kent Council, until the day before to"
        " Kent County Council." in said
    )
    assert "Postcodes in Medway Council lead to West Kent Council" in said
    assert "On the map East Kent Council stands in column" in said


def test_a_preview_warns_that_the_map_has_no_place_for_new_councils(split):
    assert [
        line for line in preview_plan(split).warned if "East Kent Council is not in the map" in line
    ]


def test_the_previews_totals_are_right_if_another_plan_has_the_same_day(split):
    enter_plan(split)
    essex = council("essex")
    goes = dict.fromkeys(essex.districts.current(), 0)
    other = Plan(
        essex, DAY, [Successor("New Essex Council", "New Essex", "NEX", "new-essex")], goes
    )
    said = " ".join(preview_plan(other).summary)
    assert "154; without this: 154." in said
    assert "Kent" not in said.split("Closing: ")[1].split(".")[0]


# Splitting


def test_a_county_is_split_on_its_day(split):
    enter_plan(split)
    slugs = ("kent", "medway", "dover", "east-kent", "west-kent")
    assert statuses(EVE, *slugs) == ["signed", "not_signed", "not_signed", "forming", "forming"]
    assert statuses(DAY, *slugs) == ["former", "former", "former", "inherited", "inherited"]


def test_new_councils_gain_no_signature_and_the_county_keeps_its_own(split):
    before = build(DAY).signed
    enter_plan(split)
    record = build(DAY)
    assert record.signed == before - 1
    assert record.by_slug["kent"].signature.council_id == council("kent").pk
    assert record.by_slug["east-kent"].inherited_from is record.by_slug["kent"]


def test_each_district_leads_to_the_council_it_was_assigned_to(split):
    enter_plan(split)
    eve, day = build(EVE), build(DAY)
    for district in split.goes:
        assert eve.responsible_for(eve.by_code[district.code]).slug == "kent"
        expected = "east-kent" if district.slug in EAST else "west-kent"
        assert day.responsible_for(day.by_code[district.code]).slug == expected
    assert day.responsible_for(day.by_slug["medway"]).slug == "west-kent"
    assert day.responsible_for(day.by_slug["kent"]) is None
    assert [row.slug for row in day.followers_of(day.by_slug["kent"])] == ["east-kent", "west-kent"]


def test_postcodes_lead_to_the_new_councils(split, client, today_is):
    enter_plan(split)
    assert parse_postcode("CT16 1HE").postcode
    for day, slug in (("2028-03-31", "kent"), ("2028-04-01", "east-kent")):
        today_is(day)
        answer = client.post("/find/", {"q": "CT16 1HE"})
        assert answer.headers["Location"] == f"/councils/{slug}/?from=dover"


def test_new_councils_are_on_both_maps(split, client, today_is):
    enter_plan(split)
    today_is("2028-04-01")
    page = client.get("/councils/").content.decode()
    assert "<title>East Kent, signed by the council before it" in page
    assert "<title>Kent, " not in page
    record = record_on()
    assert record.by_slug["east-kent"].code in owners(record).values()  # it has an area


def test_the_day_of_a_plan_can_be_shown_once_it_is_entered(split, client):
    address = "/councils/east-kent/"
    assert client.get(address).status_code == 404
    enter_plan(split)
    seen = words(client.get(address, {"at": "2028-04-01"}))
    assert "As it would stand on 1 April 2028." in seen
    assert "Signed by the council before it" in seen
    assert "That’s too far ahead" in words(client.get(address, {"at": "2028-04-02"}))


def test_every_change_is_logged_at_a_council_that_exists(split, kent, dover):
    enter_plan(split)
    assert Change.objects.get(council=kent).what == (
        "From 1 April 2028, East Kent Council and West Kent Council take over from Kent County"
        " Council."
    )
    assert Change.objects.get(council=dover).what == (
        "From 1 April 2028, East Kent Council takes over from Dover District Council."
    )
    assert {line.why for line in Change.objects.all()} == {"An order of 2027."}
    assert Change.objects.count() == 14


def test_a_load_of_the_register_does_not_undo_a_reorganisation(split, kent):
    enter_plan(split)
    load(read())
    kent.refresh_from_db()
    assert kent.ends_on == DAY
    assert council("dover").ends_on == DAY
    assert council("east-kent").starts_on == DAY


# Merging, going on, and chains


def test_a_county_may_become_one_new_council(kent):
    enter_plan(whole(kent, Successor("New Kent Council", "New Kent", "NKN", "new-kent")))
    record = build(DAY)
    assert statuses(DAY, "kent", "new-kent") == ["former", "inherited"]
    assert record.total == 154
    assert record.responsible_for(record.by_slug["kent"]).slug == "new-kent"


def test_a_county_may_go_on_under_a_new_name_and_keeps_its_signature(kent):
    enter_plan(whole(kent, Successor("Kent Council", kind=Kind.UNITARY, council=kent)))
    eve, day = build(EVE), build(DAY)
    assert [
        (record.by_slug["kent"].name, record.by_slug["kent"].kind) for record in (eve, day)
    ] == [
        ("Kent County Council", "county"),
        ("Kent Council", "unitary"),
    ]
    assert day.by_slug["kent"].status == "signed"
    assert (eve.signed, day.signed) == (32, 32)
    assert day.responsible_for(day.by_slug["dover"]).slug == "kent"
    for name in ("Kent Council", "Kent County Council"):
        assert [choice.council.slug for choice in match_name(name, day).choices] == ["kent"]
    assert "goes on as Kent Council" in Change.objects.get(council=kent).what


def test_an_existing_council_may_take_over_part_and_inherits_nothing(kent, east):
    medway = council("medway")
    goes = {one: int(one.slug not in EAST) for one in kent.districts.current()}
    enter_plan(
        Plan(kent, DAY, [east, Successor(kind="", council=medway)], goes, reason="An order.")
    )
    assert statuses(DAY, "east-kent", "medway") == ["inherited", "not_signed"]
    line = Lineage.objects.get(old=kent, new=medway)
    assert line.kind == LineageKind.PART
    record = build(DAY)
    assert record.responsible_for(record.by_slug["maidstone"]).slug == "medway"
    assert record.total == 154


def test_a_new_council_beside_a_county_that_goes_on_inherits_nothing(kent, west):
    goes = {one: int(one.slug not in EAST) for one in kent.districts.current()}
    enter_plan(Plan(kent, DAY, [Successor(kind="", council=kent), west], goes, reason="An order."))
    assert statuses(DAY, "kent", "west-kent") == ["signed", "not_signed"]


def test_a_chain_of_councils_is_followed_to_its_end(split, take_over, make_council):
    enter_plan(split)
    newest = make_council("Garden of England", starts="2031-04-01")
    Council.objects.filter(slug__in=("east-kent", "west-kent")).update(ends_on="2031-04-01")
    for slug in ("east-kent", "west-kent"):
        take_over(newest, council(slug), "2031-04-01")
    record = build(dt.date(2031, 4, 1))
    assert record.by_slug[newest.slug].inherited_from is record.by_slug["kent"]
    assert record.responsible_for(record.by_slug["dover"]).slug == newest.slug
    assert [row.slug for row in record.followers_of(record.by_slug["kent"])] == [newest.slug]
    assert record.responsible_for(record.by_slug["kent"]) is None


# What is refused


def faults(plan):
    with pytest.raises(ValidationError) as refused:
        preview_plan(plan)
    return " ".join(refused.value.messages)


def test_a_day_that_has_come_is_refused(split):
    split.on = dt.date(2026, 11, 24)
    assert "The day must be in the future" in faults(split)


def test_a_successor_without_a_district_is_refused(split):
    split.goes = dict.fromkeys(split.goes, 0)
    assert "No district goes to West Kent Council." in faults(split)


def test_a_council_that_closes_already_is_refused(split):
    enter_plan(split)
    said = faults(split)
    assert "Kent County Council closes on 31 March 2028 already." in said
    assert "Medway Council closes on 31 March 2028 already." in said
    surrey = council("surrey")
    goes = dict.fromkeys(surrey.districts.current(), 0)
    new = Successor("New Surrey Council", "New Surrey", "NSY", "new-surrey")
    assert "Surrey County Council closes on 31 March 2027 already." in faults(
        Plan(surrey, DAY, [new], goes)
    )


def test_a_council_cannot_close_and_go_on(split):
    split.joins = {split.county: 0}
    assert "Kent County Council cannot both close and go on." in faults(split)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"code": "DVR"}, "is that of"),
        ({"code": "WKN"}, "Two new councils have the code “WKN”."),
        ({"slug": "sheffield"}, "“sheffield” is that of Sheffield City Council already."),
        (
            {"name": "Medway Council"},
            "The name “Medway Council” is that of Medway Council already.",
        ),
        ({"slug": "west-kent"}, "Two new councils have the place in addresses “west-kent”."),
        ({"code": "east kent"}, "Use two to eight capital letters."),
        ({"kind": "moon"}, "is not a valid choice"),
    ],
)
def test_new_councils_need_unique_codes_slugs_and_names(split, east, facts, says):
    if facts == {"code": "DVR"}:
        facts = {"code": council("dover").code}
    for name, value in facts.items():
        setattr(east, name, value)
    assert says in faults(split)


def test_a_plan_that_fails_half_way_changes_nothing(split, east, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("councils.reorganisation.enter.log_plan", fail)
    with pytest.raises(ZeroDivisionError):
        enter_plan(split)
    assert not Council.objects.filter(code="EKN").exists()
    assert council("kent").ends_on is None
    assert not Reorganisation.objects.exists()


# Taking it back


def snapshot():
    return (
        list(Council.objects.order_by("code").values()),
        list(CouncilName.objects.order_by("pk").values()),
        list(Lineage.objects.order_by("pk").values()),
    )


def test_a_reorganisation_is_taken_back_completely_before_its_day(split, kent, today_is):
    before = snapshot()
    entered = enter_plan(split)
    assert snapshot() != before
    today_is("2028-03-31")
    take_back(entered, "The order was withdrawn.")
    assert snapshot() == before
    entered.refresh_from_db()
    assert entered.taken_back_on == dt.date(2028, 3, 31)
    line = Change.objects.filter(council=kent).first()
    assert line.kind == ChangeKind.CORRECTED
    assert line.what == (
        "The reorganisation of Kent County Council on 1 April 2028 was taken back."
    )
    assert line.why == "The order was withdrawn."


def test_a_continuing_council_gets_its_name_and_kind_back(kent):
    before = snapshot()
    entered = enter_plan(whole(kent, Successor("Kent Council", kind=Kind.UNITARY, council=kent)))
    take_back(entered, "It goes on as a county.")
    assert snapshot() == before


def test_a_reorganisation_cannot_be_taken_back_once_its_day_has_come(split, today_is):
    entered = enter_plan(split)
    today_is("2028-04-01")
    with pytest.raises(ValidationError, match="Its day has come"):
        take_back(entered, "Too late.")
    assert council("kent").ends_on == DAY


def test_a_reorganisation_is_taken_back_only_once_and_with_a_reason(split):
    entered = enter_plan(split)
    with pytest.raises(ValidationError, match="Say why"):
        take_back(entered, "  ")
    take_back(entered, "The order was withdrawn.")
    with pytest.raises(ValidationError, match="taken back already"):
        take_back(entered, "Again.")


def test_the_log_keeps_its_lines_about_a_council_that_never_started(split, kent):
    entered = enter_plan(split)
    Change.objects.note(council("east-kent"), ChangeKind.CORRECTED, "Its name.", "A slip.")
    take_back(entered, "The order was withdrawn.")
    line = Change.objects.get(why="A slip.")
    assert (line.council, line.what) == (kent, "East Kent Council: Its name.")


def test_a_reorganisation_with_facts_about_a_new_council_is_not_taken_back(split, add_event):
    entered = enter_plan(split)
    add_event(council("east-kent"), "contacted")
    with pytest.raises(ValidationError, match="East Kent Council cannot be removed"):
        take_back(entered, "The order was withdrawn.")
    assert council("kent").ends_on == DAY
    assert council("east-kent")


def test_the_contacts_of_a_council_that_never_started_are_deleted(split):
    entered = enter_plan(split)
    Contact.objects.create(
        council=council("east-kent"),
        email="lead@eastkent.example",
        source="https://eastkent.example/",
        checked_on="2026-11-24",
        check_again_on="2027-05-24",
    )
    take_back(entered, "The order was withdrawn.")
    assert not Contact.objects.exists()


def test_a_reorganisation_taken_back_can_be_entered_again(split):
    take_back(enter_plan(split), "Wrong day.")
    enter_plan(split)
    assert council("east-kent").starts_on == DAY
