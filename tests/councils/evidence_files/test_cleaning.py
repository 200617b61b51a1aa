"""Files that show a fact: what they may be, and what is taken out of them."""

import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from councils.evidence_files import cleaning
from councils.models import FileKind

SCRIPT = "app.alert(1)"
SECRET = b"51.4545N 2.5879W by Anna"


def picture(kind="JPEG"):
    """Return a picture that tells where it was taken, as a telephone writes it."""
    image, exif, written = Image.new("RGB", (8, 4), "navy"), Image.Exif(), io.BytesIO()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    image.save(written, kind, exif=exif)
    return written.getvalue()


def scan():
    """Return a picture that tells the same, but not as Exif."""
    written = io.BytesIO()
    Image.new("RGB", (8, 4), "navy").save(written, "JPEG", comment=SECRET, xmp=SECRET)
    return written.getvalue()


def pdf(password=""):
    """Return a PDF with metadata, an attached file and pictures that tell where they were taken."""
    writer, written = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": SECRET.decode()})
    writer.add_attachment("place.txt", SECRET)
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SCRIPT)}
    )
    packed = zlib.compress(picture())
    streams = {"/Metadata": SECRET, "/Photo": picture(), "/Scan": scan(), "/Packed": packed}
    for name, content in streams.items():
        stream = DecodedStreamObject()
        stream.set_data(content)
        if name == "/Metadata":
            stream[NameObject("/Type")] = NameObject("/Metadata")
        else:
            packing = [NameObject("/FlateDecode")] if content == packed else []
            stream[NameObject("/Filter")] = ArrayObject([*packing, NameObject("/DCTDecode")])
        page[NameObject(name)] = writer._add_object(stream)
    if password:  # to change it; everybody can read it
        writer.encrypt("", password, algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


@pytest.mark.promise(33)
@pytest.mark.parametrize(
    ("content", "kind"),
    [(picture(), FileKind.JPEG), (picture("PNG"), FileKind.PNG), (pdf(), FileKind.PDF)],
)
def test_places_and_makers_are_taken_out(content, kind):
    assert SECRET in content
    cleaned, found = cleaning.clean(content)
    assert found == kind
    assert SECRET not in cleaned
    assert b"Exif" not in cleaned
    assert SCRIPT.encode() not in cleaned
    assert b"FlateDecode" not in cleaned  # unpacked, so that nothing is hidden from this test
    if kind != FileKind.PDF:
        opened = Image.open(io.BytesIO(cleaned))
        assert (opened.size, dict(opened.getexif())) == ((4, 8), {})  # turned as it is seen


@pytest.mark.promise(33)
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>minutes.pdf</html>", "not a PDF, JPEG or PNG"),
        (b"%PDF-1.7 and no more", "cannot be read"),
        (pdf("secret"), "Print it to a new PDF"),
        (b"\x89PNG\r\n\x1a\n and no more", "cannot be read"),
        (b"\xff\xd8\xff" + bytes(cleaning.LARGEST), "10,000,000 is the most"),
    ],
)
def test_what_is_no_document_is_refused_in_words(content, says):
    with pytest.raises(ValueError, match=says):
        cleaning.clean(content)
