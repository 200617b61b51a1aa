"""One limit on look-ups of the search box, for each network, where no nginx stands in front."""

import math
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


counts: dict[int, Counter[str]] = {}
"""Look-ups of this minute by network, in the memory of this process: a look-up writes nothing
anywhere, and is limited while the database is away as well. All is forgotten with the minute."""


def wait(network: str) -> int:
    """Count one look-up; return the seconds until there is room again, or 0 if there is."""
    now = timezone.now().timestamp()
    minute = math.floor(now / MINUTE)
    if minute not in counts:
        counts.clear()
    of_this_minute = counts.setdefault(minute, Counter())
    of_this_minute[network] += 1
    is_full = of_this_minute[network] > settings.LOOK_UPS
    return math.ceil((minute + 1) * MINUTE - now) if is_full else 0


def too_many_look_ups(request: HttpRequest) -> HttpResponse | None:
    """Return a page that has the helplines where somebody looks up more than people do.

    Whoever asks for help in the box is heard beyond the limit.
    """
    network = network_of(client_address(request)) if is_look_up(request) else ""
    seconds = wait(network) if network else 0
    if not seconds or is_call_for_help(request):
        return None
    page = render(request, "alone.html", too_many_context(), status=429)
    page.headers["Retry-After"] = str(seconds)
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
