"""The districts of all postcodes in Great Britain, the Channel Islands and the Isle of Man.

``postcodes()`` reads ``index.dat``, which ``tools/make_postcodes.py`` makes; the server changes
nothing in it. Northern Ireland's postcodes, whose terms differ, are not in it.

The file is a line of text, the sources' attribution, and an xz stream. In that are a line of JSON
and two bytes for each of the 400 postcodes that a sector such as "CT16 1" can have: 0 for one that
does not exist, else the position of its facts in the header's list.
"""

import json
import lzma
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple

from councils.postcodes.parsing import Postcode

SHIPPED = Path(__file__).resolve().parent / "index.dat"
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters in which a postcode ends."""
UNITS = {"".join(pair): number for number, pair in enumerate(product(LETTERS, repeat=2))}
"""The number of each pair of letters, from "AA" to "ZZ"."""


class PostcodeFacts(NamedTuple):
    """The facts of a postcode that exists.

    ``district_gss`` is the lower-tier council's GSS code, or None if the data has none. ``nearby``
    has the other districts of the four nearest postcodes in use, sorted. ``in_use`` is None if the
    data is not certain. ``ended`` is the month, "YYYY-MM", of one that is no longer in use.
    """

    district_gss: str | None
    nearby: tuple[str, ...] = ()
    in_use: bool | None = True
    ended: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether the data is not certain that it is in use: it may have ended."""
        return self.in_use is None


@dataclass(frozen=True, slots=True, repr=False)
class PostcodeIndex:
    """An edition of the postcodes in memory.

    ``edition`` is its name, such as "ONSPD November 2025"; ``counts`` the postcodes by nation;
    ``attribution`` what its owners ask to be said.
    """

    attribution: str
    edition: str
    counts: Mapping[str, int]
    facts: list[PostcodeFacts]
    _sectors: dict[str, int]
    _numbers: bytes

    @classmethod
    def from_bytes(cls, stored: bytes) -> "PostcodeIndex":
        """Read what ``tools.make_postcodes`` wrote."""
        attribution, _, stream = stored.partition(b"\n")
        line, _, numbers = lzma.decompress(stream).partition(b"\n")
        header = json.loads(line)
        facts = []
        for district, nearby, in_use, ended in header["facts"]:
            facts.append(PostcodeFacts(district, tuple(nearby), in_use, ended))
        return cls(
            attribution=attribution.decode(),
            edition=header["edition"],
            counts=header["counts"],
            facts=facts,
            _sectors={sector: number for number, sector in enumerate(header["sectors"])},
            _numbers=numbers,
        )

    @property
    def month(self) -> str:
        """The month of the edition: "November 2025"."""
        _, _, month = self.edition.partition(" ")
        return month

    @property
    def public_name(self) -> str:
        """Return the edition in words: the ONS Postcode Directory, November 2025."""
        return self.edition.replace("ONSPD", "the ONS Postcode Directory,")

    def has_outcode(self, outward: str) -> bool:
        """Return whether any postcode begins with this outcode: "CT16", and "EC1" for EC1A."""
        return bool(self._sectors_of(outward))

    def _sectors_of(self, outward: str) -> list[Postcode]:
        """Return the beginnings of the sectors of an outcode: CT16 1, and EC1A 1 for "EC1"."""
        found = []
        for end in ("", *ascii_uppercase):
            for digit in "0123456789":
                if f"{outward}{end}{digit}" in self._sectors:
                    found.append(Postcode(outward + end, digit))
        return found

    def lookup(self, postcode: Postcode) -> PostcodeFacts | None:
        """Return the facts of a postcode, in use or not, or None if the edition has it not."""
        sector = self._sectors.get(postcode.outward + postcode.inward[0])
        unit = UNITS.get(postcode.inward[1:])
        if sector is None or unit is None:
            return None
        (number,) = struct.unpack_from("<H", self._numbers, 2 * (len(UNITS) * sector + unit))
        if not number:
            return None
        return self.facts[number - 1]

    def districts_in_sector(self, postcode: Postcode) -> dict[str, int]:
        """Return how many postcodes in use each district has in a sector, the most first.

        The sector is the outcode and the first digit after it: "CT16 1".
        """
        districts: Counter[str] = Counter()
        for unit in UNITS:
            facts = self.lookup(Postcode(postcode.outward, postcode.inward[0] + unit))
            if facts and facts.in_use and facts.district_gss:
                districts[facts.district_gss] += 1
        return dict(districts.most_common())

    def districts_in_outcode(self, outward: str) -> list[str]:
        """Return the districts of the postcodes in use in an outcode, the most first."""
        districts: Counter[str] = Counter()
        for sector in self._sectors_of(outward):
            districts += Counter(self.districts_in_sector(sector))
        return [district for district, _ in districts.most_common()]


@cache
def postcodes() -> PostcodeIndex:
    """Return the shipped index, read once in each process."""
    return PostcodeIndex.from_bytes(SHIPPED.read_bytes())
