"""Check by its content what a file is, and take out what tells where and by whom it was made.

A telephone writes the place into each picture. Pictures are drawn anew with Pillow; PDFs are
written anew by evidence_pdf.py.
"""

import io
from mimetypes import types_map

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps

from councils import apart
from councils.models import Event, EvidenceFile, FileKind, Signature

LARGEST = 10_000_000
"""Bytes of a file: a long report with pictures."""
MOST_PIXELS = 25_000_000
"""Of a picture; drawing it anew takes up to eight bytes for each."""
NOT_A_KIND = "This is not a PDF, JPEG or PNG file. Save it as one of these, and choose that."
BROKEN = "This file cannot be read: it may be damaged. Save it again, and choose that."
TOO_MUCH = "This PDF takes too long to read. Print it to a new PDF, and choose that."
TOO_MANY_DOTS = "This picture has too many pixels. Make it smaller, and choose that."


class NotTakenError(ValueError):
    """Why a file is not taken, in a sentence for whoever chose it."""


def clean(content: bytes) -> tuple[bytes, FileKind]:
    """Return a file's cleaned content and its kind.

    Raises NotTakenError.
    """
    if len(content) > LARGEST:
        raise NotTakenError(
            f"This file is larger than {LARGEST // 1_000_000} MB, which is the most we take. A scan"
            " in grey, or only the pages that matter, is smaller."
        )
    try:
        if content[:1024].lstrip().startswith(b"%PDF-"):
            return clean_pdf_apart(content), FileKind.PDF
        return clean_picture(content)
    except NotTakenError:
        raise
    except Exception as error:  # whatever a broken file makes the libraries raise
        raise NotTakenError(BROKEN) from error


def clean_pdf_apart(content: bytes) -> bytes:
    """Clean a PDF in a process of its own, which one that was made to harm cannot outgrow."""
    try:
        return apart.read_apart("councils.evidence_pdf", content)
    except apart.TooMuchError as error:
        raise NotTakenError(TOO_MUCH) from error
    except apart.RefusedApartError as error:
        raise NotTakenError(str(error) or BROKEN) from error


def clean_picture(content: bytes) -> tuple[bytes, FileKind]:
    """Write a picture’s pixels again, turned as they are shown, and nothing else."""
    is_png = content.startswith(b"\x89PNG\r\n\x1a\n")
    if not is_png and not content.startswith(b"\xff\xd8\xff"):
        raise NotTakenError(NOT_A_KIND)
    kind = "PNG" if is_png else "JPEG"
    with Image.open(io.BytesIO(content), formats=[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS:  # by its header: nothing is unpacked yet
            raise NotTakenError(TOO_MANY_DOTS)
        picture: Image.Image = opened
        ImageOps.exif_transpose(picture, in_place=True)
        picture.load()
    if is_png and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif not is_png and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    picture.info.clear()
    written = io.BytesIO()
    picture.save(written, kind, quality=90, optimize=True)
    return written.getvalue(), FileKind.PNG if is_png else FileKind.JPEG


# -- A file as a download that can run nothing ----------------------------------------------------


@require_safe
def evidence_file(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve a file that somebody ticked as public, on a fact that is on record."""
    shown = {"evidence_file": digest, "evidence_file_is_public": True}
    signatures = Signature.objects.standing().filter(**shown)
    events = Event.objects.standing().filter(**shown)
    if not signatures.exists() and not events.exists():
        raise Http404("No public file has this address.")
    return download(EvidenceFile.objects.get(digest=digest), "public, no-cache")


def download(file: EvidenceFile, caching: str) -> HttpResponse:
    """Return a file as a download, under a policy that would stop whatever it might hold."""
    response = HttpResponse(bytes(file.content), content_type=types_map[f".{file.kind}"])
    name = f"evidence-{file.digest[:12]}.{file.kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = caching
    response.headers["ETag"] = f'"{file.digest}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
