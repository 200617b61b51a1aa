"""What every view of a letter shares: who may see it, and how its pages are shown.

Whoever has the address of a letter's page may see it. Nobody stores such pages or finds them.

Each view of a letter stands behind one of these, which finds its letter or answers itself:

    with_letter    by the token from the email, whatever its state (here)
      private_act  a button on the private page of one that was confirmed (afterwards.py)
    with_draft     by the draft's token, while it can be written (finding.py); to delete it,
                   with_draft_of_any_council, even if its council has closed
      letter_act   a button on the letter's page; what was typed is saved first (writing.py)
      check_act    a button beside the code, while it awaits confirmation (sending.py)

The three acts answer a GET with the page their button stands on, and do nothing then.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import retention
from campaign.http.refusals import Refusal
from campaign.letters.models import Letter
from campaign.letters.views.draft import Draft
from campaign.letters.views.letter_today import LetterToday
from campaign.operations.models import CompletedJob
from councils.page_cache import for_one_visitor
from councils.record import record_on

type LetterView = Callable[[HttpRequest, LetterToday], HttpResponse]
type DraftView = Callable[[HttpRequest, Draft], HttpResponse]
type AddressedView = Callable[[HttpRequest, str, str], HttpResponse]
"""Takes the council's slug and the draft's token from the address."""


def unlisted[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Mark a view whose pages belong to one person.

    They stay out of caches and search engines; what is sent stays out of error reports, and
    ``refuse`` guards its POSTs: public pages set no cookie to keep a token in.
    """

    @sensitive_post_parameters()
    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return for_one_visitor(response)

    return wrapped


def with_letter(view: LetterView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give a view the letter of a token, which is only ever sent to its writer by email."""

    @unlisted
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        letter = Letter.objects.by_token(token)
        if letter is None:
            return wrong_link_page(request)
        record = record_on()
        return view(request, LetterToday(letter, record, record.by_id[letter.council_id]))

    return wrapped


def wrong_link_page(request: HttpRequest) -> HttpResponse:
    """Return the page (404) of an address that has no letter, or no longer has one.

    After a restore the letter may have gone although we have lost it, and its writer is told.
    """
    since = timezone.now() - retention.PEOPLE
    context = {
        "heading": "There is no letter at this address",
        "restored": restored_since(since),
    }
    return render(request, "letters/wrong_link.html", context, status=404)


def restored_since(moment: dt.datetime) -> CompletedJob | None:
    """Return the restore after a moment, if there was one: what was done before it may be lost."""
    names = (CompletedJob.Name.RESTORE, CompletedJob.Name.BARE_RESTORE)
    return CompletedJob.objects.filter(name__in=names, at__gt=moment).first()


def show(
    request: HttpRequest,
    name: str,
    current: LetterToday,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show one of a letter's screens, with what it says of a form that was refused."""
    context |= {
        "current": current,
        "letter": current.letter,
        "row": current.row,
        "to": current.recipient,
        "refusal": refusal,
        "restored": restored_since(current.letter.created_at),
    }
    page = render(request, f"letters/{name}.html", context, status=status)
    if refusal:
        return refusal.answer(page)
    return page


def see_other(address: str) -> HttpResponse:
    """Redirect from a POST (303) to a page that can be reloaded."""
    return HttpResponseRedirect(address, status=303)
