"""A letter that we send, once its writer types the code from our email."""

from collections.abc import Callable
from email.utils import parseaddr
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.http.refusals import Refusal, refuse
from campaign.letters.edit_conflicts import digest_of
from campaign.letters.forms import ConfirmForm, EmailForm, WordsForm, WrongCodeForm
from campaign.letters.models import Letter
from campaign.letters.states import State
from campaign.letters.views.draft import Draft
from campaign.letters.views.finding import with_draft
from campaign.letters.views.saving import count_code
from campaign.letters.views.showing import AddressedView, DraftView, see_other, show
from campaign.outbox.templatetags.mail_tags import TOO_SHORT_TO_MENTION
from campaign.rate_limits.addresses import client_address, neighbourhood_of


def check_act(name: str) -> Callable[[DraftView], AddressedView]:
    """Make a view of what a button on the screen that asks for the code does.

    With GET nothing is done: the screen is shown, and what went wrong at the address ``name``.
    """

    def decorate(view: DraftView) -> AddressedView:
        @with_draft
        @wraps(view)
        def wrapped(request: HttpRequest, draft: Draft) -> HttpResponse:
            if draft.letter.state != State.AWAITING:
                return see_other(draft.address())
            if not draft.is_deliverable:
                return see_other(draft.address("send"))  # that page says that we cannot send it
            if request.method != "POST":
                return check_page(request, draft, name)
            refusal = refuse(request)
            if refusal:
                return check_page(request, draft, refusal=refusal)
            return view(request, draft)

        return wrapped

    return decorate


def check_page(
    request: HttpRequest,
    draft: Draft,
    act: str = "",
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    """Show the screen that asks for the code, after an ``act`` on it.

    What is ``said`` replaces what the screen says otherwise, such as its empty forms.
    """
    letter = draft.letter
    context = {
        **said_of_our_email(letter),
        **said_of_code(letter, act),
        "act": act,
        "seen": digest_of(letter, WordsForm),
        "is_newer": False,
        "email_form": EmailForm(initial={"email": letter.email}),
    }
    return show(request, "check_email", draft, refusal=refusal, status=status, **(context | said))


def mistyped_code_page(request: HttpRequest, draft: Draft, form: ConfirmForm) -> HttpResponse:
    """Show the screen (422) with what was typed, which is no code at all."""
    return check_page(request, draft, status=422, form=form)


def changed_letter_page(request: HttpRequest, draft: Draft, form: ConfirmForm) -> HttpResponse:
    """Show the screen (409) with the letter as it is now: it was changed since it was shown."""
    return check_page(request, draft, status=409, form=form, is_newer=True)


def refused_address_page(
    request: HttpRequest, draft: Draft, form: EmailForm, refusal: Refusal
) -> HttpResponse:
    """Show the screen, open at the address to which no new code goes, and say why."""
    return check_page(
        request,
        draft,
        refusal=refusal,
        email_form=form,
        opens_no_email=True,
        says_code_is_dead=False,
    )


def said_of_code(letter: Letter, act: str) -> dict[str, Any]:
    """Return what the screen says of the code, and its form: after a wrong code with an error."""
    is_late = letter.is_late
    is_address_dead = letter.is_address_dead
    is_over = is_late or is_address_dead
    asks_for_code = not is_over and not letter.code_is_dead
    form = ConfirmForm(letter=letter)
    if act == "code" and asks_for_code and letter.code_tries:
        form = WrongCodeForm(letter)
    return {
        "form": form,
        "asks_for_code": asks_for_code,
        "says_code_is_dead": letter.code_is_dead and not is_over,
        "is_late": is_late,
        "is_address_dead": is_address_dead,
    }


def said_of_our_email(letter: Letter) -> dict[str, Any]:
    """Return what the screen says of the email with the code: when it goes, if it came back."""
    due_at = letter.confirmation_due_at
    came_back = letter.confirmation_bounced
    is_delayed = due_at is not None and due_at > timezone.now() + TOO_SHORT_TO_MENTION
    return {
        "came_back": came_back,
        "due_at": due_at,
        "opens_no_email": came_back or is_delayed,
        "from_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }


@check_act("check")
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lead back to the screen, which ``check_act`` shows."""
    return see_other(draft.address("check"))


@check_act("code")
def code(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Confirm the letter with the code from our email; a wrong one counts.

    What went wrong is then shown at an address of its own, so that nothing is tried once more when
    the page is loaded again.
    """
    letter = draft.letter
    if letter.is_late:
        return see_other(draft.address("check"))
    if not draft.fits_its_council(by_us=True):
        return see_other(draft.address("send"))
    form = ConfirmForm(request.POST, letter=letter)
    if not form.is_valid():
        return mistyped_code_page(request, draft, form)
    # Whoever else has the draft's address may have changed the letter that this page showed.
    seen = request.POST.get("seen")
    if seen and seen != digest_of(letter, WordsForm):
        return changed_letter_page(request, draft, form)
    if not letter.try_code(form.cleaned_data["code"]):
        return see_other(draft.address("code"))
    confirm_letter(request, draft)
    return see_other(draft.address())


def confirm_letter(request: HttpRequest, draft: Draft) -> None:
    network = neighbourhood_of(client_address(request))
    draft.letter.confirm(draft.recipient, network, draft.composer.all_of_ours)


@check_act("new_code")
def new_code(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send the code once more, or to another address: then what the first got confirms nothing.

    Until an email may go to the new one, the first stays good.
    """
    typed = request.POST.copy()
    typed.setdefault("email", draft.letter.email)
    if typed["email"] == draft.letter.email:
        # As if they had answered the form's question: the page before asked, and they went on.
        typed["is_right"] = draft.letter.email
    form = EmailForm(typed)
    refusal = refuse(
        request,
        form=form,
        limit=lambda: count_code(request, form.cleaned_data["email"]),
        takes_people=True,
    )
    if refusal:
        return refused_address_page(request, draft, form, refusal)
    draft.letter.save_draft(email=form.cleaned_data["email"])
    draft.letter.request_confirmation(request)
    return see_other(draft.address("new_code"))
