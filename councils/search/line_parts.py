"""What ``parts.py`` reads a line as: a name, its areas, and what is said of it."""

from collections.abc import Callable
from typing import NamedTuple

type Knows = Callable[[str], bool]
"""``NameIndex.knows``: whether anything has a spelled name."""


class Parts(NamedTuple):
    """What a line says. Names are spelled (``known_names.spelled``), to be compared."""

    name: str
    areas: tuple[str, ...] = ()
    """Where the place is, in the words of the line: a county, region, council, nation or town."""
    or_name: str = ""
    """The longer name that the line may mean as well: "clapham south" of "clapham south london"."""
    is_near: bool = False
    """Whether the line says near the place itself, outside it or north of it: near is not in."""
    is_beside: bool = False
    """Whether the place is said to be near its areas, "Deptford near Greenwich": not in them."""
    is_parish: bool = False
    """Whether a parish or town council of that name is meant."""
    is_either: bool = False
    """Whether a stroke stands in it, "Bath/Bristol": a town beside the place may be meant, too."""
    is_town: bool = False
    """Whether it says town or city centre beside the name: of a county, a town in it is meant."""
    is_address: bool = False
    """Whether a house, a road or a school stands before the place."""
