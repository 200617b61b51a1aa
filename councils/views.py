"""The public record's pages. Each is a recipe: read the record, choose a page."""

from django.forms import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councils import find as finding
from councils import open_data
from councils.council_page import CouncilPage
from councils.forms import TrackerForm, before_the_record, day_asked_for
from councils.kept import kept_page
from councils.map.drawing import map_of
from councils.record import record_on


@require_safe
@kept_page("q", "status", "region", "kind", "at", "view")
def tracker(request):
    """The list (and soon the map) of the councils that fit the filters, on any day."""
    form = TrackerForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("at")
    too_early = before_the_record(day)
    record = record_on(day)
    rows = [] if too_early else form.rows(record)
    context = {
        "form": form,
        "record": record,
        "rows": rows,
        "region": record.region(form.region_name),
        "too_early": too_early,
        "at": day,
        "is_ahead": day is not None and day > record_on().on,
    }
    if not too_early and request.GET.get("view") != "list":
        filtered = rows if len(rows) < record.total else None
        context |= map_of(request, record, filtered, form.region_name)
    response = render(request, "councils/tracker.html", context)
    response.do_not_keep = bool(request.GET.get("q"))
    return response


@require_safe
@kept_page("from")
def detail(request, slug):
    """One council: its status, what to do next, and how we know."""
    record = record_on()
    row = record.by_slug.get(slug)
    if row is None:
        raise Http404("No council has this address.")
    district = record.by_slug.get(request.GET.get("from", ""))
    page = CouncilPage(record, row, came_from=district)
    response = render(request, page.template, {"page": page, "row": row, "record": record})
    response.do_not_keep = "from" in request.GET and page.explains is None
    return response


@csrf_exempt  # it changes nothing, so there is nothing to forge
def find(request):
    """The one box: a postcode or a name. POST answers and keeps nothing; GET shows the box."""
    if request.method != "POST":
        return render(request, "councils/answers/box.html", {"record": record_on()})
    record = record_on()
    typed = request.POST.get("q", "")
    answer = finding.answer(typed, record)
    if answer.kind == "council":
        response = HttpResponseRedirect(council_address(answer), status=303)
    else:
        context = {"answer": answer, "typed": typed[: finding.LONGEST], "record": record}
        response = render(request, f"councils/answers/{answer.kind}.html", context)
    response.changes_nothing = True
    response.headers["Cache-Control"] = "no-store"
    return response


def council_address(answer) -> str:
    address = answer.council.url
    return f"{address}?from={answer.district.slug}" if answer.district else address


@require_safe
@kept_page()
def data(request):
    return render(request, "councils/data.html", {"record": record_on()})


def councils_csv(request):
    return data_file(request, open_data.as_csv, "text/csv; charset=utf-8")


def councils_json(request):
    return data_file(request, open_data.as_json, "application/json")


@require_safe
@kept_page("at")
def data_file(request, write, content_type):
    """A file of open data, as the record stood ``?at=`` a day; a wrong day is said so."""
    try:
        day = day_asked_for(request.GET["at"]) if request.GET.get("at") else None
        if message := before_the_record(day):
            raise ValidationError(message)
    except ValidationError as error:
        answer = HttpResponse(
            " ".join(error.messages) + "\n", status=400, content_type="text/plain"
        )
    else:
        answer = HttpResponse(write(record_on(day)), content_type=content_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Link"] = f'<{reverse("councils:data")}>; rel="describedby"'
    return answer
