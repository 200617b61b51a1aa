"""Links of pages and news to other sites, which staff open and look at: this site asks none."""

import datetime as dt
import ipaddress
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import models
from django.db.models import Q

from campaign.pages.markdown import SCHEMES, rendered
from councils.dates import today
from councils.models.evidence_link import CHECKED_FOR

OWN_NETWORK = ("localhost", "local", "internal", "invalid", "test")
"""Last parts of a host that no visitor's computer finds."""


class HasLinksOutside(models.Model):
    """A text in Markdown, whose links to other sites staff open again every half year.

    Its HTML is made and sanitised when it is saved, not when read.
    """

    body: "models.TextField[str, str]"
    html = models.TextField(editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    links_opened_on = models.DateField(
        "links to other sites opened on",
        null=True,
        blank=True,
        help_text="The day on which somebody last opened each of them, and read what is there.",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = rendered(self.body)
        super().save(*args, **kwargs)


def due(rows: Any, on: dt.date | None = None) -> Any:
    """Return those that visitors see whose links nobody has opened for half a year.

    What was never looked at counts from the day on which it was last changed.
    """
    limit = (on or today()) - CHECKED_FOR
    unseen = Q(links_opened_on=None, changed_at__date__lte=limit)
    has_links = Q(html__contains='href="http')
    return rows.public(on).filter(has_links, unseen | Q(links_opened_on__lte=limit))


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
