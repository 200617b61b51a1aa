"""Views of the pack: a page to print, and a file to edit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.councillor_pack.document import docx
from councils.councillor_pack.wording import Pack, pack_for
from councils.page_cache import cache_by_record_version
from councils.record import record_on

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@cache_by_record_version()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    pack = pack_or_404(slug)
    return render(request, "councils/pack.html", {"pack": pack, "row": pack.council})


@require_safe
@cache_by_record_version()
def file(request: HttpRequest, slug: str) -> HttpResponse:
    # Imported when first asked for: what writes Word files takes 15 MB of each worker.
    response = HttpResponse(docx(pack_or_404(slug)), content_type=DOCX)
    name = f"runaways-charter-{slug}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def pack_or_404(slug: str) -> Pack:
    record = record_on()
    pack = pack_for(record, record.by_slug.get(slug))
    if pack is None:
        raise Http404("There is no pack for this address.")
    return pack
