"""Which district every postcode of the United Kingdom is in, in about two megabytes.

Pure Python, no database: `pack` turns sectors into bytes and `PostcodeIndex.from_bytes` reads them.

The bytes are a frame (magic, format version, lengths, checksum) round a brotli stream. In it are a
JSON header, the start of every sector's record, and the records. A sector such as "CT16 1" has at
most 400 postcodes, one for each pair of the 20 letters used. Its record is

    50 bytes   a bit for each postcode that exists
    50 bytes   a bit for each one known to be in use
    2 bytes    the number of different places in the sector
    2 each     those places: numbers of the header's list, of [district, districts close by]
    1 each     for each postcode in turn, which of them (2 each beyond 256; none if there is one)
    2 each     only where the edition knows them: the month in which a postcode not in use ended

so that a look-up counts bits instead of searching. Numbers are little-endian.
"""

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import brotli

from councils.postcodes.parsing import Postcode

MAGIC = b"UKPOSTCD"
FORMAT = 1
FRAME = struct.Struct("<8sHIII")  # magic, format, length inflated, length stored, CRC-32 of stored
QUALITY = 9  # 11 takes five times as long for a few per cent

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
UNITS = {a + b: i * 20 + j for i, a in enumerate(LETTERS) for j, b in enumerate(LETTERS)}
DIGITS = {str(digit): digit for digit in range(10)}
BITMAP = 50

FIRST_YEAR = 1900
IN_DOUBT = 0  # not known to be in use, not known to have ended
ENDED_SOMETIME = 0xFFFF  # ended, and the month is not known


class BadIndex(Exception):
    """The bytes are not a postcode index that this version of the site can read."""


class Found(NamedTuple):
    """What is known of a postcode that exists.

    `district_gss`  the lower-tier council's GSS code; None where the data gives none.
    `nearby`        other districts among the four nearest postcodes in use (Northern Ireland's
                    are not compared), in order of their codes.
    `in_use`        True, False, or None when the data only leaves a doubt.
    `ended`         "YYYY-MM" when the data says in which month it ended.
    """

    district_gss: str | None
    nearby: tuple[str, ...]
    in_use: bool | None
    ended: str | None


class Unit(NamedTuple):
    """One postcode of a sector, as `pack` takes it: `place` counts in the list of places."""

    unit: int
    place: int
    in_use: bool
    month: int


def month_number(ended: str) -> int:
    """The stored number of a month written "YYYY-MM"; a ValueError if it is not one."""
    year, month = int(ended[:4]), int(ended[5:])
    number = (year - FIRST_YEAR) * 12 + month
    if not (1 <= month <= 12 and IN_DOUBT < number < ENDED_SOMETIME):
        raise ValueError("not a month since 1900")
    return number


def month_words(number: int) -> str:
    """The month "YYYY-MM" that a stored number stands for."""
    year, month = divmod(number - 1, 12)
    return f"{FIRST_YEAR + year}-{month + 1:02d}"


