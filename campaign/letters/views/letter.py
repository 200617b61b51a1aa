"""Screen 2 of a letter: its text, and who it is from. Each button is an act with its own address.

An act first saves all that was typed. What stands in its way, the page at the act's own address
then says (GET), worked out anew from the saved letter: so Back, a second click or a closed tab
loses nothing and repeats nothing.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaign import rate_limits
from campaign.http.refusals import Refusal, refuse
from campaign.letters import edit_conflicts
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import LetterForm, suggested_email, values_of
from campaign.letters.models import State
from campaign.letters.screen_text import ScreenMessage, how_long_kept, notice_after
from campaign.letters.views.access import DraftView, context_of, see_other
from campaign.letters.views.drafts import save_typed, with_draft
from campaign.pages.models import is_being_prepared
from campaign.rate_limits.forms import HoneypotForm

CHECKED = ("send", "yourself")
"""Acts for which the letter has to be complete."""

"""How many times in an hour a text that is far too long is stored for one connection."""


def letter_act(act: DraftView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Make a view of what a button on the letter's screen does; it first saves what was typed."""

    @with_draft
    @wraps(act)
    def wrapped(request: HttpRequest, draft: DraftContext) -> HttpResponse:
        if request.method != "POST":
            return letter_page(request, draft, act.__name__)
        sends = act.__name__ == "send"
        return not_saved(request, draft, sends) or act(request, draft)

    return wrapped


def not_saved(
    request: HttpRequest, draft: DraftContext, takes_people: bool = False
) -> HttpResponse | None:
    """Save what was typed on the letter's screen; return the page that says why it was not.

    Until the site is open, no email address is saved: a letter can be copied without one.
    """
    form = LetterForm(request.POST, needs_email=takes_people)
    words = draft.guarded(form.words)
    if refusal := refuse(request, written=words, takes_people=takes_people):
        return refused(request, draft, refusal)
    if form.far_too_long and not (form.far_too_long == {"text"} and has_room(request)):
        return letter_page(request, draft, form=form, status=422)
    fields = edit_conflicts.fields_to_save(draft.letter, form.typed, request.POST)
    if fields is None:
        return letter_page(request, draft, unsaved=form.typed)
    if is_being_prepared():
        fields.pop("email", None)
    save_typed(request, draft, fields)
    return None


def has_room(request: HttpRequest) -> bool:
    """Whether a text that is far too long may be stored, so that Back finds it again."""
    return not rate_limits.consume("long text", request).refused


def refused(request: HttpRequest, draft: DraftContext, refusal: Refusal) -> HttpResponse:
    """Show what was typed and has not been saved: below the helplines, or on the same screen."""
    typed = values_of(draft.letter) | LetterForm(request.POST).typed
    if refusal.reason == "call_for_help":
        kept = {name: request.POST.get(name, "") for name in ("seen", "page")}
        context = context_of(draft) | {
            "refusal": refusal,
            "go_on": "go on with my letter",
            "unsaved": typed | kept,
            "clear_address": draft.address("clear"),
        }
        return refusal.answer(render(request, "letters/guard.html", context))
    form = LetterForm(initial=typed, needs_email=draft.is_deliverable)
    return refusal.answer(letter_page(request, draft, form=form, refusal=refusal))


def letter_page(
    request: HttpRequest,
    draft: DraftContext,
    act: str = "",
    *,
    form: LetterForm | None = None,
    refusal: Refusal | None = None,
    unsaved: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the letter, with what stands in the way of an ``act`` that was tried.

    ``unsaved`` is what another window held: its writer decides which words to use.
    """
    letter, notice = draft.letter, ScreenMessage()
    if act in CHECKED and draft.can_go_on(by_us=act == "send"):
        form = LetterForm.of(letter, needs_email=act == "send")
    if not (form and form.errors):
        notice = notice_after(act, draft)
    context = context_of(draft) | {
        "form": form or LetterForm.showing(letter, needs_email=draft.is_deliverable),
        "small_print": draft.printable.small_print,
        "notice": notice,
        "refusal": refusal,
        "unsaved": unsaved,
        "suggestion": suggested_email(letter.email) if notice.asks_about_email else "",
        "send_form": send_form(request, draft, act),
        "seen": edit_conflicts.digest_of(letter),
        "page_id": edit_conflicts.new_page_id(),
        "how_long_kept": how_long_kept(letter),
        "go_on": "go on with my letter",
        "main_address": draft.address("send" if draft.is_deliverable else "yourself"),
        "clear_address": draft.address("clear"),
        "is_stopped_by_status": act in CHECKED,
        "is_kept": True,
        "can_send_by_hand": True,
    }
    return render(request, "letters/letter.html", context, status=409 if unsaved else status)


def send_form(request: HttpRequest, draft: DraftContext, act: str) -> HoneypotForm:
    """Return the form that checks for a person; it asks nobody again who selected a button."""
    form = HoneypotForm()
    was_here = act not in ("", "letter") or request.method == "POST"
    form.asks_again = was_here or draft.letter.confirmations_sent > 0
    return form


# What the buttons do


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
def fit_status(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Compose the letter again for the council's current status."""
    if draft.text_is_generated:
        draft.letter.save_draft(**draft.composed())
    return see_other(draft.address("fit_status"))


@letter_act
def as_it_is(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Leave the letter as it is under the council's new status.

    One that waits to be confirmed goes on waiting: the code that was sent still works.
    """
    letter = draft.letter
    if letter.state == State.AWAITING:
        letter.accept_status(draft.row.status)
        return see_other(draft.address("check"))
    letter.save_draft(status_at_drafting=draft.row.status)
    return see_other(draft.address("as_it_is"))


@letter_act
def move(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Show the letter at its new council, to which ``council_closed`` has moved it."""
    return see_other(draft.address("move"))


@letter_act
def send(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Ask for the email that confirms the letter, once nothing stands in the way.

    For the very same words it is sent once.
    """
    letter = draft.letter
    is_slip = suggested_email(letter.email) and request.POST.get("is_right") != letter.email
    is_ready = draft.can_go_on(by_us=True) and LetterForm.of(letter, needs_email=True).is_valid()
    if not is_ready or is_slip or not HoneypotForm(request.POST).is_valid():
        return see_other(draft.address("send"))
    if letter.state != State.AWAITING or letter.is_late():
        if refusal := refuse(request, limit=lambda: ask_limit(request, draft, letter.email)):
            return refused(request, draft, refusal)
        letter.request_confirmation()
    return see_other(draft.address("check"))


def ask_limit(request: HttpRequest, draft: DraftContext, email: str) -> rate_limits.Verdict:
    """Count one more email that confirms a letter."""
    return rate_limits.consume("confirm", request, email=email, council=draft.row.code)
