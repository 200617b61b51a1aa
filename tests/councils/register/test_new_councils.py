"""New councils come from a file; the councils that they replace end by one action of the staff."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from councils.map.areas import owners
from councils.map.drawing import cells_of
from councils.map.layout import distance, layout_on
from councils.models import Change, Council, Lineage, RecordVersion
from councils.record import build, record_on
from tests.seen import fields, links, words

pytestmark = pytest.mark.promise(3)


DAY = dt.date(2028, 4, 1)
EVE = DAY - dt.timedelta(days=1)
EAST = {"ashford", "canterbury", "dover", "folkestone-and-hythe", "swale", "thanet"}
HEAD = (
    "code,slug,gss,name,short_name,kind,nation,region,website,county,starts_on,ends_on,"
    "takes_over_from,takes_part_of\n"
)
KENTS = (
    HEAD
    + "EKN,east-kent,,East Kent Council,East Kent,unitary,England,South East,,,2028-04-01,,,\n"
    + "WKN,west-kent,,West Kent Council,West Kent,unitary,England,South East,,,2028-04-01,,,\n"
)
REASON = "The Kent Order 2027."


@pytest.fixture(autouse=True)
def today(today_is, db):
    today_is("2026-11-24")


@pytest.fixture
def add(tmp_path):
    """Return a function that gives the command a file, and returns what it says."""

    def added(text, *options):
        path, out = tmp_path / "new.csv", StringIO()
        path.write_text(text, encoding="utf-8")
        call_command("add_councils", str(path), *options, stdout=out)
        return out.getvalue()

    return added


@pytest.fixture
def end(staff):
    """Return a function that ends councils on the screen, and returns the page that follows."""

    def ended(councils, *successors, on="2028-04-01", reason=REASON):
        chosen = {"action": "end", "_selected_action": [council.pk for council in councils]}
        page = staff.post("/admin/councils/council/", chosen)
        assert "End councils" in words(page)
        new = [Council.objects.get(slug=slug).pk for slug in successors]
        typed = {"on": on, "replaced_by": new, "reason": reason, "end": ""}
        return staff.post("/admin/councils/council/", {**chosen, **typed}, follow=True)

    return ended


@pytest.fixture
def split(add, end, kent):
    """Split Kent into two new councils, as staff do it."""
    add(KENTS, "--apply", "--why", REASON)
    districts = list(kent.districts.current())
    end([one for one in districts if one.slug in EAST], "east-kent")
    end([one for one in districts if one.slug not in EAST], "west-kent")
    return end([kent], "east-kent", "west-kent")


def statuses(on, *slugs):
    record = build(on)
    return [record.by_slug[slug].status for slug in slugs]


def test_without_apply_the_command_says_what_it_would_do_and_changes_nothing(add):
    version = RecordVersion.objects.get().number
    said = add(KENTS)
    assert "East Kent Council was added to the register. Its page: /councils/east-kent/" in said
    assert "Nothing was changed. Add --apply to do it." in said
    assert RecordVersion.objects.get().number == version
    assert not Council.objects.filter(code="EKN").exists()


def test_new_councils_have_their_public_line_their_page_and_parts_of_others(add, client, kent):
    text = KENTS.replace("2028-04-01,,,\nWKN", "2028-04-01,,,KEN\nWKN")
    assert "takes a small part of Kent County Council" in add(text, "--apply", "--why", REASON)
    assert set(Change.objects.values_list("council__code", "why")) == {
        ("EKN", REASON), ("WKN", REASON), ("KEN", REASON),
    }  # fmt: skip
    seen = words(client.get("/councils/east-kent/", {"at": "2028-04-01"}))
    assert "As it would stand on 1 April 2028." in seen
    line = Lineage.objects.get(old=kent)
    assert (line.new.code, line.kind, line.on) == ("EKN", "part", DAY)


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("EKN,east-kent", "KEN,east-kent", "line 2: code: “KEN” is the code of Kent"),
        ("EKN,east-kent", "EKN,kent", "“kent” is the address of Kent County Council"),
        ("WKN,west-kent", "WKN,east-kent", "“east-kent” is the address of East Kent Council"),
        ("East Kent,unitary", "East Kent,kingdom", "kind: Value 'kingdom' is not a valid choice."),
        ("2028-04-01", "2048-04-01", "starts_on: 1 April 2048 is more than five years ahead"),
        (",,,\nWKN", ",,KEN,\nWKN", "but Kent County Council does not close. Enter first"),
        (",,,\nWKN", ",,EKN,\nWKN", "A council cannot replace itself."),
        ("East Kent Council", "WEST  KENT council", "is the name of the council with the code EKN"),
        (
            "East Kent Council",
            "Kent County Council",
            "is the name of the council with the code KEN",
        ),
        (",,,\nWKN", ",,XYZ,\nWKN", "“XYZ” is no council that we know."),
        (",starts_on,", ",began,", "new.csv has no column named starts_on."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_added(add, right, wrong, says):
    assert right in KENTS
    with pytest.raises(CommandError) as caught:
        add(KENTS.replace(right, wrong), "--apply")
    assert says in str(caught.value)
    assert not Council.objects.filter(starts_on=DAY).exists()


@pytest.mark.promise(3)
def test_a_county_is_split_on_its_day(split, client):
    assert "Ended: Kent County Council. See that day" in words(split)
    assert "By mistake? Take back who took over , then empty its day." in words(split)
    assert "/admin/councils/lineage/" in links(split)
    assert "/councils/?at=2028-04-01" in links(split)
    slugs = ("kent", "dover", "east-kent", "west-kent")
    assert statuses(EVE, *slugs) == ["signed", "not_signed", "forming", "forming"]
    assert statuses(DAY, *slugs) == ["former", "former", "inherited", "inherited"]
    record = build(DAY)
    assert (record.total, record.signed) == (155, 31)  # Surrey, and Kent: one more each
    assert record.by_slug["east-kent"].inherited_from is record.by_slug["kent"]


@pytest.mark.promise(9)
def test_a_divided_district_leads_to_a_choice_of_its_councils(add, end, client, kent, today_is):
    add(KENTS, "--apply")
    end(list(kent.districts.current()), "east-kent", "west-kent")
    end([kent], "east-kent", "west-kent")
    today_is("2028-04-01")
    for typed in ("CT16 1HE", "Deal"):
        page = client.post("/find/", {"q": typed}, follow=True)
        assert {"/councils/east-kent/", "/councils/west-kent/"} <= {
            link.partition("?")[0] for link in links(page)
        }


@pytest.mark.promise(3)
def test_postcodes_and_both_maps_lead_to_the_new_councils(split, client, today_is):
    for day, slug in (("2028-03-31", "kent"), ("2028-04-01", "east-kent")):
        today_is(day)
        answer = client.post("/find/", {"q": "CT16 1HE"})
        assert answer.headers["Location"] == f"/councils/{slug}/?from=dover"
    page = client.get("/councils/").content.decode()
    assert "<title>East Kent, signed by the council before it" in page
    assert "<title>Kent, " not in page
    record = record_on()
    assert record.by_slug["east-kent"].code in owners(record).values()  # it has an area
    places, before = cells_of(record), layout_on(EVE)
    assert max(distance(places[code], before["KEN"]) for code in ("EKN", "WKN")) <= 3


@pytest.mark.promise(3)
def test_i_typed_a_wrong_day_and_no_old_council_counts_beside_the_new_one(add, end, kent):
    add(KENTS, "--apply")
    says = "East Kent Council begins on 1 April 2028: end this council on that day."
    assert says in words(end([kent, *kent.districts.current()], "east-kent", on="2028-04-02"))
    assert not Council.objects.filter(ends_on="2028-04-02").exists()
    assert not Lineage.objects.filter(old=kent).exists()


@pytest.mark.promise(9)
def test_i_live_in_thurrock_and_the_new_councils_page_says_that_it_covers_it(add, end, client):
    new = "{0},{1},,{2} Council,{2},unitary,England,East of England,,,2028-04-01,,,\n"
    south, north = new.format("SES", "south-essex", "South Essex"), new.format("NES", "n", "North")
    add(HEAD + south + north, "--apply")
    slugs = ("basildon", "castle-point", "rochford", "southend-on-sea", "thurrock")
    end(list(Council.objects.filter(slug__in=slugs)), "south-essex")
    takes_over = "South Essex Council takes over from Thurrock Council ."
    assert takes_over in words(client.get("/councils/south-essex/"))


@pytest.mark.promise(5)
def test_overlaps_and_a_second_end_are_refused_with_the_reason(add, end, sheffield, make_council):
    make_council("Moon", starts="2026-04-01", region=sheffield.region)
    assert "a day on which Moon Council does not exist." in words(
        end([sheffield], "moon", on="2026-01-01")
    )
    assert "Say why you change it" in words(end([sheffield], "moon", reason=""))
    sheffield.refresh_from_db()
    assert sheffield.ends_on is None
    end([sheffield], "moon", on="2027-04-01")
    assert "closes on 31 March 2027 already" in words(end([sheffield], "moon", on="2028-04-01"))


@pytest.mark.promise(5)
def test_a_day_of_closing_stays_while_its_takeovers_are_on_record(
    send, end, sheffield, make_council
):
    form = f"/admin/councils/council/{sheffield.pk}/change/"
    make_council("Moon", starts="2026-04-01", region=sheffield.region)
    end([sheffield], "moon", on="2027-04-01")
    for day in ("2028-04-01", ""):  # emptied, a half of undoing it would be left
        says = "Moon Council takes over from it on 1 April 2027. Take that back first"
        assert says in words(send(form, ends_on=day, reason=REASON))
        sheffield.refresh_from_db()
        assert sheffield.ends_on == dt.date(2027, 4, 1)


def test_staff_see_what_would_follow_before_anything_is_saved(add, staff, kent):
    add(KENTS, "--apply")
    chosen = [kent.pk, *kent.districts.current().values_list("pk", flat=True)]
    new = [council.pk for council in Council.objects.filter(slug__in=("east-kent", "west-kent"))]
    asked = {"action": "end", "_selected_action": chosen, "on": "1/4/2028", "replaced_by": new}
    page = staff.post("/admin/councils/council/", {**asked, "reason": REASON, "look": ""})
    assert "On 1 April 2028 it would be 31 of 155. Nothing is saved yet." in words(page)
    assert "It would say: “Signed by the council before it”." in words(page)
    kent.refresh_from_db()
    assert kent.ends_on is None
    assert fields(page)["on"] == "1/4/2028"