@dataclass(frozen=True, slots=True, repr=False)
class PostcodeIndex:
    """An edition of the postcodes, in memory. Safe to share between threads: nothing changes it.

    `edition` is its name, such as "ONSPD November 2025"; `counts` the postcodes by nation;
    `districts` every GSS code that occurs in it.
    """

    edition: str
    counts: Mapping[str, int]
    districts: tuple[str, ...]
    _outwards: dict[str, int]
    _places: list[tuple[str | None, tuple[str, ...]]]
    _bounds: array
    _records: bytes
    _knows_endings: bool

    def __len__(self) -> int:
        return sum(self.counts.values())

    @classmethod
    def from_bytes(cls, stored: bytes) -> "PostcodeIndex":
        """Reads what `pack` wrote, in about 15 ms. Raises BadIndex if it is damaged or foreign."""
        stored = bytes(stored)
        if len(stored) < FRAME.size or stored[: len(MAGIC)] != MAGIC:
            raise BadIndex("This is not a postcode index.")
        _, version, inflated, length, checksum = FRAME.unpack_from(stored)
        if version != FORMAT:
            raise BadIndex(
                f"The postcode index has format {version}, and this version of the site reads "
                f"format {FORMAT}. Load the postcodes again."
            )
        stream = stored[FRAME.size :]
        if len(stream) != length or zlib.crc32(stream) != checksum:
            raise BadIndex("The postcode index is damaged or cut short. Load the postcodes again.")
        try:
            content = brotli.decompress(stream)
            if len(content) != inflated:
                raise ValueError("length")
            return cls._from_content(content)
        except (brotli.error, ValueError, KeyError, IndexError, TypeError, struct.error) as error:
            raise BadIndex("The postcode index does not make sense inside.") from error

    @classmethod
    def _from_content(cls, content: bytes) -> "PostcodeIndex":
        (header_length,) = struct.unpack_from("<I", content)
        header = json.loads(content[4 : 4 + header_length])
        districts, outwards = header["districts"], header["outwards"]
        sizes = array("H", content[4 + header_length :][: 20 * len(outwards)])
        if sys.byteorder == "big":
            sizes.byteswap()
        records = content[4 + header_length + 20 * len(outwards) :]
        bounds = array("I", accumulate(sizes, initial=0))
        if len(bounds) != 10 * len(outwards) + 1 or bounds[-1] != len(records):
            raise ValueError("records")
        return cls(
            edition=header["edition"],
            counts=header["counts"],
            districts=tuple(districts),
            _outwards={outward: 10 * i for i, outward in enumerate(outwards)},
            _places=[
                (None if own < 0 else districts[own], tuple(districts[other] for other in others))
                for own, *others in header["places"]
            ],
            _bounds=bounds,
            _records=records,
            _knows_endings=header["knows_endings"],
        )

    def has_outcode(self, outward: str) -> bool:
        """Whether any postcode begins with this outcode, such as "CT16"."""
        return outward in self._outwards

    def exists(self, postcode: Postcode) -> bool:
        """Whether the edition lists this postcode, in use or not."""
        return self._find(postcode) is not None

    def lookup(self, postcode: Postcode) -> Found | None:
        """What is known of a postcode (in about 2 µs); None if it is not in the edition."""
        found = self._find(postcode)
        if found is None:
            return None
        start, exists, unit = found
        records = self._records
        below = (1 << unit) - 1
        rank = (exists & below).bit_count()
        used = int.from_bytes(records[start + BITMAP : start + 2 * BITMAP], "little")
        palette = start + 2 * BITMAP + 2
        places = records[palette - 2] | records[palette - 1] << 8
        choices = palette + 2 * places
        width = _width(places)
        if width == 0:
            chosen = palette
        elif width == 1:
            chosen = palette + 2 * records[choices + rank]
        else:
            at = choices + 2 * rank
            chosen = palette + 2 * (records[at] | records[at + 1] << 8)
        district, nearby = self._places[records[chosen] | records[chosen + 1] << 8]
        if used >> unit & 1:
            return Found(district, nearby, True, None)
        if not self._knows_endings:
            return Found(district, nearby, None, None)
        endings = choices + width * exists.bit_count()
        at = endings + 2 * (rank - (used & below).bit_count())
        month = records[at] | records[at + 1] << 8
        if month == IN_DOUBT:
            return Found(district, nearby, None, None)
        return Found(
            district, nearby, False, None if month == ENDED_SOMETIME else month_words(month)
        )

    def _find(self, postcode: Postcode) -> tuple[int, int, int] | None:
        """Where the sector's record starts, its bits of what exists, and the postcode's number."""
        inward = postcode.inward
        outward = self._outwards.get(postcode.outward)
        digit = DIGITS.get(inward[:1])
        unit = UNITS.get(inward[1:])
        if outward is None or digit is None or unit is None:
            return None
        start = self._bounds[outward + digit]
        if start == self._bounds[outward + digit + 1]:
            return None
        exists = int.from_bytes(self._records[start : start + BITMAP], "little")
        return (start, exists, unit) if exists >> unit & 1 else None


def _width(places: int) -> int:
    """Bytes for each postcode's choice among a sector's places."""
    if places == 1:
        return 0
    return 1 if places <= 256 else 2


def pack(
    *,
    edition: str,
    counts: Mapping[str, int],
    districts: Sequence[str],
    places: Sequence[tuple[int, ...]],
    sectors: Iterable[tuple[str, Sequence[Unit]]],
    knows_endings: bool,
) -> bytes:
    """The bytes of an index. The same facts always give the same bytes.

    `places` are (district, districts close by) as numbers of `districts`, -1 for no district;
    `sectors` give once for each "CT161" (outcode and digit) its postcodes in order of their
    numbers; they are taken one at a time and may come in any order. Raises ValueError beyond
    65,536 places.
    """
    if len(places) > 0x10000:
        raise ValueError("too many different places for this format")
    packed = {sector: _pack_sector(units, knows_endings) for sector, units in sectors}
    outwards = sorted({sector[:-1] for sector in packed})
    records = [packed.get(outward + digit, b"") for outward in outwards for digit in DIGITS]
    header = json.dumps(
        {
            "edition": edition,
            "counts": counts,
            "districts": districts,
            "places": places,
            "outwards": outwards,
            "knows_endings": knows_endings,
        },
        separators=(",", ":"),
    ).encode()
    content = b"".join(
        [struct.pack("<I", len(header)), header, _shorts(map(len, records)), *records]
    )
    stream = brotli.compress(content, quality=QUALITY)
    return FRAME.pack(MAGIC, FORMAT, len(content), len(stream), zlib.crc32(stream)) + stream


def _pack_sector(units: Sequence[Unit], knows_endings: bool) -> bytes:
    exists = used = 0
    palette: dict[int, int] = {}
    choices, endings = [], []
    for unit, place, in_use, month in units:
        bit = 1 << unit
        exists |= bit
        if in_use:
            used |= bit
        else:
            endings.append(month)
        choices.append(palette.setdefault(place, len(palette)))
    width = _width(len(palette))
    return b"".join(
        [
            exists.to_bytes(BITMAP, "little"),
            used.to_bytes(BITMAP, "little"),
            _shorts([len(palette)]),
            _shorts(palette),
            bytes(choices) if width == 1 else _shorts(choices) if width else b"",
            _shorts(endings) if knows_endings else b"",
        ]
    )


def _shorts(numbers: Iterable[int]) -> bytes:
    """Numbers below 65,536 as two bytes each, the lower byte first."""
    packed = array("H", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
