"""Every public surface, on a record with everything in it, today and on other days.

The addresses come from the URL configuration: see tests/surfaces.py.
"""

import csv
import datetime as dt
import io
import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from councils.models import Change, ChangeKind, Council, EventKind, Lineage
from councils.record import CURRENT_STATUSES, STATUS_WORDS, record_on
from tests.browser.screens import ADDRESSES
from tests.conftest import forget_everything
from tests.rich import CANARY, EVIL, NAMED
from tests.seen import counts_without_age, words
from tests.surfaces import EVERY_ROUTE, FORMS, addresses

DAYS = ["2012-07-09", "2013-09-19", "2014-06-30", "2018-03-03", "2020-04-01", "2023-03-31",
        "2023-04-01", "2026-12-24", "2027-03-31", "2027-04-01", "2028-03-31"]  # fmt: skip

MOST_DAYS = [
    day if day == "2027-04-01"
    else pytest.param(day, marks=pytest.mark.large)  # the rest of full-size data
    for day in DAYS
]  # fmt: skip

MOST_QUERIES = 230
"""Fewer than the 280 facts and as many changes that a test adds."""
TAKES_A_DAY = re.compile(
    r"^(councils/($|timeline/|<slug:slug>/$)|data/(councils|signatures)\.|share/)"
)
"""Routes that answer ``?at=``."""
WITH_A_DAY = [route for route in EVERY_ROUTE if TAKES_A_DAY.match(route)]
FILTERED = [
    f"/councils/?{query}"
    for query in ("region=south-east", "status=signed", "status=inherited", "kind=county", "q=evil",
                  "q=zzz", "view=areas", "view=list&status=withdrawn")
]  # fmt: skip


def checked(response, address):
    """Check what must be true of every response."""
    assert response.status_code == 200, address
    assert not response.cookies, address
    kind = response.headers["Content-Type"].split(";")[0]
    body = response.content
    assert CANARY.encode() not in body, address
    if kind.endswith(("html", "json", "xml")):
        assert counts_without_age(body.decode()) == [], address
    if kind == "text/html":
        assert body.startswith(b"<!doctype html>"), address  # tests/test_html.py says more
    elif kind in ("application/json", "application/geo+json"):
        json.loads(body)
    elif kind in ("application/atom+xml", "application/xml", "image/svg+xml"):
        ET.fromstring(body)
    elif kind == "text/csv":
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        assert len({len(line) for line in lines}) == 1, address
    elif kind == "image/png":
        assert body.startswith(b"\x89PNG"), address
    else:
        known = ("text/plain", "text/calendar", "application/pdf", "application/rtf")
        assert kind in known, (address, kind)


def some_addresses(route: str) -> list[str]:
    """Return the addresses of a route, but of pictures, which are slow to draw, one in six."""
    return addresses(route)[:: 6 if route.endswith(".png") else 1]


UNSEEN = [
    "embed/<slug:slug>/", "embed/map/",  # frames
    "evidence/<slug:digest>/",  # a file
    "news/<slug:slug>/",  # a step leads to an item of news
]  # fmt: skip


def test_the_browser_tests_see_every_page():
    seen = [urlsplit(address).path for address in ADDRESSES]
    patterns = {
        route: re.compile(re.sub("<.+?>", "[^/]+", f"/{route}"))
        for route in EVERY_ROUTE
        if route.endswith("/") and route not in FORMS
    }
    assert [
        route for route, path in patterns.items() if not any(map(path.fullmatch, seen))
    ] == UNSEEN


def test_every_surface_answers_today_with_what_is_valid(client, rich):
    for route in EVERY_ROUTE:
        for address in some_addresses(route) if route not in FORMS else ():
            response = client.get(address, follow=address.endswith("/write/"))
            if address.endswith("security.txt") and response.status_code == 404:
                continue  # until staff have said who runs the site
            checked(response, address)
    for address in FILTERED:
        checked(client.get(address), address)


@pytest.mark.parametrize("day", MOST_DAYS)
def test_every_surface_that_takes_a_day_answers_for_it(client, rich, day):
    for address in [one for route in WITH_A_DAY for one in some_addresses(route)] + FILTERED:
        checked(
            client.get(f"{address}{'&' if '?' in address else '?'}at={day}"), f"{address} on {day}"
        )


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2012-07-08", "so our list starts then."),
        ("nonsense", "We can’t read that date."),
        ("2100-01-01", "That’s too far ahead"),
    ],
)
def test_an_impossible_day_is_explained_on_every_surface_in_plain_words(client, rich, day, says):
    for address in (addresses(route)[0] for route in WITH_A_DAY if ".png" not in route):
        response = client.get(address, {"at": day})
        assert says in response.content.decode().replace("&#x27;", "'"), (address, day)
        assert response.status_code in (200, 400), address


def test_the_rich_record_has_everything_in_it(rich):
    record = record_on()
    assert {slug: record.by_slug[slug].status for slug in NAMED} == NAMED
    assert set(NAMED.values()) == set(STATUS_WORDS)
    assert all(record.counts[status] for status in CURRENT_STATUSES)


