"""A letter that has gone, or is gone: where it stands, and what its writer can still do."""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from campaign import rate_limits
from campaign.confirmation import new_token
from campaign.http.papers import paper
from campaign.http.refusals import Refusal, refuse
from campaign.letters import emails
from campaign.letters.forms import EmailForm
from campaign.letters.models import ANSWERS, ON_THE_WAY, Letter, State
from campaign.letters.status_text import again_on, status_text
from campaign.letters.views.steps import (
    DraftContext,
    DraftView,
    second_letter,
    see_other,
    share_links,
    show,
    unlisted,
    with_letter,
)
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import may_email
from councils.addresses import council_or_404
from councils.decisions import calendar_file
from councils.record import closed_on, record_on

# Its private page, which only its link opens


def status_act(act: DraftView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of what a button on the private page does; with GET it shows the page."""

    @with_letter
    @wraps(act)
    def wrapped(request: HttpRequest, draft: DraftContext) -> HttpResponse:
        letter = draft.letter
        if letter.is_anonymised:
            return deleted_page(request, draft)
        if letter.is_open and not letter.is_late() and closed_on() is None:
            return HttpResponseRedirect(reverse("letters:confirm", args=[letter.token]))
        if request.method != "POST":
            return status_page(request, draft)
        if refusal := refuse(request):
            return status_page(request, draft, refusal=refusal)
        return act(request, draft)

    return wrapped


def deleted_page(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    name = draft.row.short_name_in_sentence
    stays = f" What {name} received stays with {name}. Here only a number is left."
    return paper(
        request,
        "This letter was deleted, as promised",
        "Its words, its writer’s name and every address are gone from this site, and so is"
        f" every answer to it.{stays if draft.letter.may_have_arrived else ''}",
        status=410,
        below=["Did you write other letters here? Each is deleted on a page of its own."],
        rows=[(f"{capfirst(name)}’s page", draft.row.url)],
    )


def status_page(
    request: HttpRequest,
    draft: DraftContext,
    *,
    refusal: Refusal | None = None,
    is_too_late: bool = False,
) -> HttpResponse:
    """Show where the letter stands, and whether it was too late to stop it."""
    letter, row = draft.letter, draft.row
    said = status_text(letter, row)
    went = letter.state == State.ACCEPTED and not letter.is_test
    context = {
        "said": said,
        "too_late": is_too_late,
        "offers_by_hand": said.send_it_yourself and letter.text,
        "share_links": share_links(row),
        "again_on": None if letter.answered == "yes" else again_on(letter.confirmed_at),
        "asks_for_answer": went or letter.answered or letter.answer_received_at,
        "answers": ANSWERS.items(),
        "can_write_again": letter.may_be_followed,
        "can_cancel": letter.state in ON_THE_WAY,
    }
    status = 409 if is_too_late else 200
    return show(request, "status", draft, refusal=refusal, status=status, **context)


def back_to(draft: DraftContext, part: str = "") -> HttpResponse:
    return see_other(draft.letter.private_url + (f"#{part}" if part else ""))


@status_act
def status(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    return back_to(draft)


@status_act
def answered(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Record whether the council answered, as the writer says."""
    said = request.POST.get("answered", "")
    if said in ANSWERS:
        draft.letter.record_answered(said)
    return back_to(draft, "answered")


@status_act
def self_sent(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    if draft.letter.state == State.HELD:
        draft.letter.cancel()  # or it would go twice
    draft.letter.mark_self_sent()
    return back_to(draft, "self-sent")


@status_act
def write_again(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Begin a second letter that names the day of the first."""
    if not draft.letter.may_be_followed:
        return back_to(draft)
    return see_other(second_letter(draft.letter, draft.record).address())


@status_act
def cancel(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Stop a letter that has not been handed over; if it just was, the page says so."""
    return back_unless_too_late(request, draft, draft.letter.cancel())


@status_act
def delete(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Delete its words and its writer now, here; what the council has stays with the council."""
    return back_unless_too_late(request, draft, draft.letter.cancel_and_anonymise())


def back_unless_too_late(request: HttpRequest, draft: DraftContext, is_done: bool) -> HttpResponse:
    if is_done:
        return back_to(draft)
    draft.letter.refresh_from_db()
    return status_page(request, draft, is_too_late=True)


# Lost links: the answer is the same for everyone


@unlisted
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for an email address, and send the links to the letters from it."""
    form, refusal = EmailForm(request.POST or None), None
    if request.method == "POST":
        refusal = refuse(
            request,
            form=form,
            takes_people=True,
            limit=lambda: rate_limits.consume("links", request, email=form.cleaned_data["email"]),
        )
        if refusal is None:
            send_links(form.cleaned_data["email"])
            return see_other(reverse("letters:lost_sent"))
    page = paper(
        request,
        "Lost your link?",
        "Type the email address you gave. We’ll send the links to your letters there.",
        template="letters/lost.html",
        form=form,
        refusal=refusal,
    )
    return refusal.answer(page) if refusal else page


def lost_sent(request: HttpRequest) -> HttpResponse:
    return paper(
        request,
        "Lost your link?",
        "Thank you. If that address has a letter with us, its links are on their way there.",
        mailed=True,
        below=[
            "We say the same to everyone, so that nobody can find out who has written. A link stops"
            " working once its letter is deleted, as promised."
        ],
    )


def send_links(email: str) -> None:
    theirs = Letter.objects.for_email(email).exclude(token=None)
    linked = theirs.filter(Q(state=State.AWAITING) | Q(confirmed_at__isnull=False))
    letters = list(linked.select_related("council")[:20])
    if letters and may_email(email):
        message = emails.letter_links(letters)
        to = letters[0].email
        OutgoingMessage.objects.queue(
            "links", f"links:{new_token()}", to, message, subject=SuppressedAddress, on_behalf=to
        )


# A letter that is gone from this device, and the day on which to write again


def cleared(request: HttpRequest) -> HttpResponse:
    """Say what is left of a letter that was deleted from this device."""
    return paper(
        request,
        "Your letter is gone from this device",
        go=(reverse("home"), "Go to the first page"),
        template="letters/cleared.html",
    )


def write_again_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a calendar file with the day on which to write again, for any calendar."""
    row = council_or_404(record_on().by_slug.get(slug))
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = again_on(None)
    return calendar_file("letters/write-again.ics", {"row": row, "on": on})
