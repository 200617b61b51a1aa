"""How the page of a letter is shown, and how what is typed on it is saved.

Each button is an act with an address of its own. A POST to it first saves all that was typed, then
does what the act is for. If something stands in its way, a GET of the same address says what,
worked out anew from the saved letter: so Back, a second click or a closed tab loses nothing and
repeats nothing.

We put a letter together from its writer's line and the boxes they ticked (letters/letter.html), or
it is in their own words, in one field (letters/words.html). What is sent is what the page showed:
where the words of a page are no longer those of the letter, it is shown again, and nothing goes.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from campaign import rate_limits
from campaign.http.refusals import Refusal, refuse
from campaign.letters.composition.originality import own_words_percent
from campaign.letters.composition.wordings import QUESTIONS, STARTERS
from campaign.letters.edit_conflicts import digest_of, fields_to_save, new_page_id
from campaign.letters.forms import LetterForm, WordsForm, form_sent
from campaign.letters.offices import is_no_person
from campaign.letters.recipient import offered_instead
from campaign.letters.views.draft import Draft
from campaign.letters.views.showing import show
from campaign.letters.views.standing import no_longer_draft_page
from campaign.pages.models import is_being_prepared
from campaign.rate_limits import look_ups
from councils.email_addresses import likely_meant
from councils.names import number_word

NEEDS_ALL_FIELDS = ("send", "yourself")
"""Acts for which the letter has to be complete."""
NEEDS_SAME_WORDS = ("send", "yourself", "words")
"""Acts that go on with the words that the page showed, past the helplines too: nothing happens if
the letter has others."""


def save_or_explain(request: HttpRequest, draft: Draft, act: str = "") -> HttpResponse | None:
    """Save what was typed on a letter's page; return None, or the page that says why not to go on.

    If the page showed other words than the letter now has, what was typed is saved all the same,
    and the page is shown again.

    Until the site is open, no email address is saved: a letter goes from one's own.
    """
    form = form_sent(request.POST, needs_email=not is_being_prepared())
    page = why_not_saved(request, draft, form, act)
    if page:
        return page
    # Asked before saving: that may compose the letter anew, and then nothing would differ any more.
    is_as_shown = draft.shows_what_is_true(form)
    has_new_status = draft.letter.status_has_changed
    is_saved = save_typed(request, draft, form)
    if not draft.letter.is_open:  # another window has confirmed or deleted it at this moment
        return no_longer_draft_page(request, draft)
    if not is_saved:
        return letter_page(request, draft, unsaved=form.typed, status=409)
    if act in NEEDS_SAME_WORDS and not is_as_shown:
        return letter_page(request, draft, status=409, is_other=True, has_new_status=has_new_status)
    return None


def why_not_saved(
    request: HttpRequest, draft: Draft, form: LetterForm | WordsForm, act: str
) -> HttpResponse | None:
    """Return the page that says why nothing of a form is saved; None if all of it can be.

    The page shows what was typed.
    """
    refusal = refuse(
        request,
        written=draft.words_for_the_guard(form.words),
        takes_people=act == "send",
        limit=draft_limit(request, draft),
    )
    if refusal:
        return refused_page(request, draft, form, refusal, act)
    if form.far_too_long:
        return letter_page(request, draft, form=form, status=422)
    return None


@transaction.atomic
def save_typed(request: HttpRequest, draft: Draft, form: LetterForm | WordsForm) -> bool:
    """Save what was typed, unless another window has changed the letter too; return whether.

    Of two windows that are sent at once the second waits, and sees what the first has done.
    """
    draft.lock()
    if not draft.letter.is_open:
        return False
    typed = fields_to_save(draft.letter, form)
    if typed is None:
        return False
    page_id = request.POST.get("page", "")
    draft.save(page_id, **typed_and_composed(request, draft, typed))
    return True


def typed_and_composed(request: HttpRequest, draft: Draft, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, and the letter that it makes; words that are changed stay."""
    fields = dict(typed)
    if "text" in typed:
        fields["own_words_percent"] = own_words_percent(typed["text"], draft.composer.all_of_ours)
        if not draft.letter.pk:
            # Its row was deleted, as promised: a text that nobody changed still counts as ours.
            fields["generated_digest"] = draft.composed()["generated_digest"]
    elif "own_line" in typed and not draft.is_one_field:
        fields |= draft.composed(**typed)
    if "go_on" in request.POST:  # past the helplines, with these words
        fields["helplines_dismissed"] = True
    return fields


def draft_limit(request: HttpRequest, draft: Draft) -> Callable[[], rate_limits.Verdict] | None:
    """Return what counts one more draft, if this letter is not stored yet."""
    if draft.letter.pk:
        return None
    return partial(count_draft, request, draft.row.code)


