"""Check by its content what a file is, and take out what tells where and by whom it was made.

A telephone writes the place into each picture. Pictures are rewritten with Pillow; PDFs are
cleaned in pdf.py.
"""

import io
import warnings

from councils.models import FileKind

LARGEST = 10_000_000
"""Bytes of a file: a long report with pictures."""
MOST_PIXELS = 60_000_000
NOT_A_KIND = "This is not a PDF, JPEG or PNG file. Save it as one of these, and choose that."
BROKEN = "This file cannot be read: it may be damaged. Save it again, and choose that."
TOO_MANY_DOTS = "This picture has too many pixels. Make it smaller, and choose that."


def clean(content: bytes) -> tuple[bytes, FileKind]:
    """Return a file's cleaned content and its kind.

    Raises ValueError, with a sentence for the person who chose it.
    """
    if len(content) > LARGEST:
        raise ValueError(
            f"This file has {len(content):,} bytes; {LARGEST:,} is the most. A scan in grey, or"
            " only the pages that matter, is smaller."
        )
    try:
        if content[:1024].lstrip().startswith(b"%PDF-"):
            from councils.evidence_files.pdf import clean_pdf  # 10 MB in each worker, rarely used

            return clean_pdf(content), FileKind.PDF
        return clean_picture(content)
    except ValueError:
        raise
    except Exception as error:  # whatever a broken file makes the libraries raise
        raise ValueError(BROKEN) from error


def clean_picture(content: bytes) -> tuple[bytes, FileKind]:
    """Write a picture’s pixels again, turned as they are shown, and nothing else."""
    from PIL import Image, ImageOps

    is_png = content.startswith(b"\x89PNG\r\n\x1a\n")
    if not is_png and not content.startswith(b"\xff\xd8\xff"):
        raise ValueError(NOT_A_KIND)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=["PNG"] if is_png else ["JPEG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(TOO_MANY_DOTS)
            picture = ImageOps.exif_transpose(opened)
    if is_png:
        picture = picture.convert("RGBA" if "transparency" in picture.info else picture.mode)
    elif picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    picture.info.clear()
    written = io.BytesIO()
    picture.save(written, "PNG" if is_png else "JPEG", quality=90, optimize=True)
    return written.getvalue(), FileKind.PNG if is_png else FileKind.JPEG
