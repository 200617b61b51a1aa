"""Build the index of a source's postcodes, in pure Python on one core.

The whole country takes about 15 seconds and 400 MB.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from councils.postcodes import index
from councils.postcodes.nearby import FURTHEST, districts_nearby
from councils.postcodes.sources import PostcodeRow, Source, SourceError

NATIONS = {
    "E": "England",
    "W": "Wales",
    "S": "Scotland",
    "N": "Northern Ireland",
    "L": "Channel Islands",
    "M": "Isle of Man",
}
NO_NATION = "none"
OTHER_GRID = "N"
"""Northern Ireland's postcodes are on the Irish grid and cannot be compared with others."""

NO_DISTRICT = -1
IN_USE, GONE = 1, 0

type Sectors = Iterator[tuple[str, list[index.Unit]]]
"""The postcodes of each sector, in the form that ``index.pack`` takes."""


@dataclass(frozen=True)
class BuiltIndex:
    """An index's bytes and their contents.

    ``counts`` are postcodes by nation, with "none" for those without a district; ``districts`` the
    GSS codes that occur; ``skipped`` the number of postcodes whose form the index cannot hold.
    """

    data: bytes
    edition: str
    counts: dict[str, int]
    districts: frozenset[str]
    skipped: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def build(source: Source) -> BuiltIndex:
    """Read a source and pack it into an index.

    Raises SourceError if the source cannot be read, has no postcodes, or lists one twice.
    """
    table = _Table()
    table.read(source.rows())
    districts, places, sectors = table.arrange(table.nearby())
    data = index.pack(
        edition=source.edition,
        counts=table.counts,
        districts=districts,
        places=places,
        sectors=sectors,
        knows_endings=source.knows_endings,
    )
    return BuiltIndex(data, source.edition, table.counts, frozenset(districts), table.skipped)


class _Table:
    """All rows, stored as columns: objects for millions of rows would take too much memory."""

    def __init__(self) -> None:
        self.sectors: dict[str, int] = {}
        self.districts: dict[str, int] = {}
        self.keys = array("i")  # the sector's number and the postcode's number within it
        self.district = array("h")
        self.in_use = bytearray()
        self.months = array("H")
        # The rows and coordinates of the postcodes that can be compared.
        self.placed = array("i")
        self.eastings = array("i")
        self.northings = array("i")
        self.counts = dict.fromkeys((*NATIONS.values(), NO_NATION), 0)
        self.skipped = 0

    def read(self, rows: Iterable[PostcodeRow]) -> None:
        sectors, districts, units = self.sectors, self.districts, index.UNITS
        months: dict[str, int] = {}
        for postcode, gss, easting, northing, ended, in_use in rows:
            unit = units.get(postcode[-2:])
            sector = postcode[:-2]
            if unit is None or sector[-1:] not in index.DIGITS:
                self.skipped += 1
                continue
            row = len(self.keys)
            self.keys.append(sectors.setdefault(sector, len(sectors)) * len(units) + unit)
            self.in_use.append(IN_USE if in_use else GONE)
            if ended:
                month = months.get(ended)
                if month is None:
                    month = months[ended] = index.encode_month(ended)
                self.months.append(month)
            else:
                self.months.append(index.ENDED_SOMETIME if in_use is False else index.IN_DOUBT)
            if gss is None:
                self.district.append(NO_DISTRICT)
                continue
            self.district.append(districts.setdefault(gss, len(districts)))
            if (
                easting is not None
                and northing is not None
                and gss[0] != OTHER_GRID
                and 0 <= easting < FURTHEST
                and 0 <= northing < FURTHEST
            ):
                self.placed.append(row)
                self.eastings.append(easting)
                self.northings.append(northing)
        if not self.keys:
            raise SourceError("The source holds no postcodes.")
        self._count()

    def _count(self) -> None:
        by_district = [0] * (len(self.districts) + 1)  # the last for none
        for district in self.district:
            by_district[district] += 1
        for gss, district in self.districts.items():
            nation = NATIONS.get(gss[0])
            if nation is None:
                raise SourceError(f"{gss} is not the code of a district in any known nation.")
            self.counts[nation] += by_district[district]
        self.counts[NO_NATION] += by_district[NO_DISTRICT]

    def nearby(self) -> dict[int, tuple[int, ...]]:
        """Return the other districts near each row that has any, by row number."""
        by_point = districts_nearby(
            self.eastings,
            self.northings,
            array("h", [self.district[row] for row in self.placed]),
            [self.in_use[row] == IN_USE for row in self.placed],
        )
        return {self.placed[point]: districts for point, districts in by_point.items()}

    def arrange(
        self, nearby: dict[int, tuple[int, ...]]
    ) -> tuple[list[str], list[tuple[int, ...]], Sectors]:
        """Return districts, places and sectors in the form that ``index.pack`` takes."""
        names = sorted(self.districts)
        renumbered = {self.districts[name]: number for number, name in enumerate(names)}
        renumbered[NO_DISTRICT] = NO_DISTRICT
        # Rows without other districts nearby share one place for each district.
        plain = {(renumbered[district],) for district in set(self.district)}
        bordering = {
            row: (renumbered[self.district[row]], *sorted(renumbered[gss] for gss in districts))
            for row, districts in nearby.items()
        }
        places = sorted(plain | set(bordering.values()))
        number_of = {place: number for number, place in enumerate(places)}
        plain_number = {
            old: number_of[new,] for old, new in renumbered.items() if (new,) in number_of
        }
        place_of_row = {row: number_of[place] for row, place in bordering.items()}
        return names, places, self._sectors(plain_number, place_of_row)

    def _sectors(self, plain: dict[int, int], bordering: dict[int, int]) -> Sectors:
        size = len(index.UNITS)
        bits = len(self.keys).bit_length()
        in_order = sorted([key << bits | row for row, key in enumerate(self.keys)])
        name_of = list(self.sectors)
        for number, group in groupby(in_order, lambda key: (key >> bits) // size):
            units = []
            last = -1
            for key in group:
                row = key & ((1 << bits) - 1)
                unit = (key >> bits) % size
                if unit == last:
                    raise SourceError(f"{_spell(name_of[number], unit)} is listed twice.")
                last = unit
                place = bordering.get(row)
                if place is None:
                    place = plain[self.district[row]]
                units.append(index.Unit(unit, place, self.in_use[row] == IN_USE, self.months[row]))
            yield name_of[number], units


def _spell(sector: str, unit: int) -> str:
    first, second = divmod(unit, len(index.LETTERS))
    return f"{sector[:-1]} {sector[-1]}{index.LETTERS[first]}{index.LETTERS[second]}"
