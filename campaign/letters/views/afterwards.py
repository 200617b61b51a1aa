"""A letter that has gone, or is gone: where it stands, and what its writer can still do."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.http.papers import paper
from campaign.http.refusals import Refusal, refuse
from campaign.letters.forms import form_sent
from campaign.letters.models import Letter
from campaign.letters.states import (
    AGAIN_AFTER,
    COMES_BACK_WITHIN,
    ON_THE_WAY,
    OPEN,
    Answered,
    State,
)
from campaign.letters.views.draft import second_letter
from campaign.letters.views.letter_today import LetterToday
from campaign.letters.views.steps import LetterView, see_other, show, with_letter
from campaign.outbox.models import MailSettings, OutgoingMessage
from councils.addresses import council_or_404
from councils.dates import today
from councils.record import closed_on, record_on

# Where it stands

WELL = ("on its way", "arrived", "answered", "waits until live", "stays here")
"""Cases in which nothing is known to have gone wrong: shown as a lit window."""


def case_of(draft: LetterToday) -> str:
    """Return which of the texts of letters/said.html is true of a letter."""
    letter = draft.letter
    state = State(letter.state)
    is_accepted = state == State.ACCEPTED
    if state in ON_THE_WAY and draft.pause:
        return "paused"
    of_a_trial = case_of_a_trial(letter, state)
    if of_a_trial:
        return of_a_trial
    if letter.answer_received_at and state in (State.ACCEPTED, State.BOUNCED, State.UNSURE):
        return "answered"
    if is_accepted and letter.outcome_at:
        came_through = letter.outcome_at <= timezone.now() - COMES_BACK_WITHIN
        if came_through or letter.taken_at or letter.answered == Answered.YES:
            return "arrived"
        return "on its way"
    if state in ON_THE_WAY:
        return "on its way"
    if letter.why_not:
        return "turned down"
    if state in OPEN:
        return "late"
    return state


def case_of_a_trial(letter: Letter, state: State) -> str:
    """Return what is true of a letter that goes to nobody while email is tried; "" of others."""
    if state == State.ACCEPTED and letter.is_test:
        return "stays here"
    if state not in ON_THE_WAY:
        return ""
    mail = MailSettings.current()
    if mail.is_live and not letter.is_test:
        return ""
    if mail.may_mail_councils:
        return "stays here"
    return "waits until live"


def standing(draft: LetterToday) -> dict[str, Any]:
    """Return what the pages of a letter that was confirmed say of it."""
    case = case_of(draft)
    message = draft.letter.message()
    ahead = 0
    if message:
        ahead = OutgoingMessage.objects.ahead_of(message)
    return {
        "case": case,
        "is_well": case in WELL and not draft.is_quiet,
        "message": message,
        "ahead": ahead,
    }


def no_longer_draft(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    """Say what became of a letter, and show nothing of it: others may use this device.

    A page that was still open may send words that did not go: they are given back.
    """
    letter = draft.letter
    typed = form_sent(request.POST).typed
    unsent = typed.get("text", typed.get("own_line", ""))
    if unsent in (letter.text, letter.own_line):
        unsent = ""
    went = letter.is_confirmed and letter.state != State.CANCELLED and not letter.is_anonymised
    context = standing(draft) | {"unsent": unsent, "went": went}
    context["clears_this_device"] = letter.is_confirmed
    context["is_well"] = went and context["is_well"]
    status = 409 if unsent else 200
    return show(request, "no_longer_draft", draft, status=status, **context)


# Its private page, which only its link opens


def status_act(act: LetterView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of what a button on the private page does; with GET it shows the page."""

    @with_letter
    @wraps(act)
    def wrapped(request: HttpRequest, draft: LetterToday) -> HttpResponse:
        letter = draft.letter
        if letter.is_anonymised:
            return deleted_page(request, draft)
        if letter.is_open and not letter.is_late() and closed_on() is None:
            return HttpResponseRedirect(reverse("letters:confirm", args=[letter.token]))
        if request.method != "POST":
            return status_page(request, draft)
        refusal = refuse(request)
        if refusal:
            return status_page(request, draft, refusal=refusal)
        return act(request, draft)

    return wrapped


def deleted_page(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    name = draft.row.short_name_in_sentence
    said = (
        "Its words, its writer’s name and every address are gone from this site, and so is every"
        " answer to it."
    )
    if draft.letter.may_have_arrived:
        said += f" What {name} received stays with {name}. Here only a number is left."
    return paper(
        request,
        "This letter was deleted, as promised",
        said,
        status=410,
        below=["Did you write other letters here? Each is deleted on a page of its own."],
        rows=[(f"{capfirst(name)}’s page", draft.row.url)],
    )


def status_page(
    request: HttpRequest,
    draft: LetterToday,
    *,
    refusal: Refusal | None = None,
    is_too_late: bool = False,
) -> HttpResponse:
    """Show where the letter stands, and whether it was too late to stop it."""
    letter = draft.letter
    where = standing(draft)
    was_handed_over = letter.state == State.ACCEPTED and not letter.is_test
    context = {
        **where,
        "too_late": is_too_late,
        "by_hand": letter.text and where["case"] not in (*WELL, State.UNSURE),
        "asks_for_answer": was_handed_over or letter.answered or letter.answer_received_at,
        "answers": Answered.choices,
        "can_write_again": letter.may_be_followed,
        "can_cancel": letter.state in ON_THE_WAY,
        "read_by": (letter.confirmed_at or timezone.now()) + retention.READ_WITHIN,
    }
    status = 409 if is_too_late else 200
    name = "waits" if where["case"] in ("held", "paused") and letter.text else "status"
    return show(request, name, draft, refusal=refusal, status=status, **context)


def back_to(draft: LetterToday, part: str = "") -> HttpResponse:
    address = draft.letter.private_url
    if part:
        address += f"#{part}"
    return see_other(address)


@status_act
def status(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    return back_to(draft)


@status_act
def answered(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    """Record whether the council answered, as the writer says."""
    said = request.POST.get("answered", "")
    if said in Answered:
        draft.letter.record_answered(said)
    return back_to(draft, "answered")


@status_act
def self_sent(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    draft.letter.mark_self_sent()
    return back_to(draft, "self-sent")


@status_act
def write_again(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    """Begin a second letter that names the day of the first."""
    if not draft.letter.may_be_followed:
        return back_to(draft)
    return see_other(second_letter(draft.letter, draft.record).address())


@status_act
def cancel(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    """Stop a letter that has not been handed over; if it just was, the page says so."""
    return back_unless_too_late(request, draft, draft.letter.cancel())


@status_act
def delete(request: HttpRequest, draft: LetterToday) -> HttpResponse:
    """Delete its words and its writer now, here; what the council has stays with the council."""
    return back_unless_too_late(request, draft, draft.letter.cancel_and_anonymise())


def back_unless_too_late(request: HttpRequest, draft: LetterToday, is_done: bool) -> HttpResponse:
    if is_done:
        return back_to(draft)
    draft.letter.refresh_from_db()
    return status_page(request, draft, is_too_late=True)


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
    """Return a file for calendar programs (RFC 5545) with the day on which to write again."""
    row = council_or_404(record_on().by_slug.get(slug))
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = today() + AGAIN_AFTER
    text = render_to_string("letters/write-again.ics", {"row": row, "on": on}).strip() + "\n"
    return HttpResponse(
        text.replace("\n", "\r\n"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="write-again.ics"'},
    )
