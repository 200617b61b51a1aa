"""The draft behind an address, and the pages for one that cannot be written any more."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from campaign.letters.composition.wordings import status_for_letters
from campaign.letters.draft_tokens import is_ours, new_draft_token
from campaign.letters.models import Letter
from campaign.letters.recipient import takes_letters
from campaign.letters.row import MOVED
from campaign.letters.views.draft import Draft
from campaign.letters.views.saving import save_or_explain
from campaign.letters.views.showing import (
    AddressedView,
    DraftView,
    see_other,
    unlisted,
    wrong_link_page,
)
from campaign.letters.views.standing import no_longer_draft_page
from councils.addresses import redirect_former_slugs
from councils.record import CouncilOnDay, Record, record_on


def with_draft(view: DraftView) -> AddressedView:
    """Give a view the draft of its address; answer here if it can no longer be written."""

    @with_draft_of_any_council
    @wraps(view)
    def wrapped(request: HttpRequest, draft: Draft) -> HttpResponse:
        if not takes_letters(draft.record, draft.row):
            return choose_successor(request, draft)
        return view(request, draft)

    return wrapped


def with_draft_of_any_council(view: DraftView) -> AddressedView:
    """Give a view the draft of its address, even if its council has closed meanwhile."""

    @redirect_former_slugs
    @unlisted
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, draft_token: str) -> HttpResponse:
        record = record_on()
        letter = Letter.objects.by_draft_token(draft_token)
        if letter is None:
            row = record.by_slug.get(slug)
            if row is None or not is_ours(draft_token):
                return without_draft(request, record, row)
            letter = new_letter(row, draft_token)
        draft = Draft(letter, record, record.by_id[letter.council_id])
        if not letter.is_open:
            return no_longer_draft_page(request, draft)
        if slug != draft.row.slug and request.method != "POST":
            return HttpResponseRedirect(draft.address())
        return view(request, draft)

    return wrapped


def without_draft(request: HttpRequest, record: Record, row: CouncilOnDay | None) -> HttpResponse:
    """Keep what a page holds whose address is no draft of ours, at a new address.

    Its token is one that we did not make with the SECRET_KEY of today. That of a draft that was
    deleted, as promised, is ours: there a letter begins anew at the same address.
    """
    has_words = "text" in request.POST or "own_line" in request.POST
    if request.method != "POST" or not has_words or row is None:
        return wrong_link_page(request)
    draft = Draft(new_letter(row, new_draft_token()), record, row)
    page = save_or_explain(request, draft)
    return page or see_other(draft.address())


def new_letter(row: CouncilOnDay, draft_token: str) -> Letter:
    """Return a letter that is not saved yet, at the address with this token."""
    return Letter(
        council_id=row.id, status_at_drafting=status_for_letters(row), draft_token=draft_token
    )


# Its council has closed


def choose_successor(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Let the writer choose who gets the letter, once its council has closed."""
    if request.method == "POST":
        page = save_or_explain(request, draft)
        if page:
            return page
    record = draft.record
    letter = draft.letter
    choices = record.followers_of(draft.row)
    chosen = record.by_slug.get(request.POST.get("council", ""))
    if chosen is None or chosen not in choices:
        return closed_page(request, draft.row, choices, letter=letter)
    moved = Draft(letter, record, chosen)
    if draft.is_as_composed:
        composed = moved.composed()
    else:
        composed = {"status_at_drafting": MOVED}
    letter.save_draft(council_id=chosen.id, **composed)
    return see_other(moved.address())


def closed_page(
    request: HttpRequest, row: CouncilOnDay, choices: list[CouncilOnDay], **context: Any
) -> HttpResponse:
    """Say that a council is gone, and who can have the letter in its place."""
    context |= {
        "heading": f"{row.name} doesn’t run children’s services now",
        "row": row,
        "choices": choices,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "letters/council_closed.html", context, status=status)
