"""Parsing what a person typed as a postcode."""

import random
import sys

import pytest

from councils.postcodes.parsing import Kind, Postcode, look_alikes, parse

pytestmark = pytest.mark.promise(10)


@pytest.mark.parametrize(
    "typed",
    [
        "CT16 1AA",
        "ct161aa",
        "cT 16  1 aA",
        "CT16-1AA",
        "CT16.1AA.",
        "CT1 61AA",
        " CT16\u00a01AA\t\n",
        "\u200bCT16\u20091AA\ufeff",
        "ＣＴ１６　１ＡＡ",
        "CT١٦ 1AA",
        "“(CT16 1AA)”,",
        "★ CT16—1AA ★",
        "C.T.1.6.1.A.A",
        "CT16\x001AA\x07",
        "\ud800CT16 1AA\udfff",
        "Dover Castle, Castle Hill, Dover CT16 1AA",
        "CT16 1AA, that is ct161aa",
    ],
)
def test_a_postcode_is_parsed_however_it_is_typed(typed):
    parsed = parse(typed)
    assert parsed.kind == Kind.FULL
    assert parsed.postcode == Postcode("CT16", "1AA")
    assert parsed.outward == "CT16"


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("m11ae", "M1 1AE"),
        ("b338th", "B33 8TH"),
        ("w1a0ax", "W1A 0AX"),
        ("cr26xh", "CR2 6XH"),
        ("dn551pt", "DN55 1PT"),
        ("ec1a1bb", "EC1A 1BB"),
        ("npt 0ad", "NPT 0AD"),
    ],
)
def test_every_shape_of_postcode_has_one_standard_form(typed, expected):
    assert str(parse(typed).postcode) == expected


def test_a_postcode_does_not_show_in_an_error_report():
    assert "CT16" not in repr(Postcode("CT16", "1AA"))
    assert "CT16" not in repr(parse("CT16 1AA"))
    assert "CT16" not in repr(parse("CT16"))


@pytest.mark.parametrize(
    "typed, outward",
    [
        ("CT16", "CT16"),
        ("e1", "E1"),
        ("E 1", "E1"),
        ("E11", "E11"),
        ("E1 1", "E1"),
        ("EC1A", "EC1A"),
        ("EC1A 1", "EC1A"),
        ("CT16 1", "CT16"),
        ("ct161", "CT16"),
        ("CT16 1A", "CT16"),
    ],
)
def test_part_of_a_postcode_is_recognised(typed, outward):
    parsed = parse(typed)
    assert (parsed.kind, parsed.outward) == (Kind.PARTIAL, outward)
    assert parsed.postcode is None


@pytest.mark.parametrize(
    "typed, kind, place",
    [
        *((typed, Kind.BFPO, "") for typed in ("BFPO 12", "bfpo", "B.F.P.O. 5310", "BF1 2AY")),
        *((typed, Kind.GIRO, "") for typed in ("gir0aa", "GIR OAA")),
        ("JE2 4WD", Kind.JERSEY, ""),
        ("gy1 1wd", Kind.GUERNSEY, ""),
        ("JE2", Kind.JERSEY, ""),
        ("IM1 1AA", Kind.ISLE_OF_MAN, ""),
        ("fiqq1zz", Kind.OVERSEAS, "Falkland Islands"),
        ("GX11 1AA", Kind.OVERSEAS, "Gibraltar"),
        ("GX11", Kind.OVERSEAS, "Gibraltar"),
        ("", Kind.EMPTY, ""),
        ("\n\t!?…\x00\ud800\u200b★", Kind.EMPTY, ""),
    ],
)
def test_forces_islands_territories_and_nothing_are_told_apart(typed, kind, place):
    parsed = parse(typed)
    assert (parsed.kind, parsed.place) == (kind, place)


@pytest.mark.parametrize(
    "typed",
    ["Kent", "York 1", "Isles of Scilly", "Ynys Môn", "Hull", "Môn1 1AA", "10 Downing Street"]
    + ["CT1666 1AA", "CT16 1A1", "12345", "C16T 1AA", "from CT16 1AA to CT17 9AA"],
)
def test_a_name_or_a_failed_attempt_is_not_taken_for_a_postcode(typed):
    assert parse(typed).kind == Kind.NOT_A_POSTCODE


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("CTI6 1AA", "CT16 1AA"),
        ("CTL6 1AA", "CT16 1AA"),
        ("CT16 IAA", "CT16 1AA"),
        ("SW1A OAA", "SW1A 0AA"),
        ("W1A OAX", "W1A 0AX"),
        ("S01 1AA", "SO1 1AA"),
        ("L51 1AA", "LS1 1AA"),
        ("5W1A 1AA", "SW1A 1AA"),
        ("81 1AA", "B1 1AA"),
        ("2E1 1AA", "ZE1 1AA"),
        ("CT16 1A5", "CT16 1AS"),
        ("CT16 1AI", "CT16 1AL"),
        ("CT1B 1AA", "CT18 1AA"),
    ],
)
def test_look_alikes_are_swapped_where_the_pattern_requires_it(typed, meant):
    assert meant in map(str, look_alikes(typed))


def test_the_most_alike_comes_first_and_the_typed_code_is_left_out():
    codes = [str(postcode) for postcode in look_alikes("CTI6 1AA")]
    assert codes[0] == "CT16 1AA"
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("typed", ["CT16 1AA", "Kent", "Bromley", "Ward 5", ""])
def test_nothing_is_offered_in_place_of_what_is_right_or_a_name(typed):
    assert look_alikes(typed) == []


def test_no_input_raises():
    chance = random.Random(2012)
    pieces = [
        "CT16",
        " 1AA",
        "\x00",
        "\ud83d",
        "😀",
        "É",
        "½",
        "ß",
        "١",
        "BFPO",
        "-",
        "\u202e",
        "Z" * 9,
    ]
    for _ in range(2000):
        typed = "".join(chance.choices(pieces, k=chance.randrange(8)))
        typed += "".join(chr(chance.randrange(sys.maxunicode + 1)) for _ in range(4))
        parse(typed), look_alikes(typed)


def test_a_huge_text_takes_no_longer_than_a_long_one():
    for huge in ("CT16 1AA " * 1_000_000, "1" * 10_000_000, "\ufdfa" * 1_000_000):
        parse(huge), look_alikes(huge)
