"""Atom feeds (RFC 4287), written out."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings

ATOM = "http://www.w3.org/2005/Atom"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot carry in any form."""

ET.register_namespace("", ATOM)


@dataclass(frozen=True)
class Entry:
    """One thing that happened. Its id never changes, so that no reader shows it twice."""

    id: str
    title: str
    text: str
    link: str
    updated: dt.datetime
    category: str = ""


def tag(specific: str) -> str:
    """Return an id that is ours for ever (RFC 4151): "tag:runaways.example,2026:changes/17"."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{specific}"


def feed(
    name: str, title: str, says: str, self_path: str, page: str, entries: Iterable[Entry], at_least
) -> bytes:
    """Return a feed. It was last changed with its newest entry, or at ``at_least`` if later."""
    entries = list(entries)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    put(root, "id", tag(name))
    put(root, "title", title)
    put(root, "subtitle", says)
    put(root, "updated", stamp(max([at_least, *(entry.updated for entry in entries)])))
    whole = settings.SITE_URL
    put(root, "link", rel="self", href=whole + self_path, type="application/atom+xml")
    put(root, "link", rel="alternate", href=whole + page, type="text/html")
    author = put(root, "author")
    put(author, "name", "Make Runaways Safe")
    put(author, "uri", f"{whole}/")
    for entry in entries:
        put_entry(root, entry)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def put_entry(root: ET.Element, entry: Entry) -> None:
    element = put(root, "entry")
    put(element, "id", entry.id)
    put(element, "title", entry.title)
    put(element, "link", rel="alternate", href=settings.SITE_URL + entry.link, type="text/html")
    put(element, "published", stamp(entry.updated))
    put(element, "updated", stamp(entry.updated))
    if entry.category:
        put(element, "category", term=entry.category)
    put(element, "summary", entry.text, type="text")


def put(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        element.text = NOT_IN_XML.sub("\ufffd", text)
    return element


def stamp(moment: dt.datetime) -> str:
    """Return a moment as RFC 3339 writes it, in UTC."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
