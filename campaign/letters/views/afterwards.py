"""The private page of a letter that was confirmed, and what its writer can still do there."""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from campaign.http.papers import paper
from campaign.http.refusals import Refusal, refuse
from campaign.letters.states import AGAIN_AFTER, STOPPABLE, TOO_LATE, Answered, State
from campaign.letters.views.draft import second_letter
from campaign.letters.views.letter_today import LetterToday
from campaign.letters.views.showing import LetterView, see_other, show, with_letter
from campaign.letters.views.standing import WELL, Standing, standing_context
from councils.addresses import council_or_404
from councils.dates import today
from councils.record import closed_on, record_on


def private_act(view: LetterView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of what a button on the private page does; with GET only the page is shown.

    A letter that is deleted shows that instead; one that can still be confirmed leads there.
    """

    @with_letter
    @wraps(view)
    def wrapped(request: HttpRequest, current: LetterToday) -> HttpResponse:
        letter = current.letter
        if letter.is_anonymised:
            return deleted_page(request, current)
        if letter.is_open and not letter.is_late and closed_on() is None:
            return HttpResponseRedirect(reverse("letters:confirm", args=[letter.token]))
        if request.method != "POST":
            return private_page(request, current)
        refusal = refuse(request)
        if refusal:
            return private_page(request, current, refusal=refusal)
        return view(request, current)

    return wrapped


def deleted_page(request: HttpRequest, current: LetterToday) -> HttpResponse:
    name = current.row.short_name_in_sentence
    said = (
        "Its words, its writer’s name and every address are gone from this site, and so is every"
        " answer to it."
    )
    if current.letter.may_have_arrived:
        said += f" What {name} received stays with {name}. Here only a number is left."
    return paper(
        request,
        "This letter was deleted, as promised",
        said,
        status=410,
        below=["Did you write other letters here? Each is deleted on a page of its own."],
        rows=[(f"{capfirst(name)}’s page", current.row.url)],
    )


def private_page(
    request: HttpRequest,
    current: LetterToday,
    *,
    refusal: Refusal | None = None,
    is_too_late: bool = False,
) -> HttpResponse:
    """Show where the letter stands, and whether it was too late to stop it."""
    letter = current.letter
    context = standing_context(current)
    standing = context["standing"]
    was_handed_over = letter.state == State.ACCEPTED and not letter.is_test
    # Whoever has sent it a minute ago would wonder at the question.
    went_before_today = was_handed_over and timezone.localdate(letter.outcome_at) < today()
    # What its writer has said can still be changed.
    is_answer_known = letter.answered or letter.answer_received_at
    context |= {
        "too_late": is_too_late,
        "offers_by_hand": letter.text and standing not in (*WELL, Standing.UNSURE),
        "asks_for_answer": went_before_today or is_answer_known,
        "answers": Answered.choices,
        "can_write_again": letter.may_be_followed,
        "can_cancel": letter.state in STOPPABLE,
    }
    status = 409 if is_too_late else 200
    shows_it = standing in (Standing.HELD, Standing.PAUSED) and letter.text
    name = "waits" if shows_it else "private"
    return show(request, name, current, refusal=refusal, status=status, **context)


def back_to(current: LetterToday, part: str = "") -> HttpResponse:
    address = current.letter.private_url
    if part:
        address += f"#{part}"
    return see_other(address)


@private_act
def private(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Lead back to the page, which ``private_act`` shows: this button does nothing."""
    return back_to(current)


@private_act
def answered(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Record whether the council answered, as the writer says."""
    said = request.POST.get("answered", "")
    if said in Answered:
        current.letter.record_answered(said)
    return back_to(current, "answered")


@private_act
def self_sent(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Record that its writer sent it; one that waits is stopped, or else the page says so."""
    is_known = current.letter.mark_self_sent() or current.letter.self_sent_at is not None
    return back_unless_too_late(request, current, is_known, part="self-sent")


@private_act
def write_again(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Begin a second letter that names the day of the first."""
    if not current.letter.may_be_followed:
        return back_to(current)
    return see_other(second_letter(current.letter, current.record).address())


@private_act
def cancel(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Stop a letter that has not been handed over; if it just was, the page says so.

    One that had been stopped, or did not go for another reason, says that instead.
    """
    return back_unless_too_late(request, current, current.letter.cancel())


@private_act
def delete(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Delete its words and its writer now, here; one that waits is stopped first."""
    return back_unless_too_late(request, current, current.letter.cancel_and_anonymise())


def back_unless_too_late(
    request: HttpRequest, current: LetterToday, is_done: bool, part: str = ""
) -> HttpResponse:
    """Lead back to the page; if it is not done, as the letter has just gone, say so instead."""
    if is_done:
        return back_to(current, part)
    current.letter.refresh_from_db()
    if current.letter.state not in TOO_LATE:
        return back_to(current, part)
    return private_page(request, current, is_too_late=True)


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
