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
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.models import Change, ChangeKind, Council, EventKind, Lineage, Signature
from councils.record import CURRENT_STATUSES, STATUS_WORDS, record_on
from tests.browser.screens import ADDRESSES
from tests.conftest import forget_everything
from tests.rich import CANARY, EVIL, NAMED
from tests.seen import counts_without_age, words
from tests.surfaces import EVERY_ROUTE, FORMS, addresses
from tests.valid_html import faults

DAYS = ["2012-07-09", "2013-09-19", "2014-06-30", "2018-03-03", "2020-04-01", "2023-03-31",
        "2023-04-01", "2026-12-24", "2027-03-31", "2027-04-01", "2028-03-31"]  # fmt: skip

MOST_DAYS = [
    day if day in ("2013-09-19", "2027-04-01")
    else pytest.param(day, marks=pytest.mark.fault)  # the rest of full-size data
    for day in DAYS
]  # fmt: skip

TAKES_A_DAY = re.compile(
    r"^(councils/($|timeline/|<slug:slug>/$)|data/(councils|signatures)\.|share/)"
)
"""Routes that answer ``?at=``."""
WITH_A_DAY = [route for route in EVERY_ROUTE if TAKES_A_DAY.match(route)]
FILTERS = ["?region=south-east", "?status=signed", "?status=inherited", "?kind=county", "?q=evil",
           "?q=zzz", "?view=areas", "?view=list&status=withdrawn"]  # fmt: skip


def checked(response, address):
    """Check what must be true of every response; return it."""
    assert response.status_code == 200, address
    assert not response.cookies, address
    kind = response.headers["Content-Type"].split(";")[0]
    body = response.content
    assert CANARY.encode() not in body, address
    if kind.endswith(("html", "json", "xml")):
        assert counts_without_age(body.decode()) == [], address
    if kind == "text/html":
        assert faults(body.decode(), is_frame=address.startswith("/embed/") and
                      address != "/embed/") == [], address  # fmt: skip
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
    return response


def some_addresses(route: str) -> list[str]:
    """Return the addresses of a route, but of pictures, which are slow to draw, one in six."""
    return addresses(route)[:: 6 if route.endswith(".png") else 1]


UNSEEN = [
    *("embed/<slug:slug>/", "embed/map/"),  # frames
    "evidence/<slug:digest>/",  # a file
    "news/<slug:slug>/",  # a step leads to an item of news
]


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


@pytest.mark.parametrize("day", MOST_DAYS)
def test_every_surface_that_takes_a_day_answers_for_it(client, rich, day):
    for route in WITH_A_DAY:
        for address in some_addresses(route):
            checked(client.get(address, {"at": day}), f"{address}?at={day}")


@pytest.mark.parametrize("day", ["", *MOST_DAYS])
def test_the_tracker_answers_with_every_filter_on_every_day(client, rich, day):
    for query in FILTERS:
        address = f"/councils/{query}" + (f"&at={day}" if day else "")
        checked(client.get(address), address)


@pytest.mark.parametrize("day", ["2012-07-08", "nonsense", "2100-01-01"])
def test_an_impossible_day_is_explained_on_every_surface_in_plain_words(client, rich, day):
    says = {
        "2012-07-08": "so our list starts then.",
        "nonsense": "We can’t read that date.",
        "2100-01-01": "That’s too far ahead",
    }[day]
    for address in (addresses(route)[0] for route in WITH_A_DAY if ".png" not in route):
        response = client.get(address, {"at": day})
        assert says in response.content.decode().replace("&#x27;", "'"), (address, day)
        assert response.status_code in (200, 400), address
        if response.headers["Content-Type"].startswith("text/html"):
            assert faults(response.content.decode()) == [], address


def test_the_rich_record_has_everything_in_it(rich):
    record = record_on()
    assert {slug: record.by_slug[slug].status for slug in NAMED} == NAMED
    assert set(NAMED.values()) == set(STATUS_WORDS)
    assert set(record.counts) == set(CURRENT_STATUSES)
    assert all(record.counts.values())
    kinds = {line.kind for row in record.all_councils for line in row.lines}
    assert kinds == {"replaces", "part"}
    assert set(Signature.objects.values_list("date_precision", flat=True)) == {
        *("day", "month", "year", "by", "unknown")
    }


