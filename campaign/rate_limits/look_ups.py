"""One limit on look-ups of the search box, for each network, where no nginx stands in front."""

from collections import Counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from campaign.rate_limits.addresses import client_address, network_of
from councils.page_cache import for_one_visitor
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help

MINUTE = 60
LONGEST_CALL = 400
"""Characters of what was typed that are read beyond the limit: the box takes no more."""


counted: Counter[tuple[int, str]] = Counter()
"""Look-ups by minute and network, in the memory of this process: a look-up writes nothing anywhere,
and is limited while the database is away as well. All is forgotten with the minute."""


def too_many_look_ups(request: HttpRequest) -> HttpResponse | None:
    """Return a page that has the helplines where somebody looks up more than people do.

    Whoever asks for help in the box is heard beyond the limit.
    """
    network = network_of(client_address(request)) if is_look_up(request) else ""
    if not network:
        return None
    now = int(timezone.now().timestamp())
    minute = now // MINUTE
    if (minute, "") not in counted:  # the first look-up of a minute
        counted.clear()
        counted[minute, ""] = 0
    counted[minute, network] += 1
    if counted[minute, network] <= settings.LOOK_UPS or is_call_for_help(request):
        return None
    page = render(request, "alone.html", too_many_context(), status=429)
    page.headers["Retry-After"] = str((minute + 1) * MINUTE - now)
    return for_one_visitor(page)


def is_look_up(request: HttpRequest) -> bool:
    """Whether a request is answered from what was typed, and so by nothing that was kept."""
    match request.resolver_match and request.resolver_match.view_name:
        case "councils:find":
            return True
        case "councils:tracker":
            return request.method == "POST" or "q" in request.GET
    return False


def is_call_for_help(request: HttpRequest) -> bool:
    typed = request.POST.get("q", "")[:LONGEST_CALL]
    return "go_on" not in request.POST and sounds_like_a_call_for_help(typed)


def too_many_context() -> dict[str, str]:
    """Return what the page of this limit says, here and in nginx."""
    return {
        "heading": "You’ve asked for a lot of pages in a short time",
        "lead": "Please wait a minute and try again. A school or phone company can share one"
        " connection between many people, so you’ve done nothing wrong.",
        "list_of_councils": reverse("councils:tracker"),
    }
