"""Serve a file as a download that can run nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from councils.models import EvidenceFile, FileKind


@require_safe
def evidence_file(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve a file that somebody ticked as public, on a fact that is on record."""
    file = EvidenceFile.objects.public().filter(digest=digest).first()
    if file is None:
        raise Http404("No public file has this address.")
    return download(file, "public, no-cache")


def download(file: EvidenceFile, caching: str) -> HttpResponse:
    """Return a file as a download, under a policy that would stop whatever it might hold."""
    response = HttpResponse(bytes(file.content), content_type=FileKind(file.kind).content_type)
    name = f"evidence-{file.digest[:12]}.{file.kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = caching
    response.headers["ETag"] = f'"{file.digest}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
