"""The picture of the map, at an address that names what it shows."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.map.picture import picture
from councils.page_cache import cache_by_record_version
from councils.record import record_on

FOR_A_YEAR = "public, max-age=31536000, immutable"


@require_safe
@cache_by_record_version()
def england(request: HttpRequest, digest: str) -> HttpResponse:
    """Give today's picture, which browsers keep; an older page's address leads to it."""
    drawn = picture(record_on())
    if digest != drawn.digest:
        return HttpResponseRedirect(reverse("councils:england", args=[drawn.digest]))
    headers = {"Cache-Control": FOR_A_YEAR}
    return HttpResponse(drawn.svg, content_type="image/svg+xml", headers=headers)
