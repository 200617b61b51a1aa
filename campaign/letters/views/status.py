"""A letter's private page: where it stands, and what its writer can do. Only its link opens it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from campaign import rate_limits
from campaign.http.refusals import Refusal, refuse
from campaign.letters import answers, follow_up, incoming, screen_text
from campaign.letters.answers import AnswerForm
from campaign.letters.draft_context import DraftContext
from campaign.letters.models import ON_THE_WAY, State
from campaign.letters.share_links import share_links
from campaign.letters.status_text import again_on, status_text
from campaign.letters.views.access import DraftView, context_of, see_other, with_letter
from campaign.tasks.models import Task
from councils.dates import format_date


def status_act(act: DraftView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of what a button on the private page does; with GET it shows the page."""

    @with_letter
    @wraps(act)
    def wrapped(request: HttpRequest, draft: DraftContext) -> HttpResponse:
        letter = draft.letter
        if letter.is_anonymised:
            return deleted_page(request, draft)
        if letter.is_open and not letter.is_late():
            return HttpResponseRedirect(reverse("letters:confirm", args=[letter.token]))
        if request.method != "POST":
            return status_page(request, draft, act.__name__)
        if refusal := refuse(request):
            return refusal.answer(status_page(request, draft, refusal=refusal))
        return act(request, draft)

    return wrapped


def deleted_page(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    name = draft.row.short_name_in_sentence
    stays = f" What {name} received stays with {name}. Here only a number is left."
    context = {
        "heading": "This letter was deleted, as promised",
        "lead": "Its words, its writer’s name and every address are gone from this site, and so is"
        f" every answer to it.{stays if draft.letter.may_have_arrived else ''}",
        "below": ["Did you write other letters here? Each is deleted on a page of its own."],
        "rows": [(f"{capfirst(name)}’s page", draft.row.url)],
    }
    return render(request, "paper.html", context, status=410)


def status_page(
    request: HttpRequest,
    draft: DraftContext,
    act: str = "",
    *,
    form: AnswerForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show where the letter stands. ``status`` 409 says that the ``act`` came too late."""
    letter, row = draft.letter, draft.row
    text = status_text(letter, row)
    received = incoming.replies_passed_on(letter)
    went = letter.state == State.ACCEPTED and not letter.is_test
    context = context_of(draft) | {
        "printable": draft.printable,
        "form": form or AnswerForm(),
        "refusal": refusal,
        "too_late": screen_text.TOO_LATE[act] if status == 409 else None,
        "status": text,
        "offers_by_hand": text.send_it_yourself and letter.text,
        "share_links": share_links(row),
        "again_on": None if letter.answered == "yes" else again_on(letter.confirmed_at),
        "received": received,
        "asks_for_answer": went or letter.answered or received,
        "is_answer_taken": act == "answer" and request.method != "POST",
        "said_of_answer": screen_text.said_of_answer(letter),
        "answers": screen_text.ANSWERS.items(),
        "answers_to": letter.answers_to,
        "confirmed_on": format_date(letter.confirmed_on) if letter.confirmed_on else "",
        "takes_answers": letter.accepts_answers or form is not None,
        "shows_answer_form": form is not None or letter.answered == "yes",
        "can_write_again": letter.answered and follow_up.is_offered(letter),
        "can_cancel": letter.state in ON_THE_WAY,
        "what_is_deleted": screen_text.what_is_deleted(letter),
        "go_on": "send us the answer",
        "start_address": letter.private_url,
    }
    return render(request, "letters/status.html", context, status=status)


def back_to(draft: DraftContext, part: str = "") -> HttpResponse:
    return see_other(draft.letter.private_url + (f"#{part}" if part else ""))


# What the buttons do


@status_act
def status(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    return back_to(draft)


@status_act
def answered(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Record whether the council answered, as the writer says."""
    said = request.POST.get("answered", "")
    if said in screen_text.ANSWERS:
        draft.letter.record_answered(said)
    return back_to(draft, "answered")


@status_act
def answer(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Make an answer that the writer pastes a task for staff; nobody else sees it."""
    letter, form = draft.letter, AnswerForm(request.POST)
    if refusal := refuse(
        request,
        written=request.POST.get("answer", ""),
        form=form,
        limit=lambda: rate_limits.consume("tip", request, council=letter.council.code),
        has_room=Task.objects.has_room,
    ):
        return refusal.answer(status_page(request, draft, form=form, refusal=refusal))
    letter.record_answered("yes")
    answers.add_answer(letter, form.cleaned_data["answer"])
    return see_other(reverse("letters:answer", args=[letter.token]) + "#answered")


@status_act
def self_sent(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    if draft.letter.state == State.HELD:
        draft.letter.cancel()  # or it would go twice
    draft.letter.mark_self_sent()
    return back_to(draft, "self-sent")


@status_act
def write_again(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Begin a second letter that names the day of the first."""
    if not follow_up.is_offered(draft.letter):
        return back_to(draft)
    second = follow_up.begin(draft.letter, draft.record)
    row = draft.record.by_id[second.council_id]
    return see_other(DraftContext(second, draft.record, row).address())


@status_act
def cancel(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Stop a letter that has not been handed over; if it just was, the page says so."""
    if draft.letter.cancel():
        return back_to(draft)
    draft.letter.refresh_from_db()
    return status_page(request, draft, "cancel", status=409)


@status_act
def delete(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Delete its words and its writer now, here; what the council has stays with the council."""
    letter = draft.letter
    if letter.cancel_and_anonymise() if letter.state == State.HELD else letter.anonymise():
        return back_to(draft)
    draft.letter.refresh_from_db()
    return status_page(request, draft, "delete", status=409)
