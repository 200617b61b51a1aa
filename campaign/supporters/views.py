"""“Tell me when my council signs”: asked for, confirmed by email, stopped at any time."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.supporters import consent, suppression, wishes
from campaign.supporters.forms import AlertForm
from campaign.supporters.models import Kind, SuppressedAddress, Wish, WishQuerySet
from councils.dates import format_local_date, today
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay, Record, closed_on, record_on
from councils.record.paused_letters import pause_of


@sensitive_post_parameters()
@csrf_exempt  # refuse() guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    record = record_on()
    row = record.called(request.GET.get("council", ""))
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
    typed = request.POST if request.method == "POST" else None
    form = AlertForm(row.short_name_in_sentence, typed, has_signed=row.status == "signed")
    return form_page(request, row, form) if typed is None else take_in(request, row, form)


def take_in(request: HttpRequest, row: CouncilOnDay, form: AlertForm) -> HttpResponse:
    """Accept an address, and show everyone the same page."""

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.consume("alert", request, email=email, council=row.code)

    if refusal := refuse(request, form=form, limit=limit, takes_people=True):
        return refusal.answer(form_page(request, row, form, refusal))
    typed = form.cleaned_data
    wishes.request(row, typed["email"], updates=typed["updates"])
    below = format_html(
        'Not there? Look in your junk folder, or <a href="{}">type your address again</a>.',
        address(row),
    )
    return papers.check_email(request, row, typed["email"], below, ", and you’re done.")


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, refusal: Refusal | None = None
) -> HttpResponse:
    council = row.short_name_in_sentence
    heading = f"Tell me when {council} signs"
    lead = (
        "We’ll email you the night after the signature goes on our list. Then we’ll take your"
        " address off."
    )
    if row.status == "signed":
        heading = f"{capfirst(council)} has signed already, as far as we know"
        lead = "So there’s nothing to wait for. Would you still like to hear from us?"
    context = {
        "heading": heading,
        "lead": lead,
        "row": row,
        "form": form,
        "refusal": refusal,
        "consent": consent.words("signing", council),
        "kept_until": today() + retention.PEOPLE,
    }
    return for_one_visitor(render(request, "alerts/request.html", context))


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm what was asked for with this page’s button: opening the link changes nothing."""
    asked = Wish.objects.live().by_token(token)
    if asked is None:
        return link_gone(request)
    return papers.confirm_by_button(request, asked, confirm_page)


def confirm_page(request: HttpRequest, asked: Wish, refusal: Refusal | None = None) -> HttpResponse:
    row = record_on().by_id[asked.council_id]
    council, kind = row.short_name_in_sentence, Kind(asked.kind)
    stage = "settled" if asked.is_settled else "asked again" if asked.is_confirmed else "asked"
    if stage == "settled" and row.status == "signed" and kind == Kind.SIGNING:
        stage = "on its way"
    day = asked.expires_at if kind == Kind.SIGNING else asked.asked_again_at
    given = {"council": council, "day": format_local_date(day)}
    heading, lead, button = (words.format(**given) for words in LINK_PAGES[stage, kind])
    return papers.paper(
        request,
        heading,
        lead,
        go=None if button else papers.back_to(row),
        template="confirm.html",
        button=button,
        agreed=[wish.words(council) for wish in asked.asked_with()],
        not_me="we’ll never write to you again",
        row=row,
        refusal=refusal,
    )


LINK_PAGES = {
    ("asked", Kind.SIGNING): ("Shall we tell you when {council} signs?", "", "Yes, tell me"),
    ("asked", Kind.UPDATES): ("Shall we email you about {council}?", "", "Yes, email me"),
    ("asked again", Kind.SIGNING): (
        "Do you still want to know when {council} signs?",
        "It hasn’t, as far as we know.",
        "Yes, keep my place",
    ),
    ("asked again", Kind.UPDATES): (
        "Do you still want our emails about {council}?",
        "You agreed to this a year ago.",
        "Yes, keep them coming",
    ),
    ("settled", Kind.SIGNING): (
        "We’ll tell you when {council} signs",
        "That’s it. We’ll delete your address after that email, and on {day} at the latest.",
        "",
    ),
    ("settled", Kind.UPDATES): (
        "You’ll get our emails about {council}",
        "On {day} we’ll ask whether you still want them.",
        "",
    ),
    ("on its way", Kind.SIGNING): (
        "We’ll tell you when {council} signs",
        "It’s listed as having signed, and our email to you is on its way.",
        "",
    ),
}
"""What the page of a link says: its heading, the sentence below it, and its button, if any."""


def link_gone(request: HttpRequest) -> HttpResponse:
    lead = (
        f"Links last {retention.UNCONFIRMED.days} days, and then we delete your address. The end of"
        " the link may also be missing."
    )
    again = None if closed_on() else (reverse("supporters:alerts"), "Ask again")
    return papers.link_gone(request, lead, again)


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the wish that an email was about, every wish of its address, or every email for good.

    An email program may POST here by itself (RFC 8058), from anywhere and without asking. Where the
    wish has ended, that stops the others: nobody presses it for nothing.
    """
    named = suppression.in_stop_token(token)
    if named is None:
        return link_gone(request)
    hashed, pk = named
    theirs = Wish.objects.filter(address_hash=hashed)
    this = theirs.filter(pk=pk)
    if request.method != "POST":
        return stop_page(request, hashed, this)
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if not is_one_click and (refusal := refuse(request)):
        return refusal.answer(stop_page(request, hashed, this, refusal=refusal))
    stops_all = request.POST.keys() & {"all", "never"} or (is_one_click and not this.exists())
    (theirs if stops_all else this).stop()
    if "never" in request.POST:
        suppression.suppress_hash(hashed)
    return stop_page(request, hashed, this, is_stopped=True)


def stop_page(
    request: HttpRequest,
    hashed: str,
    this: WishQuerySet,
    *,
    is_stopped: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    wish = this.first()
    others = Wish.objects.filter(address_hash=hashed).exclude(pk__in=this).count()
    is_suppressed = SuppressedAddress.objects.filter(address_hash=hashed).exists()
    gone = "Either you stopped already, or we’ve deleted your address."
    said = ("You’re not on this list", gone) if not others else ("These emails have ended", "")
    if is_suppressed:
        said = papers.NEVER
    elif is_stopped:
        deleted = "" if others else "We’ve deleted your address from our list."
        said = ("Done. No more of these emails", deleted)
    elif wish:
        council = record_on().by_id[wish.council_id].short_name_in_sentence
        said = ("Stop these emails?", STOPS[Kind(wish.kind)].format(council=council))
    return papers.paper(
        request,
        *said,
        template="alerts/stop.html",
        can_stop=bool(wish) and not is_stopped and not is_suppressed,
        others=others,
        is_suppressed=is_suppressed,
        refusal=refusal,
    )


STOPS = {
    Kind.SIGNING: "You asked us to tell you when {council} signs the Runaways’ Charter.",
    Kind.UPDATES: "You asked for our emails about {council}, six a year at most.",
}
"""What the page to stop an email says of it."""


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


def address(row: CouncilOnDay) -> str:
    return f"{reverse('supporters:alerts')}?{urlencode({'council': row.slug})}"
