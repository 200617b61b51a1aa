"""From the email: confirm a letter, change it first, or say that it was somebody else.

A link in an email is opened by programs that look for viruses too. So GET and HEAD change
nothing, and a button that a person selects does.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign.http.refusals import Refusal, refuse
from campaign.letters.draft_context import DraftContext
from campaign.letters.models import State
from campaign.letters.recipient import takes_letters
from campaign.letters.screen_text import confirm_text, not_confirmable, not_me_text
from campaign.letters.views.access import context_of, see_other, unlisted, with_letter
from campaign.rate_limits.addresses import client_address, network_of
from campaign.supporters.models import SuppressionReason
from campaign.supporters.suppression import suppress_address


@with_letter
def confirm(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Put the letter in the queue, once, when its one button is selected."""
    letter = draft.letter
    if letter.state != State.AWAITING or letter.is_late():
        return not_confirmable_page(request, draft)
    if request.method != "POST":
        return confirm_page(request, draft)
    if refusal := refuse(request):
        return refusal.answer(confirm_page(request, draft, refusal=refusal))
    if request.POST.get("confirmations_sent") != str(letter.confirmations_sent):
        return confirm_page(request, draft, status=409, is_newer=True)
    if request.POST.get("status") == draft.row.status != letter.status_at_drafting:
        letter.accept_status(draft.row.status)
    if draft.status_has_changed or not can_be_sent(draft):
        return confirm_page(request, draft, status=409)
    letter.confirm(draft.recipient, network_of(client_address(request)))
    return see_other(letter.private_url)


@unlisted
def without_junk(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the page of a link to which an email program has added characters, such as “).”."""
    return HttpResponseRedirect(reverse("letters:confirm", args=[token]))


def can_be_sent(draft: DraftContext) -> bool:
    """Whether the council still runs children's services, and can still be reached by us."""
    return draft.is_deliverable and takes_letters(draft.record, draft.row)


def confirm_page(
    request: HttpRequest,
    draft: DraftContext,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    is_newer: bool = False,
) -> HttpResponse:
    text = confirm_text(draft, can_be_sent=can_be_sent(draft))
    context = context_of(draft) | {
        "text": text,
        "can_be_sent": can_be_sent(draft),
        "is_newer": is_newer,
        "refusal": refusal,
    }
    return render(request, "letters/confirm.html", context, status=status)


@with_letter
def change(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Lead back to the letter's drafting address, which its writer may have cleared."""
    letter = draft.letter
    is_waiting = letter.state == State.AWAITING and not letter.is_late()
    if request.method != "POST" or not is_waiting:
        return see_other(reverse("letters:confirm", args=[letter.token]))
    if refusal := refuse(request):
        return refusal.answer(confirm_page(request, draft, refusal=refusal))
    letter.restore_draft_token()
    return see_other(draft.address())


@with_letter
def not_me(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Cancel a letter that its writer says was not theirs; never write to them, if they wish."""
    if request.method != "POST":
        return not_me_page(request, draft)
    if refusal := refuse(request):
        return refusal.answer(not_me_page(request, draft, refusal=refusal))
    letter = draft.letter
    is_never = "never" in request.POST and letter.is_open
    if is_never:
        suppress_address(letter.email, SuppressionReason.NOT_ME)
    letter.discard()
    return see_other(
        reverse("letters:never" if is_never else "letters:not_me", args=[letter.token])
    )


@with_letter
def never(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    return not_me_page(request, draft, is_never=True)


def not_me_page(
    request: HttpRequest,
    draft: DraftContext,
    *,
    refusal: Refusal | None = None,
    is_never: bool = False,
) -> HttpResponse:
    heading, lead = not_me_text(draft.letter, draft.row, is_never=is_never)
    context = context_of(draft) | {"heading": heading, "lead": lead, "refusal": refusal}
    return render(request, "letters/not_me.html", context)


def not_confirmable_page(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Say why the link confirms nothing any more, and what one can do."""
    letter, row = draft.letter, draft.row
    text = not_confirmable(letter, row)
    context: dict[str, Any] = {"heading": text.heading, "lead": text.detail}
    if letter.confirmed_at:
        context["go"] = (letter.private_url, "See what became of it")
    elif letter.state == State.DRAFT:
        context |= {
            "below": ["Wasn’t it you who changed it? Then do nothing: nothing goes without you."],
            "rows": [("Cancel it", reverse("letters:not_me", args=[letter.token]))],
        }
    elif letter.state != State.CANCELLED:
        again = reverse("letters:write", args=[row.slug])
        context["go"] = (again, f"Write to {row.short_name_in_sentence} again")
    status = 200 if letter.is_confirmed else 409
    return render(request, "paper.html", context, status=status)
