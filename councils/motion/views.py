"""The motion as a page to print, and as a file to edit (RTF, which any word processor opens)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.motion.wording import Motion, motion_for
from councils.page_cache import cache_by_record_version
from councils.record import record_on


@require_safe
@cache_by_record_version()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    motion = motion_or_404(slug)
    return render(request, "motion/page.html", {"motion": motion, "row": motion.council})


@require_safe
@cache_by_record_version()
def file(request: HttpRequest, slug: str) -> HttpResponse:
    motion = motion_or_404(slug)
    response = render(
        request, "motion/motion.rtf", {"motion": motion}, content_type="application/rtf"
    )
    name = f"runaways-charter-{slug}.rtf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def motion_or_404(slug: str) -> Motion:
    record = record_on()
    motion = motion_for(record, record.by_slug.get(slug))
    if motion is None:
        raise Http404("There is no motion for this address.")
    return motion
