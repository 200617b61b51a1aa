"""“Tell me when my council signs”: requested, confirmed by email, stopped at any time."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.http.refusals import Refusal, refuse
from campaign.supporters import alerts as alert_life
from campaign.supporters import consent, suppression
from campaign.supporters.forms import AlertForm, UpdatesForm
from campaign.supporters.models import Alert, Subscription, SuppressedAddress, SuppressionReason
from campaign.supporters.page_text import (
    confirm_text,
    other_list_text,
    signed_text,
    stop_text,
    updates_text,
)
from councils.council_page.slug_redirects import council_called
from councils.dates import today
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay, Record, record_on
from councils.record.paused_letters import pause_of

PRIVATE_PAGES = ("check_email", "confirm", "stop", "suppressed", "link_gone")
"""Pages that no search engine should find."""


@sensitive_post_parameters()
@csrf_exempt  # refuse() guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    record = record_on()
    slug = request.GET.get("council", "")
    row = council_called(record, slug)
    if row is None:
        return page(request, "choose_council", {"councils": not_signed(record)})
    signatory = council_to_wait_for(record, row)
    if signatory is None:
        context = {"row": row, "successors": record.followers_of(row)}
        return page(request, "cannot_sign", context)
    if signatory is not row:
        return HttpResponseRedirect(address(signatory))
    pause = pause_of(record, row)
    if pause and pause.is_quiet:
        return page(request, "quiet", {"row": row, "pause": pause})
    form_class = UpdatesForm if row.status == "signed" else AlertForm
    if request.method == "POST":
        return request_alert(request, row, form_class(request.POST))
    return form_page(request, row, form_class())


def request_alert(request: HttpRequest, row: CouncilOnDay, form: AlertForm) -> HttpResponse:
    """Accept an address, and show everyone the same page."""

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.consume("alert", request, email=email, council=row.code)

    if refusal := refuse(request, form=form, limit=limit, takes_people=True):
        return refusal.answer(form_page(request, row, form, refusal))
    typed = form.cleaned_data
    alert_life.request_alert(row, typed["email"], updates=typed["updates"])
    return page(request, "check_email", {"row": row, "email": typed["email"]})


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "refusal": refusal,
        "consent": consent.words(row.short_name_in_sentence),
        "update_consent": consent.update_words(row.short_name_in_sentence),
        "kept_until": today() + retention.PEOPLE,
    }
    if row.status == "signed":
        return page(request, "already_signed", context | {"text": signed_text(row)})
    return page(request, "request", context)


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an alert or updates with this page’s button: opening the link changes nothing."""
    asked = find_live(token)
    if asked is None:
        return link_gone(request)
    if request.method != "POST":
        return confirm_page(request, asked)
    if refusal := refuse(request):
        return refusal.answer(confirm_page(request, asked, refusal))
    if "not_me" in request.POST:
        suppression.suppress_address(asked.email, SuppressionReason.NOT_ME)
        return page(request, "suppressed")
    for each in (asked, alert_asked_with(asked)):
        if each:
            each.confirm()
    own_address = reverse("supporters:confirm", args=[token])
    return for_one_visitor(HttpResponseRedirect(own_address, status=303))


def find_live(token: str) -> Alert | Subscription | None:
    """Return the alert or subscription that a link to confirm is for."""
    alert = Alert.objects.live().filter(token=token).first()
    return alert or Subscription.objects.live().filter(token=token).first()


def alert_asked_with(asked: Alert | Subscription) -> Alert | None:
    """Return the alert that waits for the same confirmation as a new subscription, if any.

    The email with the link to confirm a subscription names both.
    """
    if isinstance(asked, Alert) or asked.is_confirmed:
        return None
    alerts = Alert.objects.live().filter(confirmed_at=None, council=asked.council_id)
    return alerts.filter(address_hash=asked.address_hash).first()


def confirm_page(
    request: HttpRequest, asked: Alert | Subscription, refusal: Refusal | None = None
) -> HttpResponse:
    row = record_on().by_id[asked.council_id]
    council, alert = row.short_name_in_sentence, alert_asked_with(asked)
    if isinstance(asked, Alert):
        text, agreed = confirm_text(asked, row), [consent.words(council, asked.wording)]
    else:
        text, agreed = updates_text(asked, row), [consent.update_words(council, asked.wording)]
    if alert:
        agreed.insert(0, consent.words(council, alert.wording))
    context = {"row": row, "text": text, "agreed": agreed, "refusal": refusal}
    return page(request, "confirm", context)


def link_gone(request: HttpRequest) -> HttpResponse:
    return page(request, "link_gone", {"days": retention.UNCONFIRMED.days}, status=404)


@csrf_exempt
def stop(request: HttpRequest, token: str, *, updates: bool = False) -> HttpResponse:
    """Stop alerts, or ``updates``, to the address this link was sent to; if asked, every email.

    An email program may POST here by itself (RFC 8058), from anywhere and without asking.
    """
    address_hash = suppression.hash_in_stop_token(token)
    if not address_hash:
        return link_gone(request)
    if request.method != "POST":
        return stop_page(request, address_hash, updates=updates)
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    refusal = None if is_one_click else refuse(request)
    if refusal:
        return refusal.answer(stop_page(request, address_hash, updates=updates, refusal=refusal))
    stops_both = "both" in request.POST or "never" in request.POST
    if stops_both or not updates:
        suppression.delete_alerts(address_hash)
    if stops_both or updates:
        suppression.delete_subscriptions(address_hash)
    if "never" in request.POST:
        suppression.suppress_hash(address_hash)
    return stop_page(request, address_hash, updates=updates, is_stopped=True)


def stop_page(
    request: HttpRequest,
    address_hash: str,
    *,
    updates: bool,
    is_stopped: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    alerts_left = Alert.objects.filter(address_hash=address_hash).count()
    updates_left = Subscription.objects.filter(address_hash=address_hash).count()
    is_suppressed = SuppressedAddress.objects.filter(address_hash=address_hash).exists()
    count, others = (updates_left, alerts_left) if updates else (alerts_left, updates_left)
    context = {
        "text": stop_text(
            count, updates=updates, is_suppressed=is_suppressed, is_stopped=is_stopped
        ),
        "other_list": other_list_text(others, updates=updates),
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
