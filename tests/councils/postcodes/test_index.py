"""The index as bytes and in memory."""

import struct
import zlib

import brotli
import pytest

from councils.postcodes import index
from councils.postcodes.index import IndexFormatError, PostcodeFacts, PostcodeIndex, Unit
from councils.postcodes.parsing import Postcode


def packed(sectors, places=((0,), (0, 1), (-1,)), *, knows_endings=True, districts=("E1", "E2")):
    return index.pack(
        edition="ONSPD May 2026",
        counts={"England": 3},
        districts=districts,
        places=places,
        sectors=sectors.items(),
        knows_endings=knows_endings,
    )


def opened(sectors, **options):
    return PostcodeIndex.from_bytes(packed(sectors, **options))


def test_a_postcode_leads_to_its_district_and_those_nearby():
    postcodes = opened({"CT161": [Unit(0, 0, True, 0), Unit(399, 1, True, 0)]})
    assert postcodes.lookup(Postcode("CT16", "1AA")) == PostcodeFacts("E1", (), True, None)
    assert postcodes.lookup(Postcode("CT16", "1ZZ")) == PostcodeFacts("E1", ("E2",), True, None)


def test_an_outcode_may_lack_its_last_letter():
    postcodes = opened({"EC1A1": [Unit(0, 0, True, 0)]})
    assert postcodes.has_outcode("EC1A")
    assert postcodes.has_outcode("EC1")
    assert not postcodes.has_outcode("EC")


def test_a_sector_says_how_many_postcodes_in_use_each_district_has():
    units = [Unit(0, 0, True, 0), Unit(1, 3, True, 0), Unit(2, 3, True, 0), Unit(3, 4, False, 0)]
    places = ((0,), (0, 1), (-1,), (1,), (2,))
    postcodes = opened({"CT161": units}, places=places, districts=("E1", "E2", "E3"))
    assert postcodes.districts_in_sector(Postcode("CT16", "1ZZ")) == {"E2": 2, "E1": 1}
    assert postcodes.districts_in_sector(Postcode("CT16", "2AA")) == {}


def test_a_postcode_may_have_no_district():
    postcodes = opened({"CT161": [Unit(5, 2, True, 0)]})
    assert postcodes.lookup(Postcode("CT16", "1AG")) == PostcodeFacts(None, (), True, None)


@pytest.mark.parametrize(
    "outward, inward",
    [
        ("CT16", "1AB"),
        ("CT16", "2AA"),
        ("CT17", "1AA"),
        ("CT16", "1CC"),
        ("CT16", "XAA"),
        ("CT16", ""),
        ("", ""),
        ("CT16", "1A"),
    ],
)
def test_a_postcode_that_is_not_in_the_edition_is_not_found(outward, inward):
    postcodes = opened({"CT161": [Unit(0, 0, True, 0)], "CT180": [Unit(0, 0, True, 0)]})
    assert postcodes.lookup(Postcode(outward, inward)) is None
    assert not postcodes.exists(Postcode(outward, inward))


def test_an_outcode_is_known_if_any_of_its_sectors_is():
    postcodes = opened({"CT169": [Unit(0, 0, True, 0)]})
    assert postcodes.has_outcode("CT16")
    assert not postcodes.has_outcode("CT1")
    assert postcodes.exists(Postcode("CT16", "9AA"))


def test_the_month_of_ending_is_kept():
    ended = index.encode_month("1996-06")
    units = [
        Unit(0, 0, True, 0),
        Unit(1, 0, False, ended),
        Unit(2, 0, True, 0),
        Unit(3, 0, False, index.IN_DOUBT),
        Unit(4, 0, False, index.ENDED_SOMETIME),
        Unit(5, 0, False, index.encode_month("2026-12")),
    ]
    postcodes = opened({"CT161": units})
    found = [postcodes.lookup(Postcode("CT16", "1A" + letter)) for letter in "ABDEFGH"]
    assert [(f.in_use, f.ended) for f in found[:6]] == [
        (True, None),
        (False, "1996-06"),
        (True, None),
        (None, None),
        (False, None),
        (False, "2026-12"),
    ]
    assert found[6] is None


