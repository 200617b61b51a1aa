"""How much longer the first rendering of a page takes with a hundred times the events and changes.

It measures processor time in this process, with every cache emptied first, and takes the least of
several runs. The events are made in a transaction that is rolled back.

``.venv/bin/python -m tests.bench.long_record`` prints rows for docs/performance.md: the same with
one, ten and a hundred events for each council. It wants DATABASE_URL, DEBUG and a loaded register.
"""

import datetime as dt
import os
import time
from collections.abc import Iterable

PAGES = (
    "/",
    "/councils/",
    "/councils/?region=south-east",
    "/councils/?at=2020-01-01",
    "/councils/kent/",
    "/councils/kent/?at=2020-01-01",
    "/councils/kent/pack/",
    "/embed/kent/",
    "/data/state/",
    "/sitemap.xml",
    "/data/",
    "/data/councils.json",
    "/data/councils.geojson",
    "/data/lineage.csv",
    "/data/datapackage.json",
    "/councils/?q=kent&status=signed&at=2013-09-19",
    "/councils/timeline/",
    "/changes/",
    "/data/changes.atom",
    "/feed.atom",
)
"""All pages but those that list every event or change, which are a hundred times as long, and those
of one council's changes, which have one line with few and fifty with many."""
GROWTH = {
    "home": "/",
    "the tracker": "/councils/",
    "a council’s page": "/councils/kent/",
    "changes": "/changes/",
    "feed of changes": "/data/changes.atom",
    "councils.json": "/data/councils.json",
    "events.json, every event": "/data/events.json",
    "changes.csv, every change": "/data/changes.csv",
}
"""Pages of the table; the last two list what has become more, so they grow with it."""
TIMES = 100
RUNS = 5
GOAL = 2.0


def long_record() -> dict[str, tuple[float, float]]:
    """Return, for each page, how many times longer it takes, and its milliseconds with many events.

    Django must be set up; its database stays as it is.
    """
    from django.db import transaction

    with transaction.atomic():
        few = measured(1)
        many = measured(TIMES)
        transaction.set_rollback(True)
    return {page: (many[page] / few[page], 1000 * many[page]) for page in PAGES}


def measured(times: int, pages: Iterable[str] = PAGES) -> dict[str, float]:
    """Return the seconds that each page takes with ``times`` events for each council."""
    from django.test import Client

    make_events(times)
    visitor = Client(headers={"host": "localhost"})
    return {page: min(first_time(visitor, page) for _ in range(RUNS)) for page in pages}


def make_events(times: int) -> None:
    """Give every council ``times`` events, of each kind in turn, and as many changes.

    None is a withdrawal: one without a signature before it is a fault, and /data/state/ lists all.
    """
    from councils.models import Change, Council, Event, EventKind, SourceKind

    Event.objects.all().delete()
    Change.objects.all().delete()
    kinds = [kind for kind in EventKind.values if kind != EventKind.WITHDRAWN]
    councils = Council.objects.responsible().current().values_list("pk", flat=True)
    Event.objects.bulk_create(
        Event(
            council_id=council,
            kind=kinds[(number + council) % len(kinds)],
            date=dt.date(2014, 1, 1) + dt.timedelta(days=30 * number),
            text="Something happened.",
            source="A letter to the campaign",
            source_url="https://council.example/letter",
            source_kind=SourceKind.COUNCIL,
            council_words="These are our own words.",
            checked_on=dt.date(2026, 11, 20),
        )
        for council in councils
        for number in range(times)
    )
    Change.objects.bulk_create(
        Change(council_id=council, kind="corrected", what="A date was set right.", why="Found.")
        for council in councils
        for _ in range(times)
    )


def first_time(visitor, page: str) -> float:
    from councils.page_cache import page_store
    from councils.record import record_version, snapshot

    record_version.forget()
    page_store.clear()
    snapshot.forget()
    began = time.process_time()
    response = visitor.get(page)
    seconds = time.process_time() - began
    assert response.status_code == 200, page
    return seconds


def growth() -> None:
    """Print milliseconds with 1, 10 and 100 events for each council, and a bar of the growth."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
    django.setup()
    from django.conf import settings
    from django.db import transaction

    settings.PAGE_CACHE = True
    figures: dict[str, list[float]] = {name: [] for name in GROWTH}
    with transaction.atomic():
        for times in (1, 10, TIMES):
            seconds = measured(times, GROWTH.values())
            for name, page in GROWTH.items():
                figures[name].append(1000 * seconds[page])
        transaction.set_rollback(True)
    for name, row in figures.items():
        times = row[-1] / row[0]
        cells = " | ".join(f"{figure:.3g}" for figure in row)
        print(f"| {name} | {cells} | {times:.1f} | `{'█' * max(1, round(times))}` |")


if __name__ == "__main__":
    growth()
