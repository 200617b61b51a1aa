"""Short pages that every room shows: a heading, a sentence and a way on; and the page of a link."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from campaign.http.refusals import Refusal, is_cross_site, refuse
from campaign.rate_limits import Verdict
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay

NEVER = (
    "We’ll never write to you again",
    "To remember that, we keep a code made from your address, not the address itself.",
)
NOT_TYPED = re.compile(
    r"password|token|code|digest|seen|^_|_FORMS$|^website|^pick_|^initial-"
    r"|^(topics|page|draft|status|confirmations_sent|go_on|view|kind|take|change|opened|task"
    r"|message|owner|stands|turn|index|select_across|(line-\d+-)?child_asked"
    r"|next|action|post|read|shown|picture_kept|is_right|use_meant)$",
    re.IGNORECASE,
)
"""Names of fields that are secret, hidden, or that nobody fills in by typing."""
Way = tuple[str, str]
"""Where a button leads, and its words."""


def paper(
    request: HttpRequest,
    heading: str,
    lead: str = "",
    *,
    go: Way | None = None,
    template: str = "paper.html",
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Show a page for one visitor, which no search engine keeps."""
    context |= {"heading": heading, "lead": lead, "go": go}
    response = for_one_visitor(render(request, template, context, status=status))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def form_page(
    request: HttpRequest, template: str, refusal: Refusal | None, **context: object
) -> HttpResponse:
    """Show a form for one visitor, or show it again with why it was refused."""
    page = for_one_visitor(render(request, template, context | {"refusal": refusal}))
    return refusal.answer(page) if refusal else page


def back_to(row: CouncilOnDay) -> Way:
    return row.url, f"Back to {row.short_name_in_sentence}"


def check_email(
    request: HttpRequest,
    row: CouncilOnDay,
    email: str,
    below: str,
    after: str,
    due_at: dt.datetime,
) -> HttpResponse:
    """Say that a link goes at a time, in the same words whether or not we may write there."""
    lead = format_html(
        'We’ve sent a link to <b dir="auto">{}</b>, if we’re allowed to write to it. Select the'
        " button on the page it opens{}",
        email,
        after,
    )
    return paper(
        request,
        "Check your email",
        lead,
        go=back_to(row),
        mailed=True,
        due_at=due_at,
        below=[below],
    )


def never_again(request: HttpRequest, *below: str) -> HttpResponse:
    """Say that nothing goes to an address any more, what else was done, and whom to ask."""
    contact = f"{reverse('page', args=['about'])}#contact"
    rows = [("Was that a mistake? Ask us, and we’ll write to you again", contact)]
    return paper(request, *NEVER, below=below, rows=rows)


def link_gone(request: HttpRequest, lead: str, go: Way | None) -> HttpResponse:
    return paper(request, "That link has stopped working", lead, go=go, status=404)


class Confirms(Protocol):
    """What the button of a link in an email confirms (campaign/confirmation.py)."""

    def confirm(self) -> bool: ...
    def refuse(self) -> None: ...


def confirm_by_button[Row: Confirms](
    request: HttpRequest,
    row: Row,
    page: Callable[[HttpRequest, Row, Refusal | None], HttpResponse],
    limit: Callable[[], Verdict] | None = None,
) -> HttpResponse:
    """Answer the address in an email that asks to confirm: only a button on its page acts.

    The page is shown again once it is confirmed; *not me* deletes it, and nothing goes there again,
    whatever the ``limit`` of what is confirmed.
    """
    if request.method != "POST":
        return page(request, row, None)
    is_not_me = "not_me" in request.POST
    if refusal := refuse(request, limit=None if is_not_me else limit):
        return refusal.answer(page(request, row, refusal))
    if is_not_me:
        row.refuse()
        return never_again(request)
    row.confirm()
    return for_one_visitor(HttpResponseRedirect(request.path, status=303))


def typed_by(request: HttpRequest) -> list[str]:
    """Return what somebody typed into the form that was sent, but for passwords and tokens.

    Nothing of another site's form: its words would stand on our page.
    """
    if is_cross_site(request):
        return []
    try:
        fields = request.POST.lists()
    except Exception:  # whatever broke may be the form itself
        return []
    return [
        value
        for name, values in fields
        for value in values
        if value.strip() and not NOT_TYPED.search(name)
    ]
