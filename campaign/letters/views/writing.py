"""A letter being written: one page, which is the letter, and what its buttons do."""

from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from campaign.http.refusals import refuse
from campaign.letters.draft_tokens import new_draft_token
from campaign.letters.forms import form_sent
from campaign.letters.recipient import takes_letters
from campaign.letters.states import State
from campaign.letters.views.draft import Draft
from campaign.letters.views.finding import new_letter, with_draft
from campaign.letters.views.old_screens import first_screen
from campaign.letters.views.saving import count_code, letter_page, refused_page, save_or_explain
from campaign.letters.views.showing import AddressedView, DraftView, see_other, unlisted
from councils.addresses import council_or_404
from councils.email_addresses import likely_meant
from councils.record import CouncilOnDay, Record, record_on


@unlisted
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the letter at an address of its own, so that Back and two tabs are one draft."""
    record = record_on()
    row = council_or_404(record.by_slug.get(slug))
    if request.method == "POST":
        return first_screen(request, record, row)
    if not takes_letters(record, row):
        return lead_on(record, row)
    draft = Draft(new_letter(row, new_draft_token()), record, row)
    return HttpResponseRedirect(draft.address())


def lead_on(record: Record, row: CouncilOnDay) -> HttpResponse:
    """Lead from a council that runs no children's services to the one that does."""
    responsible = record.responsible_for(row)
    if responsible is None:
        return HttpResponseRedirect(row.url)
    return HttpResponseRedirect(reverse("letters:write", args=[responsible.slug]))


def letter_act(name: str) -> Callable[[DraftView], AddressedView]:
    """Make a view of what a button on the letter's page does, after saving what was typed.

    With GET nothing is done: the page is shown, with what stands in the way of the act ``name``.
    """

    def decorate(view: DraftView) -> AddressedView:
        @with_draft
        @wraps(view)
        def wrapped(request: HttpRequest, draft: Draft) -> HttpResponse:
            if request.method != "POST":
                return letter_page(request, draft, name)
            page = save_or_explain(request, draft, name)
            return page or view(request, draft)

        return wrapped

    return decorate


@letter_act("letter")
def letter(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lead back to the page, once what was typed is saved."""
    return see_other(draft.address())


@letter_act("words")
def words(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the whole text in one field, to change any word of it."""
    return see_other(draft.address("words"))


@letter_act("afresh")
def afresh(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Put the letter together again, in place of its writer's words; not a second letter.

    The words stay on the page, to be used after all.
    """
    if draft.letter.follows_id or not draft.is_one_field:
        return see_other(draft.address())
    own = form_sent(request.POST).typed
    draft.letter.save_draft(**draft.composed())
    return letter_page(request, draft, "afresh", unsaved=own)


@letter_act("keep")
def keep(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Answer a page that was left without selecting a button; nothing is shown any more."""
    return HttpResponse(status=204)


@letter_act("meanwhile")
def meanwhile(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Compose the letter again for the council's present status, or leave it as it is.

    One that waits to be confirmed, and is left, goes on waiting: its code still works.
    """
    if "compose" in request.POST and draft.is_as_composed:
        draft.letter.save_draft(**draft.composed())
    else:
        draft.letter.accept_status()
    if draft.letter.state == State.AWAITING:
        return see_other(draft.address("check"))
    return see_other(draft.address())


@letter_act("send")
def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask for the email that confirms the letter, once nothing stands in the way.

    For the very same words it is sent once.
    """
    letter = draft.letter
    if "use_meant" in request.POST and likely_meant(letter.email):
        letter.save_draft(email=likely_meant(letter.email))
    if not draft.is_ready(by_us=True):
        return see_other(draft.address("send"))
    has_new_doubts = letter.note_doubts()
    if has_new_doubts:
        return see_other(draft.address("send"))
    if letter.state != State.AWAITING or letter.is_late:
        limit = partial(count_code, request, letter.email)
        refusal = refuse(request, limit=limit)
        if refusal:
            return refused_page(request, draft, form_sent(request.POST), refusal)
        letter.request_confirmation(request)
    return see_other(draft.address("check"))
