"""Views for the pages of the public record."""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import Record, record_on
from councils.search import lookup
from councils.search.suggestions import suggestions as all_suggestions

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}
"""Arguments of json.dumps for compact output that only programs read."""


@csrf_exempt  # it changes nothing, so a forged request does no harm
def find(request: HttpRequest) -> HttpResponse:
    """Show the search box or a choice; by POST, answer a postcode or a name without storing it."""
    if request.method != "POST":
        record = record_on()
        return answer_page(request, lookup.offer(request.GET, record), record)
    return answer_to(request, request.POST.get("q", ""))


def answer_to(request: HttpRequest, typed: str) -> HttpResponse:
    """Answer the search box: redirect to an address, or quote it on an uncached page."""
    record = record_on()
    answer = lookup.resolve(typed, record, go_on="go_on" in request.POST)
    if address := answer.url:
        return for_one_visitor(HttpResponseRedirect(address, status=303))
    return for_one_visitor(answer_page(request, answer, record, typed))


@require_safe
@cache_by_record_version()
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return every name that the search box can suggest, for the browser to search."""
    return JsonResponse(all_suggestions(record_on()), json_dumps_params=COMPACT)


def answer_page(
    request: HttpRequest, answer: lookup.Answer, record: Record, typed: str = ""
) -> HttpResponse:
    typed = typed[: lookup.MAX_LENGTH]
    context = {
        "answer": answer,
        "heading": answer.heading(typed),
        "text": answer.text(typed),
        "typed": typed,
        "record": record,
    }
    return render(request, f"councils/answers/{answer.template}.html", context)
