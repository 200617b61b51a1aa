"""How the pages of recording find a fact, lead to it, and are shown."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign import retention
from councils.dates import format_date, today
from councils.models import Event, Signature
from councils.models.dated import DatedFact
from councils.models.logged import RECORD_STANDS, stands_as_of

MODELS: dict[str, type[Signature] | type[Event]] = {"signature": Signature, "event": Event}
"""The facts that the screen records, by their name in addresses."""


def lead_to(
    request: HttpRequest, fact: DatedFact, if_on_record: str = "It is on record already."
) -> HttpResponse:
    """Lead to the page of a fact, and say how it stands by now."""
    fact.refresh_from_db(fields=["retracted_on"])
    if fact.retracted_on:
        messages.info(request, "It has been taken back already.")
    else:
        messages.info(request, if_on_record)
    return HttpResponseRedirect(address_of(fact))


def address_of(fact: DatedFact) -> str:
    return reverse("admin:recorded", args=[fact._meta.model_name, fact.pk])


def fact_or_404(
    request: HttpRequest, kind: str, pk: int, may: str = "change", *, lock: bool = False
) -> DatedFact:
    """Return a fact that the user may change, or only view; locked until the commit, if asked."""
    model = MODELS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"councils.{may}_{kind}"):
        raise PermissionDenied
    facts = model._base_manager.select_related("council").filter(pk=pk)
    if lock:
        facts = facts.select_for_update(of=("self",))
    fact = facts.first()
    if fact is None:
        raise Http404
    return fact


def said_while_closed() -> str:
    """Say that the record stands since the campaign closed, and how to open it again; or ""."""
    closed = stands_as_of()
    if closed is None:
        return ""
    said = RECORD_STANDS.format(format_date(closed))
    last = closed + retention.AFTER_CLOSING - dt.timedelta(days=1)
    if today() <= last:
        said += f" Until {format_date(last)} an administrator can open it again: “Closing”, on"
        said += " the desk."
    return said


def recording_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(
        request,
        f"admin/recording/{template}.html",
        {**admin.site.each_context(request), "stands": said_while_closed(), **context},
    )