# Totals: one count, on every surface


def numbers(text: str) -> tuple[int, int]:
    """Return the number of councils on record as signed, and of all councils, in a text."""
    count = re.search(r"(\d+) of (?:the )?(\d+) councils (?:have|had|would have|that run)", text)
    assert count, text[:400]
    return int(count[1]), int(count[2])


def of_page(address):
    return lambda day: numbers(words(Client().get(address, {"at": day} if day else {})))


def of_csv(day):
    text = (
        Client().get("/data/councils.csv", {"at": day} if day else {}).content.decode("utf-8-sig")
    )
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return len([row for row in rows if row["status"] == "signed"]), len(rows)


def of_json(file):
    def count(day):
        data = json.loads(Client().get(file, {"at": day} if day else {}).content)
        rows = data.get("councils") or [feature["properties"] for feature in data["features"]]
        signed = [row for row in rows if row["status"] == "signed"]
        assert (data["signed"], data["total"]) == (len(signed), len(rows))
        return data["signed"], data["total"]

    return count


def of_other_json(file):
    def count(day):
        data = json.loads(Client().get(file, {"at": day} if day else {}).content)
        return data["signed"], data["total"]

    return count


def of_regions(day):
    """Return the sums of the counts in the tracker's nine views of regions."""
    views = []
    for tally in record_on().regions:
        query = {"region": tally.slug, **({"at": day} if day else {})}
        page = words(Client().get("/councils/", query))
        views.append(re.search(rf"{tally.name} (\d+) of (\d+) signed", page))
    return sum(int(view[1]) for view in views), sum(int(view[2]) for view in views)


def of_council_pages(day):
    """Return the sums of what one council's page in each region says of its region."""
    record = record_on(dt.date.fromisoformat(day) if day else None)
    by_region = {row.region: row for row in record.councils}
    counts = []
    for row in by_region.values():
        page = words(Client().get(row.url, {"at": day} if day else {}))
        counts.append(re.search(rf"{row.region} : (\d+) of (\d+) signed", page))
    return sum(int(count[1]) for count in counts), sum(int(count[2]) for count in counts)


def of_list(day):
    """Return the numbers of signed and of all councils in the tracker's nine lists."""
    markup = Client().get("/councils/", {"at": day} if day else {}).content.decode()
    groups = re.findall(
        r'<h3><i class="mark (\w+)"></i>.*?</h3>\s*<ul>(.*?)</ul>', markup, re.DOTALL
    )
    counts = [(status, listed.count("<li>")) for status, listed in groups if status != "forming"]
    return sum(n for status, n in counts if status == "signed"), sum(n for _, n in counts)


def of_map(day):
    markup = Client().get("/councils/", {"at": day} if day else {}).content.decode()
    (drawing,) = re.findall(r'<svg class="map hex".*?</svg>', markup, re.DOTALL)
    titles = re.findall(r"<title>([^<]+)</title>", drawing)
    signed = [title for title in titles if re.search(r", signed (?!by the council)", title)]
    return len(signed), len(titles)


def of_picture(day):
    """Return what is said of the picture of true areas, and the councils of its legend."""
    query = {"view": "areas", **({"at": day} if day else {})}
    page = Client().get("/councils/", query).content.decode()
    (signed,) = re.findall(r'alt="Map of England at dusk. (\d+) councils', page)
    legend = re.findall(r"#(?:list|signed)\">[^<]+ (\d+)</a>", page)
    return int(signed), sum(map(int, legend))


def of_line(day):
    on = dt.date.fromisoformat(day) if day else record_on().on
    page = Client().get("/councils/timeline/", {"at": day} if day else {})
    signed, total = re.search(r'(\d+) of (\d+) on [^"]+\."', page.content.decode()).groups()
    assert (int(signed), int(total)) == numbers(words(page))
    assert int(signed) == record_on(on).signed
    return int(signed), int(total)


