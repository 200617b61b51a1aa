"""Why a submitted form may be refused, checked in the same order for every form."""

from collections.abc import Callable
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from campaign.pages.models import is_being_prepared
from campaign.rate_limits import Verdict
from councils.page_cache import for_one_visitor
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help
from councils.safeguarding.child_shown import could_show_a_child

Reason = Literal["cross_site", "call_for_help", "invalid", "limit", "prepared"]
STATUS: dict[Reason, int] = {
    "cross_site": 403,
    "call_for_help": 200,
    "invalid": 422,
    "limit": 429,
    "prepared": 503,
}


class Refusal(NamedTuple):
    """Why a form was refused. Its page says so (includes/refusal.html) and loses nothing typed."""

    reason: Reason
    verdict: Verdict | None = None
    """The limit that was reached, if that is the reason."""
    shown: tuple[str, ...] = ()
    """Words that could show who a child is, if that is the reason, or one of two."""
    is_call: bool = False

    def answer(self, page: HttpResponse) -> HttpResponse:
        """Give the form's page, shown again, the status and headers of this refusal."""
        page.status_code = STATUS[self.reason]
        if self.verdict is not None:
            page.headers["Retry-After"] = str(self.verdict.retry_after)
        return for_one_visitor(page)


def refuse(
    request: HttpRequest,
    *,
    written: str = "",
    form: BaseForm | None = None,
    limit: Callable[[], Verdict] | None = None,
    takes_people: bool = False,
) -> Refusal | None:
    """Return why a submitted form is refused, or None if it is not.

    It is refused if another site sent it; if ``written``, the visitor's own words, sounds like a
    call for help or could show who a child is, and the visitor has not chosen to go on past the
    helplines; before the site is
    open, if it ``takes_people``, what is personal; if ``form`` is not valid; or if ``limit`` is
    reached, which is called only if all of that is well.
    """
    if is_cross_site(request):
        return Refusal("cross_site")
    asked = guard(written) if "go_on" not in request.POST else None
    if asked:
        return asked
    if takes_people and is_being_prepared():
        return Refusal("prepared")
    if form is not None and not form.is_valid():
        return Refusal("invalid")
    verdict = limit() if limit else None
    if verdict is not None and verdict.refused:
        return Refusal("limit", verdict)
    return None


def guard(written: str) -> Refusal | None:
    """Return what the guard asks of somebody who wrote this; None if nothing.

    Whether it is about them, now; and to take out what could show who a child is.
    """
    is_call = sounds_like_a_call_for_help(written)
    shown = tuple(could_show_a_child(written))
    if not (is_call or shown):
        return None
    return Refusal("call_for_help", shown=shown, is_call=is_call)


def is_cross_site(request: HttpRequest) -> bool:
    """Whether a browser says that another site made this request.

    Public forms need no CSRF token, and so no cookie: browsers send Sec-Fetch-Site or Origin with
    every POST, and a page cannot forge them. A request with neither does not come from a browser
    that could be tricked, so it is allowed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True


def is_of_this_site(request: HttpRequest) -> bool:
    """Whether a browser says that a page of ours made this request."""
    is_said = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return is_said and not is_cross_site(request)
