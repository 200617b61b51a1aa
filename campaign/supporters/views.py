"""“Tell me when my council signs”: requested, confirmed by email, stopped at any time."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from campaign import rate_limits, retention
from campaign.http.cross_site import is_foreign
from campaign.supporters import alerts as alert_life
from campaign.supporters import consent, suppression
from campaign.supporters.forms import AlertForm
from campaign.supporters.models import Alert, SuppressedAddress, SuppressionReason
from campaign.supporters.page_text import confirm_text, signed_text, stop_text
from councils.dates import today
from councils.record import CouncilOnDay, Record, record_on

PRIVATE_PAGES = ("check_email", "confirm", "stop", "suppressed", "link_gone")
"""Pages that no search engine should find."""


@sensitive_post_parameters()
@csrf_exempt  # is_foreign guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    """Ask to be told, once, when one council signs."""
    record = record_on()
    row = record.by_slug.get(request.GET.get("council", ""))
    if row is None:
        return page(request, "choose_council", {"councils": not_signed(record)})
    signatory = council_to_wait_for(record, row)
    if signatory is None:
        context = {"row": row, "successors": record.followers_of(row)}
        return page(request, "cannot_sign", context)
    if signatory is not row:
        return HttpResponseRedirect(address(signatory))
    if row.status == "signed":
        return page(request, "already_signed", {"row": row, "text": signed_text(row)})
    if request.method == "POST":
        return request_alert(request, row)
    return form_page(request, row, AlertForm())


def request_alert(request: HttpRequest, row: CouncilOnDay) -> HttpResponse:
    """Take an address in, and say the same to everyone."""
    form = AlertForm(request.POST)
    if is_foreign(request):
        return form_page(request, row, form, status=403, foreign=True)
    if not form.is_valid():
        return form_page(request, row, form, status=422)
    email = form.cleaned_data["email"]
    verdict = rate_limits.ask("alert", request, email=email, council=row.code)
    if verdict.refused:
        return rate_limits.as_too_many(form_page(request, row, form, verdict=verdict), verdict)
    alert_life.request_alert(row, email)
    return changes_nothing(HttpResponseRedirect(address(row, "supporters:asked"), status=303))


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "row": row,
        "form": form,
        "consent": consent.words(row.short_name_in_sentence),
        "kept_until": today() + retention.PEOPLE,
    }
    return page(request, "request", context, status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    row = record_on().by_slug.get(request.GET.get("council", ""))
    return page(request, "check_email", {"row": row})


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an alert with the button on this page: opening the link changes nothing."""
    alert = Alert.objects.live().filter(token=token).first()
    if alert is None:
        return link_gone(request)
    if request.method != "POST":
        return confirm_page(request, alert)
    if is_foreign(request):
        return confirm_page(request, alert, status=403, foreign=True)
    if "not_me" in request.POST:
        suppression.suppress_address(alert.email, SuppressionReason.NOT_ME)
        return page(request, "suppressed")
    alert.confirm()
    own_address = reverse("supporters:confirm", args=[token])
    return changes_nothing(HttpResponseRedirect(own_address, status=303))


def confirm_page(
    request: HttpRequest, alert: Alert, status: int = 200, *, foreign: bool = False
) -> HttpResponse:
    row = record_on().by_id[alert.council_id]
    context = {
        "row": row,
        "text": confirm_text(alert, row),
        "consent": consent.words(row.short_name_in_sentence, alert.wording),
        "foreign": foreign,
    }
    return page(request, "confirm", context, status)


def link_gone(request: HttpRequest) -> HttpResponse:
    return page(request, "link_gone", {"days": retention.UNCONFIRMED.days}, status=404)


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop alerts to the address this link was sent to, and if asked, every email to it.

    An email program may POST here by itself (RFC 8058), from anywhere and without asking.
    """
    address_hash = suppression.hash_in_stop_token(token)
    if not address_hash:
        return link_gone(request)
    if request.method != "POST":
        return stop_page(request, address_hash)
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if is_foreign(request) and not is_one_click:
        return stop_page(request, address_hash, status=403, foreign=True)
    suppression.delete_alerts(address_hash)
    if "never" in request.POST:
        suppression.suppress_hash(address_hash)
    return stop_page(request, address_hash, stopped=True)


def stop_page(
    request: HttpRequest,
    address_hash: str,
    status: int = 200,
    *,
    stopped: bool = False,
    foreign: bool = False,
) -> HttpResponse:
    count = Alert.objects.filter(address_hash=address_hash).count()
    is_suppressed = SuppressedAddress.objects.filter(address_hash=address_hash).exists()
    context = {
        "text": stop_text(count, is_suppressed=is_suppressed, is_stopped=stopped),
        "is_suppressed": is_suppressed,
        "foreign": foreign,
    }
    return page(request, "stop", context, status)


def council_to_wait_for(record: Record, row: CouncilOnDay) -> CouncilOnDay | None:
    """Return the council whose signature it would be: this one, its county, or its follower."""
    if row.is_responsible and row.status == "forming":
        return row
    return record.responsible_for(row)


def not_signed(record: Record) -> list[CouncilOnDay]:
    return [row for row in (*record.councils, *record.forming) if row.status != "signed"]


def address(row: CouncilOnDay, name: str = "supporters:alerts") -> str:
    return f"{reverse(name)}?{urlencode({'council': row.slug})}"


def page(
    request: HttpRequest, name: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    response = render(request, f"alerts/{name}.html", context, status=status)
    if name in PRIVATE_PAGES:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return changes_nothing(response)


def changes_nothing(response: HttpResponse) -> HttpResponse:
    """Mark an answer as one that changes no public page, and that nobody may keep."""
    response.changes_nothing = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "no-store"
    return response
