"""The link in the email that asks to confirm a letter: send it, or say that it was somebody else.

Programs that look for viruses open such a link too. So GET and HEAD change nothing, and a button
that a person selects does.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.letters.states import State
from campaign.letters.views import sending
from campaign.letters.views.draft import Draft
from campaign.letters.views.letter_today import LetterToday
from campaign.letters.views.showing import see_other, show, unlisted, with_letter
from campaign.letters.views.standing import standing_context


@with_letter
def confirm(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Put the letter in the queue, once, when its one button is selected."""
    letter = current.letter
    if request.method != "POST":
        return page_of_link(request, current)
    refusal = refuse(request)
    if refusal:
        return page_of_link(request, current, refusal)
    # Whatever its writer does meanwhile: the email says that this is the way to stop it.
    if "not_me" in request.POST and letter.is_open:
        if letter.disown():
            return papers.never_again(request, "The letter is cancelled and deleted.")
        letter.refresh_from_db()  # it was confirmed, or asked for anew, at this moment
        return page_of_link(request, current)
    if not can_be_confirmed(current):
        return link_over_page(request, current)
    return confirm_as_shown(request, Draft(letter, current.record, current.row))


def confirm_as_shown(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Confirm the letter if the page of the link showed it as it is; show it again if not."""
    letter = draft.letter
    if request.POST.get("confirmations_sent") != str(letter.confirmations_sent):
        return confirm_page(request, draft, status=409, is_newer=True)
    was_told_status = request.POST.get("status") == letter.status_today
    if was_told_status and letter.status_has_changed:
        letter.accept_status()  # the page showed it, and its writer goes on
    if letter.status_has_changed or not letter.can_go:
        return confirm_page(request, draft, status=409)
    sending.confirm_letter(request, draft)
    return see_other(letter.private_url)


def can_be_confirmed(current: LetterToday) -> bool:
    return current.letter.state == State.AWAITING and not current.letter.is_late


def page_of_link(
    request: HttpRequest, current: LetterToday, refusal: Refusal | None = None
) -> HttpResponse:
    """Show the letter to confirm, or why the link confirms nothing any more."""
    if not can_be_confirmed(current):
        return link_over_page(request, current, refusal)
    draft = Draft(current.letter, current.record, current.row)
    return confirm_page(request, draft, refusal=refusal)


def confirm_page(
    request: HttpRequest,
    draft: Draft,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    is_newer: bool = False,
) -> HttpResponse:
    """Show the letter as it would go, with the button that confirms it.

    ``is_newer`` says that it was changed since the page of the link was shown.
    """
    return show(
        request,
        "confirm",
        draft,
        status=status,
        refusal=refusal,
        is_newer=is_newer,
        from_the_email=True,
    )


def link_over_page(
    request: HttpRequest, current: LetterToday, refusal: Refusal | None = None
) -> HttpResponse:
    """Say why the link confirms nothing any more, and what one can do."""
    if current.letter.is_confirmed:
        return show(request, "link_over", current, refusal=refusal, **standing_context(current))
    return show(request, "link_over", current, status=409, refusal=refusal)


@unlisted
def without_junk(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the page of a link to which an email program has added characters, such as “).”."""
    return HttpResponseRedirect(reverse("letters:confirm", args=[token]))
