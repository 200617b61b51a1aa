"""Tell me when my council signs: asked for, confirmed by the mail's owner, stopped at any time."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from campaign import rate_limits, retention
from campaign.http.refusals import Refusal, refuse
from campaign.supporters import alerts as life
from campaign.supporters import consent, suppression
from campaign.supporters.forms import AlertForm
from campaign.supporters.models import Alert, SuppressedAddress, Why
from councils.dates import today
from councils.page_cache.marks import for_one_visitor
from councils.record import CouncilOnDay, Record, record_on

PERSONAL = ("asked", "confirm", "stop", "never", "gone")
"""Pages that no search engine should find."""


@sensitive_post_parameters()
@csrf_exempt  # refuse() guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    """Ask to be told, once, when one council signs."""
    record = record_on()
    row = record.by_slug.get(request.GET.get("council", ""))
    if row is None:
        return page(request, "choose", {"councils": not_signed(record)})
    responsible = who_can_sign(record, row)
    if responsible is None:
        context = {"row": row, "successors": record.followers_of(row)}
        return page(request, "elsewhere", context)
    if responsible is not row:
        return HttpResponseRedirect(address(responsible))
    if row.status == "signed":
        return page(request, "signed", {"row": row})
    if request.method == "POST":
        return take(request, row)
    return ask(request, row, AlertForm())


def take(request: HttpRequest, row: CouncilOnDay) -> HttpResponse:
    """Take an address in, and say the same to everyone."""
    form = AlertForm(request.POST)

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.ask("alert", request, email=email, council=row.code)

    if refusal := refuse(request, form=form, limit=limit):
        return refusal.answer(ask(request, row, form, refusal))
    life.ask(row, form.cleaned_data["email"])
    return for_one_visitor(HttpResponseRedirect(address(row, "supporters:asked"), status=303))


def ask(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "refusal": refusal,
        "consent": consent.words(row.short_name_in_sentence),
        "until": today() + retention.PEOPLE,
    }
    return page(request, "ask", context)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    row = record_on().by_slug.get(request.GET.get("council", ""))
    return page(request, "asked", {"row": row})


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes, by pressing the button: opening the link changes nothing."""
    alert = Alert.objects.alive().filter(token=token).first()
    if alert is None:
        return page(request, "gone", status=404)
    row = record_on().by_id[alert.council_id]
    context = {
        "row": row,
        "alert": alert,
        "consent": consent.words(row.short_name_in_sentence, alert.wording),
    }
    if request.method != "POST":
        return page(request, "confirm", context)
    if refusal := refuse(request):
        return refusal.answer(page(request, "confirm", {**context, "refusal": refusal}))
    if "not_me" in request.POST:
        suppression.never_write_to(alert.email, Why.NOT_ME)
        return page(request, "never")
    alert.confirm()
    address = reverse("supporters:confirm", args=[token])
    return for_one_visitor(HttpResponseRedirect(address, status=303))


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop alerts to the address that got this link, and if asked, all mail to it.

    A mail program may POST here by itself (RFC 8058), from anywhere and without asking.
    """
    digest = suppression.unsealed(token)
    if not digest:
        return page(request, "gone", status=404)
    if request.method != "POST":
        return stop_page(request, digest)
    by_program = request.POST.get("List-Unsubscribe") == "One-Click"
    refusal = None if by_program else refuse(request)
    if refusal:
        return refusal.answer(stop_page(request, digest, refusal=refusal))
    suppression.stop_alerts(digest)
    if "never" in request.POST:
        suppression.put_on_the_list(digest)
    return stop_page(request, digest, stopped=True)


def stop_page(request: HttpRequest, digest: str, **context: object) -> HttpResponse:
    context |= {
        "count": Alert.objects.filter(known_by=digest).count(),
        "never": SuppressedAddress.objects.filter(digest=digest).exists(),
    }
    return page(request, "stop", context)


def who_can_sign(record: Record, row: CouncilOnDay) -> CouncilOnDay | None:
    """Return the council whose signature it would be: it, its county, or the one that follows."""
    return row if row.is_responsible and row.status == "forming" else record.responsible_for(row)


def not_signed(record: Record) -> list[CouncilOnDay]:
    return [row for row in (*record.councils, *record.forming) if row.status != "signed"]


def address(row: CouncilOnDay, name: str = "supporters:alerts") -> str:
    return f"{reverse(name)}?{urlencode({'council': row.slug})}"


def page(
    request: HttpRequest, name: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    context = {"unconfirmed": retention.UNCONFIRMED, **(context or {})}
    response = render(request, f"alerts/{name}.html", context, status=status)
    if name in PERSONAL:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return for_one_visitor(response)
