"""Every council of a record by its names, and whether anything at all has a name."""

from collections.abc import Iterable
from functools import cached_property

from councils.names import NOISE, without_kind
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.search.gazetteer import gazetteer
from councils.search.known_names import (
    counties,
    county_called,
    names_of,
    places_elsewhere,
    regions_called,
    spelled,
    table,
)

KIND_WORDS = NOISE - {"of", "and", "the", "london", "royal"}
"""Words that show that a council is meant rather than a place. ``NOISE``, which ``without_kind``
leaves out, has small words too."""


class NameIndex:
    """Every council of a record by its names."""

    def __init__(self, record: Record):
        self.record = record
        self.full: dict[str, list[CouncilOnDay]] = {}
        # The same names without the words for a kind of council: "leeds".
        self.bare: dict[str, list[CouncilOnDay]] = {}
        for council in record.all_councils:
            names = list(dict.fromkeys(map(spelled, council.all_names)))
            for name in names:
                self.full.setdefault(name, []).append(council)
            for name in dict.fromkeys(map(without_kind, names)):
                self.bare.setdefault(name, []).append(council)

    @cached_property
    def by_first_words(self) -> dict[str, list[CouncilOnDay]]:
        """Every council by what its names begin with: "kingston", "kingston on"."""
        found: dict[str, list[CouncilOnDay]] = {}
        for name, councils in self.full.items():
            words = name.split()
            for end in range(1, len(words)):
                found.setdefault(" ".join(words[:end]), []).extend(councils)
        return found

    def councils_called(self, asked: str) -> list[CouncilOnDay]:
        """Return the councils with this name, or else with the same but for words for their kind.

        Those that run children's services come first.
        """
        councils = self.full.get(asked) or self._called_but_for_the_kind(asked)
        return sorted(
            councils, key=lambda council: (not council.is_responsible, council.short_name)
        )

    def knows(self, name: str) -> bool:
        """Whether a council, a county or a region has a spelled name, or a place of any nation."""
        if name in self.full or name in gazetteer() or name in places_elsewhere():
            return True
        if county_called(name) or regions_called(name):
            return True
        return bool(self._called_but_for_the_kind(name)) and not self.has_city_added(name)

    def _called_but_for_the_kind(self, name: str) -> list[CouncilOnDay]:
        """Return the councils of the same name without the words for their kind.

        In "London Borough of Brent" London is such a word. In "Preston, London" and in "London,
        Preston" it is a place.
        """
        if name.endswith(" london") and not name.endswith(" of london"):
            return []
        if name.startswith("london ") and not name.startswith("london borough"):
            return []
        return self.bare.get(without_kind(name), [])

    def has_city_added(self, name: str) -> bool:
        """Whether "city" was added to a name that has none: "Ashford City", "Leeds city".

        "Leeds City Council" has another word for a kind, and is not judged here.
        """
        if name in self.full or name in gazetteer():
            return False
        return KIND_WORDS.intersection(name.split()) == {"city"}

    @cached_property
    def names(self) -> list[str]:
        """Every name that can be suggested."""
        names = [*self.bare, *gazetteer().names]
        for county in counties().values():
            names.append(spelled(county.name).removeprefix("the "))
        for row in table("elsewhere.csv"):  # not those of GeoNames: most are small villages
            if row["nation"] != "overseas":
                names += map(spelled, names_of(row))
        return list(dict.fromkeys(names))


@cached_with_record
def name_index(record: Record) -> NameIndex:
    return NameIndex(record)


def as_written(council: CouncilOnDay, asked: str) -> str:
    """Return the name by which a council was found, as pages write it."""
    for name in council.all_names:
        if spelled(name) == asked:
            return name
    return of_the_same_words(council.all_names, asked) or council.name


def former_name(council: CouncilOnDay, asked: str) -> str:
    """Return the former name by which a council was found; empty if it was a current name."""
    if of_the_same_words([council.name, council.short_name], asked):
        return ""
    return of_the_same_words(council.former_names, asked)


def of_the_same_words(names: Iterable[str], asked: str) -> str:
    """Return the first name that is the same but for the kind of council; empty if none is."""
    bare = without_kind(asked)
    for name in names:
        if without_kind(spelled(name)) == bare:
            return name
    return ""
