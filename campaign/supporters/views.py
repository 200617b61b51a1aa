"""“Tell me when my council signs”: asked for, confirmed by email, stopped at any time."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.confirmation import confirmation_slot
from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.rate_limits.forms import HoneypotForm
from campaign.supporters import consent, suppression, wishes
from campaign.supporters.models import SuppressedAddress, Wish, WishKind, WishQuerySet
from councils.dates import format_local_date, today
from councils.email_addresses import LONGEST_ADDRESS
from councils.forms import AsksAboutAddress, EmailAddressField
from councils.record import CouncilOnDay, record_on
from councils.record.status import Status


class AlertForm(HoneypotForm, AsksAboutAddress):
    """An email address, and whether updates are wanted as well: a choice that starts unticked.

    Where the council has signed, there are only updates to ask for.
    """

    email = EmailAddressField(
        label="Your email",
        max_length=LONGEST_ADDRESS,
        help_text="We’ll only use it for this.",
        error_messages={"required": "Enter your email address, so that we can tell you."},
    )
    updates = forms.BooleanField(
        required=False,
        help_text="Every email has a link to stop, and after a year we’ll ask again.",
        error_messages={"required": "Tick the box to get these emails."},
    )

    def __init__(self, council: str, *args: Any, has_signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        updates = self.fields["updates"]
        updates.label = consent.words("updates", council)
        updates.required = has_signed
        if not has_signed:
            updates.help_text = f"You don’t have to tick this. {updates.help_text}"


@sensitive_post_parameters()
@csrf_exempt  # refuse() guards it: public pages set no cookie to keep a token in
def alerts(request: HttpRequest) -> HttpResponse:
    """Take the wish to be told of a council, and show everyone who asks the same page."""
    record = record_on()
    refusal = None
    row = record.with_slug(request.GET.get("council", ""))
    if row is None:
        return redirect("councils:tracker")
    signatory = row if row.status == Status.FORMING else record.responsible_for(row)
    if signatory is None:
        return cannot_sign_page(request, row, record.followers_of(row))
    if signatory is not row:
        return redirect(address(signatory))
    council = row.short_name_in_sentence
    typed = request.POST if request.method == "POST" else None
    form = AlertForm(council, typed, has_signed=row.status == Status.SIGNED)
    if typed is not None:
        refusal = refuse(
            request,
            form=form,
            limit=lambda: rate_limits.consume("alert", request, email=form.cleaned_data["email"]),
            takes_people=True,
        )
        if refusal is None:
            return note_wish(request, row, form.cleaned_data)
    return form_page(request, row, form, refusal)


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: AlertForm, refusal: Refusal | None
) -> HttpResponse:
    council = row.short_name_in_sentence
    heading = f"Tell me when {council} signs"
    lead = (
        "We’ll email you the night after the signature goes on our list. Then we’ll delete your"
        " address."
    )
    if row.status == Status.SIGNED:
        heading = f"{capfirst(council)} has signed already, as far as we know"
        lead = "So there’s nothing to wait for. Would you still like to hear from us?"
    return papers.form_page(
        request,
        "alerts/request.html",
        refusal,
        heading=heading,
        lead=lead,
        row=row,
        form=form,
        consent=consent.words("signing", council),
        kept_until=today() + retention.PEOPLE,
    )


def note_wish(request: HttpRequest, row: CouncilOnDay, typed: dict[str, Any]) -> HttpResponse:
    """Note what somebody wants to be told, and ask them to look for our email."""
    due_at = confirmation_slot(typed["email"], request)
    wishes.request(row, typed["email"], updates=typed["updates"], due_at=due_at)
    below = format_html(
        'Not there? Look in your junk folder, or <a href="{}">type your address again</a>.',
        address(row),
    )
    return papers.check_email(request, row, typed["email"], below, ", and you’re done.", due_at)


def cannot_sign_page(
    request: HttpRequest, row: CouncilOnDay, successors: list[CouncilOnDay]
) -> HttpResponse:
    if successors:
        rows = [(each.name, address(each)) for each in successors]
        heading = f"{row.name} has closed, so it can’t sign"
        return papers.paper(request, heading, "Which of these took over where you live?", rows=rows)
    return papers.paper(
        request,
        f"{row.name} can’t sign",
        "It doesn’t run children’s services in England.",
        go=another(),
    )


def another() -> papers.Way:
    return reverse("councils:tracker"), "Choose a council"


def address(row: CouncilOnDay) -> str:
    return f"{reverse('supporters:alerts')}?{urlencode({'council': row.slug})}"


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm what was asked for with this page’s button: opening the link changes nothing."""
    wish = Wish.objects.live().by_token(token)
    if wish is None:
        return link_gone(request)
    return papers.confirm_by_button(request, wish, confirm_page)


