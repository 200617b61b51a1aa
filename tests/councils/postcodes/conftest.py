"""A country of two sectors: Dover and Thanet meet in CT1 1, and Cardiff is CF1 1."""

import itertools

import pytest

from councils.postcodes.build import BuiltIndex, build
from councils.postcodes.index import LETTERS
from councils.postcodes.sources import PostcodeRow, Source

DOVER, THANET, CARDIFF, BELFAST = "E07000108", "E07000114", "W06000015", "N09000003"
JERSEY = "L99999999"

UNITS = ["".join(pair) for pair in itertools.product(LETTERS, repeat=2)]


def row(postcode, district=DOVER, easting=None, northing=None, *, ended=None, in_use=True):
    return PostcodeRow(postcode, district, easting, northing, ended, in_use)


def small_country() -> list[PostcodeRow]:
    """Forty postcodes 50 m apart along a road; the last twenty are in Thanet."""
    road = [
        row("CT11" + unit, DOVER if n < 20 else THANET, 600_000 + 50 * n, 140_000)
        for n, unit in enumerate(UNITS[:40])
    ]
    elsewhere = [
        row("CF11" + unit, CARDIFF, 318_000 + 50 * n, 176_000) for n, unit in enumerate(UNITS[:8])
    ]
    return [
        *road,
        *elsewhere,
        row("BT15GS", BELFAST, 333_000, 374_000),
        row("JE24WD", JERSEY),
        row("GIR0AA", None, in_use=None),
        row("CT12ZZ", DOVER, 600_975, 140_030, ended="1999-12", in_use=False),
    ]


def source(rows, *, edition="ONSPD May 2026", knows_endings=True) -> Source:
    return Source(edition, knows_endings, lambda: iter(rows))


@pytest.fixture
def built() -> BuiltIndex:
    return build(source(small_country()))
