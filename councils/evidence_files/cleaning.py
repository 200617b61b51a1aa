"""Check by its content what a file is, and take out what tells where and by whom it was made.

A telephone writes the place into each picture. Pictures are written anew with Pillow. In PDFs pypdf
drops metadata, attached files, scripts and coordinates of maps, and their pictures are cleaned too.
"""

import io
import warnings
from collections.abc import Iterable

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, PdfObject, StreamObject

from councils.models import FileKind

LARGEST = 10_000_000
"""Bytes of a file: a long report with pictures."""
MOST_PIXELS = 60_000_000
NOT_A_KIND = "This is no PDF and no JPEG or PNG picture. Save it as one of these, and choose that."
BROKEN = "This file cannot be read: it may be damaged. Save it anew, and choose that."
TOO_MANY_DOTS = "This picture has too many dots. Make it smaller, and choose that."
LOCKED = "This PDF is locked with a password. Save one without, and choose that."
TELLS_MORE = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/AA",
    "/OpenAction",
    "/VP",
    "/LGIDict",
)
"""Entries of a PDF that tell more than its pages: origin, attachments, scripts, coordinates."""
EMPTIED = ("/Metadata", "/EmbeddedFile")
"""Types of streams whose content is dropped."""


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
            return clean_pdf(content), FileKind.PDF
        return clean_picture(content)
    except ValueError:
        raise
    except Exception as error:  # whatever a broken file makes the libraries raise
        raise ValueError(BROKEN) from error


def clean_picture(content: bytes) -> tuple[bytes, FileKind]:
    """Write the dots of a picture anew, turned as it is seen, and nothing else."""
    is_png = content.startswith(b"\x89PNG\r\n\x1a\n")
    if not is_png and not content.startswith(b"\xff\xd8\xff"):
        raise ValueError(NOT_A_KIND)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=["PNG"] if is_png else ["JPEG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(
                    "This picture has too many dots. Make it smaller, and choose that."
                )
            picture = ImageOps.exif_transpose(opened)
    if is_png:
        picture = picture.convert("RGBA" if "transparency" in picture.info else picture.mode)
    elif picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    picture.info.clear()
    written = io.BytesIO()
    picture.save(written, "PNG" if is_png else "JPEG", quality=90, optimize=True)
    return written.getvalue(), FileKind.PNG if is_png else FileKind.JPEG


def clean_pdf(content: bytes) -> bytes:
    """Write a PDF anew, without what is not on its pages."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError(LOCKED)
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for item in parts_of(writer):
        for name in TELLS_MORE:
            item.pop(NameObject(name), None)
        if isinstance(item, StreamObject):
            clean_stream(item)
    names = writer.root_object.get("/Names")
    if names is not None:
        for name in ("/EmbeddedFiles", "/JavaScript"):
            names.get_object().pop(NameObject(name), None)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def parts_of(writer: PdfWriter) -> Iterable[DictionaryObject]:
    """Return every dictionary and stream of a PDF."""
    objects: list[PdfObject | None] = writer._objects
    return [item for item in objects if isinstance(item, DictionaryObject)]


def clean_stream(stream: StreamObject) -> None:
    """Empty a stream of metadata or an attached file; clean a JPEG picture."""
    if stream.get("/Type") in EMPTIED:
        stream._data = b""
        stream.pop(NameObject("/Filter"), None)
    elif (
        stream.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]) and b"Exif\0" in stream._data[:4096]
    ):
        stream._data = without_exif(stream._data)


def without_exif(jpeg: bytes) -> bytes:
    """Drop a JPEG's application segments 1 (Exif, XMP) and 13, and its comments; keep its dots."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] not in (0xE1, 0xED, 0xFE):
            kept += jpeg[at : at + length]
        at += length
    return bytes(kept + jpeg[at:])
