"""The figures on the home page that say why the charter matters, with place, year and source.

They come from the sources named on the page "Why it matters". None may be older than ``OLDEST``;
a test says when one has to be replaced.
"""

import datetime as dt
from typing import NamedTuple

OLDEST = dt.timedelta(days=5 * 365)
"""How long after the end of its year a figure may be shown."""


class Reason(NamedTuple):
    """A figure, what it counts, and its source."""

    figure: str
    words: str
    place: str
    year: str
    source: str
    source_url: str
    ends_on: dt.date
    """The last day of the year that the figure is about."""


DFE = (
    "Department for Education",
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "children-looked-after-in-england-including-adoptions",
)
MISSING_PEOPLE = (
    "Missing People",
    "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24",
)
REASONS = (
    Reason(
        "1 in 9",
        "children in care went missing at least once in a year: 13,010 of 116,420.",
        "England",
        "year to March 2024",
        *DFE,
        dt.date(2024, 3, 31),
    ),
    Reason(
        "6.5 times",
        "is how often, on average, each of those children went missing in that year.",
        "England",
        "year to March 2024",
        *DFE,
        dt.date(2024, 3, 31),
    ),
    Reason(
        "63%",
        "of the talks a council must offer a child who comes back were done within 72 hours, on"
        " average.",
        "England",
        "2023–24",
        *MISSING_PEOPLE,
        dt.date(2024, 3, 31),
    ),
)
