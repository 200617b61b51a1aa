"""Read the words of a PDF that came with an email, in a process of its own.

Run as a module, this reads standard input and writes what the first pages say: a page that somebody
scanned says nothing. A file made to harm is given up soon.
"""

import io
import sys

from pypdf import PdfReader

from councils import apart

MARK = b"%PDF"
SECONDS = 2
BYTES = 300_000_000
MOST_PAGES = 20
MODULE = "campaign.inbox.pdf_words"


def words_of_pdf(data: bytes) -> str:
    """Return what a PDF says; "" if it is locked, scanned, damaged, or takes too much."""
    if MARK not in data[:1024]:
        return ""
    try:
        return apart.read_apart(MODULE, data).decode("utf-8", "replace")
    except (apart.TooMuchError, apart.RefusedApartError):
        return ""


def main() -> None:
    """Write the words of the PDF that standard input holds, with little time and memory."""
    apart.limit(SECONDS, BYTES)
    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    for page in reader.pages[:MOST_PAGES]:
        words = f"{page.extract_text()}\n\n"
        sys.stdout.buffer.write(words.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
