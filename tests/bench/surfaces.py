"""The pages, data files and feeds of the record whose speed is measured."""

TABLES = (
    "councils",
    "signatures",
    "events",
    "progress",
    "lineage",
    "changes",
    "register",
    "missing_from_care",
)
FILES = (
    *(f"/data/{table}.{form}" for table in TABLES for form in ("csv", "json")),
    "/data/councils.geojson",
    "/data/datapackage.json",
    "/data/changes.atom",
    "/councils/kent/changes.atom",
    "/feed.atom",
)
NAMES = {
    "/": "home",
    "/councils/": "tracker",
    "/councils/?at=2013-09-19": "tracker of 2013",
    "/councils/kent/": "council",
    "/embed/kent.svg": "badge",
    "/embed/kent/": "frame",
    "/share/kent.png": "share picture",
    "/councils/kent/pack/": "councillor’s pack",
    "/data/councils.json": "councils.json",
}
"""What the bench calls the most important; the others go by their addresses."""
PAGES = (
    "/",
    "/embed/kent.svg",
    "/embed/kent/",
    "/share/kent.png",
    "/councils/kent/pack/",
    "/councils/",
    "/councils/?status=signed",
    "/councils/?q=kent",
    "/councils/?view=areas",
    "/councils/kent/",
    "/councils/timeline/",
)
ON_A_DAY = ("/councils/", "/councils/kent/", "/data/councils.csv", "/data/signatures.json")
"""Those measured on a past day, too: the others take the same way."""
TODAY_ONLY = ("/changes/", "/data/", "/data/councils.csv?region=london")
AS_304 = (
    "/councils/",
    "/councils/kent/",
    "/councils/?at=2013-09-19",
    "/data/councils.csv",
    "/data/councils.geojson",
    "/feed.atom",
)
"""Those measured as a 304, too: it has no body, so the other files take the same way."""
DAY = "2013-09-19"
UNCHANGED, HELD = 1.2, 1.25
"""Goals, as shares of BASE: for a page unchanged since the last request, and for a 304."""


def on(day: str, address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}at={day}"


def addresses() -> list[str]:
    """Return every address to measure: of today, and some of a past day."""
    return [*PAGES, *FILES, *(on(DAY, address) for address in ON_A_DAY), *TODAY_ONLY]


def named(address: str) -> str:
    return NAMES.get(address, address)
