"""A letter being written: what matters to its writer, its text, and who it is from.

Each button is an act with its own address. An act first saves all that was typed. What stands in
its way, the page at the act's own address then says (GET), worked out anew from the saved letter:
so Back, a second click or a closed tab loses nothing and repeats nothing.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits
from campaign.http.refusals import Refusal, refuse
from campaign.letters.composition.originality import own_words_percent
from campaign.letters.composition.wordings import STARTERS
from campaign.letters.draft_tokens import is_ours
from campaign.letters.forms import (
    LetterForm,
    TopicsForm,
    digest_of,
    fields_to_save,
    new_page_id,
    values_of,
)
from campaign.letters.models import Letter
from campaign.letters.offices import is_no_person
from campaign.letters.recipient import offered_instead, takes_letters
from campaign.letters.states import State
from campaign.letters.views.afterwards import no_longer_draft
from campaign.letters.views.steps import (
    DraftContext,
    DraftView,
    see_other,
    show,
    unlisted,
    wrong_link,
)
from campaign.pages.models import is_being_prepared
from campaign.rate_limits import look_ups
from councils.addresses import council_or_404, redirect_former_slugs
from councils.email_addresses import likely_meant
from councils.record import CouncilOnDay, Record, cached_with_record, record_on

PLACE = "the-token-of-this-draft"
"""Where each visitor's own token stands on a screen that is otherwise the same for everybody."""
CHECKED = ("send", "yourself")
"""Acts for which the letter has to be complete."""


# The draft behind an address, and the pages for one that cannot be written any more


