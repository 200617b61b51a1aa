"""An index of the districts of all postcodes in the United Kingdom, in about two megabytes.

Pure Python, without the database: ``pack`` writes the bytes, ``PostcodeIndex.from_bytes`` reads
them.

The bytes are a frame (magic, format version, lengths, checksum) round a brotli stream. In it are a
JSON header, the start of every sector's record, and the records. A sector such as "CT16 1" has at
most 400 postcodes, one for each pair of the 20 letters used. Its record is

    50 bytes   a bit for each postcode that exists
    50 bytes   a bit for each one known to be in use
    2 bytes    the number of different places in the sector
    2 each     those places: positions in the header's list of [district, districts nearby]
    1 each     for each postcode, its place (2 each if over 256 places; none if there is only one)
    2 each     only if the edition has them: the month in which each postcode not in use ended

so that a look-up counts bits instead of searching. Numbers are little-endian.
"""

import json
import struct
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from string import ascii_uppercase
from typing import NamedTuple

import brotli

from councils.postcodes.parsing import Postcode

MAGIC = b"UKPOSTCD"
FORMAT = 1
FRAME = struct.Struct("<8sHIII")
"""Magic, format, length inflated, length stored, CRC-32 of the stored bytes."""
QUALITY = 9
"""The quality of brotli; 11 takes five times as long and saves a few per cent."""

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
UNITS = {a + b: i * 20 + j for i, a in enumerate(LETTERS) for j, b in enumerate(LETTERS)}
DIGITS = {str(digit): digit for digit in range(10)}
BITMAP = 50

PRODUCTS = {
    "ONSPD": "the ONS Postcode Directory",
    "NSPL": "the National Statistics Postcode Lookup",
}
FIRST_YEAR = 1900
IN_DOUBT = 0
"""Neither known to be in use nor known to have ended."""
ENDED_SOMETIME = 0xFFFF
"""Ended in a month that is not known."""


class IndexFormatError(Exception):
    """The bytes are not a postcode index that this version of the site can read."""


class PostcodeFacts(NamedTuple):
    """The facts of a postcode that exists.

    ``district_gss`` is the lower-tier council's GSS code, or None if the data has none. ``nearby``
    has the other districts of the four nearest postcodes in use, sorted (never in Northern
    Ireland). ``in_use`` is None if the data is not certain. ``ended`` is the month, "YYYY-MM", or
    None if it is not known.
    """

    district_gss: str | None
    nearby: tuple[str, ...]
    in_use: bool | None
    ended: str | None


class Unit(NamedTuple):
    """One postcode of a sector for ``pack``; ``place`` is a position in the list of places."""

    unit: int
    place: int
    in_use: bool
    month: int


def encode_month(ended: str) -> int:
    """Return the stored number of a month "YYYY-MM". Raises ValueError for anything else."""
    year, month = int(ended[:4]), int(ended[5:])
    number = (year - FIRST_YEAR) * 12 + month
    if not (1 <= month <= 12 and IN_DOUBT < number < ENDED_SOMETIME):
        raise ValueError("not a month since 1900")
    return number


def format_month(number: int) -> str:
    """Return the month "YYYY-MM" of a stored number."""
    year, month = divmod(number - 1, 12)
    return f"{FIRST_YEAR + year}-{month + 1:02d}"


