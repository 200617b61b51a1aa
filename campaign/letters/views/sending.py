"""A letter on its way out: its writer sends it, or confirms that we do, here or from our email.

A link in an email is opened by programs that look for viruses too. So GET and HEAD change nothing,
and a button that a person selects does.
"""

from collections.abc import Callable
from email.utils import parseaddr
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.letters.edit_conflicts import digest_of
from campaign.letters.forms import ConfirmForm, EmailForm, WordsForm, WrongCodeForm, form_sent
from campaign.letters.models import Letter
from campaign.letters.states import State
from campaign.letters.views.draft import Draft
from campaign.letters.views.finding import with_draft
from campaign.letters.views.letter_today import LetterToday
from campaign.letters.views.saving import count_code, letter_page, refused, save_or_explain
from campaign.letters.views.steps import (
    AddressedView,
    DraftView,
    see_other,
    show,
    unlisted,
    with_letter,
)
from campaign.outbox.templatetags.mail_tags import SHORT
from campaign.rate_limits.addresses import client_address, neighbourhood_of

# Its writer sends it: to copy, to print or to open in an email program


@with_draft
def yourself(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Save the letter and show it ready to be sent, or what it still lacks."""
    letter = draft.letter
    if request.method == "POST":
        page = save_or_explain(request, draft, "yourself")
        return page or see_other(draft.address("yourself"))
    if not is_complete(draft):
        return letter_page(request, draft, "yourself")
    if letter.self_sent_at or draft.can_go_on(by_us=False):
        return by_hand_page(request, draft)
    return letter_page(request, draft, "yourself")


def is_complete(draft: Draft) -> bool:
    """Whether the letter has all that it takes to send it oneself."""
    return draft.form_of(by_us=False).is_valid()


def by_hand_page(
    request: HttpRequest, draft: Draft, refusal: Refusal | None = None
) -> HttpResponse:
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


@with_draft
def clear(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Delete the letter from this device; one that waits to be confirmed is cancelled."""
    if request.method != "POST":
        return see_other(draft.address())
    refusal = refuse(request)
    if refusal:
        return refused(request, draft, form_sent(request.POST), refusal)
    if not draft.letter.anonymise():  # it was confirmed at this moment
        return see_other(draft.address())
    return see_other(reverse("letters:cleared"))


# We send it, once it is confirmed by the code from our email


def check_act(name: str) -> Callable[[DraftView], AddressedView]:
    """Make a view of what a button on the check-email screen does.

    ``name``: as its address has it.
    """

    def decorate(act: DraftView) -> AddressedView:
        @with_draft
        @wraps(act)
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
            return act(request, draft)

        return wrapped

    return decorate


def check_page(
    request: HttpRequest,
    draft: Draft,
    act: str = "",
    *,
    code_form: ConfirmForm | None = None,
    email_form: EmailForm | None = None,
    refusal: Refusal | None = None,
    is_newer: bool = False,
) -> HttpResponse:
    """Show the screen that asks for the code; a form that was sent, with its errors."""
    letter = draft.letter
    is_dead = letter.is_address_dead
    asks_for_code = not (letter.is_late or letter.code_is_dead or is_dead)
    status = 422 if code_form else 200
    if is_newer:
        status = 409
    if act == "code" and asks_for_code and letter.code_tries:
        code_form = WrongCodeForm(letter)
    says_code_is_dead = letter.code_is_dead and not (letter.is_late or email_form or is_dead)
    context = state_of_our_email(letter) | {
        "act": act,
        "form": code_form or ConfirmForm(letter=letter),
        "seen": digest_of(letter, WordsForm),
        "is_newer": is_newer,
        "asks_for_code": asks_for_code,
        "is_late": letter.is_late,
        "is_address_dead": is_dead,
        "says_code_is_dead": says_code_is_dead,
        "email_form": email_form or EmailForm(initial={"email": letter.email}),
    }
    if email_form:
        context["opens_help"] = True
    return show(request, "check_email", draft, refusal=refusal, status=status, **context)


def state_of_our_email(letter: Letter) -> dict[str, Any]:
    """Return what the screen says of the email with the code: when it goes, if it came back."""
    due_at = letter.confirmation_due_at
    came_back = letter.confirmation_bounced
    is_delayed = due_at is not None and due_at > timezone.now() + SHORT
    return {
        "came_back": came_back,
        "due_at": due_at,
        "opens_help": came_back or is_delayed,
        "from_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }


@check_act("check")
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the screen that asks for the code."""
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
    if not draft.can_go_on(by_us=True):
        return see_other(draft.address("send"))
    form = ConfirmForm(request.POST, letter=letter)
    if not form.is_valid():
        return check_page(request, draft, code_form=form)
    # Whoever else has the draft's address may have changed the letter that this page showed.
    seen = request.POST.get("seen")
    if seen and seen != digest_of(letter, WordsForm):
        return check_page(request, draft, code_form=form, is_newer=True)
    if not letter.try_code(form.cleaned_data["code"]):
        return see_other(draft.address("code"))
    confirm_letter(request, draft)
    return see_other(draft.address())


def confirm_letter(request: HttpRequest, draft: Draft) -> None:
    network = neighbourhood_of(client_address(request))
    draft.letter.confirm(draft.recipient, network, draft.composer.paragraphs)


@check_act("new_code")
def new_code(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send the code once more, or to another address: then what the first got confirms nothing.

    Until an email may go to the new one, the first stays good.
    """
    typed = request.POST.copy()
    typed.setdefault("email", draft.letter.email)
    if typed["email"] == draft.letter.email:
        typed["is_right"] = draft.letter.email  # its writer was asked, and went on
    form = EmailForm(typed)
    refusal = refuse(
        request,
        form=form,
        limit=lambda: count_code(request, draft, form.cleaned_data["email"]),
        takes_people=True,
    )
    if refusal:
        return check_page(request, draft, email_form=form, refusal=refusal)
    draft.letter.save_draft(email=form.cleaned_data["email"])
    draft.letter.request_confirmation(request)
    return see_other(draft.address("new_code"))


# From the email: confirm it, change it first, or say that it was somebody else


@with_letter
def confirm(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Put the letter in the queue, once, when its one button is selected."""
    letter = current.letter
    if letter.state != State.AWAITING or letter.is_late:
        return link_over(request, current)
    draft = Draft(letter, current.record, current.row)
    if request.method != "POST":
        return confirm_page(request, draft)
    refusal = refuse(request)
    if refusal:
        return confirm_page(request, draft, refusal=refusal)
    if "not_me" in request.POST:
        letter.disown()
        return papers.paper(request, *papers.NEVER)
    if request.POST.get("confirmations_sent") != str(letter.confirmations_sent):
        return confirm_page(request, draft, status=409, is_newer=True)
    is_told = request.POST.get("status") == draft.row.status
    if is_told and draft.row.status != letter.status_at_drafting:
        letter.accept_status(draft.row.status)  # the page showed it, and its writer goes on
    if letter.status_has_changed or not draft.can_be_sent:
        return confirm_page(request, draft, status=409)
    confirm_letter(request, draft)
    return see_other(letter.private_url)


@unlisted
def without_junk(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the page of a link to which an email program has added characters, such as “).”."""
    return HttpResponseRedirect(reverse("letters:confirm", args=[token]))


def confirm_page(
    request: HttpRequest,
    draft: Draft,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    is_newer: bool = False,
) -> HttpResponse:
    return show(request, "confirm", draft, status=status, refusal=refusal, is_newer=is_newer,
                from_the_email=True)  # fmt: skip


def link_over(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Say why the link confirms nothing any more, and what one can do."""
    status = 200 if current.letter.is_confirmed else 409
    return show(request, "link_over", current, status=status)