def with_draft(view: DraftView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Give a view the draft of its address; answer here if it is no longer a draft."""

    @redirect_former_slugs
    @unlisted
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, draft_token: str) -> HttpResponse:
        letter, record = Letter.objects.by_draft_token(draft_token), record_on()
        if letter is None:
            return without_draft(request, record, slug, draft_token)
        draft = DraftContext(letter, record, record.by_id[letter.council_id])
        if not letter.is_open:
            return no_longer_draft(request, draft)
        if not takes_letters(record, draft.row):
            return council_closed(request, draft)
        if slug != draft.row.slug and request.method != "POST":
            return HttpResponseRedirect(draft.address())
        return view(request, draft)

    return wrapped


def without_draft(
    request: HttpRequest, record: Record, slug: str, draft_token: str
) -> HttpResponse:
    """Recreate a draft that was deleted, as promised, from what its page still held."""
    row = record.by_slug.get(slug)
    if request.method != "POST" or "text" not in request.POST or row is None:
        return wrong_link(request)
    draft = DraftContext(new_letter(row, draft_token), record, row)
    return not_saved(request, draft) or see_other(draft.address())


def new_letter(row: CouncilOnDay, draft_token: str) -> Letter:
    """Return a letter that is not saved yet, at the address with this token if we made it."""
    letter = Letter(council_id=row.id, status_at_drafting=row.status)
    if is_ours(draft_token):
        letter.draft_token = draft_token
    return letter


def council_closed(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Let the writer choose who gets the letter, once its council has closed."""
    if request.method == "POST" and (page := not_saved(request, draft)):
        return page
    record, letter = draft.record, draft.letter
    choices = record.followers_of(draft.row)
    chosen = record.by_slug.get(request.POST.get("council", ""))
    if chosen is None or chosen not in choices:
        return closed_page(request, draft.row, choices, letter=letter)
    moved = DraftContext(letter, record, chosen)
    composed = moved.composed() if draft.text_is_generated else {"status_at_drafting": ""}
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


# Screen 1: what matters to its writer. The first button makes a draft.


@unlisted
def write(request: HttpRequest, slug: str) -> HttpResponse:
    record = record_on()
    row = council_or_404(record.by_slug.get(slug))
    if not takes_letters(record, row):
        return lead_on(request, record, row)
    draft = draft_of_page(request, record, row)
    if request.method == "POST":
        return take_topics(request, draft, keeps_own_text=bool(draft.letter.pk))
    page = empty_screen(record, row.id).replace(PLACE, draft.letter.draft_token or "")
    return HttpResponse(page, headers={"X-Robots-Tag": "all"})  # nobody has written anything yet


@cached_with_record
def empty_screen(record: Record, council_id: int) -> str:
    """Return the first screen before anything is typed: the same for everybody but for its token.

    It is rendered once for each council and version of the record.
    """
    letter = Letter(council_id=council_id, draft_token=PLACE)
    draft = DraftContext(letter, record, record.by_id[council_id])
    return topics_page(HttpRequest(), draft, TopicsForm()).content.decode()


def draft_of_page(request: HttpRequest, record: Record, row: CouncilOnDay) -> DraftContext:
    """Return the draft of the first screen that was sent: one for each page that was shown.

    The page carries the token that its draft will have, so that sending it twice, or going back
    to it and sending it again, makes no second draft. A letter that was sent meanwhile is left
    alone, and a new one begins.
    """
    token = request.POST.get("draft", "")
    letter = Letter.objects.by_draft_token(token)
    if letter and letter.is_open and letter.council_id == row.id:
        return DraftContext(letter, record, row)
    return DraftContext(new_letter(row, "" if letter else token), record, row)


@with_draft
def topics(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Go back to what matters, with everything as it was; not from a second letter."""
    if draft.letter.follows_id:
        return see_other(draft.address())
    if request.method == "POST":
        return take_topics(request, draft)
    return topics_page(request, draft, TopicsForm.of(draft.letter))


def take_topics(
    request: HttpRequest, draft: DraftContext, *, keeps_own_text: bool = False
) -> HttpResponse:
    """Save what was ticked and typed, and make the letter of it, unless the line is too long.

    A letter that its writer has changed meanwhile is kept, if so asked, and the page says so.
    """
    form = TopicsForm(request.POST)
    limit = draft_limit(request, draft)
    if refusal := refuse(request, written=draft.guarded(form.words), limit=limit):
        return topics_page(request, draft, form, refusal=refusal)
    if form.far_too_long:
        return topics_page(request, draft, form, status=422)
    stays = not form.is_valid() or (keeps_own_text and not draft.text_is_generated)
    typed = form.typed
    composed = {} if stays else draft.composed(**typed)
    draft.save(**typed, **went_on(request), **composed)
    return see_other(draft.address("topics" if stays else ""))


def went_on(request: HttpRequest) -> dict[str, Any]:
    """Return what is saved of who goes on past the helplines: they are not asked again."""
    return {"helplines_dismissed": True} if "go_on" in request.POST else {}


def topics_page(
    request: HttpRequest,
    draft: DraftContext,
    form: TopicsForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    if refusal and refusal.reason == "call_for_help":
        return show(request, "guard", draft, refusal=refusal, unsaved=form.typed)
    context = {
        "form": form,
        "to_come": offered_instead(draft.record, draft.row),
        "starters": [draft.composer.fill(starter) for starter in STARTERS],
        "own_text": draft.letter.pk and not draft.text_is_generated,
    }
    return show(request, "why", draft, refusal=refusal, status=status, **context)


def lead_on(request: HttpRequest, record: Record, row: CouncilOnDay) -> HttpResponse:
    """Lead from a council that runs no children's services to the one that does, with the line."""
    if request.method == "POST":
        return closed_page(request, row, record.followers_of(row), form=TopicsForm(request.POST))
    responsible = record.responsible_for(row)
    leads_to = reverse("letters:write", args=[responsible.slug]) if responsible else row.url
    return HttpResponseRedirect(leads_to)


# Screen 2: its text, and who it is from


def letter_act(act: DraftView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Make a view of what a button on the letter's screen does; it first saves what was typed."""

    @with_draft
    @wraps(act)
    def wrapped(request: HttpRequest, draft: DraftContext) -> HttpResponse:
        if request.method != "POST":
            return letter_page(request, draft, act.__name__)
        return not_saved(request, draft, act.__name__ == "send") or act(request, draft)

    return wrapped


def not_saved(
    request: HttpRequest, draft: DraftContext, takes_people: bool = False
) -> HttpResponse | None:
    """Save what was typed on the letter's screen; return the page that says why it was not.

    Until the site is open, no email address is saved: a letter can be copied without one.
    """
    form = LetterForm(request.POST, needs_email=takes_people)
    refusal = refuse(
        request,
        written=draft.guarded(form.words),
        takes_people=takes_people,
        limit=draft_limit(request, draft),
    )
    if refusal:
        return refused(request, draft, refusal)
    if form.far_too_long:
        return letter_page(request, draft, form=form, status=422)
    fields: dict[str, Any] | None = fields_to_save(draft.letter, form.typed, request.POST)
    if fields is None:
        return letter_page(request, draft, unsaved=form.typed, status=409)
    if is_being_prepared():
        fields.pop("email", None)
    if fields.get("text", draft.letter.text) != draft.letter.text:
        ours = draft.composer.paragraphs
        fields["own_words_percent"] = own_words_percent(fields["text"], ours)
    draft.save(request.POST.get("page", ""), **fields, **went_on(request))
    return None


def draft_limit(
    request: HttpRequest, draft: DraftContext
) -> Callable[[], rate_limits.Verdict] | None:
    """Return what counts one more draft, if this one has no row yet."""
    return None if draft.letter.pk else partial(count_draft, request)


def count_draft(request: HttpRequest) -> rate_limits.Verdict:
    """Count a new draft, as a look-up too: its pages show how a council is reached."""
    verdict = look_ups.count(request)
    return verdict if verdict.refused else rate_limits.consume("draft", request)


def refused(request: HttpRequest, draft: DraftContext, refusal: Refusal) -> HttpResponse:
    """Show what was typed and has not been saved: below the helplines, or on the same screen."""
    typed = values_of(draft.letter) | LetterForm(request.POST).typed
    if refusal.reason == "call_for_help":
        kept = {name: request.POST.get(name, "") for name in ("seen", "page")}
        return show(request, "guard", draft, refusal=refusal, unsaved=typed | kept)
    form = LetterForm(initial=typed, needs_email=draft.is_deliverable)
    return letter_page(request, draft, form=form, refusal=refusal)


def letter_page(
    request: HttpRequest,
    draft: DraftContext,
    act: str = "",
    *,
    form: LetterForm | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the letter, with what stands in the way of an ``act`` that was tried.

    ``unsaved`` is what another window held: its writer decides which words to use.
    """
    letter, by_us = draft.letter, act == "send"
    can_go_on = act in CHECKED and draft.can_go_on(by_us=by_us)
    if can_go_on:
        form = LetterForm.of(letter, needs_email=by_us)
    form = form or LetterForm.showing(letter, needs_email=draft.is_deliverable)
    context |= {
        "form": form,
        "act": act,
        "asks_about_name": by_us and letter.name_asked and is_no_person(letter.name),
        "meant": likely_meant(letter.email) if by_us and letter.email_asked else "",
        "main_address": draft.address("send" if draft.is_deliverable else "yourself"),
        "seen": digest_of(letter),
        "page_id": new_page_id(),
    }
    return show(request, "letter", draft, **context)


@letter_act
def letter(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    return see_other(draft.address())


@letter_act
def keep(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Save a page that was left without selecting a button; the answer is not shown."""
    return HttpResponse(status=204)


@letter_act
def back(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    return see_other(draft.address("" if draft.letter.follows_id else "topics"))


@letter_act
def meanwhile(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Compose the letter again for the council's present status, or leave it as it is.

    One that waits to be confirmed, and is left, goes on waiting: its code still works.
    """
    if "compose" in request.POST and draft.text_is_generated:
        draft.letter.save_draft(**draft.composed())
    else:
        draft.letter.accept_status(draft.row.status)
    is_waiting = draft.letter.state == State.AWAITING
    return see_other(draft.address("check" if is_waiting else ""))


@letter_act
def send(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Ask for the email that confirms the letter, once nothing stands in the way.

    For the very same words it is sent once.
    """
    letter = draft.letter
    if "use_meant" in request.POST and likely_meant(letter.email):
        letter.save_draft(email=likely_meant(letter.email))
    is_ready = draft.can_go_on(by_us=True) and LetterForm.of(letter, needs_email=True).is_valid()
    if not is_ready or letter.asks_first():
        return see_other(draft.address("send"))
    if letter.state != State.AWAITING or letter.is_late():
        limit = partial(count_code, request, draft, letter.email)
        if refusal := refuse(request, limit=limit):
            return refused(request, draft, refusal)
        letter.request_confirmation(request)
    return see_other(draft.address("check"))


def count_code(request: HttpRequest, draft: DraftContext, email: str) -> rate_limits.Verdict:
    """Count one more email with a code that confirms a letter."""
    return rate_limits.consume("confirm", request, email=email, council=draft.row.code)