@dataclass(frozen=True, slots=True, repr=False)
class PostcodeIndex:
    """An edition of the postcodes in memory, immutable and so safe to share between threads.

    ``edition`` is its name, such as "ONSPD November 2025"; ``counts`` the postcodes by nation;
    ``districts`` every GSS code that occurs in it.
    """

    edition: str
    counts: Mapping[str, int]
    districts: tuple[str, ...]
    _outwards: dict[str, int]
    _places: list[tuple[str | None, tuple[str, ...]]]
    _bounds: "array[int]"
    _records: bytes
    _knows_endings: bool

    def __len__(self) -> int:
        return sum(self.counts.values())

    @property
    def public_name(self) -> str:
        """Return the edition in words: the ONS Postcode Directory, November 2025."""
        product, _, month = self.edition.partition(" ")
        return f"{PRODUCTS[product]}, {month}" if product in PRODUCTS else self.edition

    @classmethod
    def from_bytes(cls, stored: bytes) -> "PostcodeIndex":
        """Read what ``pack`` wrote (about 15 ms). Raises IndexFormatError for anything else."""
        if len(stored) < FRAME.size or stored[: len(MAGIC)] != MAGIC:
            raise IndexFormatError("This is not a postcode index.")
        _, version, inflated, length, checksum = FRAME.unpack_from(stored)
        if version != FORMAT:
            raise IndexFormatError(
                f"The postcode index has format {version}, and this version of the site reads "
                f"format {FORMAT}. Load the postcodes again."
            )
        stream = stored[FRAME.size :]
        if len(stream) != length or zlib.crc32(stream) != checksum:
            raise IndexFormatError(
                "The postcode index is damaged or cut short. Load the postcodes again."
            )
        try:
            content = brotli.decompress(stream)
            if len(content) != inflated:
                raise ValueError("length")
            return cls._from_content(content)
        except (brotli.error, ValueError, KeyError, IndexError, TypeError, struct.error) as error:
            raise IndexFormatError("The postcode index does not make sense inside.") from error

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
        """Return whether any postcode begins with this outcode: "CT16", and "EC1" for EC1A."""
        return outward in self._outwards or any(
            outward + end in self._outwards for end in ascii_uppercase
        )

    def exists(self, postcode: Postcode) -> bool:
        """Return whether the edition lists this postcode, in use or not."""
        return self._find(postcode) is not None

    def lookup(self, postcode: Postcode) -> PostcodeFacts | None:
        """Return the facts of a postcode (about 2 µs), or None if the edition does not list it."""
        position = self._find(postcode)
        if position is None:
            return None
        start, exists, unit = position
        records = self._records
        below = (1 << unit) - 1
        rank = (exists & below).bit_count()
        used = int.from_bytes(records[start + BITMAP : start + 2 * BITMAP], "little")
        palette = start + 2 * BITMAP + 2
        places = records[palette - 2] | records[palette - 1] << 8
        choices = palette + 2 * places
        width = _width(places)
        choice = 0
        if width == 1:
            choice = records[choices + rank]
        elif width == 2:
            at = choices + 2 * rank
            choice = records[at] | records[at + 1] << 8
        at = palette + 2 * choice
        district, nearby = self._places[records[at] | records[at + 1] << 8]
        if used >> unit & 1:
            return PostcodeFacts(district, nearby, True, None)
        month = IN_DOUBT
        if self._knows_endings:
            endings = choices + width * exists.bit_count()
            at = endings + 2 * (rank - (used & below).bit_count())
            month = records[at] | records[at + 1] << 8
        if month == IN_DOUBT:
            return PostcodeFacts(district, nearby, None, None)
        ended = None if month == ENDED_SOMETIME else format_month(month)
        return PostcodeFacts(district, nearby, False, ended)

    def districts_in_sector(self, postcode: Postcode) -> dict[str, int]:
        """Return how many postcodes in use each district has in a sector, the most first.

        The sector is the outcode and the first digit after it: "CT16 1". It takes at most 1 ms.
        """
        neighbours = (Postcode(postcode.outward, postcode.inward[0] + unit) for unit in UNITS)
        facts = (self.lookup(neighbour) for neighbour in neighbours)
        districts = Counter(
            fact.district_gss for fact in facts if fact and fact.in_use and fact.district_gss
        )
        return dict(districts.most_common())

    def _find(self, postcode: Postcode) -> tuple[int, int, int] | None:
        """Return the start of the sector's record, its bitmap, and the postcode's bit in it."""
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
    """Return the number of bytes that store a postcode's place in its sector."""
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
    """Return the bytes of an index. The same facts always give the same bytes.

    ``places`` are (district, districts nearby) as positions in ``districts``, -1 for no district.
    ``sectors`` has each sector, such as "CT161", once, in any order, with its postcodes in order of
    their numbers. Raises ValueError for more than 65,536 places.
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
    """Return numbers below 65,536 as two bytes each, the lower byte first."""
    packed = array("H", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
