"""The picture of the map, at an address that names what it shows."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.map.picture import picture
from councils.page_cache import cache_by_record_version
from councils.record import record_on

FOR_A_YEAR = "public, max-age=31536000, immutable"


@require_safe
@cache_by_record_version("at")
def england(request: HttpRequest, digest: str) -> HttpResponse:
    """Give a day's picture, which browsers keep; an older page's address leads to it."""
    record = record_on(DayForm(request.GET).day)
    drawn = picture(record)
    if digest != drawn.digest:
        there = reverse("councils:england", args=[drawn.digest])
        return HttpResponseRedirect(f"{there}{record.query}")
    headers = {"Cache-Control": FOR_A_YEAR}
    return HttpResponse(drawn.svg, content_type="image/svg+xml", headers=headers)
