"""The search box's page, and the names that it suggests."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import Record, record_on
from councils.search import lookup
from councils.search.answers import Answer
from councils.search.gazetteer import gazetteer
from councils.search.offered import offer

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}
"""Arguments of json.dumps for compact output that only programs read."""


@csrf_exempt  # it changes nothing, so a forged request does no harm
def find(request: HttpRequest) -> HttpResponse:
    """Show the search box or a choice; by POST, answer a postcode or a name without storing it.

    Asked on a page of another day, it answers for that day. An answer has an address of its own,
    or it quotes what was typed on a page that is not kept.
    """
    fields = request.POST if request.method == "POST" else request.GET
    form = None
    day = None
    if "at" in fields:
        form = DayForm(fields)
        day = form.day
    record = record_on(day)
    if request.method != "POST":
        offered = offer(request.GET, record)
        if offered.case == "council":  # one council has the whole of that county on that day
            return HttpResponseRedirect(record.on_its_day(offered.url))
        return answer_page(request, record, form, offered)
    typed = request.POST.get("q", "")
    answer = lookup.resolve(typed, record, go_on="go_on" in request.POST)
    if address := answer.url:
        return for_one_visitor(HttpResponseRedirect(record.on_its_day(address), status=303))
    return for_one_visitor(answer_page(request, record, form, answer, typed[: lookup.MAX_LENGTH]))


def answer_page(
    request: HttpRequest, record: Record, form: DayForm | None, answer: Answer, typed: str = ""
) -> HttpResponse:
    """Return an answer's page; ``typed`` stands in its box, so that nothing is lost."""
    context = {
        "record": record,
        "form": form,
        "answer": answer,
        "heading": answer.heading(typed),
        "text": answer.text(typed),
        "typed": answer.tidy or typed,
    }
    return render(request, f"councils/answers/{answer.template}.html", context)


@require_safe
@cache_by_record_version()
def names_to_complete(request: HttpRequest) -> HttpResponse:
    """Return councils by official and short name, and places, the largest first.

    A browser fetches them when the box is first used and searches them itself
    (``static/js/find.js``), so that nothing is sent while somebody types.

    ``places`` has one name a line. ``within`` has for each place the index of its area in
    ``areas``: a county, a city, or an empty string if its name needs none.
    """
    record = record_on()
    councils = {}
    for row in record.all_councils:
        if row.nation == "England" and row.is_current(record.on):
            councils[row.name] = row.short_name
    places = sorted(gazetteer(), key=lambda place: -place.postcodes)
    areas = sorted({place.area for place in places})
    number = {area: at for at, area in enumerate(areas)}
    names = {
        "councils": councils,
        "areas": areas,
        "places": "\n".join(place.name for place in places),
        "within": [number[place.area] for place in places],
    }
    return JsonResponse(names, json_dumps_params=COMPACT)
