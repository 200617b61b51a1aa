"""A letter as its writer copies, prints or sends it: name, address and small print below it."""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings

from campaign.letters.composition import wordings
from councils.record import CouncilOnDay
from councils.record.status import Status

MAX_MAILTO_LENGTH = 2000
"""Longest mailto address, in characters, that every email app takes; some cut off the rest."""
MAILTO_SAFE = "!$'()*,;:@"
"""Characters left unencoded (RFC 6068). Not "+", which some email apps read as a space."""
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
"""Straight quotation marks for curly ones."""


def small_print(row: CouncilOnDay) -> str:
    """Return the line below the writer's name: what not to publish, and where the sources are."""
    what = wordings.HOW_TO_SIGN
    # Of one that disputes its signature, too.
    if row.status == Status.SIGNED:
        what = wordings.ABOUT_THE_CHARTER
    return wordings.SMALL_PRINT.format(what=what, page=settings.SITE_URL + row.url)


def finished_text(row: CouncilOnDay, text: str, sender: Iterable[str]) -> str:
    """Return a letter with who it is from, and what stands below: as it is sent and copied."""
    lines = "\n".join(line for line in sender if line)
    return f"{text.rstrip()}\n\n{lines}\n\n{small_print(row)}\n"


def mailto(to: str, subject: str, text: str) -> str:
    """Return the address that opens a letter in an email app.

    Its quotation marks are straight, since each curly one takes nine characters of the 2,000. If it
    is too long with the text all the same, it has only the recipient and the subject.
    """
    subject = quote(subject.translate(STRAIGHT), safe=MAILTO_SAFE)
    body = quote(text.translate(STRAIGHT).replace("\n", "\r\n"), safe=MAILTO_SAFE)
    without = f"mailto:{quote(to, safe='@')}?subject={subject}"
    whole = f"{without}&body={body}"
    if len(whole) > MAX_MAILTO_LENGTH:
        return without
    return whole
