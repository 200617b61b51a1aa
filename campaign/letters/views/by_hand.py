"""A letter that its writer sends, by copying, printing or an email of theirs; or deletes here."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campaign.http.refusals import Refusal, refuse
from campaign.letters.forms import form_sent
from campaign.letters.views.draft import Draft
from campaign.letters.views.finding import with_draft, with_draft_of_any_council
from campaign.letters.views.saving import letter_page, refused_page, save_or_explain
from campaign.letters.views.showing import see_other, show


@with_draft
def yourself(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Save the letter; with GET, show it ready to be sent, or what it still lacks."""
    if request.method == "POST":
        page = save_or_explain(request, draft, "yourself")
        return page or see_other(draft.address("yourself"))
    was_sent = draft.letter.self_sent_at is not None
    may_go = was_sent or draft.fits_its_council(by_us=False)
    if may_go and is_complete(draft):
        return by_hand_page(request, draft)
    return letter_page(request, draft, "yourself")


def is_complete(draft: Draft) -> bool:
    """Whether the letter has all that it takes to send it oneself."""
    return draft.checked_form(by_us=False).is_valid()


def by_hand_page(
    request: HttpRequest, draft: Draft, refusal: Refusal | None = None
) -> HttpResponse:
    """Show the letter and the ways to send it; once its writer has, what else helps."""
    name = "sent_yourself" if draft.letter.self_sent_at else "yourself"
    return show(request, name, draft, refusal=refusal, is_well=not draft.is_quiet)


@with_draft
def sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Record that the writer sent the letter; only the first time counts, and none unsigned."""
    if request.method == "POST":
        refusal = refuse(request)
        if refusal:
            return by_hand_page(request, draft, refusal)
        if is_complete(draft):
            draft.letter.mark_self_sent()
    return see_other(draft.address("yourself"))


@with_draft_of_any_council
def clear(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Delete the letter from this device; one that waits to be confirmed is cancelled."""
    if request.method != "POST":
        return see_other(draft.address())
    refusal = refuse(request)
    if refusal:
        return refused_page(request, draft, form_sent(request.POST), refusal)
    letter = draft.letter
    is_deleted_already = letter.pk is None  # by the night, while its page was open
    if not is_deleted_already and not letter.anonymise():  # it was confirmed at this moment
        return see_other(draft.address())
    return see_other(reverse("letters:cleared"))