ON_ANY_DAY = {
    "tracker": of_page("/councils/"),
    "list": of_list,
    "map": of_map,
    "areas": of_picture,
    "regions": of_regions,
    "council pages": of_council_pages,
    "line": of_line,
    "csv": of_csv,
    "json": of_json("/data/councils.json"),
    "geojson": of_json("/data/councils.geojson"),
    "signatures.json": of_other_json("/data/signatures.json"),
}


def of_how_we_count(day):
    page = words(Client().get("/how-we-count/"))
    count = re.search(r"(\d+) of (\d+) councils have signed, as far as we know", page)
    return int(count[1]), int(count[2])


def of_data_page(day):
    page = words(Client().get("/data/"))
    count = re.search(r"the (\d+) councils in England .*?, and the (\d+) that have signed", page)
    return int(count[2]), int(count[1])


def of_home(day):
    page = words(Client().get("/"))
    count = re.search(r"(\d+) of (\d+) councils have signed, as far as we know", page)
    return int(count[1]), int(count[2])


TODAY_ONLY = {
    "home": of_home,
    "how we count": of_how_we_count,
    "data": of_data_page,
    "embedded map": of_page("/embed/map/"),
    **{f"{name}.json": of_other_json(f"/data/{name}.json")
       for name in ("events", "missing_from_care", "lineage", "changes", "register")},
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


@pytest.mark.parametrize("slug", NAMED)
def test_nothing_but_facts_is_said_of_a_named_council(client, rich, slug):
    for address in (f"/councils/{slug}/", f"/councils/{slug}/?at=2018-03-03",
                    f"/embed/{slug}/", f"/embed/{slug}.svg"):  # fmt: skip
        assert never_said(client.get(address)) == [], address


def test_nothing_but_facts_is_said_in_lists_and_data(client, rich):
    for address in ("/councils/", "/councils/?at=2018-03-03", "/councils/timeline/", "/changes/",
                    "/data/councils.csv", "/data/events.csv", "/feed.atom"):  # fmt: skip
        assert never_said(client.get(address)) == [], address


# A name that breaks careless pages and files


def test_a_name_full_of_markup_and_formulas_harms_no_surface(client, rich):
    for address in ("/councils/evil/", "/councils/", "/embed/evil/", "/embed/evil.svg",
                    "/feed.atom"):  # fmt: skip
        markup = client.get(address).content.decode()
        assert "<i>Evil" not in markup
        assert "<b>tags" not in markup
    row = next(
        row
        for row in csv.DictReader(
            io.StringIO(client.get("/data/councils.csv").content.decode("utf-8-sig"), newline="")
        )
        if row["code"] == "EVIL"
    )
    assert row["name"] == f"'{EVIL}"


# Cost


COSTED = [
    "/", "/councils/", "/councils/?region=south-east&status=signed", "/councils/?at=2018-03-03",
    "/councils/kent/", "/councils/sheffield/?at=2026-12-01", "/councils/timeline/", "/changes/",
    "/data/", "/sitemap.xml", "/data/changes.atom", "/feed.atom",
    "/data/datapackage.json", "/data/councils.geojson",
    *(f"/data/{name}.csv" for name in ("councils", "signatures", "events", "lineage",
                                       "missing_from_care", "changes", "register")),
]  # fmt: skip


@pytest.mark.fault  # full-size data
def test_no_surface_takes_more_queries_for_many_more_facts(client, rich, add_event):
    def queries(address):
        forget_everything()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, address
        return len(captured)

    def add_facts(councils):
        for council in councils:
            for number, kind in enumerate(EventKind.values):
                add_event(council, kind, f"2025-0{1 + number}-01", source="https://example.org/")
                Change.objects.note(council, ChangeKind.CORRECTED, "A date.", "Found.")

    councils = list(Council.objects.responsible().current(dt.date(2026, 12, 24))[:40])
    add_facts(councils[:1])  # the story reads the record of each day on which something changed
    few = {address: queries(address) for address in COSTED}
    add_facts(councils[1:])
    assert {address: queries(address) for address in COSTED} == few
