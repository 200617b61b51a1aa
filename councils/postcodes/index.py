"""The districts of all postcodes in Great Britain, the Channel Islands and the Isle of Man.

``postcodes()`` reads ``index.dat``, which ``tools/make_postcodes.py`` makes; the server changes
nothing in it. Northern Ireland's postcodes, whose terms differ, are not in it.

The file is a line of text, the sources' attribution, and an xz stream. In that are a line of JSON,
two bytes for the length of every sector's record, and the records. A sector such as "CT16 1" has at
most 400 postcodes, one for each pair of the 20 letters used. Its record is

    50 bytes   a bit for each postcode that exists
    50 bytes   a bit for each one known to be in use
    1 byte     the number of different places in the sector
    2 each     those places: positions in the header's list of [district, districts nearby]
    1 each     for each postcode, its place (none if there is only one)
    2 each     only if the edition has them: the month in which each postcode not in use ended

so that a look-up counts bits instead of searching. Numbers are little-endian.
"""

import json
import lzma
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple

from councils.postcodes.parsing import Postcode

SHIPPED = Path(__file__).resolve().parent / "index.dat"

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
UNITS = {a + b: i * 20 + j for i, a in enumerate(LETTERS) for j, b in enumerate(LETTERS)}
BITMAP = 50

PRODUCTS = {
    "ONSPD": "the ONS Postcode Directory",
    "NSPL": "the National Statistics Postcode Lookup",
}
FIRST_YEAR = 1900
IN_DOUBT = 0
"""In place of a month: neither known to be in use nor known to have ended."""


class PostcodeFacts(NamedTuple):
    """The facts of a postcode that exists.

    ``district_gss`` is the lower-tier council's GSS code, or None if the data has none. ``nearby``
    has the other districts of the four nearest postcodes in use, sorted. ``in_use`` is None if the
    data is not certain. ``ended`` is the month, "YYYY-MM", and empty if it is not known.
    """

    district_gss: str | None
    nearby: tuple[str, ...] = ()
    in_use: bool | None = True
    ended: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PostcodeIndex:
    """An edition of the postcodes in memory.

    ``edition`` is its name, such as "ONSPD November 2025"; ``counts`` the postcodes by nation;
    ``districts`` every GSS code that occurs in it; ``attribution`` what its owners ask to be said.
    """

    attribution: str
    edition: str
    counts: Mapping[str, int]
    districts: tuple[str, ...]
    _outwards: dict[str, int]
    _places: list[tuple[str | None, tuple[str, ...]]]
    _bounds: list[int]
    _records: bytes
    _knows_endings: bool

    @classmethod
    def from_bytes(cls, stored: bytes) -> "PostcodeIndex":
        """Read what ``tools.make_postcodes`` wrote, in about 25 ms."""
        attribution, _, stream = stored.partition(b"\n")
        line, _, content = lzma.decompress(stream).partition(b"\n")
        header = json.loads(line)
        districts, sectors = header["districts"], 10 * len(header["outwards"])
        return cls(
            attribution=attribution.decode(),
            edition=header["edition"],
            counts=header["counts"],
            districts=tuple(districts),
            _outwards={outward: 10 * i for i, outward in enumerate(header["outwards"])},
            _places=[
                (None if own < 0 else districts[own], tuple(districts[other] for other in others))
                for own, *others in header["places"]
            ],
            _bounds=list(accumulate(struct.unpack_from(f"<{sectors}H", content), initial=0)),
            _records=content[2 * sectors :],
            _knows_endings=header["knows_endings"],
        )

    @property
    def public_name(self) -> str:
        """Return the edition in words: the ONS Postcode Directory, November 2025."""
        product, _, month = self.edition.partition(" ")
        return f"{PRODUCTS[product]}, {month}"

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
        palette = start + 2 * BITMAP + 1
        places = records[palette - 1]
        choices = palette + 2 * places
        choice = records[choices + rank] if places > 1 else 0
        district, nearby = self._places[self._number(palette + 2 * choice)]
        if used >> unit & 1:
            return PostcodeFacts(district, nearby)
        if not self._knows_endings:
            return PostcodeFacts(district, nearby, None)
        endings = choices + (exists.bit_count() if places > 1 else 0)
        month = self._number(endings + 2 * (rank - (used & below).bit_count()))
        if month == IN_DOUBT:
            return PostcodeFacts(district, nearby, None)
        return PostcodeFacts(district, nearby, False, format_month(month))

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

    def _number(self, at: int) -> int:
        return self._records[at] | self._records[at + 1] << 8

    def _find(self, postcode: Postcode) -> tuple[int, int, int] | None:
        """Return the start of the sector's record, its bitmap, and the postcode's bit in it."""
        outward = self._outwards.get(postcode.outward)
        unit = UNITS.get(postcode.inward[1:])
        if outward is None or unit is None:
            return None
        sector = outward + int(postcode.inward[0])
        start = self._bounds[sector]
        if start == self._bounds[sector + 1]:
            return None
        exists = int.from_bytes(self._records[start : start + BITMAP], "little")
        return (start, exists, unit) if exists >> unit & 1 else None


def format_month(number: int) -> str:
    """Return the month "YYYY-MM" of a stored number."""
    year, month = divmod(number - 1, 12)
    return f"{FIRST_YEAR + year}-{month + 1:02d}"


@cache
def postcodes() -> PostcodeIndex:
    """Return the shipped index, read once in each process."""
    return PostcodeIndex.from_bytes(SHIPPED.read_bytes())
