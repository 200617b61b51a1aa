"""Every public address, from the URL configuration, so that a new surface is tested too."""

import re

from django.urls import URLPattern, get_resolver

from campaign.pages import loading
from councils.map.picture import picture
from councils.models import Event, Signature
from councils.record import record_on
from tests.rich import NAMED

PRIVATE = ("admin/", "dev/mail/", "health/", "metrics")
"""Routes that are not for the public."""
OF_ONE_PERSON = re.compile("token>|<int:number>")
"""In routes to somebody's own letter, alert or certificate, whose own tests cover them."""
LEADS_ON = {
    "alerts/",  # without a council
    "history/",
}
"""Routes that redirect to a page of another address."""
FORMS = {"find/", "letters/lost/", "letters/cleared/"}
"""Routes that answer a form that was sent."""


def routes(patterns=None, before=""):
    """Yield every public route of the site, as it is written."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if route.startswith(PRIVATE):
            continue
        if isinstance(pattern, URLPattern):
            if not OF_ONE_PERSON.search(route) and route not in LEADS_ON:
                yield route
        else:
            yield from routes(pattern.url_patterns, route)


def files(route: str) -> list[str]:
    """Return the addresses of maps and of QR codes, whose routes name their kinds."""
    if route.startswith("^press/"):
        maps = ("map.png", "map.svg", "areas.png", "areas.svg")
        return [f"/press/england/{name}" for name in maps]
    folder = "councils/kent" if route.startswith("^councils/") else "need-help"
    return [f"/{folder}/qr.svg", f"/{folder}/qr.png"]


CURRENT = ("councils/<slug:slug>/write", "councils/<slug:slug>/pack", "embed/", "press/",
           "councils/<slug:slug>/poster")  # fmt: skip
"""Routes that councils of the past and of the future do not have."""


def addresses(route: str) -> list[str]:
    """Return the addresses of a route to test: for a slug, those of councils of each status."""
    if route == "evidence/<slug:digest>/":
        facts = [*Signature.objects.standing(), *Event.objects.standing()]
        return [fact.file_url for fact in facts if fact.file_url]
    if route.startswith(("easy-read/", "news/<")):  # no news ships: see test_news.py
        easy = route.startswith("easy-read/")
        return [f"/easy-read/{slug}/" for slug in loading.slugs(loading.EASY_READ)] if easy else []
    if route == "map/england-<slug:digest>.svg":
        return [f"/map/england-{picture(record_on()).digest}.svg"]
    if "<slug:slug>" not in route:
        return files(route) if route.startswith("^") else [f"/{route}"]
    if route == "<slug:slug>/":
        return [f"/{slug}/" for slug in loading.slugs()]
    slugs = list(NAMED)
    if route.startswith(CURRENT):
        gone = {"former", "forming"}
        slugs = [slug for slug in slugs if NAMED[slug] not in gone]
    if route.startswith("share/"):
        slugs += ["england"]
    if route == "councils/<slug:slug>/":
        slugs += ["dover", "cardiff", "edinburgh", "belfast"]
    return [f"/{route}".replace("<slug:slug>", slug) for slug in slugs]


EVERY_ROUTE = sorted(set(routes()))
