"""Screen 3 of a letter that we send: the code from our email, and what else can be done there.

As on the screen before, the address of an act says (GET) how it went.
"""

from collections.abc import Callable
from email.utils import parseaddr
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from campaign.http.refusals import Refusal, refuse
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import ConfirmForm, EmailForm, suggested_email
from campaign.letters.models import State
from campaign.letters.screen_text import check_email_text
from campaign.letters.views.access import DraftView, context_of, see_other
from campaign.letters.views.drafts import with_draft
from campaign.letters.views.letter import ask_limit, letter_page
from campaign.outbox.templatetags.mail_tags import SHORT
from campaign.rate_limits.addresses import client_address, network_of


def check_act(act: DraftView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Make a view of what a button on the check-email screen does."""

    @with_draft
    @wraps(act)
    def wrapped(request: HttpRequest, draft: DraftContext) -> HttpResponse:
        if draft.letter.state != State.AWAITING:
            return not_waiting(request, draft, act.__name__)
        if not draft.is_deliverable:
            return see_other(draft.address("send"))  # that page says that we cannot send it
        if request.method != "POST":
            return check_page(request, draft, act.__name__)
        if refusal := refuse(request):
            return refusal.answer(check_page(request, draft, refusal=refusal))
        return act(request, draft)

    return wrapped


def not_waiting(request: HttpRequest, draft: DraftContext, act: str) -> HttpResponse:
    """Redirect to a letter that no longer awaits confirmation; its old code is invalid."""
    if request.method == "POST":
        return see_other(draft.address("code" if act == "code" else ""))
    if act == "code" and draft.letter.confirmations_sent:
        return letter_page(request, draft, act)
    return HttpResponseRedirect(draft.address())


def check_page(
    request: HttpRequest,
    draft: DraftContext,
    act: str = "",
    *,
    email_form: EmailForm | None = None,
    suggestion: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    letter = draft.letter
    is_dead, due_at = letter.is_address_dead, letter.confirmation_due_at
    is_delayed = due_at is not None and due_at > timezone.now() + SHORT
    asks_for_code = not (letter.is_late() or letter.code_is_dead or is_dead)
    form = ConfirmForm({} if act == "code" and asks_for_code else None, letter=letter)
    context = context_of(draft) | {
        "form": form,
        "asks_for_code": asks_for_code,
        "is_address_dead": is_dead,
        "due_at": due_at,
        "says_code_is_dead": letter.code_is_dead
        and not (letter.is_late() or email_form or is_dead),
        "is_sent_again": act == "new_code",
        "text": check_email_text(letter),
        "email_form": email_form or EmailForm(initial={"email": letter.email}),
        "suggestion": suggestion,
        "opens_help": bool(email_form) or letter.confirmation_bounced or is_delayed or is_dead,
        "refusal": refusal,
        "is_kept": True,
        "can_send_by_hand": True,
        "from_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
    return render(request, "letters/check_email.html", context)


@check_act
def check(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Show the screen that asks for the code."""
    return see_other(draft.address("check"))


@check_act
def code(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Confirm the letter with the code from our email; a wrong one counts."""
    letter = draft.letter
    if letter.is_late():
        return see_other(draft.address("check"))
    if not draft.can_go_on(by_us=True):
        return see_other(draft.address("send"))
    if not ConfirmForm(request.POST, letter=letter).is_valid():
        return see_other(draft.address("code"))
    letter.confirm(draft.recipient, network_of(client_address(request)))
    return see_other(draft.address())


@check_act
def new_code(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Send the email once more."""
    return send_to(request, draft, draft.letter.email)


@check_act
def change_email(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Send the code to another address. What was sent to the first confirms nothing then.

    Until an email may go to the new one, the first stays good.
    """
    chosen = request.POST.get("suggested_email")
    form = EmailForm({"email": chosen or request.POST.get("email", "")})
    if refusal := refuse(request, form=form):
        return refusal.answer(check_page(request, draft, email_form=form, refusal=refusal))
    email = form.cleaned_data["email"]
    suggestion = suggested_email(email)
    if suggestion and not chosen and request.POST.get("is_right") != email:
        return check_page(request, draft, email_form=form, suggestion=suggestion)
    return send_to(request, draft, email)


def send_to(request: HttpRequest, draft: DraftContext, email: str) -> HttpResponse:
    """Send the email that confirms the letter to an address, unless too many were asked for."""
    if refusal := refuse(
        request, limit=lambda: ask_limit(request, draft, email), takes_people=True
    ):
        form = EmailForm(initial={"email": email})
        return refusal.answer(check_page(request, draft, email_form=form, refusal=refusal))
    draft.letter.save_draft(email=email)
    draft.letter.request_confirmation()
    return see_other(draft.address("new_code"))
