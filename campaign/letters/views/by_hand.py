"""Screen 3 of a letter that its writer sends: to copy, to print or to open in an email program."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaign.http.refusals import Refusal, refuse
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import LetterForm
from campaign.letters.models import State
from campaign.letters.screen_text import CLEARED, Cleared, how_long_kept
from campaign.letters.share_links import share_links
from campaign.letters.status_text import again_on, self_sent_status_text
from campaign.letters.views.access import context_of, see_other, unlisted
from campaign.letters.views.drafts import with_draft
from campaign.letters.views.letter import letter_page, not_saved, refused
from councils.addresses import council_or_404
from councils.decisions import calendar_file
from councils.record import record_on


@with_draft
def yourself(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Save the letter and show it ready to be sent, or what it still lacks."""
    letter = draft.letter
    if request.method == "POST":
        return not_saved(request, draft) or see_other(draft.address("yourself"))
    is_current = letter.self_sent_at or draft.can_go_on(by_us=False)
    if not is_current or not LetterForm.of(letter, needs_email=False).is_valid():
        return letter_page(request, draft, "yourself")
    return by_hand_page(request, draft)


def by_hand_page(
    request: HttpRequest, draft: DraftContext, refusal: Refusal | None = None
) -> HttpResponse:
    letter, row = draft.letter, draft.row
    context = context_of(draft) | {
        "printable": draft.printable,
        "refusal": refusal,
        "how_long_kept": how_long_kept(letter),
        "again_on": again_on(letter.self_sent_at),
    }
    if not letter.self_sent_at:
        return render(request, "letters/yourself.html", context)
    context |= {"status": self_sent_status_text(letter, row), "share_links": share_links(row)}
    return render(request, "letters/sent_yourself.html", context)


@with_draft
def sent(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Record that the writer sent the letter; only the first time counts."""
    if request.method == "POST":
        if refusal := refuse(request):
            return refusal.answer(by_hand_page(request, draft, refusal))
        draft.letter.mark_self_sent()
    return see_other(draft.address("yourself"))


# Leaving this device


@with_draft
def clear(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Delete the letter; one that waits to be confirmed is cancelled."""
    letter = draft.letter
    if request.method != "POST":
        return see_other(draft.address())
    if refusal := refuse(request):
        return refused(request, draft, refusal)
    left = "cancelled" if letter.state == State.AWAITING else "cleared"
    if letter.self_sent_at:
        left = "cleared_self_sent"
    letter.remove_from_device()
    return see_other(reverse(f"letters:{left}"))


@unlisted
def cleared(request: HttpRequest, left: Cleared = Cleared.NOTHING) -> HttpResponse:
    """Say what is left of a letter that was deleted from this device."""
    context = {
        "heading": CLEARED if left is not Cleared.CANCELLED else "Your letter is cancelled",
        "lead": left,
        "go": (reverse("home"), "Go to the first page"),
    }
    return render(request, "letters/cleared.html", context)


def write_again_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a calendar file with the day on which to write again, for any calendar."""
    row = council_or_404(record_on().by_slug.get(slug))
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = again_on(None)
    return calendar_file("letters/write-again.ics", {"row": row, "on": on})
