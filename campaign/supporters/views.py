"""“Tell me when my council signs”: requested, confirmed by email, stopped at any time."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.supporters import alerts as alert_life
from campaign.supporters import consent, suppression
from campaign.supporters.forms import AlertForm, UpdatesForm
from campaign.supporters.models import Alert, Subscription, SuppressedAddress, SuppressionReason
from campaign.supporters.page_text import (
    confirm_text,
    request_text,
    signed_text,
    stop_text,
    updates_text,
)
from councils.dates import today
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay, Record, closed_on, record_on
from councils.record.paused_letters import pause_of


@sensitive_post_parameters()
@csrf_exempt  # refuse() guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    record = record_on()
    slug = request.GET.get("council", "")
    row = record.called(slug)
    if row is None:
        return choose_page(request, record)
    signatory = council_to_wait_for(record, row)
    if signatory is None:
        return cannot_sign_page(request, row, record.followers_of(row))
    if signatory is not row:
        return HttpResponseRedirect(address(signatory))
    pause = pause_of(record, row)
    if pause and pause.is_quiet:
        heading = f"No emails about {row.short_name_in_sentence} for now"
        lead = f"{pause.sentence} So are our emails about it. Please come back after that day."
        return papers.paper(request, heading, lead, go=(row.url, "See what we know about it"))
    form_class = UpdatesForm if row.status == "signed" else AlertForm
    council = row.short_name_in_sentence
    if request.method == "POST":
        return request_alert(request, row, form_class(council, request.POST))
    return form_page(request, row, form_class(council))


def request_alert(request: HttpRequest, row: CouncilOnDay, form: AlertForm) -> HttpResponse:
    """Accept an address, and show everyone the same page."""

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.consume("alert", request, email=email, council=row.code)

    if refusal := refuse(request, form=form, limit=limit, takes_people=True):
        return refusal.answer(form_page(request, row, form, refusal))
    typed = form.cleaned_data
    alert_life.request_alert(row, typed["email"], updates=typed["updates"])
    below = format_html(
        'Not there? Look in your junk folder, or <a href="{}">type your address again</a>.',
        address(row),
    )
    return papers.check_email(request, row, typed["email"], below, ", and you’re done.")


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, refusal: Refusal | None = None
) -> HttpResponse:
    text = signed_text(row) if row.status == "signed" else request_text(row)
    context = text._asdict() | {
        "row": row,
        "form": form,
        "refusal": refusal,
        "consent": consent.words(row.short_name_in_sentence),
        "kept_until": today() + retention.PEOPLE,
    }
    return for_one_visitor(render(request, "alerts/request.html", context))


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
        return papers.never_again(request)
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
    return papers.paper(
        request,
        text.heading,
        text.lead,
        go=None if text.button else papers.back_to(row),
        template="confirm.html",
        button=text.button,
        agreed=agreed,
        not_me="we’ll never write to you again",
        row=row,
        refusal=refusal,
    )


def link_gone(request: HttpRequest) -> HttpResponse:
    lead = (
        f"Links last {retention.UNCONFIRMED.days} days, and then we delete your address. The end of"
        " the link may also be missing."
    )
    again = None if closed_on() else (reverse("supporters:alerts"), "Ask again")
    return papers.link_gone(request, lead, again)


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
    text = stop_text(count, updates=updates, is_suppressed=is_suppressed, is_stopped=is_stopped)
    return papers.paper(
        request,
        text.heading,
        text.lead,
        template="alerts/stop.html",
        button=text.button,
        has_others=bool(others),
        is_suppressed=is_suppressed,
        refusal=refusal,
    )


def choose_page(request: HttpRequest, record: Record) -> HttpResponse:
    """Ask which council: one that has not signed, or that has yet to begin."""
    rows = (*record.councils, *record.forming)
    find = format_html(
        'Not sure which one? <a href="{}">Find it by postcode</a>', reverse("councils:find")
    )
    context = {
        "heading": "Tell me when my council signs",
        "lead": "Choose your council. We’ll email you when we find out that it’s signed.",
        "label": "Councils we haven’t found a signature for",
        "councils": [row for row in rows if row.status != "signed"],
        "below": [find],
    }
    return for_one_visitor(render(request, "choose_council.html", context))


def cannot_sign_page(
    request: HttpRequest, row: CouncilOnDay, successors: list[CouncilOnDay]
) -> HttpResponse:
    if successors:
        rows = [(each.name, address(each)) for each in successors]
        heading = f"{row.name} has closed, so it can’t sign"
        return papers.paper(request, heading, "Which of these took over where you live?", rows=rows)
    lead = "It doesn’t run children’s services in England."
    again = (reverse("supporters:alerts"), "Choose another council")
    return papers.paper(request, f"{row.name} can’t sign", lead, go=again)


def council_to_wait_for(record: Record, row: CouncilOnDay) -> CouncilOnDay | None:
    """Return the council that would sign: this one, its county, or its successor; else None."""
    if row.is_responsible and row.status == "forming":
        return row
    return record.responsible_for(row)


def address(row: CouncilOnDay, name: str = "supporters:alerts") -> str:
    return f"{reverse(name)}?{urlencode({'council': row.slug})}"
