"""Take in a picture that staff upload: check it, shrink it, and leave out what it says of itself.

The file is decoded and encoded anew, so that nothing else that was in it is kept: no place, no
camera, no name, no second file behind the first.
"""

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""What one picture may have, so that decoding it takes little memory."""
WIDEST = 1200
"""The width and the height that a picture may keep, in pixels."""
FORMATS = ("JPEG", "PNG", "WEBP")


class Picture(NamedTuple):
    """A JPEG made by us, and its size in pixels."""

    content: bytes
    width: int
    height: int


def taken_in(upload: "UploadedFile[Any]") -> Picture:
    """Return an uploaded picture, encoded anew; ``ValidationError`` says what is wrong."""
    from PIL import Image, ImageOps  # only for staff, and every worker holds the model of news

    if (upload.size or 0) > MOST_BYTES:
        raise forms.ValidationError(
            f"This file is larger than {MOST_BYTES // 1024 // 1024} MB. Make the picture smaller."
        )
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise forms.ValidationError("This picture has too many pixels. Make it smaller.")
            return encoded(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise forms.ValidationError(
            "This file cannot be read as a picture. Take a JPEG, a PNG or a WebP."
        ) from None


def encoded(image: "Image") -> Picture:
    """Return an image as JPEG on white, no larger than we keep."""
    from PIL import Image

    image.thumbnail((WIDEST, WIDEST))
    clear = image.convert("RGBA")
    flat = Image.new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    output = io.BytesIO()
    flat.save(output, "JPEG", quality=72, optimize=True)
    return Picture(output.getvalue(), flat.width, flat.height)
