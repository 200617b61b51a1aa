"""Read the words of the PDFs that came with an email, each in a process of its own.

Run as a module, this reads a file from standard input, and writes as JSON what its first pages say:
a page that somebody scanned says nothing. What is made to harm is given up soon.
"""

import io
import json
import sys

from pypdf import PdfReader

from campaign.inbox import mime
from councils import apart

SECONDS = 1
"""For one PDF: an ordinary page takes a fiftieth of it."""
BYTES = 300_000_000
MOST_PAGES = 20
MARK = b"%PDF"
MODULE = "campaign.inbox.pdf_words"


def words_of_pdfs(files: list[bytes]) -> list[str]:
    """Return what each of some PDFs says: each in a process of its own, so that none hides one."""
    texts = []
    for data in files:
        if MARK in data[:1024]:
            texts.append(words_apart(data))
    return texts


def words_apart(data: bytes) -> str:
    """Return what one PDF says, read in a process of its own; "" if it takes too much."""
    try:
        said = apart.read_apart(MODULE, data)
    except (apart.TooMuchError, apart.RefusedApartError):
        return ""
    return mime.storable(json.loads(said))


def words_of(data: bytes) -> str:
    """Return what one PDF says; "" if it is locked or damaged."""
    try:
        reader = PdfReader(io.BytesIO(data))
        return "\n\n".join(page.extract_text() for page in reader.pages[:MOST_PAGES])
    except Exception:  # whatever pypdf raises for a file that is none
        return ""


def main() -> None:
    """Write what the PDF on standard input says, with little time and memory."""
    apart.limit(SECONDS, BYTES)
    sys.stdout.write(json.dumps(words_of(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
