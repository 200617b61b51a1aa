"""What a careful reader would say of a page's Markdown before it is published."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from markdown_it.token import Token

from campaign.pages.markdown import SCHEMES, parser, rendered

VAGUE = {"here", "click here", "this", "this link", "link", "read more", "more", "this page"}
"""Words of a link that do not say where it goes."""
NO_PICTURES = "Pages show no pictures. Put it in an item of news."

OWN_NETWORK = ("localhost", "local", "internal", "invalid", "test")
"""Last parts of a host that no visitor's computer finds."""

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def advice(text: str) -> list[str]:
    """Return sentences on skipped headings, vague or dead links, and pictures without words."""
    tokens = parser().parse(text)
    inside = [child for token in tokens for child in token.children or ()]
    lines = [*headings(tokens), *links(inside, rendered(text)), *pictures(inside)]
    return list(dict.fromkeys(lines))


def links_to_open(text: str) -> list[str]:
    """Return the addresses of other sites, each once: only a person can say whether they open."""
    inside = [child for token in parser().parse(text) for child in token.children or ()]
    addresses = [str(token.attrs["href"]) for token in inside if token.type == "link_open"]
    outside = [href for href in addresses if href.lower().startswith(("http:", "https:"))]
    return [href for href in dict.fromkeys(outside) if not fault_outside(href)]


def headings(tokens: list[Token]) -> Iterator[str]:
    before = 1  # the title of the page
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        level = max(int(token.tag[1]), 2)
        if level > before + 1:
            yield (
                f"The heading “{tokens[place + 1].content}” skips a level: write it with"
                f" {'#' * (before + 1)}, not {'#' * level}."
            )
        before = level


def links(inside: list[Token], html: str) -> Iterator[str]:
    for place, token in enumerate(inside):
        if token.type != "link_open":
            continue
        words = words_of_link(inside[place + 1 :])
        if words.lower().strip(" .…>") in VAGUE:
            yield f"The link “{words}” does not say where it goes. Name the page instead."
        fault = fault_of(str(token.attrs["href"]), html)
        if fault:
            yield f"The link “{words}” {fault}"


def words_of_link(after: list[Token]) -> str:
    end = next(place for place, token in enumerate(after) if token.type == "link_close")
    return "".join(token.content for token in after[:end]).strip()


def pictures(inside: list[Token]) -> Iterator[str]:
    for token in inside:
        if token.type != "image":
            continue
        if not token.content.strip():
            yield "A picture has no words for people who cannot see it: ![what it shows](address)."
        yield NO_PICTURES


def fault_of(address: str, html: str) -> str:
    """Return what is wrong with a link's address, as the end of a sentence, or ""."""
    if address.startswith("#"):
        is_there = f'id="{address[1:]}"' in html
        return "" if is_there else f"leads to no heading of this page: {address}"
    if SCHEME.match(address):
        fault = fault_outside(address)
        return f"is dead: {fault}" if fault else ""
    if not address.startswith("/"):
        return f"needs an address that begins with / or https://, not {address}"
    return "" if exists(re.split(r"[?#]", address)[0]) else f"is dead: nothing is at {address}"


def exists(path: str) -> bool:
    """Whether this site has something at a path."""
    if path.startswith(("/static/", "/admin/")):
        return True
    path = path if path.endswith("/") or "." in path else f"{path}/"
    try:
        view, args, kwargs = resolve(path)
        return view(RequestFactory().get(path), *args, **kwargs).status_code < 400
    except (Resolver404, Http404):
        return False


def fault_outside(address: str) -> str:
    """Return why an address with a scheme can work for no visitor, or ""."""
    scheme, _, rest = address.partition(":")
    if scheme.lower() not in SCHEMES:
        return f"pages open no address that begins with {scheme}:"
    if scheme.lower() == "mailto":
        name, _, domain = rest.partition("?")[0].partition("@")
        return "" if name and "." in domain else f"no email can go to {rest}"
    return fault_of_host(address) if scheme.lower().startswith("http") else ""


def fault_of_host(address: str) -> str:
    try:
        host = unquote(urlsplit(address).hostname or "")
    except ValueError:
        host = ""
    if not host:
        return f"{address} names no site"
    if any(mark.isspace() for mark in host):
        return f"there is a space in {host}"
    try:
        is_open = ipaddress.ip_address(host).is_global
    except ValueError:
        is_open = "." in host.strip(".") and host.strip(".").split(".")[-1] not in OWN_NETWORK
    return "" if is_open else f"no visitor reaches {host}"
