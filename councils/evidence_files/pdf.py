"""Clean a PDF: drop metadata, attachments, scripts and map coordinates, and clean its pictures.

Imported only when somebody hands in a PDF, as pypdf is large.
"""

import io
from collections.abc import Iterable
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

LOCKED = "This PDF is protected with a password. Print it to a new PDF, and choose that."
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


def clean_pdf(content: bytes) -> bytes:
    """Rewrite a PDF without anything that is not on its pages."""
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
        return
    named = stream.get("/Filter")
    filters = named if isinstance(named, list) else [named]
    if filters[-1:] == ["/DCTDecode"]:
        stream._data = without_exif(jpeg_of(stream, filters))


def jpeg_of(stream: StreamObject, filters: list[Any]) -> bytes:
    """Return a stream's JPEG. Where it was packed once more, it is left unpacked."""
    if filters[:-1]:
        packed = StreamObject()
        packed._data = stream._data
        packed[NameObject("/Filter")] = ArrayObject(filters[:-1])
        stream._data = decode_stream_data(packed)
        stream[NameObject("/Filter")] = NameObject("/DCTDecode")
        stream.pop(NameObject("/DecodeParms"), None)
    return stream._data


def without_exif(jpeg: bytes) -> bytes:
    """Drop a JPEG's application segments 1 (Exif, XMP) and 13, and its comments; not its pixels."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] not in (0xE1, 0xED, 0xFE):
            kept += jpeg[at : at + length]
        at += length
    return bytes(kept + jpeg[at:])
