"""Files that show a fact: what they may be, and what is taken out of them."""

import io
import struct
import zlib

import pytest
from PIL import Image

from councils import evidence_files as cleaning
from councils.models import FileKind
from tests.councils.evidence_files.made_to_harm import document, packed

SECRET = b"51.4545N 2.5879W by Anna"


def picture(kind="JPEG"):
    """Return a picture that tells where it was taken, as a telephone writes it."""
    image, exif, written = Image.new("RGB", (8, 4), "navy"), Image.Exif(), io.BytesIO()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    image.save(written, kind, exif=exif)
    return written.getvalue()


def says_who_made_it(writer, page):
    writer.add_metadata({"/Author": SECRET.decode()})


@pytest.mark.promise(33)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(), FileKind.JPEG),
        (picture("PNG"), FileKind.PNG),
        (document(says_who_made_it), FileKind.PDF),
    ],
)
def test_places_and_makers_are_taken_out(content, kind):
    assert b"Anna" in content
    cleaned, found = cleaning.clean(content)
    assert found == kind
    assert b"Anna" not in cleaned
    assert b"Exif" not in cleaned
    if kind != FileKind.PDF:
        opened = Image.open(io.BytesIO(cleaned))
        assert (opened.size, dict(opened.getexif())) == ((4, 8), {})  # turned as it is seen


@pytest.mark.promise(33)
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>minutes.pdf</html>", "not a PDF, JPEG or PNG"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "not a PDF, JPEG or PNG"),
        (b"GIF89a<svg onload=alert(1)>", "not a PDF, JPEG or PNG"),
        (b"", "not a PDF, JPEG or PNG"),
        (b"%PDF-1.7 and no more", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n and no more", "cannot be read"),
        (b"\xff\xd8\xff" + bytes(cleaning.LARGEST), "larger than 10 MB"),
    ],
)
def test_what_is_no_document_is_refused_in_words(content, says):
    with pytest.raises(ValueError, match=says):
        cleaning.clean(content)


def png(width, height):
    """Return a PNG of very many black dots in very few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", packed(4 * width * height)), (b"IEND", b""))
    chunks = (len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
              for kind, data in parts)  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_small_file_that_unpacks_to_an_immense_picture_is_refused_by_its_header():
    immense = png(8000, 7375)  # 59 megapixels, which took 744 MB
    assert len(immense) < 300_000
    for content in (immense, immense[:60]):  # its pixels are not even looked for
        with pytest.raises(ValueError, match="too many pixels"):
            cleaning.clean(content)