# Totals: one count, on every surface


def get(address, day, **asked):
    return Client().get(address, asked | ({"at": day} if day else {}))


def said(address, pattern, **asked):
    """Return a function that finds the numbers signed and in all where a page says them."""

    def count(day):
        page = get(address, day, **asked)
        found = re.search(pattern, f"{words(page)}\n{page.content.decode()}")
        assert found, (address, day)
        return int(found["signed"]), int(found["all"])

    return count


def rows_counted(rows):
    return len([row for row in rows if row["status"] == "signed"]), len(rows)


def of_csv(day):
    text = get("/data/councils.csv", day).content.decode("utf-8-sig")
    return rows_counted(list(csv.DictReader(io.StringIO(text, newline=""))))


def of_json(file):
    def count(day):
        data = json.loads(get(file, day).content)
        rows = data.get("councils") or [one["properties"] for one in data.get("features", ())]
        assert not rows or rows_counted(rows) == (data["signed"], data["total"])
        return data["signed"], data["total"]

    return count


def of_regions(day):
    """Return the sums of what the tracker, and a council's page, say of each of nine regions."""
    record = record_on(dt.date.fromisoformat(day) if day else None)
    sums = []
    for address, pattern in (
        (lambda row: "/councils/", r"{} (\d+) of (\d+) signed"),
        (lambda row: row.url, r"{} : (\d+) of (\d+) signed"),
    ):
        pages = {row.region: words(get(address(row), day)) for row in record.councils[::-1]}
        counts = [re.search(pattern.format(region), page) for region, page in pages.items()]
        sums.append((sum(int(one[1]) for one in counts), sum(int(one[2]) for one in counts)))
    assert sums[0] == sums[1]
    return sums[0]


def of_list(day):
    """Return the numbers of signed and of all councils in the tracker's nine lists."""
    markup = get("/councils/", day).content.decode()
    groups = re.findall(
        r'<h3><i class="mark (\w+)"></i>.*?</h3>\s*<ul>(.*?)</ul>', markup, re.DOTALL
    )
    counts = [(status, listed.count("<li>")) for status, listed in groups if status != "forming"]
    return sum(n for status, n in counts if status == "signed"), sum(n for _, n in counts)


def of_map(day):
    drawing = re.search(
        r'<svg class="map hex all".*?</svg>', get("/councils/", day).content.decode(), re.DOTALL
    )
    titles = re.findall(r"<title>([^<]+)</title>", drawing[0])
    signed = [title for title in titles if re.search(r", signed (?!by the council)", title)]
    return len(signed), len(titles)


def of_regions_on(view):
    """Return a function that sums what stands beside the regions of a map on a day."""

    def summed(day):
        page = get("/councils/", day, **({"view": view} if view else {})).content.decode()
        place = r'<a class="place"[^>]* aria-label="[^"]+ (\d+) of (\d+) signed"'
        counts = re.findall(place, page)
        return sum(int(signed) for signed, _ in counts), sum(int(total) for _, total in counts)

    return summed


SIGNED_OF = r"(?P<signed>\d+) of (?:the )?(?P<all>\d+) "
SENTENCE = rf"{SIGNED_OF}councils (?:have|had|would have|that run)"
BAND = (
    r"(?:is|to|at) (?P<signed>\d+)(?: today| on | by \w+ \d{4} and stays|\.)"
    r'[^"]*There are (?P<all>\d+)'
)
"""What the drawing of the count says of itself."""
ON_ANY_DAY = {
    "tracker": said("/councils/", SENTENCE),
    "list": of_list,
    "map": of_map,
    "areas": of_regions_on("areas"),
    "regions on the map": of_regions_on(""),
    "regions": of_regions,
    "timeline": said("/councils/timeline/", SENTENCE),
    "line": said("/councils/timeline/", BAND),
    "csv": of_csv,
    **{f"{name}": of_json(f"/data/{name}")
       for name in ("councils.json", "councils.geojson", "signatures.json")},
}  # fmt: skip
TODAY_ONLY = {
    "home": said("/", SENTENCE),
    "how we count": said("/how-we-count/", SENTENCE),
    "data": said("/data/", r"the (?P<all>\d+) councils in .*?, and the (?P<signed>\d+) that have"),
    "embedded map": said("/embed/map/", SENTENCE),
    **{f"{name}.json": of_json(f"/data/{name}.json")
       for name in ("events", "missing_from_care", "lineage", "changes")},
}  # fmt: skip


def counts_everywhere(day="") -> dict:
    forget_everything()
    surfaces = ON_ANY_DAY | ({} if day else TODAY_ONLY)
    return {name: count(day) for name, count in surfaces.items()}


def all_say(expected, day=""):
    counts = counts_everywhere(day)
    assert counts == dict.fromkeys(counts, expected)


@pytest.mark.promise(1)
def test_every_surface_counts_alike_on_the_record_that_ships(db):
    all_say((32, 153))


