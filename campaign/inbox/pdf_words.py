"""Read the words of the PDFs that came with an email, in a process of its own.

Run as a module, this reads the files from standard input, as JSON, and writes what their first
pages say: a page that somebody scanned says nothing. What is made to harm is given up soon.
"""

import base64
import io
import json
import sys
from functools import lru_cache

from pypdf import PdfReader

from councils import apart

SECONDS = 1
"""For all PDFs of one email: an ordinary page takes a fiftieth of it."""
BYTES = 300_000_000
MOST_PAGES = 20
MARK = b"%PDF"
MODULE = "campaign.inbox.pdf_words"


@lru_cache(maxsize=1)  # it is asked again whether those of this email said anything
def words_of_pdfs(files: tuple[bytes, ...]) -> list[str]:
    """Return what each of some PDFs says; nothing if they take too much."""
    coded = [base64.b64encode(data).decode() for data in files if MARK in data[:1024]]
    if not coded:
        return []
    try:
        said = apart.read_apart(MODULE, json.dumps(coded).encode())
    except (apart.TooMuchError, apart.RefusedApartError):
        return []
    texts: list[str] = json.loads(said)
    return texts


def words_of(data: bytes) -> str:
    """Return what one PDF says; "" if it is locked or damaged."""
    try:
        reader = PdfReader(io.BytesIO(data))
        return "\n\n".join(page.extract_text() for page in reader.pages[:MOST_PAGES])
    except Exception:  # whatever pypdf raises for a file that is none
        return ""


def main() -> None:
    """Write what the PDFs on standard input say, with little time and memory."""
    apart.limit(SECONDS, BYTES)
    files = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps([words_of(base64.b64decode(coded)) for coded in files]))


if __name__ == "__main__":
    main()
