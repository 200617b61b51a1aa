"""“Tell me when my council signs”: requested, confirmed by email, stopped at any time."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from campaign import rate_limits, retention
from campaign.http.refusals import Refusal, refuse
from campaign.supporters import alerts as alert_life
from campaign.supporters import consent, suppression
from campaign.supporters.forms import AlertForm
from campaign.supporters.models import Alert, SuppressedAddress, SuppressionReason
from campaign.supporters.page_text import confirm_text, signed_text, stop_text
from councils.council_page.slug_redirects import current_slug
from councils.dates import today
from councils.page_cache.marks import for_one_visitor
from councils.record import CouncilOnDay, Record, record_on

PRIVATE_PAGES = ("check_email", "confirm", "stop", "suppressed", "link_gone")
"""Pages that no search engine should find."""


@sensitive_post_parameters()
@csrf_exempt  # refuse() guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    """Ask to be told, once, when one council signs."""
    record = record_on()
    slug = request.GET.get("council", "")
    row = record.by_slug.get(slug) or record.by_slug.get(current_slug(slug) or "")
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
    """Accept an address, and show everyone the same page."""
    form = AlertForm(request.POST)

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.consume("alert", request, email=email, council=row.code)

    if refusal := refuse(request, form=form, limit=limit, takes_people=True):
        return refusal.answer(form_page(request, row, form, refusal))
    alert_life.request_alert(row, form.cleaned_data["email"])
    return for_one_visitor(HttpResponseRedirect(address(row, "supporters:asked"), status=303))


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "refusal": refusal,
        "consent": consent.words(row.short_name_in_sentence),
        "kept_until": today() + retention.PEOPLE,
    }
    return page(request, "request", context)


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
    if refusal := refuse(request):
        return refusal.answer(confirm_page(request, alert, refusal))
    if "not_me" in request.POST:
        suppression.suppress_address(alert.email, SuppressionReason.NOT_ME)
        return page(request, "suppressed")
    alert.confirm()
    own_address = reverse("supporters:confirm", args=[token])
    return for_one_visitor(HttpResponseRedirect(own_address, status=303))


def confirm_page(
    request: HttpRequest, alert: Alert, refusal: Refusal | None = None
) -> HttpResponse:
    row = record_on().by_id[alert.council_id]
    context = {
        "row": row,
        "text": confirm_text(alert, row),
        "consent": consent.words(row.short_name_in_sentence, alert.wording),
        "refusal": refusal,
    }
    return page(request, "confirm", context)


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
    refusal = None if is_one_click else refuse(request)
    if refusal:
        return refusal.answer(stop_page(request, address_hash, refusal=refusal))
    suppression.delete_alerts(address_hash)
    if "never" in request.POST:
        suppression.suppress_hash(address_hash)
    return stop_page(request, address_hash, is_stopped=True)


def stop_page(
    request: HttpRequest,
    address_hash: str,
    *,
    is_stopped: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    count = Alert.objects.filter(address_hash=address_hash).count()
    is_suppressed = SuppressedAddress.objects.filter(address_hash=address_hash).exists()
    context = {
        "text": stop_text(count, is_suppressed=is_suppressed, is_stopped=is_stopped),
        "is_suppressed": is_suppressed,
        "refusal": refusal,
    }
    return page(request, "stop", context)


def council_to_wait_for(record: Record, row: CouncilOnDay) -> CouncilOnDay | None:
    """Return the council that would sign: this one, its county, or its successor; else None."""
    if row.is_responsible and row.status == "forming":
        return row
    return record.responsible_for(row)


def not_signed(record: Record) -> list[CouncilOnDay]:
    return [row for row in (*record.councils, *record.forming) if row.status != "signed"]


def address(row: CouncilOnDay, name: str = "supporters:alerts") -> str:
    return f"{reverse(name)}?{urlencode({'council': row.slug})}"


def page(
    request: HttpRequest, name: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    response = render(request, f"alerts/{name}.html", context, status=status)
    if name in PRIVATE_PAGES:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return for_one_visitor(response)