@pytest.mark.promise(1)
@pytest.mark.parametrize("day", MOST_DAYS)
def test_every_surface_counts_alike_on_every_day_of_a_rich_record(rich, day):
    record = record_on(dt.date.fromisoformat(day))
    all_say((record.signed, record.total), day)


@pytest.mark.promise(1)
def test_every_surface_counts_a_signature_that_is_added_taken_back_or_withdrawn(
    rich, sheffield, sign, add_event
):
    signed, total = record_on().signed, record_on().total
    signature = sign(sheffield, "2026-12-01")
    all_say((signed + 1, total))
    signature.retract("It was Rotherham.")
    all_say((signed, total))
    sign(sheffield, "2026-12-02")
    all_say((signed + 1, total))
    add_event(sheffield, EventKind.WITHDRAWN, "2026-12-20")
    all_say((signed, total))


@pytest.mark.promise(1, 4)
def test_every_surface_counts_a_council_that_is_replaced_and_inherits(rich, make_council):
    signed, total = record_on().signed, record_on().total
    kent, day = Council.objects.get(code="KEN"), dt.date(2026, 12, 1)
    Council.objects.filter(pk=kent.pk).update(ends_on=day)
    for name in ("East Moon", "West Moon"):
        new = make_council(name, day.isoformat(), region=kent.region)
        Lineage.objects.create(old=kent, new=new, on=day, kind="replaces")
    all_say((signed - 1, total + 1))
    assert record_on().by_slug["east-moon"].status == "inherited"


# Words about a named council: fact, day, source, no adjective

NEVER = ("refused", "failed", "ignored", "worst", "only", "just", "still", "yet to", "lags",
         "dark", "rank", "score", "safe", "protected")  # fmt: skip
OURS = re.compile(r"Make Runaways Safe|“[^”]*”|responsible for keeping")
"""Words that are not about a council: the site's name, quotations, and what councils are for."""


def about_councils(markup: str) -> str:
    """Return the words of a page's main part, title and descriptions, without those of OURS."""
    main = re.search(r"<main.*?</main>", markup, re.DOTALL)
    parts = [
        *re.findall(r"<title>([^<]*)</title>", markup),
        *re.findall(r'<meta (?!name="color-scheme")[^>]*content="([^"]*)"', markup),
        *re.findall(r'(?:alt|aria-label)="([^"]*)"', markup),
        main[0] if main else markup,
    ]
    plain = re.sub(r"<[^>]+>", " ", " ".join(parts))
    return OURS.sub(" ", plain)


def never_said(response) -> list[str]:
    """Return words on a page that may never be said of a named council, with their context."""
    text = " ".join(about_councils(response.content.decode()).split())
    matches = re.finditer(rf"\b({'|'.join(NEVER)})\b", text, re.IGNORECASE)
    return [text[max(0, match.start() - 50) : match.end() + 50] for match in matches]


ABOUT_COUNCILS = [
    *(f"/councils/{slug}/{query}" for slug in NAMED for query in ("", "?at=2018-03-03")),
    *(f"/embed/{slug}{end}" for slug in NAMED for end in ("/", ".svg")),
    "/councils/", "/councils/?at=2018-03-03", "/councils/timeline/", "/changes/",
    "/data/councils.csv", "/data/events.csv", "/feed.atom",
]  # fmt: skip


def test_nothing_but_facts_is_said_of_a_named_council(client, rich):
    said_wrongly = {address: never_said(client.get(address)) for address in ABOUT_COUNCILS}
    assert {address: said for address, said in said_wrongly.items() if said} == {}


# A name that breaks careless pages and files


def test_a_name_full_of_markup_and_formulas_harms_no_surface(client, rich):
    for address in ("/councils/evil/", "/councils/", "/embed/evil/", "/embed/evil.svg",
                    "/feed.atom"):  # fmt: skip
        markup = client.get(address).content.decode()
        assert "<i>Evil" not in markup
        assert "<b>tags" not in markup
    assert f'"\'{EVIL.replace('"', '""')}"' in client.get("/data/councils.csv").content.decode()


# Cost


COSTED = ["/councils/", "/councils/?at=2018-03-03", "/councils/kent/", "/councils/timeline/",
          "/changes/", "/feed.atom", "/data/councils.geojson",
          "/data/signatures.csv", "/data/events.csv", "/data/changes.csv"]  # fmt: skip


@pytest.mark.large  # full-size data
def test_no_surface_takes_more_queries_for_many_more_facts(
    client, rich, add_event, django_assert_max_num_queries
):
    """The story reads the record of each day on which something changed: of seven days here."""
    for council in Council.objects.responsible().current(dt.date(2026, 12, 24))[:40]:
        for number, kind in enumerate(EventKind.values):
            add_event(council, kind, f"2025-0{1 + number}-01", source="https://example.org/")
            Change.objects.note(council, ChangeKind.CORRECTED, "A date.", "Found.")
    for address in COSTED:
        forget_everything()
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200, address