def count_draft(request: HttpRequest, council: str) -> rate_limits.Verdict:
    """Count a new draft, as a look-up too: its pages show how a council is reached.

    So a network begins letters to few councils at a time.
    """
    verdict = look_ups.count(request)
    if verdict.refused:
        return verdict
    verdict = rate_limits.consume_once("another council", council, request)
    if verdict.refused:
        return verdict
    return rate_limits.consume("draft", request)


def count_code(request: HttpRequest, email: str) -> rate_limits.Verdict:
    """Count one more email with a code that confirms a letter."""
    return rate_limits.consume("confirm", request, email=email)


def refused_page(
    request: HttpRequest,
    draft: Draft,
    form: LetterForm | WordsForm,
    refusal: Refusal,
    act: str = "",
) -> HttpResponse:
    """Show what was typed and has not been saved: below the helplines, or on the same page."""
    typed = form.values_of(draft.letter) | form.typed
    if refusal.reason == "call_for_help":
        shown_on = "words" if type(form) is WordsForm else ""
        return helplines_page(request, draft, refusal, typed, act, draft.address(shown_on))
    again = type(form)(initial=typed, needs_email=draft.goes_by_us)
    return letter_page(request, draft, form=again, refusal=refusal)


def helplines_page(
    request: HttpRequest,
    draft: Draft,
    refusal: Refusal,
    typed: dict[str, Any],
    act: str,
    page_address: str,
) -> HttpResponse:
    """Show the helplines, and carry what was typed on to what its writer was about to do.

    From there they go on to send, to send it themselves or to change the words; after any other
    act, to the letter's page.
    """
    carried = ("seen", "seen_wording", "page")
    kept = {name: request.POST.get(name, "") for name in carried}
    goes_on_to = act if act in NEEDS_SAME_WORDS else ""
    return show(
        request,
        "guard",
        draft,
        refusal=refusal,
        unsaved=typed | kept,
        go_on_address=draft.address(goes_on_to),
        page_address=page_address,
    )


def letter_page(
    request: HttpRequest,
    draft: Draft,
    act: str = "",
    *,
    form: LetterForm | WordsForm | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the letter, with what stands in the way of an ``act`` that was tried.

    ``unsaved`` is what another window held: its writer decides which words to use. ``is_other``
    says that the page that was sent showed other words than the letter has.
    """
    if form is None:
        form = form_to_show(draft, act)
    goes_on_to = "send" if draft.goes_by_us else "yourself"
    context.setdefault("has_new_status", draft.letter.status_has_changed)
    context |= {
        "form": form,
        "act": act,
        "questions": QUESTIONS,
        "main_address": draft.address(goes_on_to),
        "seen": digest_of(draft.letter, type(form)),
        "seen_wording": draft.wording_digest(type(form)),
        "page_id": new_page_id(),
        "errors_heading": errors_heading(form),
    }
    context |= doubts_of(draft, act)
    if type(form) is WordsForm:
        return show(request, "words", draft, **context)
    context |= {
        "starters": [draft.composer.fill(starter) for starter in STARTERS],
        "to_come": offered_instead(draft.record, draft.row),
    }
    return show(request, "letter", draft, **context)


def form_to_show(draft: Draft, act: str) -> LetterForm | WordsForm:
    """Return the form of a page, with its errors if an act was tried that needs all fields."""
    by_us = act == "send"
    if act in NEEDS_ALL_FIELDS and draft.fits_its_council(by_us=by_us):
        return draft.checked_form(by_us=by_us)
    # One that is not saved yet has no text to be changed: it is composed as it is first saved.
    may_change_words = act == "words" and draft.letter.pk is not None
    if draft.is_one_field or may_change_words:
        return WordsForm.showing(draft.letter, needs_email=draft.goes_by_us)
    return LetterForm.showing(draft.letter, needs_email=draft.goes_by_us)


def doubts_of(draft: Draft, act: str) -> dict[str, Any]:
    """Return which doubts its page asks about before it goes (``Letter.note_doubts``).

    ``asks_about_name`` says whether to ask; ``meant`` is the address that was probably meant.
    """
    letter = draft.letter
    if act != "send" or not draft.fits_its_council(by_us=True):
        return {}
    doubts: dict[str, Any] = {}
    if letter.name_asked:
        doubts["asks_about_name"] = is_no_person(letter.name)
    if letter.email_asked:
        doubts["meant"] = likely_meant(letter.email)
    return doubts


def errors_heading(form: LetterForm | WordsForm) -> str:
    """Return what stands above the errors of a form; "" without any."""
    number = len(form.errors)
    if number == 1:
        return "One thing needs changing"
    if number == 0:
        return ""
    return f"{number_word(number).capitalize()} things need changing"