def confirm_page(request: HttpRequest, wish: Wish, refusal: Refusal | None = None) -> HttpResponse:
    row = record_on().by_id[wish.council_id]
    council = row.short_name_in_sentence
    kind = WishKind(wish.kind)
    stage = "asked"
    if wish.renewal_asked_at:
        stage = "asked again"
    elif wish.is_confirmed:
        stage = "settled"
    day = wish.asked_again_at
    if kind == WishKind.SIGNING:
        day = wish.expires_at
    given = {"council": council, "day": format_local_date(day)}
    heading, lead, button = (words.format(**given) for words in LINK_PAGES[stage, kind])
    go = None
    if not button:
        go = papers.back_to(row)
    return papers.paper(
        request,
        heading,
        lead,
        go=go,
        template="confirm.html",
        button=button,
        agreed=[each.words(council) for each in wish.asked_with()],
        not_me="we’ll never write to you again",
        row=row,
        refusal=refusal,
    )


LINK_PAGES = {
    ("asked", WishKind.SIGNING): ("Do you want to know when {council} signs?", "", "Yes, tell me"),
    ("asked", WishKind.UPDATES): ("Do you want our emails about {council}?", "", "Yes, email me"),
    ("asked again", WishKind.SIGNING): (
        "Do you still want to know when {council} signs?",
        "It hasn’t, as far as we know.",
        "Yes, keep my place",
    ),
    ("asked again", WishKind.UPDATES): (
        "Do you still want our emails about {council}?",
        "You agreed to this a year ago.",
        "Yes, keep them coming",
    ),
    ("settled", WishKind.SIGNING): (
        "We’ll tell you when {council} signs",
        "That’s it. We’ll delete your address after that email, and on {day} at the latest.",
        "",
    ),
    ("settled", WishKind.UPDATES): (
        "You’ll get our emails about {council}",
        "On {day} we’ll ask whether you still want them.",
        "",
    ),
}
"""What the page of a link says: its heading, the sentence below it, and its button, if any."""


def link_gone(request: HttpRequest) -> HttpResponse:
    return papers.link_gone(
        request,
        f"Links last {retention.UNCONFIRMED.days} days, and then we delete your address. The end of"
        " the link may also be missing, or we had to go back to an older copy of our data.",
        another(),
    )


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the wish that an email was about, every wish of its address, or every email for good.

    An email program may POST here by itself (RFC 8058), from anywhere and without asking. Where the
    wish has ended, that stops the others: nobody presses it for nothing.
    """
    named = suppression.in_stop_token(token)
    if named is None:
        return papers.link_gone(
            request,
            "Its end may be missing: open it from the email again. If that doesn’t help, write to"
            " us, and we’ll stop our emails to you.",
            (f"{reverse('page', args=['about'])}#contact", "Contact"),
        )
    hashed, pk = named
    theirs = Wish.objects.filter(address_hash=hashed)
    this = theirs.filter(pk=pk)
    if request.method != "POST":
        return stop_page(request, hashed, this)
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if not is_one_click:
        refusal = refuse(request)
        if refusal:
            return refusal.answer(stop_page(request, hashed, this, refusal=refusal))
    has_ended = is_one_click and not this.exists()
    if has_ended or "all" in request.POST or "never" in request.POST:
        theirs.stop()
    else:
        this.stop()
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
    """Say what there is to stop, and what was stopped."""
    wish = this.first()
    others = Wish.objects.filter(address_hash=hashed).exclude(pk__in=this).count()
    is_suppressed = SuppressedAddress.objects.filter(address_hash=hashed).exists()
    heading = "You’re not on this list"
    lead = "You stopped already, or we’ve deleted your address."
    if others:
        lead = ""
    if is_suppressed:
        heading, lead = papers.NEVER
    elif is_stopped:
        heading = "Done. No more of these emails"
        lead = what_we_deleted(others)
    elif wish:
        council = record_on().by_id[wish.council_id].short_name_in_sentence
        heading = "Stop these emails?"
        lead = STOPS[WishKind(wish.kind)].format(council=council)
    return papers.paper(
        request,
        heading,
        lead,
        template="alerts/stop.html",
        can_stop=bool(wish) and not is_suppressed,
        others=others,
        is_suppressed=is_suppressed,
        refusal=refusal,
    )


def what_we_deleted(others: int) -> str:
    """Say what has gone from our list: the address only if no other wish needs it."""
    if others:
        return "We’ve taken it off our list, and keep your address for your other emails."
    return "We’ve deleted your address from our list."


STOPS = {
    WishKind.SIGNING: "You asked us to tell you when {council} signs the Runaways’ Charter.",
    WishKind.UPDATES: "You asked for our emails about {council}, six a year at most.",
}
"""What the page to stop an email says of it."""
