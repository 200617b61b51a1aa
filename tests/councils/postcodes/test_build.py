"""Building an index from a source's rows."""

import random

import pytest

from councils.postcodes.build import build
from councils.postcodes.index import PostcodeFacts, PostcodeIndex
from councils.postcodes.parsing import Postcode, parse
from councils.postcodes.sources import SourceError, from_installed_package

from .conftest import CARDIFF, DOVER, JERSEY, THANET, row, small_country, source


def look_up(built, text):
    return PostcodeIndex.from_bytes(built.data).lookup(parse(text).postcode)


def test_a_postcode_leads_to_its_district(built):
    assert look_up(built, "CT1 1AA") == PostcodeFacts(DOVER, (), True, None)
    assert look_up(built, "CF1 1AB") == PostcodeFacts(CARDIFF, (), True, None)
    assert look_up(built, "JE2 4WD") == PostcodeFacts(JERSEY, (), True, None)


def test_a_postcode_near_a_border_names_the_other_district(built):
    rows = small_country()
    near = {row.postcode: look_up(built, row.postcode).nearby for row in rows[:40]}
    assert [n for n, row in enumerate(rows[:40]) if near[row.postcode]] == [18, 19, 20, 21]
    assert near[rows[19].postcode] == (THANET,)
    assert near[rows[20].postcode] == (DOVER,)


def test_a_border_with_wales_counts():
    rows = [row("CH11AA", DOVER, 0, 0), row("CH11AB", CARDIFF, 10, 0)]
    assert look_up(build(source(rows)), "CH1 1AA").nearby == (CARDIFF,)


def test_northern_ireland_is_not_compared_since_its_grid_is_another():
    rows = [row("CT11AA", DOVER, 333_000, 374_000), row("BT11AA", "N09000003", 333_000, 374_001)]
    built = build(source(rows))
    assert look_up(built, "CT1 1AA").nearby == ()
    assert look_up(built, "BT1 1AA").nearby == ()


def test_a_postcode_without_valid_coordinates_is_near_nothing():
    rows = [
        row("CT11AA", DOVER, None, None),
        row("CT11AB", THANET, 1, 1),
        row("CT11AD", DOVER, -5, 1),
        row("CT11AE", DOVER, 10**9, 1),
    ]
    built = build(source(rows))
    assert look_up(built, "CT1 1AA").nearby == ()
    assert look_up(built, "CT1 1AB").nearby == ()
    assert look_up(built, "CT1 1AE") == PostcodeFacts(DOVER, (), True, None)


def test_an_ended_postcode_has_its_month_and_its_neighbours(built):
    assert look_up(built, "CT1 2ZZ") == PostcodeFacts(DOVER, (THANET,), False, "1999-12")


def test_a_source_without_endings_leaves_only_a_doubt():
    built = build(source([row("CT11AA", in_use=None)], knows_endings=False))
    assert look_up(built, "CT1 1AA") == PostcodeFacts(DOVER, (), None, None)


def test_postcodes_are_counted_by_nation(built):
    assert built.counts == {
        "England": 41,
        "Wales": 8,
        "Scotland": 0,
        "Northern Ireland": 1,
        "Channel Islands": 1,
        "Isle of Man": 0,
        "none": 1,
    }
    assert built.total == 52
    assert built.districts == {DOVER, THANET, CARDIFF, "N09000003", JERSEY}
    assert PostcodeIndex.from_bytes(built.data).counts == built.counts


def test_a_postcode_that_the_index_cannot_hold_is_counted_as_left_out():
    built = build(source([row("CT11AA"), row("NPT0VA")]))
    assert (built.total, built.skipped) == (1, 1)


def test_the_order_of_the_rows_does_not_matter(built):
    rows = small_country()
    random.Random(7).shuffle(rows)
    assert build(source(rows)).data == built.data


def test_a_postcode_named_twice_is_refused():
    with pytest.raises(SourceError, match="CT1 1AA is listed twice"):
        build(source([row("CT11AA"), row("CT11AB"), row("CT11AA", THANET)]))


def test_a_source_without_postcodes_is_refused():
    with pytest.raises(SourceError, match="no postcodes"):
        build(source([]))


def test_a_code_of_no_nation_is_refused():
    with pytest.raises(SourceError, match="Z99999999"):
        build(source([row("CT11AA", "Z99999999")]))


def mismatches(package):
    postcodes = PostcodeIndex.from_bytes(build(package).data)
    wrong = 0
    for postcode, district, _, _, ended, in_use in package.rows():
        found = postcodes.lookup(Postcode(postcode[:-3], postcode[-3:]))
        wrong += found is None or (found.district_gss, found.in_use, found.ended) != (
            district,
            in_use,
            ended,
        )
    return wrong


@pytest.mark.fault  # full-size data
def test_every_real_postcode_that_begins_with_t_is_found_as_it_stands():
    package = from_installed_package("T")
    assert package.edition == "ONSPD November 2025"
    assert mismatches(package) == 0


@pytest.mark.long  # a minute and a half; run it with new postcodes
def test_every_real_postcode_of_the_country_is_found_as_it_stands():
    # NPT 0VA, ended decades ago, has a letter that no other postcode has there.
    assert mismatches(from_installed_package()) == 1
