"""The draft behind an address, and the pages for one that cannot be written any more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from campaign import rate_limits
from campaign.http.refusals import Refusal, refuse
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import LetterForm
from campaign.letters.models import Letter
from campaign.letters.recipient import takes_letters
from campaign.letters.share_links import share_links
from campaign.letters.status_text import again_on, status_text_for_anyone
from campaign.letters.views.access import DraftView, see_other, unlisted, wrong_link
from councils.addresses import redirect_former_slugs
from councils.record import CouncilOnDay, record_on


def with_draft(view: DraftView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Give a view the draft of its address; answer here if it is no longer a draft."""

    @redirect_former_slugs
    @unlisted
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, draft_token: str) -> HttpResponse:
        letter = Letter.objects.by_draft_token(draft_token)
        if letter is None:
            return without_draft(request, slug)
        record = record_on()
        row = record.by_id[letter.council_id]
        if not letter.is_open:
            return no_longer_draft(request, letter, row)
        draft = DraftContext(letter, record, row)
        if not takes_letters(record, row):
            return council_closed(request, draft)
        if slug != row.slug and request.method != "POST":
            return HttpResponseRedirect(draft.address())
        return view(request, draft)

    return wrapped


def save_typed(request: HttpRequest, draft: DraftContext, typed: dict[str, str]) -> None:
    """Save what was typed on the letter's screen, valid or not."""
    fields: dict[str, Any] = {**typed}
    if typed.get("text", draft.letter.text) != draft.letter.text:
        fields["own_words_percent"] = draft.own_words_percent(typed["text"])
    if "go_on" in request.POST:
        fields["helplines_dismissed"] = True
    draft.letter.save_draft(page=request.POST.get("page", ""), **fields)


# No draft, or no longer


def without_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Recreate a draft that was deleted, as promised, from what its page still held."""
    row = record_on().by_slug.get(slug)
    if request.method != "POST" or "text" not in request.POST or row is None:
        return wrong_link(request)
    form = LetterForm(request.POST)
    new = DraftContext(Letter(council_id=row.id, status_at_drafting=row.status), record_on(), row)
    refusal = refuse(
        request,
        written=new.guarded(form.words),
        limit=lambda: rate_limits.consume("draft", request),
    )
    if refusal is None and form.far_too_long:
        refusal = Refusal("invalid")
    if refusal:
        return unsaved_text(request, row, refusal)
    letter = Letter(council_id=row.id, status_at_drafting=row.status, **form.typed)
    letter.helplines_dismissed = "go_on" in request.POST
    letter.save(force_insert=True)
    return see_other(DraftContext(letter, record_on(), row).address())


def unsaved_text(request: HttpRequest, row: CouncilOnDay, refusal: Refusal) -> HttpResponse:
    """Give back what was sent and could not be saved."""
    form = LetterForm(request.POST)
    typed = form.typed
    context = {
        "form": form if refusal.reason == "invalid" else None,
        "row": row,
        "heading": "Your letter",
        "text": typed.pop("text", ""),
        "other_fields": typed,
        "refusal": refusal,
        "go_on": "go on with my letter",
    }
    return refusal.answer(render(request, "letters/unsaved_text.html", context))


def no_longer_draft(request: HttpRequest, letter: Letter, row: CouncilOnDay) -> HttpResponse:
    """Say what became of a letter, and show nothing of it: others may use this device.

    A page that was still open may send words that did not go: they are given back.
    """
    unsent = LetterForm(request.POST).typed.get("text", "")
    if letter.text and unsent == letter.text:
        unsent = ""
    went = letter.is_confirmed and letter.state != "cancelled" and not letter.is_anonymised
    context = {
        "letter": letter,
        "row": row,
        "unsent": unsent,
        "went": went,
        "status": status_text_for_anyone(letter, row),
        "share_links": share_links(row),
        "is_gone": letter.is_confirmed,
        "again_on": again_on(letter.confirmed_at) if went else None,
    }
    return render(request, "letters/no_longer_draft.html", context, status=409 if unsent else 200)


def closed_context(row: CouncilOnDay, choices: list[CouncilOnDay]) -> dict[str, Any]:
    """Say that a council is gone, and who can have the letter in its place."""
    which = "the council that does" if len(choices) == 1 else "one of the councils that do"
    goes = f"Your letter can go to {which}. " if choices else ""
    return {
        "heading": f"{row.name} doesn’t run children’s services now",
        "lead": f"{goes}Nothing you wrote is lost, and nothing has been sent.",
        "row": row,
        "choices": choices,
    }


def council_closed(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Let the writer choose who gets the letter, once its council has closed."""
    record, letter = draft.record, draft.letter
    if request.method == "POST":
        form = LetterForm(request.POST)
        if refusal := refuse(request, written=draft.guarded(form.words)):
            return unsaved_text(request, draft.row, refusal)
        if form.far_too_long:
            return unsaved_text(request, draft.row, Refusal("invalid"))
        save_typed(request, draft, form.typed)
    choices = record.followers_of(draft.row)
    chosen = record.by_slug.get(request.POST.get("council", ""))
    if chosen is not None and chosen in choices:
        moved = DraftContext(letter, record, chosen)
        composed = moved.composed() if draft.text_is_generated else {}
        letter.save_draft(council_id=chosen.id, **composed)
        return see_other(moved.address("move"))
    context = closed_context(draft.row, choices) | {
        "letter": letter,
        "move_address": draft.address("move"),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "letters/council_closed.html", context, status=status)