def test_without_endings_a_postcode_not_in_use_is_only_doubtful():
    postcodes = opened({"CT161": [Unit(1, 0, False, 1)]}, knows_endings=False)
    assert postcodes.lookup(Postcode("CT16", "1AB")) == PostcodeFacts("E1", (), None, None)


@pytest.mark.parametrize("different", [1, 2, 255, 256, 257, 400])
def test_a_sector_may_hold_any_number_of_places(different):
    places = [(0, *range(1, n + 1)) for n in range(different)]
    districts = [f"E{n}" for n in range(different + 1)]
    units = [Unit(n, n % different, n % 3 > 0, n % 7) for n in range(400)]
    postcodes = opened({"CT161": units}, places=places, districts=districts)
    for letters, n in index.UNITS.items():
        found = postcodes.lookup(Postcode("CT16", "1" + letters))
        assert len(found.nearby) == n % different
        assert found.in_use is (True if n % 3 else False if n % 7 else None)


@pytest.mark.parametrize("month", ["1900-01", "1996-12", "2026-06"])
def test_a_month_is_stored_and_told_alike(month):
    assert index.format_month(index.encode_month(month)) == month


@pytest.mark.parametrize("month", ["1899-12", "1996-13", "1996-00", "nonsense", "9999-01"])
def test_an_invalid_month_is_refused(month):
    with pytest.raises(ValueError):
        index.encode_month(month)


def test_the_same_facts_give_the_same_bytes_in_any_order():
    sectors = {"CT161": [Unit(0, 0, True, 0)], "AB10": [Unit(1, 1, True, 0)]}
    assert packed(sectors) == packed(dict(reversed(sectors.items())))


def test_an_index_knows_its_edition_its_counts_and_its_districts():
    postcodes = opened({"CT161": [Unit(0, 0, True, 0)]})
    assert postcodes.edition == "ONSPD May 2026"
    assert postcodes.counts == {"England": 3}
    assert postcodes.districts == ("E1", "E2")
    assert len(postcodes) == 3


def test_an_index_is_read_from_the_bytes_of_any_database():
    data = packed({"CT161": [Unit(0, 0, True, 0)]})
    assert PostcodeIndex.from_bytes(memoryview(data)).exists(Postcode("CT16", "1AA"))


def test_damaged_or_foreign_bytes_are_refused():
    data = packed({"CT161": [Unit(0, 0, True, 0)]})
    for cut in range(len(data)):
        with pytest.raises(IndexFormatError):
            PostcodeIndex.from_bytes(data[:cut])
    for at in range(len(data)):
        with pytest.raises(IndexFormatError):
            PostcodeIndex.from_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    for foreign in (b"", b"PK\x03\x04", data + b"\0", b"\xff" * 100):
        with pytest.raises(IndexFormatError):
            PostcodeIndex.from_bytes(foreign)


def test_another_format_asks_for_a_new_load():
    data = packed({"CT161": [Unit(0, 0, True, 0)]})
    later = data[:8] + struct.pack("<H", index.FORMAT + 1) + data[10:]
    with pytest.raises(IndexFormatError, match="Load the postcodes again"):
        PostcodeIndex.from_bytes(later)


@pytest.mark.parametrize("content", [b"", b"\0\0\0\0", struct.pack("<I", 2) + b"{}", b"\xff" * 40])
def test_a_valid_frame_with_invalid_content_is_refused(content):
    stream = brotli.compress(content)
    frame = index.FRAME.pack(
        index.MAGIC, index.FORMAT, len(content), len(stream), zlib.crc32(stream)
    )
    with pytest.raises(IndexFormatError):
        PostcodeIndex.from_bytes(frame + stream)
