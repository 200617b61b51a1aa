"""Pages for monitors and load balancers: whether the process is alive, what is well, figures."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from campaign.operations.health import parts
from campaign.release import COMMIT, VERSION
from councils.page_cache import for_one_visitor


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer load balancers as long as the process runs, whatever else is wrong."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer monitors with 200 if all is well, else with 503, and say which part is not.

    What is wrong is in words for whoever sends METRICS_TOKEN as a bearer token. The release and
    commit that run are for all: the code is public, and who mends something asks for them first.
    """
    found = parts()
    is_well = not any(part.problem for part in found)
    body: dict[str, Any] = {"well": is_well}
    for part in found:
        body[part.name] = part.state
    if has_token(request):
        body["problems"] = [part.problem for part in found if part.problem]
    body |= {"release": VERSION, "commit": COMMIT}
    body["at"] = timezone.now().isoformat(timespec="seconds")
    return for_one_visitor(JsonResponse(body, status=200 if is_well else 503))


def has_token(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(sent, settings.METRICS_TOKEN)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show figures as plain text to anybody who sends METRICS_TOKEN as a bearer token.

    Each line is a name and a number, as Prometheus reads them. No figure is about a person.
    """
    if not has_token(request):
        raise Http404("There are no figures here.")
    text = "".join(
        f"runaways_{part.name}_{name} {value}\n"
        for part in parts()
        for name, value in {"well": int(not part.problem), **(part.figures or {})}.items()
    )
    content_type = "text/plain; version=0.0.4; charset=utf-8"
    return for_one_visitor(HttpResponse(text, content_type=content_type))
